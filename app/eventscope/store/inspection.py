"""Is a file found in the log's folder a segment of ours, whole, and safe to read?"""

from __future__ import annotations

from pathlib import Path

from eventscope.store import oldinspection
from eventscope.store.frames import Newer as Newer
from eventscope.store.segment import Segment


def load(path: Path, spare: Path | None = None) -> Segment | None:
    """A closed segment, None when it is whole but empty.

    What a kill left unfinished is finished first; in a folder that cannot be written (`spare` is one that can) it is
    read as it is. Raises Damaged, Newer, OSError, sqlite3.Error.
    """
    with path.open("rb") as file:
        old = file.read(len(oldinspection.MAGIC)) == oldinspection.MAGIC
    found = oldinspection.load(path, spare) if old else Segment.found(path, mend=spare is None)
    return found if found is not None and found.last >= found.first else None
