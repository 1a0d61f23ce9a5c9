"""The four lists of the desk."""
