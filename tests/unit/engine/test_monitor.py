"""The monitor: what arrives is counted and measured once, from any thread, and read back as it is."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from eventscope.base import clock
from eventscope.core.broker import BrokerGauges, ClientGauge
from eventscope.core.message import NO_LATENCY, STAMPED, V5, WALL_LATENCY, Draft
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.verbs import StreamFigures
from eventscope.engine.monitor import Monitor
from eventscope.engine.receipts import Receipts
from measuring import BOOT, MONO, MS, SECOND, Event, Time, block, properties


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    stand_in = Time()
    monkeypatch.setattr(clock, "mono_ns", stand_in.mono_ns)
    monkeypatch.setattr(clock, "wall_ns", stand_in.wall_ns)
    monkeypatch.setattr(clock, "boot_id", lambda: BOOT)
    return stand_in


@pytest.fixture
def monitor(time: Time) -> Monitor:
    return Monitor(Receipts())


def streams(monitor: Monitor) -> dict[str, StreamFigures]:
    return {each.consumer: each for each in monitor.streams()}


def run(monitor: Monitor, time: Time, seconds: float, beat: int = 33 * MS) -> None:
    end = time.now + int(seconds * SECOND)
    while time.now < end:
        time.now += beat
        monitor.tick(0)


def test_fold_fills_latency_and_flags(monitor: Monitor) -> None:
    far = Event(boot="99999999", delay=3 * MS)
    content = block([Event(0, delay=2 * MS), Event(raw=b""), far, Event(raw=properties([("es-due", "now")]))])
    monitor.fold("c1", content)
    assert content.rows["latency"].tolist() == [2 * MS, NO_LATENCY, 3 * MS, NO_LATENCY]
    assert content.rows["flags"].tolist() == [V5 | STAMPED, V5, V5 | STAMPED | WALL_LATENCY, V5]
    latency = streams(monitor)["c1"].latency
    assert (latency.count, latency.wall, latency.unreadable) == (2, 1, 1)


def test_old_latencies_in_a_block_are_no_measurement(monitor: Monitor) -> None:
    content = block([Event(raw=b"")])
    content.rows["latency"] = 5
    monitor.fold("c1", content)
    assert content.rows["latency"][0] == NO_LATENCY


def test_counts_are_of_everything_that_goes_to_the_log(monitor: Monitor) -> None:
    monitor.fold("c1", block([Event(0), Event(1, payload=b"12345")]))
    monitor.fold("c1", block([]))
    monitor.fold("demo", block([Event(0)]), stored=False)
    monitor.offered(7, 100)
    shown = monitor.snapshot()
    assert (shown.received, shown.published) == (2, 7)
    assert shown.bytes == len(block([Event(0), Event(1, payload=b"12345")]).blob)
    assert streams(monitor)["demo"].received == 1
    monitor.clear()
    assert monitor.snapshot().received == 2  # it has to agree with the log
    assert monitor.streams() == ()


def test_the_demos_own_consumers_have_their_own_latency_and_no_part_in_the_whole(monitor: Monitor, time: Time) -> None:
    monitor.tick(0)
    monitor.fold("window", block([Event(n, delay=2 * MS) for n in range(50)]))
    monitor.fold("billing", block([Event(n, delay=3 * SECOND) for n in range(50)]), stored=False)
    run(monitor, time, 3)
    assert monitor.snapshot().latency.count == 50
    assert monitor.snapshot().latency.max == 2 * MS
    assert streams(monitor)["billing"].latency.max == 3 * SECOND
    (peak,) = monitor.curves(lambda name: name == "latency.max", 0, clock.mono_ns())
    assert np.nanmax(peak.values) == 2 * MS


def test_rates_follow_connections_and_filters(monitor: Monitor, time: Time) -> None:
    monitor.subscription_changed(SubscriptionNews("c1", "orders/#", "granted", 1))
    for n in range(20):
        monitor.fold("c1", block([Event(10 * n + k) for k in range(10)]))
        run(monitor, time, 0.1, beat=100 * MS)
    shown = monitor.snapshot()
    assert shown.throughput.delivered == pytest.approx(100)
    assert shown.connection_rates == {"c1": pytest.approx(100)}
    assert shown.subscription_rates == {"c1\0orders/#": pytest.approx(100)}


def test_troubles_are_counted_by_kind(monitor: Monitor) -> None:
    assert [monitor.trouble("c1", "a"), monitor.trouble("c1", "a"), monitor.trouble("c1", "b")] == [1, 2, 1]
    assert monitor.snapshot().violations == 3


def test_what_the_owner_closed_is_not_lost_and_what_broke_is(monitor: Monitor, time: Time) -> None:
    for name, state in (("closed", "down"), ("broken", "waiting")):
        monitor.link_changed(LinkNews(name, "up", MONO))
        monitor.fold(name, block([Event(n) for n in range(5)]))
        monitor.link_changed(LinkNews(name, state, MONO))  # type: ignore[arg-type]
        monitor.link_changed(LinkNews(name, "up", MONO))
        monitor.fold(name, block([Event(n) for n in range(15, 20)]))
    run(monitor, time, 7, beat=SECOND)
    found = streams(monitor)
    assert found["closed"].integrity.lost == 0
    assert found["broken"].integrity.lost == 10
    bands = monitor.bands(MONO - SECOND, MONO + 60 * SECOND)
    assert [(band.kind, band.words) for band in bands] == [("link-down", "broken")]


def test_a_removed_subscription_loses_nothing(monitor: Monitor, time: Time) -> None:
    for state, seqs in (("granted", range(5)), ("removed", ()), ("granted", range(50, 55))):
        monitor.subscription_changed(SubscriptionNews("c1", "orders/#", state))  # type: ignore[arg-type]
        monitor.fold("c1", block([Event(n) for n in seqs]))
    run(monitor, time, 7, beat=SECOND)
    assert monitor.snapshot().integrity.lost == 0


def test_a_group_is_declared_before_or_after_its_messages(monitor: Monitor) -> None:
    for member in ("w1", "w2"):
        monitor.consumer(member, member.upper(), "$share/workers/#")
    monitor.fold("w1", block([Event(0), Event(2)]))
    monitor.fold("w2", block([Event(1), Event(3)]))
    found = streams(monitor)
    assert set(found) == {"W1", "W2", "$share/workers/#"}
    assert found["$share/workers/#"].integrity.outstanding == 0
    monitor.consumer("c1", "watcher")
    monitor.consumer("c1", "watcher 2")
    assert "watcher 2" in streams(monitor)


def test_receipts_hear_of_their_own_events_only(time: Time) -> None:
    receipts = Receipts()
    monitor = Monitor(receipts)
    receipt = receipts.begin(Draft("c1", "orders/1", b"{}"))
    receipts.stamped(receipt.id, b"orders/1", 3, b"producer.1")
    monitor.fold("c1", block([Event(3, stream="another.1")]))
    assert receipts.newest(1)[0].received is None
    monitor.fold("c1", block([Event(2), Event(3, due=SECOND), Event(3, topic=b"orders/2")]))
    monitor.fold("c2", block([Event(3, due=2 * SECOND)]))
    known = receipts.newest(1)[0]
    assert known.received == MONO + SECOND + MS
    assert known.receivers == 2


def test_a_foreign_brokers_queue_is_estimated_and_little_holds(monitor: Monitor, time: Time) -> None:
    """100/s through a broker that takes 500 ms: 50 are under way."""
    delay, period = 500 * MS, 10 * MS
    sent = received = 0
    for _ in range(30 * 30):
        time.now += 33 * MS
        while sent * period <= time.now:
            monitor.sent("producer.1", b"orders/1", sent, np.array([MONO + sent * period]))
            sent += 1
        ready = []
        while received * period + delay <= time.now:
            ready.append(Event(received, due=received * period, delay=delay))
            received += 1
        monitor.fold("c1", block(ready))
        monitor.tick(0)
    shown = monitor.snapshot()
    (queue,) = (each for each in shown.queues if each.name == "c1")
    assert queue.quality == "estimated"
    assert queue.depth == pytest.approx(50, abs=4)
    assert shown.little.verdict == "holds"
    assert shown.little.measured == pytest.approx(50, rel=0.05)
    assert shown.integrity.lost == 0


def test_gauges_of_our_broker_are_exact_and_give_capacity(monitor: Monitor, time: Time) -> None:
    monitor.link_changed(LinkNews("c1", "up", MONO, client_id="client-1"))
    for n in range(60):
        time.now += 100 * MS
        gauge = ClientGauge("client-1", True, 200 + 10 * n, 20, 0, 0.0, 0, 0)
        monitor.broker(BrokerGauges(clock.mono_ns(), (gauge,), (), 20 * n, 10 * n, 0, 0, 1, 1, 1, 0, 0, 0.0))
        monitor.fold("c1", block([Event(10 * n + k) for k in range(10)]))
        monitor.tick(5)
    shown = monitor.snapshot()
    assert [(each.name, each.depth, each.in_flight) for each in shown.queues] == [("client-1", 790, 20), ("log", 5, 0)]
    assert shown.throughput.utilisation == pytest.approx(2.0, rel=0.1)  # 100/s are worked off, 100/s pile up
    assert shown.throughput.headroom == pytest.approx(0.5, rel=0.1)
    assert streams(monitor)["c1"].processing_rate == pytest.approx(100, rel=0.1)
    found = {each.name: each for each in monitor.curves(lambda name: True, 0, clock.mono_ns())}
    assert found["queue.client.client-1"].values[-1] == 790
    assert found["broker.received"].values[-1] == pytest.approx(200)


def test_consumers_that_work_are_told_what_they_need(monitor: Monitor, time: Time) -> None:
    assert monitor.gauges() is None
    assert monitor.under_way("c1") is None
    stamps = monitor.fold("c1", block([Event(0), Event(1)]), stored=False)
    assert stamps is not None
    assert stamps.rows.tolist() == [0, 1]
    assert monitor.fold("c1", block([])) is None
    for seq in (2, 3, 4):
        monitor.sent("producer.1", b"orders/1", seq, np.array([MONO + seq]))
    assert monitor.under_way("c1") == 3
    gauges = BrokerGauges(clock.mono_ns(), (), (), 0, 0, 0, 0, 1, 1, 1, 0, 0, 0.0)
    monitor.broker(gauges)
    assert monitor.gauges() == gauges
    time.now += 10 * SECOND
    assert monitor.gauges() is None
    monitor.consumer("c1", "worker", "$share/g/t")
    assert {"worker", "$share/g/t"} <= streams(monitor).keys()
    monitor.forget("c1")
    assert streams(monitor) == {}


def test_only_the_deepest_queues_are_told_and_the_rest_counted(monitor: Monitor) -> None:
    clients = tuple(ClientGauge(f"c{n}", True, n, 0, 0, 0.0, 0, 0) for n in range(300))
    monitor.broker(BrokerGauges(MONO, clients, (), 0, 0, 0, 0, 300, 300, 0, 0, 0, 0.0))
    shown = monitor.snapshot()
    assert (len(shown.queues), shown.queues_hidden) == (200, 101)  # our own intake is one of them
    assert shown.queues[0].depth == 299


def test_a_jump_of_the_clock_is_marked_and_durations_stay(monitor: Monitor, time: Time) -> None:
    assert monitor.check_clock() == 0
    before = monitor.wall_offset
    time.jump = -2 * SECOND
    assert monitor.check_clock() == -2 * SECOND
    assert monitor.wall_offset == before - 2 * SECOND
    (band,) = monitor.bands(MONO, MONO + SECOND)
    assert (band.kind, band.words) == ("clock-jump", "-2000 ms")
    time.jump += 50 * MS
    monitor.check_clock()
    assert len(monitor.bands(MONO, MONO + SECOND)) == 1  # small steps are the time server's work


def test_a_late_window_is_marked_beyond_100_ms(monitor: Monitor, time: Time) -> None:
    time.now = 5 * SECOND
    monitor.window_late(80.0)
    monitor.window_late(300.0)
    (band,) = monitor.bands(MONO, MONO + 6 * SECOND)
    assert (band.kind, band.end - band.start) == ("window-late", 300 * MS)


def test_clock_errors_are_counted_and_kept_out(monitor: Monitor, time: Time) -> None:
    events = [Event(n, delay=MS) for n in range(50)]
    events += [Event(50 + n, delay=-MS, boot="99999999") for n in range(3)]
    monitor.fold("c1", block(events))
    shown = monitor.snapshot().latency
    assert (shown.count, shown.negative, shown.wall) == (50, 3, 3)
    assert shown.p50 == pytest.approx(MS, rel=0.008)
    run(monitor, time, 1.2)
    _, cells = monitor.heat(0, clock.mono_ns())
    assert cells[:, 0].sum() == 3


def test_many_threads_lose_no_count(monitor: Monitor) -> None:
    def work(name: str, first: int) -> None:
        for n in range(50):
            monitor.fold(name, block([Event(first + 10 * n + k, stream=name) for k in range(10)]))

    names = [f"c{n}" for n in range(4)]
    threads = [threading.Thread(target=work, args=(name, 0)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shown = monitor.snapshot()
    assert shown.received == 2000
    assert (shown.integrity.received, shown.integrity.lost, shown.integrity.duplicates) == (2000, 0, 0)
    assert shown.latency.count == 2000


def test_curves_break_while_nothing_ticks(monitor: Monitor, time: Time) -> None:
    run(monitor, time, 2)
    time.now += 10 * SECOND
    run(monitor, time, 2)
    (curve,) = monitor.curves(lambda name: name == "throughput.delivered", 0, clock.mono_ns())
    assert np.isnan(curve.values).sum() == 1
