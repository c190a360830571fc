from __future__ import annotations

import errno
import socket

import pytest

from eventscope.core.workspace import Connection
from eventscope.links.http import troubles
from eventscope.links.http.troubles import explain, trouble

PLACE = Connection("h", "h", host="hooks.example", port=443)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "connection-refused"),
        (socket.gaierror(-2, "unknown"), "unknown-host"),
        (OSError(errno.ENETUNREACH, "no way"), "unreachable"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), "closed-early"),
    ],
)
def test_explained(error: Exception, code: str) -> None:
    found = explain(error, PLACE)
    assert found.code == code
    assert "broker" not in found.words
    assert "MQTT" not in found.words
    assert "hooks.example" in found.words


def test_every_sentence_can_be_filled() -> None:
    for code in troubles._SENTENCES:
        found = trouble(code, PLACE, error="e", seconds=3, name="n")
        assert "{" not in found.words
        assert "broker" not in found.words
