"""The MQTT target without a broker: it hands on between session and outlet."""

from __future__ import annotations

import asyncio

from bridgefakes import ENDPOINTS, FakeQueue, row, spec, to
from eventscope.engine.bridges.ends import Failure
from eventscope.engine.bridges.mqtttarget import MqttTarget
from eventscope.links.mqtt.durablerow import Failure as Refusal


def test_it_hands_on() -> None:
    async def scene() -> FakeQueue:
        queue = FakeQueue()
        end = MqttTarget(ENDPOINTS["b"], spec(), to(), 0, queue, "es-me-t0")  # type: ignore[arg-type]
        await end.close()
        end._loop = asyncio.get_running_loop()
        heard: list[Exception | None] = []
        end.sent([(1, 2)], heard.append)
        end.received([(1, 2)], heard.append)
        for name, pairs, done in queue.calls:
            assert name in ("sent", "received")
            assert pairs == [(1, 2)]
            done(None)
        assert not heard
        await asyncio.sleep(0)
        assert heard == [None, None]
        queue.calls.clear()
        end.done([1])
        end.failed([Refusal(2, "quota", "Too much.", False)])
        end.note("session_lost", 1)
        end._tell("connected", None)
        return queue

    queue = asyncio.run(scene())
    assert queue.calls == [
        ("done", [1]),
        ("failed", [Failure(2, "quota", "Too much.", False, None)]),
        ("standing", "up", "", "", {}),
    ]
    assert queue.notes == {"session_lost": 1}


def test_it_takes_what_the_outlet_gives() -> None:
    class Outlet(FakeQueue):
        def take(self, count: int) -> list[object]:  # type: ignore[override]
            return [row(1)][:count]

    end = MqttTarget(ENDPOINTS["b"], spec(), to(), 0, Outlet(), "es-me-t0")  # type: ignore[arg-type]
    assert end.take(5) == [row(1)]
