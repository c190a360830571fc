"""Commands to paste: they name the header file, never a token, and survive any path."""

from __future__ import annotations

import shlex

from eventscope.core.apiaddress import ApiAddress
from eventscope.ui.viewmodels import apiexamples

ADDRESS = ApiAddress("http://127.0.0.1:5123", "/run/it's here/api.json", "/run/it's here/api.header")


def test_a_shell_reads_them_as_meant() -> None:
    found = dict(apiexamples.commands(ADDRESS, windows=False))
    assert shlex.split(found["state"]) == ["curl", "-H", "@/run/it's here/api.header", "http://127.0.0.1:5123/v1/state"]
    publish = shlex.split(found["publish"])
    assert publish[:3] == ["curl", "-H", "@/run/it's here/api.header"]
    assert publish[-2] == '{"topic": "lamp/1", "payload": "on", "kind": "text", "qos": 1}'
    assert publish[-1] == "http://127.0.0.1:5123/v1/publish?wait=5"
    assert shlex.split(found["pull"])[-1].endswith("/v1/pull?wait=30")


def test_on_windows_double_quotes_are_used() -> None:
    found = dict(apiexamples.commands(ADDRESS, windows=True))
    assert '''"@/run/it's here/api.header"''' in found["state"]
    assert '\\"topic\\"' in found["publish"]


def test_port() -> None:
    assert apiexamples.port_of(ADDRESS) == "5123"
