"""An archive that is moved away under a run: what would be saved into nowhere is refused."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import Replaced
from archive.store import Archive
from tests.archive.visits import article, rows, visit


def deleted(file: Path) -> None:
    file.unlink()


def moved(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))


def replaced(file: Path) -> None:
    copy = file.with_name("copy")
    shutil.copyfile(file, copy)
    copy.replace(file)


@pytest.mark.parametrize("how", [deleted, moved, replaced])
def test_nothing_is_acknowledged_once_the_archive_lies_elsewhere(archive: Archive, how: Callable[[Path], None]) -> None:
    archive.save(visit(article("mot")))
    how(archive.path)
    with pytest.raises(Replaced, match="moved, deleted or replaced"):
        archive.save(visit(article("hai")))


@pytest.mark.parametrize("how", [deleted, moved, replaced])
def test_nothing_is_acknowledged_once_its_raw_record_would_be_lost(
    archive: Archive, how: Callable[[Path], None]
) -> None:
    archive.save(visit(article("mot")))
    [file] = (archive.path.parent / "warc").iterdir()
    how(file)
    with pytest.raises(Replaced, match="moved, deleted or replaced"):
        archive.save(visit(article("hai")))
    assert rows(archive, "SELECT count(*) FROM articles") == [(1,)]
