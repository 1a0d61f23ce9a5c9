"""Telling the user what came: rules by query, one bundle a poll; on the desk, in the terminal, by a command."""
