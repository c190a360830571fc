"""One running consumer: what it holds, works on, hands out, gives back, and that its book is exact throughout."""

from __future__ import annotations

import asyncio
import threading

import pytest

from consuming import HandSchedule, Settled, block, holds, on_loop, running
from eventscope.base import clock
from eventscope.core.consumer import Simulation
from eventscope.core.errors import Refused
from eventscope.core.message import DUP
from eventscope.engine.consumption import running as module

SLOW = Simulation("fixed", mean=1000.0)


def payloads(given: tuple[object, ...]) -> list[bytes]:
    return [item.message.payload for item in given]  # type: ignore[attr-defined]


@on_loop
async def test_what_is_pushed_without_work_is_done_at_once() -> None:
    found, told = running(), Settled(5)
    found.take(block(5), told)
    assert (found.tally.done, found.holding, told.told) == (5, 0, 5)
    assert holds(found)


@on_loop
async def test_pulling_takes_the_oldest_and_acknowledges_them() -> None:
    found, told = running(mode="pull"), Settled(5)
    found.take(block(5), told)
    assert (found.holding, told.told) == (5, 0)
    assert payloads(await found.pull(2, 0, True)) == [b"0", b"1"]
    assert (found.holding, found.tally.done, told.told) == (3, 2, 2)
    assert holds(found)


@on_loop
async def test_a_token_acknowledges_later() -> None:
    found, told = running(mode="hybrid"), Settled(3)
    found.take(block(3), told)
    first, second, third = await found.pull(9, 0, False)
    assert (found.holding, found.in_service, told.told) == (3, 3, 0)
    assert found.acknowledge((second.token, third.token), True) == 2
    assert told.told == 0  # acknowledgements leave in order
    assert found.acknowledge((first.token, second.token, 99), True) == 1
    assert (told.told, found.holding, found.tally.done) == (3, 0, 3)
    assert holds(found)


@on_loop
async def test_what_failed_is_given_again_in_its_order_and_marked() -> None:
    found = running(mode="pull")
    found.take(block(4), Settled(4))
    given = await found.pull(3, 0, False)
    assert found.acknowledge(tuple(item.token for item in given), False) == 3
    again = await found.pull(9, 0, True)
    assert payloads(again) == [b"0", b"1", b"2", b"3"]
    assert [bool(item.message.flags & DUP) for item in again] == [True, True, True, False]
    assert found.tally.redelivered == 3
    assert holds(found)


@on_loop
async def test_a_pull_waits_for_the_first_message() -> None:
    found = running(mode="pull")
    waiting = asyncio.ensure_future(found.pull(5, 30, True))
    await asyncio.sleep(0)
    await asyncio.to_thread(found.take, block(2), Settled(2))
    assert payloads(await asyncio.wait_for(waiting, 10)) == [b"0", b"1"]


@on_loop
async def test_a_pull_without_messages_answers_none() -> None:
    assert await running(mode="pull").pull(5, 0.01, True) == ()


@on_loop
async def test_two_pulls_share() -> None:
    found = running(mode="pull")
    waiting = [asyncio.ensure_future(found.pull(1, 30, True)) for _ in range(2)]
    await asyncio.sleep(0)
    found.take(block(2), Settled(2))
    given = await asyncio.wait_for(asyncio.gather(*waiting), 10)
    assert sorted(payloads(item)[0] for item in given) == [b"0", b"1"]


@on_loop
async def test_who_is_pushed_cannot_be_pulled() -> None:
    with pytest.raises(Refused) as caught:
        await running().pull(1, 0, True)
    assert caught.value.code == "consumer-pushed"


@on_loop
async def test_a_stop_ends_a_wait() -> None:
    found = running(mode="pull")
    waiting = asyncio.ensure_future(found.pull(1, 30, True))
    await asyncio.sleep(0)
    found.close()
    with pytest.raises(Refused) as caught:
        await asyncio.wait_for(waiting, 10)
    assert caught.value.code == "consumer-ended"


@on_loop
async def test_stopping_leaves_what_is_in_hand_to_the_broker() -> None:
    found, told = running(mode="pull", window=10), Settled(6)
    found.take(block(6), told)
    given = await found.pull(2, 0, False)
    found.close()
    assert (found.holding, found.tally.returned, told.told) == (0, 6, 0)
    assert found.acknowledge((given[0].token,), True) == 0
    found.take(block(1), None)
    assert found.tally.received == 6
    assert found.room() == 0
    assert holds(found)


