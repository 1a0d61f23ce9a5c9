"""The query language, one for the desk and the command line. Pure: no Textual, no click, no database."""
