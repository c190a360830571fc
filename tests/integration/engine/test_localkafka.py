"""The local Kafka: it comes up, keeps what it should, ends in order, and never outlives whoever started it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from eventscope.core.errors import Refused, Unavailable
from eventscope.core.kafka import ConsumerSettings
from eventscope.engine.localkafka import LocalKafka
from eventscope.links.kafka import options
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.groups import Groups
from eventscope.links.kafka.producer import Producer
from kafkas import Read, Sent, local_kafka, new
from servers import wait_until

pytestmark = pytest.mark.kafka


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1.0).close()
    except OSError:
        return False
    return True


def test_a_lasting_member_holds_its_group_until_the_server_is_started_anew(tmp_path: Path) -> None:
    """What the refusal of moved offsets says about a bridge that was stopped."""
    settings = ConsumerSettings(("t",), "g", first="earliest", instance="bridge", session=6.0)
    with local_kafka(folder=tmp_path / "data") as first:
        servers = options.parse(first.url)
        sent = Sent()
        with closing(Producer(servers, sent)) as producer:
            producer.send(new("t", 1))
            sent.delivered(1)
        read = Read()
        with closing(Consumer(servers, read, settings)) as consumer:
            read.count(1)
            consumer.close(10)
        groups = Groups(Cluster(servers))
        with pytest.raises(Refused, match="at a local Kafka of `eventscope kafka` until that is started anew"):
            groups.reset(groups.plan("g", "t", "latest"))
    with local_kafka(folder=tmp_path / "data", port=first.port):
        groups = Groups(Cluster(servers))
        assert groups.reset(groups.plan("g", "t", "latest")).done


def test_it_keeps_records_in_a_folder_and_is_gone_after_stop(tmp_path: Path) -> None:
    with local_kafka(folder=tmp_path / "data") as first:
        servers = options.parse(first.url)
        sent = Sent()
        with closing(Producer(servers, sent)) as producer:
            producer.send(new("t", 10))
            sent.delivered(10)
    assert not listens(first.port)
    assert not first.alive
    with local_kafka(folder=tmp_path / "data", port=first.port):
        read = Read()
        with closing(Consumer(servers, read, ConsumerSettings(("t",), first="earliest"))):
            read.count(10)


def test_a_port_that_is_taken_is_said() -> None:
    with local_kafka() as running, pytest.raises(Unavailable, match=f"Port {running.port} is taken"):
        LocalKafka.start(running.port)


def test_without_a_port_the_next_free_one_is_taken() -> None:
    with local_kafka(port=None) as first, local_kafka(port=None) as second:
        assert first.port != second.port
        assert listens(first.port)
        assert listens(second.port)


def test_an_end_that_nobody_asked_for_is_told() -> None:
    said: list[str] = []
    with local_kafka(on_exit=said.append) as running:
        psutil.Process(running.pid).kill()
        wait_until(lambda: said)
    assert "Start it again" in said[0]


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of Unix")
def test_it_ends_with_a_parent_that_is_killed() -> None:
    source = (
        "from eventscope.engine.localkafka import LocalKafka\n"
        "running = LocalKafka.start(0)\n"
        "print(running.pid, flush=True)\n"
        "input()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    folder = Path(psutil.Process(pid).cmdline()[-1])
    assert folder.is_dir()
    parent.send_signal(signal.SIGKILL)
    parent.communicate(timeout=10)
    wait_until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    wait_until(lambda: not folder.exists(), what="the temporary folder's end")
