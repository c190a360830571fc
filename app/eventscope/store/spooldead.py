"""Dead letters: looked at, edited, sent again, thrown away, exported; each change moves the books with it."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from eventscope.base import clock
from eventscope.store.spoolcounts import BYTES, DEAD, DEAD_BYTES, DROPPED, IN, QUEUED, Deltas
from eventscope.store.spoolfile import DEAD_ROW, File
from eventscope.store.spoolops import Books, Put
from eventscope.store.spoolrows import Corpse, DeadLetter, Drop, Entry, Mishap, Row, came_by, unpack

Arrival = tuple[Sequence[Entry], Sequence[Drop], Sequence[Corpse]]  # what one message that came in becomes
Work = Callable[[File, Books, Deltas], list[Row]]
PAGE = 256


class DeadLetters:
    """Every call waits for its transaction; raises Unavailable when the spool is closed or its disk takes nothing."""

    def __init__(self, call: Callable[[Work], None]) -> None:
        self._call = call

    def page(self, after: int = 0, count: int = PAGE, route: int | None = None, reason: str = "") -> list[DeadLetter]:
        """The next ones behind an id, oldest first, of one route or reason where that is given."""
        found: list[DeadLetter] = []

        def work(file: File, books: Books, deltas: Deltas) -> list[Row]:
            query = f"SELECT {DEAD_ROW} FROM dead WHERE id > ? AND (? IS NULL OR route = ?) AND (? = '' OR reason = ?)"  # noqa: S608
            values = (after, route, route, reason, reason, count)
            found.extend(_letter(file, row) for row in file.execute(f"{query} ORDER BY id LIMIT ?", values))
            return []

        self._call(work)
        return found

    def reasons(self) -> dict[str, int]:
        """How many there are of each reason."""
        found: Counter[str] = Counter()

        def work(file: File, books: Books, deltas: Deltas) -> list[Row]:
            for reason, count in file.execute("SELECT reason, count(*) FROM dead GROUP BY reason"):
                found[str(reason)] = int(count)  # type: ignore[call-overload]
            return []

        self._call(work)
        return dict(found)

    def replay(self, ids: Sequence[int], edits: Mapping[str, object] | None = None) -> int:
        """Put them at the end of the queue, with fields of `Row` changed by `edits`; answers how many there were.

        What they met before stays with them. It is the person's wish, so the limits of the queue do not hold it up.
        """
        changes = dict(edits or {})
        moved: list[Row] = []

        def work(file: File, books: Books, deltas: Deltas) -> list[Row]:
            moved[:] = [_revive(file, books, deltas, row, changes) for row in _rows(file, ids)]
            return list(moved)

        self._call(work)
        return len(moved)

    def arrive(self, ids: Sequence[int], plan: Callable[[DeadLetter], Arrival]) -> int:
        """Let them come in anew, as `plan` says of each (called on the spool's thread); answers how many there were.

        In the books they come in once. All of it is one transaction.
        """
        moved: list[Row] = []

        def work(file: File, books: Books, deltas: Deltas) -> list[Row]:
            moved[:] = _rows(file, ids)
            queued: list[Row] = []
            for row in moved:
                entries, drops, corpses = plan(_letter(file, (*row[:15], "", 0)))
                _take_out(file, deltas, row)
                file.execute("DELETE FROM errors WHERE row = ?", (row.id,))
                deltas[row.route, IN] -= 1
                put = Put(None, entries, None, drops, corpses)
                put.apply(file, books, deltas)
                queued += put.rows
            return queued

        self._call(work)
        return len(moved)

    def purge(self, ids: Sequence[int] | None = None) -> int:
        """Throw them away, all where `ids` is None; they are counted as dropped, reason "purged"."""
        gone: list[Row] = []

        def work(file: File, books: Books, deltas: Deltas) -> list[Row]:
            gone[:] = _rows(file, ids)
            for row in gone:
                _take_out(file, deltas, row)
                file.execute("DELETE FROM errors WHERE row = ?", (row.id,))
                deltas[row.route, DROPPED + "purged"] += 1
            return []

        self._call(work)
        return len(gone)

    def export(self, route: int | None = None, reason: str = "") -> Iterator[str]:
        """One JSON object a letter, bytes in base64, so that nothing is lost or changed."""
        after = 0
        while letters := self.page(after, PAGE, route, reason):
            yield from map(as_json, letters)
            after = letters[-1].id


def as_json(letter: DeadLetter) -> str:
    """One line; `topic-text` and `payload-text` stand beside the bytes where these are UTF-8, for people.

    `route` is counted from 1, as in all that is shown or given to programs; null: no route at all.
    """
    fields: dict[str, object] = {
        "id": letter.id,
        "route": letter.route + 1 or None,
        "reason": letter.reason,
        "died-ns": letter.died,
        "since-ns": letter.since,
        "source": letter.source,
        "topic": _coded(letter.topic),
        "payload": _coded(letter.payload),
        "key": _coded(letter.key),
        "headers": [[_coded(name), _coded(value)] for name, value in letter.headers],
        "qos": letter.qos,
        "retain": letter.retain,
        "properties": _coded(letter.properties),
        "errors": [{"at-ns": item.at, "reason": item.reason, "words": item.words} for item in letter.errors],
    }
    for name, raw in (("topic-text", letter.topic), ("payload-text", letter.payload)):
        try:
            fields[name] = raw.decode() if raw is not None else None
        except UnicodeDecodeError:
            continue
    return json.dumps(fields)


def _coded(raw: bytes | None) -> str | None:
    return None if raw is None else base64.b64encode(raw).decode()


def _rows(file: File, ids: Iterable[int] | None) -> list[Row]:
    query = f"SELECT {DEAD_ROW} FROM dead"  # noqa: S608
    if ids is None:
        found = file.execute(query)
    else:
        found = [row for id_ in ids for row in file.execute(f"{query} WHERE id = ?", (id_,))]
    return [Row(*values[:15]) for values in found]  # type: ignore[arg-type]


def _take_out(file: File, deltas: Deltas, row: Row) -> None:
    file.execute("DELETE FROM dead WHERE id = ?", (row.id,))
    deltas[row.route, DEAD] -= 1
    deltas[row.route, DEAD_BYTES] -= row.size


def _revive(file: File, books: Books, deltas: Deltas, row: Row, changes: Mapping[str, object]) -> Row:
    _take_out(file, deltas, row)
    id_, books.next_id = books.next_id, books.next_id + 1
    again = row._replace(id=id_, epoch=books.epoch, since=clock.steady_ns(), expires=0)
    again = again._replace(**changes)  # type: ignore[arg-type]
    size = sum(len(part or b"") for part in (again.topic, again.payload, again.key, again.properties))
    again = again._replace(size=size + sum(len(name) + len(value or b"") for name, value in again.headers))
    file.insert([again])
    file.execute("UPDATE errors SET row = ? WHERE row = ?", (id_, row.id))
    deltas[row.route, QUEUED] += 1
    deltas[row.route, BYTES] += again.size
    return again


def _letter(file: File, values: Sequence[object]) -> DeadLetter:
    row = Row(*values[:15])  # type: ignore[arg-type]
    reason, died = values[15:]
    errors = file.execute("SELECT at, reason, words FROM errors WHERE row = ? ORDER BY n", (row.id,))
    return DeadLetter(
        row.id,
        row.route,
        str(reason),
        int(died),  # type: ignore[call-overload]
        row.topic,
        row.payload,
        row.key,
        unpack(row.packed),
        row.qos,
        bool(row.retain),
        row.properties,
        row.source,
        row.since,
        tuple(Mishap(*item) for item in errors),  # type: ignore[arg-type]
        came_by(row.order),
    )
