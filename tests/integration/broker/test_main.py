"""The broker in the foreground of a process of its own, as `eventscope broker` runs it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from brokers import connected
from servers import free_port

PROGRAM = """
import json, sys
from dataclasses import asdict
from eventscope.broker.configfile import read_config
from eventscope.broker.main import run
say = lambda value: print(json.dumps(asdict(value)), flush=True)
run(read_config(sys.argv[1]), say, say if len(sys.argv) > 2 else None, gauge_seconds=0.05)
print("ended", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_a_signal(number: signal.Signals) -> None:
    port = free_port()
    text = f"format = 1\n[[listener]]\nport = {port}\n[[listener]]\nkind = 'ws'\nport = 0"
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, text, "gauges"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    ports = json.loads(process.stdout.readline())
    assert ports["mqtt"] == port
    assert ports["ws"] > 0
    assert ports["mqtts"] is ports["wss"] is None
    assert ports["pid"] == process.pid
    with connected(port, "c"):
        while json.loads(process.stdout.readline())["connections"] != 1:
            pass
        started = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=5)
    assert time.monotonic() - started < 3
    assert (process.returncode, err) == (0, "")
    assert out.splitlines()[-1] == "ended"
    with pytest.raises(ConnectionRefusedError):
        connected(port, "c")
