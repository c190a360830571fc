"""A bus has two members or more that carry its filters; everything else is refused with bridge, key and reason."""

from __future__ import annotations

import pytest

from bridging import CONNECTIONS
from eventscope.core.bus import BusSpec
from eventscope.core.errors import BadInput
from eventscope.core.members import FILTERS, MEMBERS, check


def bus(*members: str, **more: object) -> BusSpec:
    return BusSpec("b", members, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "spec",
    [
        bus("edge", "cloud"),
        bus("edge", "old", "stream", filters=("orders/+/created", "audit/#"), delivery="at-most-once"),
        bus("edge", "cloud", filters=("a.b/ü/#",)),  # no member is Kafka
    ],
)
def test_what_can_work(spec: BusSpec) -> None:
    check(spec, CONNECTIONS)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (bus("edge"), "a bus joins 2 to 16"),
        (bus(*["edge"] * (MEMBERS + 1)), "'edge' stands in it more than once"),
        (bus("edge", "clod"), "Did you mean 'cloud'"),
        (bus("edge", "hook"), "'hook' is HTTP"),
        (bus("edge", "cloud", filters=()), "1 to 16 filters"),
        (bus("edge", "cloud", filters=tuple(f"a/{n}" for n in range(FILTERS + 1))), "1 to 16 filters"),
        (bus("edge", "cloud", filters=("a/#/b",)), "a/#/b"),
        (bus("edge", "cloud", filters=("$SYS/#",)), "begins with \\$"),
        (bus("edge", "cloud", filters=("$share/g/a",)), "begins with \\$"),
        (bus("edge", "cloud", filters=("a/+", "+/b")), "'a/\\+' and '\\+/b' overlap|'\\+/b' and 'a/\\+' overlap"),
        (bus("edge", "stream", filters=("a.b/#",)), "'a.b' of 'a.b/#' has no place"),
        (bus("edge", "stream", filters=("ü",)), "only letters"),
        (bus("edge", "stream", filters=("a//b",)), "the level '' of"),
        (bus("edge", "cloud", delivery="effectively-once"), "no session in which a repeat"),
    ],
)
def test_what_cannot_is_refused(spec: BusSpec, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        check(spec, CONNECTIONS)
