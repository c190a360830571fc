"""Segments as earlier versions wrote them: files of SQLite."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from zlib import crc32

from eventscope.core.message import Block
from eventscope.store.blocks import pack, squeezed
from eventscope.store.oldsegment import APPLICATION, FORMAT, PACKED, TABLE
from eventscope.store.sqlitefile import connect


def row(block: Block, packing: bool) -> tuple[object, ...]:
    """A block as a row."""
    packed = squeezed(pack(block)) if packing else pack(block)
    parts = [bytes(part) for part in packed.parts]
    check = crc32(b"".join(parts))
    return (packed.first, packed.facts.rows, packed.facts.oldest, packed.facts.newest, check, *parts)


def old_segment(folder: Path, *blocks: Block, packing: bool = False, page: int = 8192) -> Path:
    """A closed segment with these blocks."""
    first = int(blocks[0].rows["id"][0]) if blocks else 1
    path = folder / f"{first:019d}.segment"
    with closing(connect(path, "rwc")) as connection:
        connection.execute(f"PRAGMA page_size={page}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(TABLE)
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={PACKED if packing else FORMAT}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executemany(
            "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [row(block, packing) for block in blocks]
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def change(path: Path, *statements: str) -> None:
    """Do something to a file of SQLite."""
    with closing(connect(path, "rw")) as connection:
        for statement in statements:
            connection.execute(statement)
