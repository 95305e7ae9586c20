"""The commands of `archive`, one a file; archive/cli.py lists them."""
