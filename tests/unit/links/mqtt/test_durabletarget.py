"""The target's side against a broker that obeys MQTT: packet ids are stored first, order holds, nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from durablefakes import Item, numbered
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.durabletarget import STALLED, Outcome, Target
from eventscope.mqtt import codec
from eventscope.mqtt.codec import Splitter
from eventscope.mqtt.packets import V5, V311, Ack, PacketType, Properties, Publish

WIDE = Capabilities(receive_maximum=100)


def packets(raw: bytes | bytearray, version: int = V5) -> list[object]:
    return [codec.decode(first, body, version) for first, body in Splitter(1 << 28).feed(bytes(raw))]


def sent(out: Outcome) -> list[tuple[int, int, bool]]:
    """Row (its payload), packet id and DUP of each PUBLISH."""
    return [(int(p.payload), p.packet_id, p.dup) for p in packets(out.send) if isinstance(p, Publish)]


def target(*restored: Item, version: int = V5, limits: Capabilities = WIDE, present: bool = False) -> Target:
    made = Target(version, restored, lambda: 10**18)
    made.connected(present, limits, 1)
    return made


def answer(machine: Target, kind: PacketType, mid: int, reason: int = 0, now: int = 2) -> Outcome:
    out = Outcome()
    machine.answered(Ack(kind, mid, reason), out, now)
    return out


def test_qos1_leaves_at_once_and_is_done_at_puback() -> None:
    machine = target()
    assert sent(machine.offer(numbered(7, 8), 1)) == [(7, 1, False), (8, 2, False)]
    assert answer(machine, PacketType.PUBACK, 1).done == [7]
    assert machine.in_flight == 1


def test_qos0_is_done_when_it_is_written() -> None:
    out = target().offer(numbered(1, qos=0), 1)
    assert out.done == [1]
    assert sent(out) == [(1, 0, False)]


def test_qos2_is_stored_before_each_step() -> None:
    machine = target()
    out = machine.offer(numbered(5, qos=2), 1)
    assert (bytes(out.send), out.sent) == (b"", [(5, 1)])
    assert sent(machine.recorded([5], False, 1)) == [(5, 1, False)]
    out = answer(machine, PacketType.PUBREC, 1)
    assert (bytes(out.send), out.received) == (b"", [(5, 1)])
    assert machine.recorded([5], True, 1).send == b"\x62\x02\x00\x01"
    assert answer(machine, PacketType.PUBCOMP, 1).done == [5]


def test_nothing_overtakes_what_is_being_stored() -> None:
    machine = target()
    out = machine.offer([*numbered(1, qos=2), *numbered(2), *numbered(3, qos=0)], 1)
    assert (bytes(out.send), out.done, [id_ for id_, _ in out.sent]) == (b"", [], [1, 2, 3])
    behind = machine.offer(numbered(4), 1)
    assert bytes(behind.send) == b""
    out = machine.recorded([1, 2, 3], False, 1)
    assert [number for number, _, _ in sent(out)] == [1, 2, 3]
    assert out.done == [3]
    assert [number for number, _, _ in sent(machine.recorded([4], False, 1))] == [4]


def test_qos1_before_qos2_is_stored_with_it() -> None:
    """Or a restart would know of the second only, and send it first."""
    machine = target()
    machine.offer(numbered(1), 1)
    out = machine.offer([*numbered(2), *numbered(3, qos=2)], 1)
    assert sent(out) == [(2, 2, False)]
    assert out.sent == [(1, 1), (2, 2), (3, 3)]
    assert sent(machine.recorded([1, 2, 3], False, 1)) == [(3, 3, False)]
    assert machine.offer(numbered(4, qos=2), 1).sent == [(4, 4)]


def test_a_kept_session_goes_on_where_it_was_in_order() -> None:
    restored = [Item(3, payload=b"3", qos=2, state=2, mid=8), Item(4, payload=b"4", qos=2, state=1, mid=9)]
    machine = Target(V5, restored, lambda: 0)
    found = packets(machine.connected(True, WIDE, 1).send)
    assert found[0] == Ack(PacketType.PUBREL, 8)
    assert isinstance(found[1], Publish)
    assert (found[1].packet_id, found[1].dup) == (9, True)
    assert machine.offer(numbered(5, qos=2), 1).sent == [(5, 10)], "ids in use are not given out"


def test_a_lost_session_sends_all_anew_and_says_so() -> None:
    restored = [Item(3, payload=b"3", qos=2, state=2, mid=8), Item(4, payload=b"4", qos=2, state=1, mid=9)]
    machine = Target(V5, restored, lambda: 0)
    out = machine.connected(False, WIDE, 1)
    assert out.sent == [(3, 8)], "the stored PUBREC is taken back first"
    assert bytes(out.send) == b"", "and 4 does not overtake"
    assert sent(machine.recorded([3], False, 1)) == [(3, 8, False), (4, 9, False)]
    assert machine.counts == {"session_lost": 1, "ambiguous_resends": 2}


def test_the_window_of_the_broker_is_kept_also_when_resuming() -> None:
    narrow = Capabilities(receive_maximum=2)
    restored = [Item(n, payload=b"%d" % n, qos=2, state=1, mid=n) for n in (1, 2, 3)]
    machine = Target(V5, restored, lambda: 0)
    assert [number for number, _, _ in sent(machine.connected(True, narrow, 1))] == [1, 2]
    assert machine.room == 0
    answer(machine, PacketType.PUBREC, 1)
    machine.recorded([1], True, 1)
    answer(machine, PacketType.PUBCOMP, 1)
    assert [number for number, _, _ in sent(machine.recorded([], True, 1))] == [3]


def test_a_late_commit_after_a_reconnect_still_sends_pubrel() -> None:
    machine = target()
    machine.offer(numbered(5, qos=2), 1)
    machine.recorded([5], False, 1)
    answer(machine, PacketType.PUBREC, 1)
    machine.lost(False)
    assert bytes(machine.connected(True, WIDE, 2).send) == b""
    assert machine.recorded([5], True, 3).send == b"\x62\x02\x00\x01"


@pytest.mark.parametrize(
    ("reason", "name", "permanent"),
    [(0x87, "not_authorized", True), (0x90, "invalid_topic", True), (0x99, "payload_format", True),
     (0x97, "quota", False), (0x80, "refused_0x80", False), (0x83, "refused_0x83", False)],
)  # fmt: skip
def test_reason_codes_become_failures(reason: int, name: str, permanent: bool) -> None:
    machine = target()
    machine.offer(numbered(1), 1)
    (failure,) = answer(machine, PacketType.PUBACK, 1, reason).failed
    assert (failure.id, failure.reason, failure.permanent) == (1, name, permanent)
    machine.offer(numbered(2, qos=2), 1)
    machine.recorded([2], False, 1)
    (failure,) = answer(machine, PacketType.PUBREC, 2, reason).failed
    assert failure.id == 2
    assert machine.in_flight == 0


@pytest.mark.parametrize(
    ("item", "reason"),
    [(Item(1, topic=b"\xff"), "invalid_topic"), (Item(1, topic=b"a/#"), "invalid_topic"),
     (Item(1, topic=b"x" * 70_000), "invalid_topic"), (Item(1, qos=2), "qos_unsupported"),
     (Item(1, retain=1), "retain_unsupported"), (Item(1, payload=b"x" * 200), "too_large"),
     (Item(1, properties=b"\x26\x00\x01\xff\x00\x00"), "serialisation")],
)  # fmt: skip
def test_what_the_broker_would_not_take_never_leaves(item: Item, reason: str) -> None:
    machine = target(limits=Capabilities(maximum_qos=1, retain=False, maximum_packet_size=120))
    out = machine.offer([item, *numbered(2)], 1)
    assert [(failure.reason, failure.permanent) for failure in out.failed] == [(reason, True)]
    assert [number for number, _, _ in sent(out)] == [2]


def test_the_time_that_is_left_is_told() -> None:
    raw = codec.encode_properties(Properties(message_expiry=60, user=(("a", "b"),)))
    machine = Target(V5, [], lambda: 50 * 10**9)
    machine.connected(False, WIDE, 1)
    (packet,) = packets(machine.offer([Item(1, properties=raw, expires=60 * 10**9)], 1).send)
    assert isinstance(packet, Publish)
    assert packet.properties == Properties(message_expiry=10, user=(("a", "b"),))


def test_strange_answers_are_tolerated() -> None:
    machine = target()
    machine.offer(numbered(1), 1)
    for kind in (PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBCOMP):
        out = answer(machine, kind, 99)
        assert packets(out.send) == ([Ack(PacketType.PUBREL, 99, 0x92)] if kind is PacketType.PUBREC else [])
    assert answer(machine, PacketType.PUBCOMP, 1).done == []
    assert machine.counts == {"unknown_answers": 3, "wrong_answers": 1}
    assert answer(machine, PacketType.PUBACK, 1).done == [1]


def test_the_watchdog_renews_once_then_gives_up() -> None:
    machine = target()
    machine.offer(numbered(1, 2), 10)
    assert machine.check(10 + STALLED - 1)[0] is False
    renew, out = machine.check(10 + STALLED)
    assert (renew, out.failed) == (True, [])
    machine.lost(False)
    assert sent(machine.connected(True, WIDE, 20)) == [(1, 1, True), (2, 2, True)]
    renew, out = machine.check(20 + STALLED)
    assert renew
    assert [(item.id, item.reason, item.permanent) for item in out.failed] == [(1, "retries_exhausted", True)]
    machine.lost(False)
    assert sent(machine.connected(True, WIDE, 30)) == [(2, 2, True)]
    assert machine.counts["stalls"] == 2


def test_a_row_for_which_the_broker_hangs_up_is_found_and_given_up() -> None:
    machine = target()
    machine.offer(numbered(1, 2, 3), 1)
    assert answer(machine, PacketType.PUBACK, 1).done == [1]
    failed = []
    for turn in range(6):
        failed += machine.lost(True).failed
        out = machine.connected(True, WIDE, 2)
        if failed:
            break
        assert turn < 5
        assert [number for number, _, _ in sent(out)] in ([2, 3], [2]), "alone once it is suspected"
    assert [item.id for item in failed] == [2]
    assert sent(out) == [(3, 3, True)]


def test_a_broker_that_goes_away_blames_nobody() -> None:
    machine = target()
    machine.offer(numbered(1), 1)
    for _ in range(10):
        assert machine.lost(False).failed == []
        machine.connected(True, WIDE, 1)


class TargetModel(RuleBasedStateMachine):
    """Rows are numbers. The broker keeps its session; the store commits when it is told to; kills forget the rest."""

    qos = st.integers(1, 2)

    @initialize(version=st.sampled_from([V5, V311]), window=st.integers(1, 4))
    def begin(self, version: int, window: int) -> None:
        self.version, self.limits = version, Capabilities(receive_maximum=window)
        self.rows: dict[int, Item] = {}  # the store: rows not done, with their states
        self.taken: set[int] = set()
        self.number = 0
        self.pending: list[tuple[str, list[tuple[int, int]]]] = []  # asked of the store, in order
        self.wire: list[object] = []  # to the broker
        self.back: list[Ack] = []  # to us
        self.held: dict[int, int] = {}  # broker: QoS 2 packet id -> number
        self.got: list[int] = []  # broker: what it took
        self.up = False
        self.machine = Target(version, [], lambda: 0)

    def _apply(self, out: Outcome) -> None:
        self.wire += packets(out.send, self.version)
        for id_ in out.done:
            self.pending.append(("done", [(id_, 0)]))
        assert not out.failed
        if out.sent:
            self.pending.append(("sent", out.sent))
        if out.received:
            self.pending.append(("received", out.received))

    @rule(data=st.data())
    def add(self, data: st.DataObject) -> None:
        self.number += 1
        self.rows[self.number] = Item(self.number, payload=b"%d" % self.number, qos=data.draw(self.qos))

    @precondition(lambda self: self.up and self.machine.room)
    @rule()
    def offer(self) -> None:
        rows = [row for id_, row in sorted(self.rows.items()) if id_ not in self.taken][: self.machine.room]
        self.taken |= {row.id for row in rows}
        self._apply(self.machine.offer(rows, 1))

    @precondition(lambda self: self.pending)
    @rule()
    def commit(self) -> None:
        kind, pairs = self.pending.pop(0)
        for id_, mid in pairs:
            if kind == "done":
                self.rows.pop(id_, None)
            elif id_ in self.rows:
                self.rows[id_] = self.rows[id_]._replace(state=1 if kind == "sent" else 2, mid=mid)
        if kind != "done":
            self._apply(self.machine.recorded([id_ for id_, _ in pairs], kind == "received", 1))

    @precondition(lambda self: self.up and self.wire)
    @rule()
    def broker_reads(self) -> None:
        packet = self.wire.pop(0)
        if isinstance(packet, Publish):
            number = int(packet.payload)
            if packet.qos == 1:
                self.got.append(number)
                self.back.append(Ack(PacketType.PUBACK, packet.packet_id))
                return
            if packet.packet_id not in self.held:
                self.held[packet.packet_id] = number
                self.got.append(number)
            else:
                assert self.held[packet.packet_id] == number, "a packet id that is in use was given to another row"
            self.back.append(Ack(PacketType.PUBREC, packet.packet_id))
        else:
            assert isinstance(packet, Ack)
            self.held.pop(packet.packet_id, None)
            self.back.append(Ack(PacketType.PUBCOMP, packet.packet_id))

    @precondition(lambda self: self.up and self.back)
    @rule()
    def we_read(self) -> None:
        out = Outcome()
        self.machine.answered(self.back.pop(0), out, 1)
        self._apply(out)

    @precondition(lambda self: not self.up)
    @rule()
    def connect(self) -> None:
        self.wire, self.back, self.up = [], [], True
        self._apply(self.machine.connected(True, self.limits, 1))

    @rule()
    def lose(self) -> None:
        self.up = False
        self.wire, self.back = [], []
        self._apply(self.machine.lost(False))

    @rule()
    def kill(self) -> None:
        self.pending, self.wire, self.back, self.up = [], [], [], False
        restored = [row for _, row in sorted(self.rows.items()) if row.state]
        self.taken = {row.id for row in restored}
        self.machine = Target(self.version, restored, lambda: 0)

    @invariant()
    def first_copies_keep_their_order(self) -> None:
        first = list(dict.fromkeys(self.got))
        assert first == sorted(first)

    @invariant()
    def the_window_is_kept(self) -> None:
        assert self.machine.in_flight <= self.limits.receive_maximum

    @invariant()
    def what_the_store_forgot_was_delivered(self) -> None:
        assert {number for number in range(1, self.number + 1) if number not in self.rows} <= set(self.got)

    def teardown(self) -> None:
        if not hasattr(self, "machine"):
            return
        for _ in range(500):
            if not self.up:
                self.connect()
            elif self.wire:
                self.broker_reads()
            elif self.back:
                self.we_read()
            elif self.pending:
                self.commit()
            elif self.machine.room and set(self.rows) - self.taken:
                self.offer()
            else:
                break
        assert not self.rows
        assert set(self.got) == set(range(1, self.number + 1)), "nothing is lost"
        self.judge()

    def judge(self) -> None:
        """What else holds at the end."""


class OnceModel(TargetModel):
    """QoS 2 only: exactly once, whatever happens."""

    qos = st.just(2)

    def judge(self) -> None:
        assert sorted(self.got) == list(range(1, self.number + 1))


TestTargetModel = TargetModel.TestCase
TestTargetModel.settings = settings(max_examples=200, stateful_step_count=50)
TestOnceModel = OnceModel.TestCase
TestOnceModel.settings = settings(max_examples=60, stateful_step_count=50)
