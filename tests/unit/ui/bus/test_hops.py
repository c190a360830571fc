"""One event followed over all hops."""

from __future__ import annotations

from eventscope.core import marks
from eventscope.core.identity import bridge_id
from eventscope.core.marks import Marks
from eventscope.core.message import Message, PublishProperties, Receipt
from eventscope.core.rawproperties import user
from eventscope.core.stamp import stamp_properties
from eventscope.core.verbs import Explained
from eventscope.ui.viewmodels.bus.hops import Names, journey, marks_of, names
from ui.fakebus import WALL, bridge, connections, edge, side

MS = 1_000_000
FIGURES = (
    bridge(
        "orders to kafka", side("Embedded broker", broker="b-e"), edge(0, side("Kafka staging", "kafka", broker="b-k"))
    ),
    bridge("alarms up", side("Kafka staging", "kafka", broker="b-k"), edge(0, side("Lab", broker="b-l")), id="x1"),
)


def known() -> Names:
    return names(connections(), FIGURES, "install")


def message(*pairs: tuple[bytes, bytes], stamped: bool = True, latency: int | None = 41 * MS) -> Message:
    raw = b"".join(user(name, value) for name, value in pairs)
    if stamped:
        given = stamp_properties("shop", 7, WALL, WALL + MS, 5, "bootbo0t")
        raw += b"".join(user(name.encode(), value.encode()) for name, value in given)
    return Message(1, WALL + 41 * MS, 5, 1, b"orders/7", b"{}", raw, 0, latency)


def path(*steps: str, hops: int | None = None) -> tuple[tuple[bytes, bytes], ...]:
    return marks.written(Marks("b-e", len(steps) if hops is None else hops, steps))


def test_marks_become_names_and_places() -> None:
    steps = f"{bridge_id('orders to kafka', 'install')}@b-e", "x1@b-k"
    found = journey(message(*path(*steps)), None, known(), connections()[1])
    assert [(hop.kind, hop.name) for hop in found.stations] == [
        ("due", "shop"), ("sent", "shop"), ("broker", "Embedded broker"), ("bridge", "orders to kafka"),
        ("broker", "Kafka staging"), ("bridge", "alarms up"), ("broker", "Lab"), ("received", ""),
    ]  # fmt: skip
    assert found.trail == (
        "place:embedded", "bridge:orders to kafka", "place:staging", "bridge:alarms up", "place:lab",
    )  # fmt: skip
    assert found.hops == 2


def test_times_are_known_at_both_ends_only() -> None:
    found = journey(message(*path("x1@b-k")), None, known(), None)
    by_kind = {hop.kind: hop for hop in found.stations}
    assert by_kind["sent"].after == "+1.0 ms"
    assert by_kind["received"].after == "+41 ms"
    assert by_kind["due"].when
    assert (by_kind["broker"].when, by_kind["bridge"].when) == ("", "")
    assert by_kind["bridge"].usual == "0.90 ms"


def test_unknown_bridges_and_brokers_keep_their_ids() -> None:
    found = journey(message(*path("elsewhere@b-far")), None, known(), None)
    assert [(hop.name, hop.known) for hop in found.stations if hop.kind in ("broker", "bridge")] == [
        ("b-far", False), ("elsewhere", False),
    ]  # fmt: skip
    assert found.trail == ()


def test_a_path_that_was_cut_says_so() -> None:
    found = journey(message(*path("x1@b-k", hops=5), stamped=False), None, known(), None)
    assert [(hop.kind, hop.name) for hop in found.stations][:2] == [("lost", "4"), ("broker", "Kafka staging")]


def test_a_receipt_adds_the_acknowledgement() -> None:
    receipt = Receipt(1, "orders/7", 1, queued=100 * MS, wall=WALL, acknowledged=103 * MS)
    found = journey(message(), Explained(PublishProperties(), receipt=receipt), known(), None)
    assert [(hop.kind, hop.after) for hop in found.stations][2] == ("acknowledged", "+3.0 ms")


def test_what_says_nothing_has_only_its_arrival() -> None:
    found = journey(message(stamped=False, latency=None), None, known(), None)
    assert [hop.kind for hop in found.stations] == ["received"]
    assert found.hops == 0


def test_forged_marks_do_no_harm() -> None:
    assert marks_of(message((b"es-path", b"\xff" * 60_000), (b"es-hops", b"999999")).properties) is None
    assert marks_of(b"\x26es-path cut") is None
    assert marks_of(message((b"es-path", b"<b>@x,ok@ok"), stamped=False).properties) == Marks("", 1, ("ok@ok",))
