"""Bands: what is marked on the charts, and for how long."""

from __future__ import annotations

from eventscope.core.news import LinkNews, LinkState
from eventscope.engine.bands import KEPT, Bands

MS = 1_000_000


def link(state: LinkState, at: int) -> LinkNews:
    return LinkNews("lab", state, at)


def test_a_link_is_down_from_when_it_broke_until_it_is_up() -> None:
    bands = Bands()
    for state, at in (("connecting", 1), ("up", 2), ("waiting", 10), ("connecting", 15), ("waiting", 16)):
        bands.link(link(state, at))  # type: ignore[arg-type]
    assert [(each.start, each.end) for each in bands.between(0, 100, now=50)] == [(10, 50)]
    bands.link(link("up", 60))
    (band,) = bands.between(0, 100, now=90)
    assert (band.kind, band.start, band.end, band.words) == ("link-down", 10, 60, "lab")


def test_what_was_never_up_or_is_closed_by_its_owner_is_not_marked() -> None:
    bands = Bands()
    for state, at in (("connecting", 1), ("refused", 2), ("up", 3), ("down", 4), ("connecting", 5)):
        bands.link(link(state, at))  # type: ignore[arg-type]
    assert bands.between(0, 100, now=50) == ()


def test_lateness_that_goes_on_is_one_band() -> None:
    bands = Bands()
    bands.late(500 * MS, 200)
    bands.late(1000 * MS, 400)
    bands.late(9000 * MS, 100)
    found = bands.between(0, 10_000 * MS, now=0)
    assert [(each.start // MS, each.end // MS) for each in found] == [(300, 1000), (8900, 9000)]


def test_jumps_say_how_far() -> None:
    bands = Bands()
    bands.jumped(5, -250 * MS)
    assert bands.between(0, 10, now=10)[0].words == "-250 ms"


def test_only_bands_that_touch_the_stretch_are_told_and_their_number_is_bounded() -> None:
    bands = Bands()
    for n in range(KEPT + 50):
        bands.mark("hiccup", n * 10_000 * MS, n * 10_000 * MS + 1)
    assert len(bands.between(0, 10**18, now=0)) == KEPT
    assert len(bands.between(100 * 10_000 * MS, 101 * 10_000 * MS, now=0)) == 2
