"""What all bridges know together."""

from __future__ import annotations

import pytest

from bridgefakes import message
from eventscope.core import marks
from eventscope.core.bus import Outgoing
from eventscope.core.loops import RATE
from eventscope.core.marks import Marks
from eventscope.engine.bridges.defences import Defences, Lead, circle
from eventscope.engine.bridges.fuse import Fuse

MARKS = Marks("a", 1, ("x@a",))


def lead(bridge: str, source: str, target: str) -> Lead:
    return Lead(bridge, f"bridge {bridge}", source, target, (f"at {source}", f"at {target}"))


def test_a_copy_without_marks_gets_them_back_once() -> None:
    defences = Defences()
    assert defences.restored("y", "old", message(), 1) is None
    defences.sent("old", b"t", b"x", marks.written(MARKS), 1)
    assert defences.restored("y", "old", message(), 2) == MARKS
    assert defences.restored("y", "old", message(), 3) is None
    assert defences.restored("z", "old", message(), 3) == MARKS


def test_marks_of_its_own_go_before() -> None:
    defences = Defences()
    defences.sent("old", b"t", b"x", marks.written(MARKS), 1)
    marked = message(properties=b"\x26\x00\x09es-origin\x00\x01q")
    assert defences.restored("y", "old", marked, 2) is None
    assert defences.restored("y", "old", message(headers=((b"es-path", b"b@q"),)), 2) is None


def test_a_copy_without_marks_is_not_remembered() -> None:
    defences = Defences()
    defences.sent("old", b"t", b"x", (), 1)
    assert defences.restored("y", "old", message(), 2) is None


def test_two_bridges_between_the_same_brokers_send_one_copy() -> None:
    defences = Defences()
    defences.join(lead("x", "a", "b"), Fuse())
    assert not defences.joined_twice("a", "b")
    defences.join(lead("y", "a", "b"), Fuse())
    assert defences.joined_twice("a", "b")
    assert not defences.joined_twice("b", "a")
    copy, ends = Outgoing(0, "out", b"x"), ("a", "b")
    assert defences.first("x", ends, message(), copy, 1, 1)
    assert not defences.first("y", ends, message(), copy, 1, 2)
    assert defences.first("y", ends, message(topic=b"other"), copy, 1, 3)  # led to one topic, and yet another message
    defences.leave("y")
    assert not defences.joined_twice("a", "b")


def test_a_storm_names_its_circle() -> None:
    defences = Defences()
    fuses = {name: Fuse() for name in ("x", "y", "z")}
    for name, source, target in (("x", "a", "b"), ("y", "b", "a"), ("z", "a", "c")):
        defences.join(lead(name, source, target), fuses[name])
    for number in range(RATE):
        fuses["x"].arrived(b"t", b"m", number)
        fuses["y"].arrived(b"u", b"m", number)
        fuses["z"].arrived(b"t", b"%d" % number, number)
    storm = defences.storm((b"t", hash(b"m"), 1), RATE)
    assert storm.bridges == ("bridge x", "bridge y")
    assert storm.cycle == ("at a", "bridge x", "at b", "bridge y", "at a")


@pytest.mark.parametrize("pairs", [[], [("a", "b")], [("a", "b"), ("c", "a")]])
def test_no_circle(pairs: list[tuple[str, str]]) -> None:
    assert circle([lead(str(number), *pair) for number, pair in enumerate(pairs)]) == ()


def test_a_circle_is_found_behind_what_leads_into_it() -> None:
    leads = [lead("0", "q", "a"), lead("1", "a", "b"), lead("2", "b", "c"), lead("3", "c", "a")]
    names = circle(leads)
    assert names[0] == names[-1] == "at a"
    assert len(names) == 7
