"""Datasette's hooks: the pages of the archive."""
