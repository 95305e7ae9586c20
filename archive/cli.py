"""The `archive` command: what is in the archive, how it is, and what to do with it."""

from __future__ import annotations

import click


@click.group()
def main() -> None:
    """Look into the archive of the Sở Công Thương portals."""
