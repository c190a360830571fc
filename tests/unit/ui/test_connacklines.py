"""What a broker says about itself: in the protocol's terms, bounded, and nothing left out unsaid."""

from __future__ import annotations

from eventscope.core.workspace import Connection
from eventscope.links.mqtt import capabilities
from eventscope.mqtt.packets import Properties
from eventscope.ui.viewmodels import connacklines


def test_terms_of_the_protocol() -> None:
    found = connacklines.lines({"receive_maximum": "20", "user_property_1": "a=b", "cluster_id": "x"})
    assert found == ["Receive Maximum: 20", "user property 1: a=b", "cluster id: x"]


def test_every_property_that_the_link_tells_has_its_term() -> None:
    assert set(capabilities._SHOWN) | {"keep_alive"} == set(connacklines.TERMS)
    said = capabilities.as_text(Properties(receive_maximum=5), Connection("a", "a").keep_alive)
    assert connacklines.lines(said) == ["Receive Maximum: 5", "Keep Alive in force: 15"]


def test_what_is_long_or_much_is_cut_and_said() -> None:
    (line,) = connacklines.lines({"reason_string": "x" * 65_535})
    assert line.endswith("… (65535 characters)")
    assert len(line) < 250
    many = connacklines.lines({f"user_property_{n}": "v" for n in range(64)})
    assert len(many) == connacklines.MOST
    assert many[-1] == "… 25 more"
