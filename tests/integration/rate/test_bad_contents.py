"""Payloads and texts that break those who look at them (promises.md b, rows 18 to 50), amid messages at full rate."""

from __future__ import annotations

import csv
import re
import subprocess
import threading
from pathlib import Path

import pytest

from commands import ES
from enginebench import Bench, until
from eventscope.base import clock
from eventscope.core import filename, verbs
from eventscope.core.csvtext import guard
from eventscope.core.errors import BadInput
from eventscope.core.news import ExportNews, Summary, ViewNews
from eventscope.core.stamp import stamp_properties
from fullrate import Book, Flood
from measuring import properties
from peers import Peer, Talk, publish
from ratecourse import BEFORE, PATIENCE, Case, kept, run

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '";=1+1', "a,=HYPERLINK()", "\uff1d1")
SEARCHES = ("'; DROP TABLE blocks; --", '" OR 1=1 --', "100%", "a_b", "NEAR(x", "x*", "\\", "{{ 7*7 }}")
PATHS = ("../../etc/passwd", "/etc/passwd", "C:\\CON", "a/./b", ".hidden", "~root", "$(id)", "aux.json")
HOUR = 3_600 * 10**9
STEERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
EVIL = "\x1b[31mred\x1b]52;c;ZXZpbA==\x07\x9b31m\x85\x7f\u202e\u2028end"


def texts(*payloads: str, topics: tuple[str, ...] = (), **more: object) -> Case:
    """Each as a payload of topic `text`, or of a topic of its own."""
    made = [(topics[n] if topics else "text", text.encode()) for n, text in enumerate(payloads or ("x",) * len(topics))]
    packets = tuple(publish(topic.encode(), payload) for topic, payload in made)
    return Case(packets, tuple((topic.encode(), payload) for topic, payload in made), **more)  # type: ignore[arg-type]


async def seen(bench: Bench, filter_: str) -> ViewNews:
    """What a view finds in all that is stored, while more comes."""
    ident = await bench.ask(verbs.OpenView(filter_))

    def newest() -> ViewNews | None:
        told = [item for item in bench.news if isinstance(item, ViewNews) and item.view == ident]
        return told[-1] if told and told[-1].done else None

    await until(newest, f"{filter_!r} has seen everything", PATIENCE)
    found = newest()
    await bench.ask(verbs.CloseView(ident))
    assert found is not None
    assert found.error == ""
    return found


async def exported(bench: Bench, path: Path, form: str) -> None:
    """Write what is no numbered message to a file."""
    ident = await bench.ask(verbs.ExportMessages(str(path), form, "-topic:rate/#"))  # type: ignore[arg-type]

    def ended() -> bool:
        found = [item for item in bench.news if isinstance(item, ExportNews) and item.export == ident]
        return bool(found) and not found[-1].running

    await until(ended, "the export ends", PATIENCE)
    with pytest.raises(BadInput, match="is there already"):
        await bench.ask(verbs.ExportMessages(str(path), form))  # type: ignore[arg-type]


async def an_expression_looks(bench: Bench) -> None:
    """Row 18: too large to decode is said, not waited for."""
    found = await seen(bench, "topic:big cel: payload.n > 3")
    assert (found.count, found.undecoded) == (0, 1)


async def a_spreadsheet_gets_texts(bench: Bench) -> None:
    """Row 23: guarded in CSV, exact in JSON lines."""
    folder = bench.engine.options.log_folder.parent
    await exported(bench, folder / "out.csv", "csv")
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = list(csv.reader(file))
    assert [row[heading.index("payload")] for row in rows] == [guard(text) for text in FORMULAS]
    assert not any(cell[:1] in "=+-@\t" for row in rows for cell in row if cell)
    await exported(bench, folder / "out.jsonl", "jsonl")
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(FORMULAS)


async def patterns_are_linear(bench: Bench) -> None:
    """Row 24: what takes others for ever takes a moment; what RE2 has not is refused in words."""
    assert (await seen(bench, "/(a+)+$/")).count == 1
    for text in (r"/(a)\1/", "/(?=a)/", "/a{1,100000}/"):
        with pytest.raises(BadInput):
            await bench.ask(verbs.OpenView(text))