@on_loop
async def test_pretended_work_acknowledges_when_it_is_done() -> None:
    schedule, told = HandSchedule(), Settled(3)
    found = running(schedule, simulate=SLOW)
    before = clock.mono_ns()
    found.take(block(3, mono=before), told)
    assert (found.in_service, found.holding, told.told) == (1, 3, 0)
    (due,) = (at for at, _ in schedule.calls)
    schedule.run(due)
    assert (told.told, found.tally.done, found.holding) == (1, 1, 2)
    schedule.run(due + 2 * 10**9)
    assert (told.told, found.tally.done, found.holding) == (3, 3, 0)
    assert found.tally.busy == 3 * 10**9
    assert holds(found)


@on_loop
async def test_work_in_vain_is_acknowledged_and_counted_as_failed() -> None:
    schedule, told = HandSchedule(), Settled(2)
    found = running(schedule, simulate=Simulation("fixed", mean=1.0, failure=1.0, retries=2))
    found.take(block(2), told)
    schedule.run(clock.mono_ns() + 10**9)
    assert (found.tally.failed, found.tally.done, found.tally.retried, told.told) == (2, 0, 4, 2)
    assert holds(found)


@on_loop
async def test_servers_work_side_by_side_and_acknowledge_in_order() -> None:
    schedule, told = HandSchedule(), Settled(4)
    found = running(schedule, simulate=Simulation("uniform", mean=500, spread=400, concurrency=4))
    found.take(block(4), told)
    assert found.in_service == 4
    schedule.run(clock.mono_ns() + 2 * 10**9)
    assert (told.told, found.tally.done) == (4, 4)


@on_loop
async def test_a_hybrid_works_and_hands_out() -> None:
    schedule = HandSchedule()
    found = running(schedule, mode="hybrid", simulate=SLOW)
    found.take(block(3), Settled(3))
    assert payloads(await found.pull(9, 0, True)) == [b"1", b"2"]
    schedule.run(clock.mono_ns() + 5 * 10**9)
    assert found.tally.done == 3
    assert holds(found)


@on_loop
async def test_what_the_broker_has_again_is_in_hand_no_longer() -> None:
    found, told = running(mode="pull"), Settled(4)
    found.take(block(4), told, "part")
    (given,) = await found.pull(1, 0, False)
    found.give_back(lambda item: item.part == "other")
    assert found.holding == 4
    found.give_back(lambda item: item.part == "part")
    assert (found.holding, found.tally.returned, told.told) == (0, 4, 0)
    assert found.acknowledge((given.token,), True) == 0
    assert holds(found)


@on_loop
async def test_room_waits_until_something_is_done() -> None:
    found = running(mode="pull", window=2)
    assert found.room() == 2
    found.take(block(2), Settled(2))
    rooms: list[int] = []
    waiting = threading.Thread(target=lambda: rooms.append(found.room()))
    waiting.start()
    assert rooms == []
    await found.pull(1, 0, True)
    await asyncio.to_thread(waiting.join, 10)
    assert rooms == [1]


@on_loop
async def test_large_messages_fill_the_hand_before_the_window_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELD_BYTES", 3)
    found = running(mode="pull", window=100)
    found.take(block(3), Settled(3))
    waiting = threading.Thread(target=found.room)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    await found.pull(1, 0, True)
    await asyncio.to_thread(waiting.join, 10)
    assert not waiting.is_alive()


@on_loop
async def test_one_answer_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PULL", 2)
    found = running(mode="pull")
    found.take(block(5), Settled(5))
    assert len(await found.pull(5, 0, True)) == 2
    monkeypatch.setattr(module, "PULL_BYTES", 1)
    assert len(await found.pull(2, 0, True)) == 1


@on_loop
async def test_where_nothing_comes_unasked_the_source_is_asked() -> None:
    asked: list[int] = []
    found = running(mode="pull", window=10, shy=True)
    found.ask = asked.append
    assert not found.wanted
    assert await found.pull(4, 0, True) == ()
    assert (asked, found.wanted, found.room()) == ([4], True, 4)
    found.take(block(4), Settled(4))
    assert not found.wanted
    assert len(await found.pull(4, 0, False)) == 4
    assert asked == [4]  # they were there
    await found.pull(100, 0, True)
    assert asked == [4, 6]  # no more than the window lets through


@on_loop
async def test_a_simulated_pull_holds_no_more_than_it_works_on() -> None:
    found = running(mode="pull", window=20, simulate=Simulation("fixed", mean=1000, concurrency=3))
    assert found.room() == 3
