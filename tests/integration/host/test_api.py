"""The HTTP API switched on from a window: asked through the door, answered on its port, gone when it is off."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from enginebench import WATCHED, options
from enginewindow import Window, window
from eventscope.core import verbs
from eventscope.core.errors import Unavailable
from eventscope.core.news import ApiNews
from eventscope.engine import files
from eventscope.ui.viewmodels import apiexamples


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files.save(tmp_path / "workspace.toml", WATCHED)
    return tmp_path


def told(w: Window) -> list[ApiNews]:
    return [item for item in w.news if isinstance(item, ApiNews)]


def test_on_used_and_off(home: Path) -> None:
    with window(options(home, None)) as w:
        assert w.ask(verbs.GetState()).api is None  # off by default
        address = w.ask(verbs.StartApi())
        assert w.ask(verbs.GetState()).api == address
        assert w.until(lambda: told(w), "the news") == [ApiNews(address)]
        pid = w.engine.process.pid
        token = json.loads(Path(address.token_file).read_text())["tokens"]["read"]
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx.get(address.url + "/v1/health", headers=headers, trust_env=False).json()["pid"] == pid
        w.ask(verbs.StopApi())
        assert w.until(lambda: told(w)[1:], "the news") == [ApiNews(None)]
        assert not Path(address.token_file).exists()
        assert not Path(address.header_file).exists()
        port = int(apiexamples.port_of(address))
        with socket.create_server(("127.0.0.1", port)):  # the port is free again
            with pytest.raises(Unavailable, match="in use"):
                w.ask(verbs.StartApi(port))
            assert w.ask(verbs.GetState()).api is None
        assert w.ask(verbs.StartApi(port)).url == address.url
        assert w.engine.close() == 0  # with the API on, and in time
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=2).close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_commands_that_the_dialog_shows_work_as_they_are(home: Path) -> None:
    with window(options(home, None)) as w:
        w.until(lambda: w.ask(verbs.GetState()).subscriptions, "the subscription")
        address = w.ask(verbs.StartApi())
        commands = dict(apiexamples.commands(address, windows=False))
        state = _run(commands["state"])
        assert (state["name"], state["ports"]["address"]) == ("Test", "127.0.0.1")
        published = _run(commands["publish"])
        assert published["receipt"]["acknowledged"] is not None
        assert _run(commands["openapi"])["openapi"] == "3.1.0"
        found = _run(commands["pull"].replace("wait=30", "after=0&wait=0"))
        assert found["missed"] == 0
        refused = _run(f"curl {address.url}/v1/state")
        assert refused["error"]["code"] == "no-token"


def _run(command: str) -> dict[str, object]:
    quiet = command.replace("curl", "curl -s --noproxy '*'")
    done = subprocess.run(["sh", "-c", quiet], capture_output=True, timeout=60)
    found: dict[str, object] = json.loads(done.stdout)
    return found
