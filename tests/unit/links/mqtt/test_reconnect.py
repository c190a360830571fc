"""Full jitter, its ceiling, and what counts as a war."""

from __future__ import annotations

import random

from eventscope.links.mqtt.reconnect import CAP, SECOND, Backoff, War


def test_the_ceiling_doubles_from_half_a_second_to_thirty() -> None:
    backoff = Backoff(lambda: 0.999999)
    delays = [round(backoff.delay(), 1) for _ in range(9)]
    assert delays == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


def test_delays_fill_the_whole_range_below_the_ceiling() -> None:
    seeded = random.Random(7)
    backoff = Backoff(seeded.random)
    backoff.attempt = 4
    delays = []
    for _ in range(1000):
        delays.append(backoff.delay())
        backoff.attempt = 4
    assert min(delays) < 0.1
    assert max(delays) > 7.9
    assert 3.7 < sum(delays) / len(delays) < 4.3


def test_fifty_clients_do_not_come_back_together() -> None:
    clients = [Backoff(random.Random(seed).random) for seed in range(50)]
    for client in clients:
        client.attempt = 3
    slots = [int(client.delay() * 10) for client in clients]  # of 100 ms each, 40 of them
    assert max(slots.count(slot) for slot in slots) <= 5 * 50 / 40 + 1


def test_only_a_stable_connection_starts_afresh() -> None:
    backoff = Backoff(lambda: 0.5)
    for _ in range(5):
        backoff.delay()
    backoff.held(59.9)
    assert backoff.attempt == 5
    backoff.held(60.0)
    assert backoff.attempt == 0
    assert backoff.delay() == 0.25


def test_a_refusal_waits_long_but_within_the_cap() -> None:
    assert Backoff(lambda: 0.0).slow() == 20.0
    assert Backoff(lambda: 0.999999).slow() <= CAP


def test_a_truce_sets_the_least() -> None:
    assert Backoff(lambda: 0.0).delay(5.0) == 5.0


def test_thousands_of_tries_do_not_overflow() -> None:
    backoff = Backoff(lambda: 0.999999)
    backoff.attempt = 100_000
    assert backoff.delay() <= CAP


def test_three_takeovers_in_ten_seconds_are_a_war() -> None:
    war = War()
    assert [war.lost(at * SECOND) for at in (0, 4, 9)] == [False, False, True]


def test_slow_takeovers_are_none() -> None:
    war = War()
    assert not any(war.lost(at * SECOND) for at in (0, 6, 12, 18, 24))
    assert war.lost(29 * SECOND) is False  # 18, 24, 29
    assert war.lost(30 * SECOND) is True  # 24, 29, 30
