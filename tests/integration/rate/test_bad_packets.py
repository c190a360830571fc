"""Topics, aliases and sizes that break others (promises.md b, rows 5 to 12), in the middle of messages at full rate."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from enginebench import Bench, until
from eventscope.core import textwindow
from eventscope.core.news import Topics
from eventscope.engine import topics as topictable
from fullrate import check_complete, messages, numbers
from peers import Talk, length, publish, text
from ratecourse import BEFORE, PATIENCE, Case, kept, run, taking

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

CAP = 3_000  # topics in the tree
DEEP = b"/".join([b"d"] * 32_768)  # 65,535 bytes
MANY = [b"many/%d/%d" % (n % 100, n) for n in range(20_000)]
ODD = [b"//leading", b"/", b"a//b", b" a / b ", b"a/", b"$SYS/x", b"$own", b"a"]
HUGE = b"\x30" + length(268_435_455) + text(b"huge/topic") + b"\0" + b"x" * 1000
LINE = b"x" * (64 << 20)
BROKEN = "broke a rule of MQTT"


def all_of(*topics: bytes, payload: bytes = b"x", **more: Any) -> Case:
    """Messages that are kept as they are."""
    packets = tuple(publish(topic, payload) for topic in topics)
    return Case(packets, tuple((topic, payload) for topic in topics), **more)


def alias(topic: bytes, number: int | None, reason: int) -> Case:
    """A message whose topic cannot be told."""
    properties = b"" if number is None else b"\x23" + number.to_bytes(2, "big")
    packet, settings = publish(topic, b"x", properties=properties), {"topic_alias_maximum": 5}
    return Case((packet,), (), reason, (BROKEN, f"0x{reason:02X}"), 1, settings)


async def capped(bench: Bench) -> None:
    """The tree has as many as it may, the rest is counted."""

    def told() -> list[Topics]:
        return [item for item in bench.news if isinstance(item, Topics)]

    await until(lambda: told()[-1].dropped_messages >= len(MANY) - CAP, "the rest is told", PATIENCE)
    assert told()[-1].dropped >= len(MANY) - CAP
    assert sum(len(item.topics) for item in told()) == CAP


async def exact(bench: Bench) -> None:
    """Each is found by its name, and no other."""
    for topic in ODD:
        assert [item.topic for item in kept(bench, f'topic:"{topic.decode()}"')] == [topic]
    assert b"$" not in {item.topic[:1] for item in kept(bench, "topic:# -topic:rate/#")}, "# does not match $"


async def shown_in_pieces(bench: Bench) -> None:
    """What the viewer gets of a line that is too long for it."""
    (message,) = kept(bench)
    shown = textwindow.window(message.payload)
    assert shown.end - shown.start <= textwindow.WINDOW
    assert max(map(len, shown.lines)) <= textwindow.COLUMNS


CASES = {
    "row 5: longest topics": all_of(b"L" * 65_535, b"L" * 65_534 + b"M"),
    "row 6: deepest topics": all_of(DEEP, b"/" * 65_535),
    "row 7: a topic explosion": all_of(*MANY, words=("more topics than the tree can hold",), look=capped),
    "row 8: exact names": all_of(*ODD, look=exact),
    "row 9: no topic and no alias": alias(b"", None, 0x82),
    "row 9: alias 0": alias(b"t", 0, 0x94),
    "row 9: alias above the maximum": alias(b"t", 6, 0x94),
    "row 9: alias never set": alias(b"", 3, 0x82),
    "row 11: 256 MB": Case((HUGE,), (), 0x95, ("huge/topic announces 268435460 bytes; at most 16777216",), 1),
    "row 12: a line of 64 MiB": all_of(
        b"line", payload=LINE, look=shown_in_pieces, settings={"maximum_packet_size": 80 << 20}
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_in_the_middle_of_full_rate(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topictable.TopicTable.__init__, "__defaults__", (CAP,))
    run(tmp_path, CASES[name])


def test_aliases_at_full_rate_die_with_their_connection(tmp_path: Path) -> None:
    """Row 10: every message of the burst names its topic by an alias; after a reconnect that means nothing."""
    sent, reasons = BEFORE // 2, list[bytes]()

    def aliased(talk: Talk, first: int, fresh: bool) -> None:
        talk.accept()
        talk.grant(0)
        talk.sock.settimeout(60)
        topics = [b"rate/%02d" % n for n in range(50)]
        marks = [b"\x23" + (n + 1).to_bytes(2, "big") for n in range(50)]
        begin = b"".join(publish(topics[n], b"%012d" % (first + n), properties=marks[n]) for n in range(50))
        rest = range(first + 50, first + sent)
        packets = b"".join(publish(b"", b"%012d" % n, properties=marks[n % 50]) for n in rest)
        talk.send(begin + packets if fresh else packets)

    def whole(first: int) -> Any:
        return lambda talk: aliased(talk, first, fresh=True)

    def stale(talk: Talk) -> None:
        aliased(talk, 0, fresh=False)
        reasons.append(talk.read_kind(0xE0)[1][:1])

    def last(talk: Talk) -> None:
        aliased(talk, sent, fresh=True)
        talk.hold(60)

    async def main() -> None:
        async with taking(tmp_path, {"topic_alias_maximum": 50}, whole(0), stale, last) as (bench, peer):
            await until(lambda: bench.engine.log.stored >= 2 * sent, "all is stored", PATIENCE)
            stored = numbers(bench.engine.log)
            check_complete(stored, 2 * sent)
            assert kept(bench) == []
            assert peer.connections == 3
            assert BROKEN in bench.words()
            assert reasons == [b"\x82"]
            assert bench.engine.log.message(bench.engine.log.newest).topic == b"rate/%02d" % (int(stored[-1]) % 50)

    asyncio.run(main())


def test_the_bytes_of_the_source_are_those_of_mqtt() -> None:
    """They are made by numpy; here they are made one by one."""
    wanted = range(59_999, 60_002)
    for version, dup, size in ((5, False, 100), (4, True, 130)):
        ones = [
            publish(
                b"rate/%02d" % (n % 50), b"%012d" % n + b"." * (size - 12), 1, n % 60_000 + 1, b"", version, dup=dup
            )
            for n in wanted
        ]
        assert messages(np.array(wanted), size, dup, version) == b"".join(ones)
