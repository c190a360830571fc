"""More than anybody can look at, and clocks that jump (promises.md b, rows 46 and 49), through the whole product."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enginebench import EVENT, WATCHED
from eventscope.base import clock
from eventscope.core.message import NO_LATENCY
from eventscope.core.news import Notice, Summary
from eventscope.core.verbs import GetChart, GetPage, Publish
from peers import Peer, Talk, publish
from wholeproduct import Product, watching

COUNT, BATCH = 200_000, 500
BODY = b'{"n": 12345, "text": "' + b"x" * 160 + b'"}'


def flooding(talk: Talk) -> None:
    """Everything at once, over 50 topics, as fast as it is taken."""
    talk.accept()
    talk.grant()
    raw = b"".join(publish(b"storm/%d" % (n % 50), BODY) for n in range(BATCH))
    talk.sock.settimeout(60)
    for _ in range(COUNT // BATCH):
        talk.send(raw)
    talk.send(publish(b"end", b"end"))
    talk.hold(60)


def test_a_storm_is_stored_whole_while_the_window_stays_alive_and_says_what_it_does(start) -> None:
    turns = 0
    with Peer(flooding, lenient=True) as peer:
        product = start(watching(peer.port))
        seen: list[Summary] = []
        product.desk.summary.connect(seen.append)

        def all_stored() -> bool:
            nonlocal turns
            turns += 1  # each is a turn of the window's loop
            summary = product.desk.last_summary
            return summary is not None and summary.counts.stored == COUNT + 1

        product.until(all_stored, "everything is stored", 60)
        counts = product.desk.last_summary.counts
        assert counts.received == COUNT + 1
        assert counts.dropped == {}
        for summary in seen:
            held = summary.counts
            assert held.received == held.stored + held.waiting + sum(held.dropped.values())
        assert turns > 1
        page = product.ask(GetPage(0, product.desk.last_summary.oldest, 512))
        assert len(page.rows) == 512
        stream = product.live.messages.stream
        product.until(lambda: stream.count == COUNT + 1, "the count below the table is exact")
        product.live.messages.toggle_pause()
        assert f"{COUNT + 1:,}" in product.live.messages.count.text()


@pytest.fixture
def jumps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The wall clock of this process plus what is in the list (ns)."""
    real = clock.wall_ns
    offset = [0]
    monkeypatch.setattr(clock, "wall_ns", lambda: real() + offset[0])
    return offset


def test_jumps_of_the_clock_are_told_and_marked_and_change_no_duration(start, jumps: list[int]) -> None:
    hour = 3_600_000_000_000
    product: Product = start(WATCHED)
    product.until(lambda: any(item.state == "granted" for item in product.desk.granted.values()))
    product.ask(Publish(replace(EVENT, repeat=0, every_ms=5.0)))
    product.stored(20)
    for number, jump in enumerate((hour, -hour), 1):
        jumps[0] = jump
        product.until(lambda number=number: len(_jumps(product)) == number, "the jump is told")
        before = product.desk.last_summary.counts.stored
        product.until(lambda before=before: product.desk.last_summary.counts.stored >= before + 100, "it goes on")
    first, second = (int(item.params["ms"]) for item in _jumps(product))
    assert abs(first - 3_600_000) < 60_000
    assert abs(second + 7_200_000) < 60_000
    summary = product.desk.last_summary
    assert summary.latency.negative == 0
    assert summary.latency.max is not None
    assert 0 <= summary.latency.max < 60_000_000_000
    assert summary.integrity.lost == summary.integrity.duplicates == 0
    page = product.ask(GetPage(0, summary.oldest, 512))
    assert not (page.rows["latency"] == NO_LATENCY).any()
    assert (abs(page.rows["latency"]) < 60_000_000_000).all()
    monos = page.rows["mono"]
    assert (monos[1:] >= monos[:-1]).all()
    now = clock.mono_ns()
    chart = product.ask(GetChart(now - 600_000_000_000, 0, 300))
    assert [band.kind for band in chart.bands].count("clock-jump") == 2
    product.shell.show_page(1)
    product.shell.grab()


def _jumps(product: Product) -> list[Notice]:
    return [item for item in product.notices if item.code == "clock-jump"]
