"""Reads articles: who is mentioned, who said what on which day, and where that stands on the issues."""
