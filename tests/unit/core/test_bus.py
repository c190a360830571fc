"""Values of the bus know their kind and their names."""

from __future__ import annotations

import pytest

from eventscope.core.bus import SCHEMES, BusConnection, BusFile


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_url_tells_the_kind(scheme: str) -> None:
    connection = BusConnection("x", f"{scheme.upper()}://host")
    assert connection.scheme == scheme
    assert connection.kind == SCHEMES[scheme][0]


def test_connections_are_found_by_name() -> None:
    file = BusFile((BusConnection("a", "mqtt://a"), BusConnection("b", "mqtt://b")))
    assert file.connection("b").url == "mqtt://b"
    with pytest.raises(KeyError):
        file.connection("c")
