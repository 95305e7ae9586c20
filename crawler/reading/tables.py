"""Which tables hold data (rows a reader compares) and which only arrange a page."""

from __future__ import annotations

from crawler.reading.blocks import Block, Sheet


def data_tables(sheet: Sheet, body: list[Block], outside: frozenset[int]) -> frozenset[int]:
    """The tables whose rows are data; `outside` are blocks (title, date) that only a layout table would hold."""
    rows: dict[int, dict[int, dict[int, list[int]]]] = {}
    for block in body:
        box = block.box
        if box.table >= 0 and box.row >= 0 and box.cell >= 0:
            rows.setdefault(box.table, {}).setdefault(box.row, {}).setdefault(box.cell, []).append(block.size)
    layout = {sheet.blocks[index].box.table for index in outside}
    return frozenset(table for table, of in rows.items() if table not in layout and _is_data(of))


def _is_data(rows: dict[int, dict[int, list[int]]]) -> bool:
    cells = [sizes for row in rows.values() for sizes in row.values()]
    if not any(len(row) >= 2 for row in rows.values()):
        return False
    longest = max(sum(sizes) for sizes in cells)
    most = max(len(sizes) for sizes in cells)
    return (longest <= 400 or len(rows) > 2) and most <= 12 if len(rows) == 1 else most <= 20
