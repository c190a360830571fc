"""What outlives a connection: the client id, whether to start clean, and acknowledgements from any thread."""

from __future__ import annotations

from collections.abc import Callable

import peers
from eventscope.links.base import Stepwise
from eventscope.links.mqtt.session import Session
from eventscope.links.mqtt.wake import Wake
from linksinks import RecordingSink, connection
from servers import wait_until


def session(sink: RecordingSink, later: list[Callable[[], None]], **changes: object) -> Session:
    return Session(connection(1, **changes), sink, b"secret", None, later.append, Wake())


def test_the_client_id_is_never_empty_and_stays() -> None:
    made = session(RecordingSink(), [], client_id="", clean_start=False)
    assert made.client_id.startswith("eventscope-")
    assert len(made.client_id) <= 23  # what every 3.1.1 broker must take [MQTT-3.1.3-5]
    assert made.client_id != session(RecordingSink(), [], client_id="").client_id
    assert session(RecordingSink(), [], client_id="mine").client_id == "mine"


def test_a_clean_start_is_for_the_opening_where_the_session_outlives_the_connection() -> None:
    for version, expiry, after in (("5", 60, False), ("5", 0, True), ("3.1.1", 60, True)):
        made = session(RecordingSink(), [], clean_start=True, version=version, session_expiry=expiry)
        assert made.clean
        made.up()
        assert made.clean is after
    assert not session(RecordingSink(), [], clean_start=False).clean


def test_blocks_reach_the_sink_and_acknowledgements_come_back_through_later() -> None:
    sink, later = RecordingSink(), list[Callable[[], None]]()
    made = session(sink, later)
    made.handoff.start()
    packet = peers.publish(b"t", b"p", 1, 5)
    made.inbox.connected(False, 0, 10)
    made.inbox.publish(packet[0], packet[2:], 1)
    made.hand_over(2)
    wait_until(lambda: later)
    assert made.inbox.release() == b""  # nothing happens on another thread
    later.pop()()
    assert made.inbox.release() == peers.ack(0x40, 5)
    assert made.handoff.stop(5)
    assert sink.payloads == [b"p"]


def test_a_block_may_be_acknowledged_in_steps() -> None:
    sink, later = RecordingSink(store=False), list[Callable[[], None]]()
    made = session(sink, later)
    made.handoff.start()
    made.inbox.connected(False, 0, 10)
    for qos, packet_id in ((1, 5), (0, 0), (1, 6), (1, 7)):
        packet = peers.publish(b"t", b"p", qos, packet_id)
        made.inbox.publish(packet[0], packet[2:], 1)
    made.hand_over(2)
    wait_until(lambda: sink.owed)
    step = sink.owed[0]
    assert isinstance(step, Stepwise)

    def released() -> bytes:
        while later:
            later.pop(0)()
        return made.inbox.release()

    step.first(2)
    assert released() == peers.ack(0x40, 5)
    step.first(3)
    assert released() == peers.ack(0x40, 6)
    step()
    step.first(4)
    assert released() == peers.ack(0x40, 7)
    assert made.handoff.stop(5)


def test_a_failing_sink_leaves_its_messages_unacknowledged() -> None:
    sink, later = RecordingSink(), list[Callable[[], None]]()

    def fail(_: object) -> None:
        raise OSError("disk full")

    sink.on_block_do = fail
    made = session(sink, later)
    made.handoff.start()
    packet = peers.publish(b"t", b"p", 1, 5)
    made.inbox.connected(False, 0, 10)
    made.inbox.publish(packet[0], packet[2:], 1)
    made.hand_over(2)
    wait_until(lambda: later)
    later.pop()()
    assert made.inbox.release() == b""
    assert made.inbox.ledger.skipped == 1
    assert made.handoff.stop(5)
    assert "disk full" in sink.trouble("not-stored")[1]