async def texts_are_texts(bench: Bench) -> None:
    """Row 34: exactly those that hold the text."""
    for text in SEARCHES:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        expected = sum(text.lower() in other.lower() for other in SEARCHES)
        assert (await seen(bench, f'topic:text "{quoted}"')).count == expected, text


async def names_are_plain(bench: Bench) -> None:
    """Row 33: names of files made of topics that came in the middle."""
    found = kept(bench)
    names = {filename.from_topic(item.topic, ".json", str(item.id)) for item in found}
    assert len(names) == len(PATHS)
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*\.json", name) for name in names)


def stamped(*pairs: tuple[str, str]) -> bytes:
    return publish(b"stamped", b"x", properties=properties(pairs))


def stamps() -> tuple[bytes, ...]:
    """From another host: of the future, of the past, and with a time whose unit nobody knows."""
    now, boot = clock.wall_ns(), "0" * 8
    future = [stamped(*stamp_properties("p", n, now + HOUR, now + HOUR, 1, boot)) for n in range(5)]
    past = stamped(*stamp_properties("p", 5, now - HOUR, now - HOUR, 1, boot))
    return (*future, past, *[stamped(("es-due", str(now)))] * 3)


async def clocks_are_wrong_not_messages(bench: Bench) -> None:
    """Row 50: shown as what they are, and in no percentile."""
    rows = [item.latency for item in kept(bench)]
    assert sum(latency is not None and latency < -HOUR // 2 for latency in rows) == 5
    assert sum(latency is not None and latency > HOUR // 2 for latency in rows) == 1
    assert sum(latency is None for latency in rows) == 3
    told = [item.latency for item in bench.news if isinstance(item, Summary)]
    assert max(each.negative for each in told) == 5
    assert max(each.unreadable for each in told) == 3
    assert all(value >= 0 for each in told for value in (each.p50, each.max, each.mean) if value is not None)


BIG = b"[" + b"1," * (25 << 20) + b"1]"  # 50 MiB
CASES = {
    "row 18: an array of 50 MB": Case(
        (publish(b"big", BIG),), ((b"big", BIG),), settings={"maximum_packet_size": 80 << 20},
        during=an_expression_looks,
    ),
    "row 23: formulas": texts(*FORMULAS, during=a_spreadsheet_gets_texts),
    "row 24: patterns": texts("a" * 5_000 + "!", "a" * 5_000, during=patterns_are_linear),
    "row 33: paths": texts(topics=PATHS, during=names_are_plain),
    "row 34: searches": texts(*SEARCHES, during=texts_are_texts),
    "row 50: stamps": Case(stamps(), ((b"stamped", b"x"),) * 9, look=clocks_are_wrong_not_messages),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_in_the_middle_of_full_rate(name: str, tmp_path: Path) -> None:
    run(tmp_path, CASES[name])


def test_nothing_steers_a_terminal_in_lines_at_full_rate() -> None:
    """Row 21: tens of thousands of lines, hostile ones between them; each message is one line."""
    count, book, left = BEFORE // 3, Book(), threading.Event()
    lines = 2 * count + 4_000 + 3

    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant(1)
        flood = Flood(talk, book)
        flood.push(count)
        raw = EVIL.encode()
        flood.slip(publish(b"t", raw), publish(raw, b"x"), publish(b"t", b"a\r\nb"))
        flood.push(count)
        flood.stay()
        left.set()

    with Peer(script, lenient=True) as peer:
        command = [*ES, "sub", "--url", f"mqtt://127.0.0.1:{peer.port}", "-t", "#", "-q", "1", "-n", str(lines)]
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        assert left.wait(20)
    written = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert STEERS.search(written.replace("\n", "")) is None
    found = written.splitlines()
    assert len(found) == lines
    assert [int(line.split()[2][:12]) for line in found if " rate/" in line] == list(range(book.sent))
    assert sum("␛[31mred" in line for line in found) == 2
    assert book.acked == book.sent
