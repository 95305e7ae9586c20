"""The `archive` command: what is in the archive, how it is, and what to do with it."""

from __future__ import annotations

import errno
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import ClassVar

import click

from archive.commands.arguments import PATH
from archive.errors import EXIT_CODES, ArchiveError, NotWritable
from archive.floors import TooOld, check_installed
from archive.opening import archive_at

EPILOG = f"Exit codes: {' · '.join(EXIT_CODES)}."


class Commands(click.Group):
    """Loads a command's module only when it is asked for, so that `archive search` does not wait for Datasette."""

    NAMES: ClassVar[tuple[str, ...]] = (
        *("status", "search", "show", "read", "diff", "browse"),
        *("verify", "backup", "export", "snapshot", "reread"),
    )

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names in the order of the help."""
        return list(self.NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command `name` of archive/commands/<name>.py."""
        if cmd_name not in self.NAMES:
            return None
        command = getattr(import_module(f"archive.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101
        command.epilog = EPILOG
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an error of the archive is one sentence on stderr and its exit code, never a traceback."""
        signal.signal(signal.SIGTERM, _stopped)
        try:
            check_installed()
            if sys.stdout is None:  # closed by who started us
                raise NotWritable("There is no standard output to write to; nothing was done.")
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            click.echo("archive: stopped before it was done.", err=True)
            sys.exit(128 + (stop.args[0] if stop.args else signal.SIGINT))
        except UnicodeEncodeError as error:
            click.echo(f"archive: {_not_written(error)}", err=True)
            sys.exit(2)
        except OSError as error:
            if error.errno == errno.EPIPE:  # who reads has read enough: click ends it
                raise
            click.echo(f"archive: {error.filename or 'the output'} cannot be written ({error.strerror}).", err=True)
            sys.exit(5)
        except TooOld as problem:
            click.echo(f"archive: {problem}", err=True)
            sys.exit(2)
        except ArchiveError as error:
            click.echo(f"archive: {error}", err=True)
            sys.exit(error.exit_code)


def _not_written(error: UnicodeEncodeError) -> str:
    if error.encoding.lower().startswith("utf"):
        return f"{error.object!a} is no text in UTF-8."
    letter = error.object[error.start]
    return f"{letter!a} cannot be written in {error.encoding}; what came out is not the whole. Set PYTHONUTF8=1."


def _stopped(number: int, _: object) -> None:
    """SIGTERM ends a command as Ctrl-C does: what it made by halves goes."""
    raise KeyboardInterrupt(number)


@click.group(cls=Commands, epilog=EPILOG)
@click.version_option(package_name="congthuong-archive", prog_name="archive", message="%(prog)s %(version)s")
@click.option(
    "--archive",
    "path",
    type=PATH,
    help="The archive file (default: $ARCHIVE_PATH, else data/archive.db beside scrapy.cfg).",
)
@click.pass_context
def main(ctx: click.Context, path: Path | None) -> None:
    """Look into the archive of the Sở Công Thương portals."""
    ctx.obj = archive_at(path)
