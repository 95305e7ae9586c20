"""Pictures and attachments: what is known of a file goes to every article that refers to it."""

from __future__ import annotations

import json

from archive.sqlite import Connection

FACTS = "media_type, bytes, sha256, warc_file, warc_offset, warc_length"
# The newest capture of a file is the one that counts, whatever the order of arrival.
MEDIA = f"""INSERT INTO media (url, {FACTS}, sort_key)
SELECT address.value, {FACTS}, sort_key FROM captures, json_each(?) AS address WHERE captures.id = ?
ON CONFLICT DO UPDATE SET ({FACTS}, sort_key) = ({", ".join(f"excluded.{name}" for name in FACTS.split(", "))},
    excluded.sort_key) WHERE excluded.sort_key > sort_key"""

KNOWN = f"SELECT {FACTS} FROM media WHERE url = ?"


def known_of(db: Connection, url: str) -> tuple[object, ...]:
    """The values for FACTS of what was captured at an address; None each where nothing was."""
    return tuple(db.execute(KNOWN, (url,)).fetchone() or (None,) * 6)


def write_media(db: Connection, addresses: set[str], capture_id: str) -> None:
    """Note a captured file under all addresses it was asked for and answered at."""
    told = json.dumps(sorted(addresses))
    db.execute(MEDIA, (told, capture_id))
    for table in ("images", "attachments"):
        db.execute(
            f"""UPDATE {table} SET ({FACTS}) = (SELECT {FACTS} FROM media WHERE media.url = {table}.url)
            WHERE url IN (SELECT value FROM json_each(?))""",
            (told,),
        )
