from __future__ import annotations

from eventscope.core.bus import BusMessage
from eventscope.core.message import DAMAGED, V5
from eventscope.links.http.blocks import block
from eventscope.mqtt import codec


def test_posts_as_rows() -> None:
    headers = (
        (b"content-type", b"text/plain"),
        (b"x", b"1"),
        (b"host", b"h"),
        (b"es-hops", b"1"),
        (b"es-origin", b"o"),
    )
    given = [
        BusMessage("http", b"a/b", b"one", headers=headers),
        BusMessage("http", b"c", b""),
        BusMessage("http", b"a/b", bytes(range(256))),
        BusMessage("http", b"a/+/b", b"x"),
    ]
    made = block(given, 7, 5, 6)
    found = [made.message(index) for index in range(len(made))]
    assert [item.topic for item in found] == [b"a/b", b"c", b"a/b", b"a/+/b"]
    assert [item.payload for item in found] == [b"one", b"", bytes(range(256)), b"x"]
    assert all((item.qos, item.connection, item.mono, item.wall) == (1, 7, 5, 6) for item in found)
    assert [bool(item.flags & DAMAGED) for item in found] == [False, False, False, True]
    assert all(item.flags & V5 for item in found)
    said = codec.decode_properties(found[0].properties)
    assert said.content_type == "text/plain"
    assert dict(said.user) == {"x": "1", "es-hops": "1", "es-origin": "o"}
