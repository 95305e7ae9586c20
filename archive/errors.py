"""What can go wrong with an archive, named by what the caller may still do."""

from __future__ import annotations

EXIT_CODES = (
    "0 all well",
    "1 no such article, version, capture, page or portal, or what was asked after is not well",
    "2 usage",
    "5 the archive is missing, damaged or no archive, or a file, folder or port cannot be used",
    "75 a run is at work",
    "130, 143 stopped by a signal",
)
"""Of the `archive` command, as README and each --help tell them. Usage is what no file, folder or port could mend."""


class ArchiveError(Exception):
    """The archive cannot be used as asked; the message says what happened, what is kept and what to do next."""

    exit_code = 5


class NotWritable(ArchiveError):
    """The file, its folder or the warc/ folder beside it cannot be written."""


class NotReadable(ArchiveError):
    """A file or folder may not be read by this user, or its disk does not give it out."""


class DiskFull(ArchiveError):
    """There is no room left; everything acknowledged before is kept."""


class Replaced(ArchiveError):
    """Another file, or none, lies where we write: what would be saved now would be lost. Put it back, or run again."""


class Damaged(ArchiveError):
    """The file does not hold together: restore a backup, or let `archive verify` list what is wrong."""


class NotAnArchive(ArchiveError):
    """The file is something else, or there is none; nothing was written to it."""


class NewerArchive(ArchiveError):
    """A newer program made this archive; this one must not touch it."""


class Busy(ArchiveError):
    """Another process kept writing for longer than we waited; trying again is all that is needed."""


class Locked(ArchiveError):
    """Another run works on this portal in this archive."""

    exit_code = 75


class NotFound(ArchiveError):
    """No article, version, capture or portal has this name, or nothing is kept of it that can be read."""

    exit_code = 1


class NotListening(ArchiveError):
    """A port is taken, or not ours to listen on; name another."""


class Unreadable(ArchiveError):
    """A raw record is not where the archive says it is, or does not hold what it held."""


class ReaderLost(ArchiveError):
    """A process that read pages for this one was killed; what was stored before is whole."""

    exit_code = 1
