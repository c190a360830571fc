"""The server's start and end, and an audit log that cannot be written."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest

from apiserving import FakeEngine, Loop, served, wait_for
from eventscope.api.caller import Caller
from eventscope.api.server import Server
from eventscope.core import verbs
from eventscope.core.errors import Unavailable
from eventscope.core.news import Notice
from eventscope.engine.feed import Feed


def test_without_a_place_for_its_token_it_does_not_listen(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")
    loop = Loop()
    try:
        server = Server(Caller(FakeEngine().do, loop.loop), Feed(), tmp_path / "run", tmp_path / "audit.jsonl")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        with pytest.raises(Unavailable, match="cannot be kept"):
            server.start(port)
        with socket.create_server(("127.0.0.1", port)):
            pass  # it is free again
    finally:
        loop.close()


def test_an_audit_log_that_cannot_be_written_is_told_once_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    told: list[object] = []
    with served(tmp_path, FakeEngine({verbs.ClearLog: None}).do) as api, api.client() as client:
        api.feed.listen(told.append)
        assert [client.delete("/messages").status_code for _ in range(3)] == [200] * 3
        wait_for(lambda: told)
    assert [item.code for item in told if isinstance(item, Notice)] == ["no-audit"]


def test_a_bug_answers_as_one_and_the_server_goes_on(tmp_path: Path) -> None:
    engine = FakeEngine({verbs.ClearLog: None})  # GetReceipts is not there: a bug
    with served(tmp_path, engine.do) as api, api.client() as client:
        found = client.get("/receipts")
        assert (found.status_code, found.json()["error"]["code"]) == (500, "bug")
        assert "GetReceipts" not in found.text
        assert client.delete("/messages").status_code == 200


def test_it_answers_by_ipv6_too_where_there_is_one(tmp_path: Path) -> None:
    with served(tmp_path, FakeEngine({verbs.ClearLog: None}).do) as api:
        try:
            with socket.create_connection(("::1", api.port), timeout=5):
                pass
        except OSError:
            pytest.skip("there is no ::1 here, or its port was taken")
        url = f"http://[::1]:{api.port}/v1/messages"
        with httpx.Client(trust_env=False) as client:
            assert client.delete(url, headers=api.headers()).status_code == 200
