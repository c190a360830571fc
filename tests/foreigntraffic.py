"""Traffic by programs that are not ours: mosquitto_pub with lines, and a C program with packets made beforehand."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Ack, Connect, Publish

FLOOD = Path(__file__).parent / "foreign" / "flood.c"
NO_SUBSCRIBER = 0x10
needs_compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler here (cc)")


def publish_lines(port: int, publishers: int, lines: int) -> int:
    """Several mosquitto_pub at once, each with so many lines of its own; answers how many messages that are."""
    command = ["mosquitto_pub", "-p", str(port), "-q", "0", "-l", "-t"]
    running = [subprocess.Popen([*command, f"lines/{n}"], stdin=subprocess.PIPE) for n in range(publishers)]
    text = "".join(f'{{"line": {n}}}\n' for n in range(lines)).encode()
    for process in running:
        assert process.stdin is not None
        process.stdin.write(text)
        process.stdin.close()
    assert [process.wait(60) for process in running] == [0] * publishers
    return publishers * lines


def compiled(folder: Path) -> str:
    """The C program."""
    program = str(folder / "flood")
    subprocess.run(["cc", "-O2", "-o", program, str(FLOOD)], check=True, timeout=60)
    return program


def await_subscriber(port: int, topic: str, seconds: float = 30.0) -> None:
    """Publish to a topic at QoS 1 until the broker no longer says that nobody subscribes there [MQTT5 3.4.2.1]."""
    end = time.monotonic() + seconds
    splitter = codec.Splitter(1 << 20, V5)
    with socket.create_connection(("127.0.0.1", port), 10) as sock:
        sock.sendall(codec.encode(Connect("asks", V5, keep_alive=0), V5))
        while time.monotonic() < end:
            for frame in splitter.feed(sock.recv(1 << 16)):
                packet = codec.decode(*frame, V5)
                if isinstance(packet, Ack) and packet.reason != NO_SUBSCRIBER:
                    return
            time.sleep(0.05)
            sock.sendall(codec.encode(Publish(topic, b"", 1, packet_id=1), V5))
    raise AssertionError(f"nobody has subscribed to {topic}")
