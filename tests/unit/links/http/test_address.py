"""Addresses of HTTP: their parts, the targets below them, what means this machine and by which names."""

from __future__ import annotations

import pytest

from eventscope.links.http.address import Address


@pytest.mark.parametrize(
    ("url", "origin", "path", "target"),
    [
        ("http://127.0.0.1:8090", "http://127.0.0.1:8090", "a/b", "/a/b"),
        ("http://127.0.0.1:8090/", "http://127.0.0.1:8090", "", "/"),
        ("https://hooks.example/in/", "https://hooks.example", "a", "/in/a"),
        ("https://hooks.example:443/in", "https://hooks.example", "", "/in"),
        ("HTTP://[::1]:80/x", "http://[::1]", "a%20b", "/x/a%20b"),
        ("http://127.0.0.1:0", "http://127.0.0.1:0", "a", "/a"),
    ],
)
def test_parts(url: str, origin: str, path: str, target: str) -> None:
    address = Address.of(url)
    assert (address.origin, address.target(path)) == (origin, target)
    assert address.tls == url.lower().startswith("https")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True), ("127.8.9.1", True), ("localhost", True), ("LocalHost", True), ("::1", True),
        ("0.0.0.0", False), ("::", False), ("192.168.0.1", False), ("localhost.example", False), ("", False),
        ("127.0.0.1.example", False), ("2130706433", False),
    ],
)  # fmt: skip
def test_what_means_this_machine(host: str, loopback: bool) -> None:
    assert Address("http", host, 1).loopback is loopback


def test_names() -> None:
    address = Address("http", "127.0.0.2", 8090)
    assert address.names(8090) == {"127.0.0.1:8090", "127.0.0.2:8090", "localhost:8090", "[::1]:8090"}
    assert "localhost" in address.names(80)
    assert address.binds == ("127.0.0.2",)
    assert Address("http", "localhost", 1).binds == ("127.0.0.1", "::1")
