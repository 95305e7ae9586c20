"""SECURITY.md's promises as programs: each tries to break one, prints what it tried, and exits 1 if it broke."""
