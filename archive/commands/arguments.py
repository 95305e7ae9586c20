"""What several commands take on their line."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path, readable=False)
"""Any path. Whether it can be read or written is for whoever opens it to say: click would call it wrong usage."""
