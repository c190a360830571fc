"""Other people's programs: curl publishes and pulls, a Node.js client reads the WebSocket."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apiserving import Api, live, wait_for

_NODE = """
const [url, token] = process.argv.slice(1);
const socket = new WebSocket(url, ["eventscope.v1", "bearer." + token]);
socket.onmessage = (event) => {
  const item = JSON.parse(event.data);
  if (item.kind === "summary" && item.news.counts.stored > 0) {
    console.log(JSON.stringify({protocol: socket.protocol, stored: item.news.counts.stored}));
    socket.close();
  }
};
socket.onerror = (event) => { console.error(event.message || "error"); process.exit(1); };
socket.onclose = () => process.exit(0);
"""


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    with live(tmp_path) as running:
        with running.client() as client:
            wait_for(lambda: client.get("/subscriptions").json()["subscriptions"][0]["state"] == "granted")
        yield running


def curl(api: Api, path: str, *arguments: str) -> Any:
    program = shutil.which("curl")
    if program is None:
        pytest.skip("curl is not installed")
    command = [program, "-sS", "--noproxy", "*", "-m", "30", "-H", "@" + api.address.header_file, *arguments]
    done = subprocess.run([*command, api.url + "/v1" + path], capture_output=True, timeout=40, check=True)
    return json.loads(done.stdout)


def test_curl_publishes_and_pulls(api: Api) -> None:
    event = json.dumps({"topic": "t/curl", "payload": '{"n": 1}', "qos": 1})
    sent = curl(api, "/publish?wait=10", "-H", "Content-Type: application/json", "-d", event)
    assert sent["receipt"]["acknowledged"] is not None
    pulled = curl(api, "/pull?filter=topic:t/%23&after=0&wait=10")
    assert [m["payload"] for m in pulled["messages"]] == ['{"n": 1}']
    # As a browser's form would send it, and as a page of another origin would.
    assert curl(api, "/publish", "-d", event)["error"]["code"] == "wrong-type"
    assert curl(api, "/state", "-H", "Origin: http://evil.example")["error"]["code"] == "wrong-origin"
    assert curl(api, "/state", "-H", "Host: evil.example")["error"]["code"] == "wrong-host"


def test_a_node_client_reads_the_websocket(api: Api, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    flags = ["--experimental-websocket"]
    has = [node, *flags, "-e", "process.exit(typeof WebSocket === 'function' ? 0 : 1)"]
    if subprocess.run(has, capture_output=True, timeout=30, check=False).returncode:
        pytest.skip("this Node.js has no WebSocket client of its own")
    with api.client() as client:
        client.post("/publish", json={"topic": "t/node"})
    url = api.url.replace("http:", "ws:") + "/v1/news"
    done = subprocess.run(
        [node, *flags, "--no-warnings", "-e", _NODE, url, api.token("read")],
        capture_output=True,
        timeout=40,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == {"protocol": "eventscope.v1", "stored": 1}
