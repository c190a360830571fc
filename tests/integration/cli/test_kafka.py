"""`eventscope kafka` with the article's own programs, which use kafka-python; and `eventscope groups`."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from contextlib import closing
from typing import Any

import pytest

from eventscope.core.kafka import ConsumerSettings
from eventscope.links.kafka import options
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.producer import Producer
from kafkas import Read, Sent, new, run, running
from servers import wait_until

pytestmark = pytest.mark.kafka


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_and_a_signal_ends_it(number: int) -> None:
    with running("--port", "0") as (process, ready):
        assert ready["url"] == f"kafka://127.0.0.1:{ready['kafka']}"
        socket.create_connection(("127.0.0.1", ready["kafka"]), timeout=5).close()
        process.send_signal(number)
        assert process.wait(3.0) == 0
        with pytest.raises(OSError, match=r"refused|timed out"):
            socket.create_connection(("127.0.0.1", ready["kafka"]), timeout=1)


def test_the_help_says_what_it_is_and_what_it_is_not() -> None:
    words = " ".join(run("kafka", "--help").stdout.decode("utf-8", "replace").replace("│", " ").split())
    assert "It is noida-db" in words
    assert "it is not Apache Kafka" in words


def test_a_taken_port_is_said_with_exit_code_1() -> None:
    with running("--port", "0") as (_, ready):
        done = run("kafka", "--port", str(ready["kafka"]))
        assert (done.returncode, done.stdout) == (1, b"")
        assert b"Choose another with --port" in done.stderr


# The article's programs, word for word but for the events, how many are awaited, and the correction in the consumer.
PRODUCER = """
import json
from kafka import KafkaProducer
producer = KafkaProducer(bootstrap_servers='localhost:9092')
for number in range(20):
    event = {'id': number, 'text': 'ä'}
    event_json = json.dumps(event)
    producer.send('event_topic', event_json.encode('utf-8'))
producer.close()
"""
CONSUMER = """
import json
from kafka import KafkaConsumer
consumer = KafkaConsumer('event_topic', bootstrap_servers='localhost:9092')
for count, event in enumerate(consumer, 1):
    event_data = json.loads(event.value)  # the article says json.loads(event): a record is no JSON, its value is
    print(event_data['text'], flush=True)
    if count == 20:
        break
consumer.close()
"""


def command(source: str, port: int) -> list[str]:
    return [sys.executable, "-X", "utf8", "-W", "ignore", "-c", source.replace("localhost:9092", f"localhost:{port}")]


def produce(port: int) -> None:
    subprocess.run(command(PRODUCER, port), check=True, timeout=30)


def test_the_articles_producer_and_corrected_consumer() -> None:
    with running("--port", "0") as (_, ready):
        port, ours = ready["kafka"], Read()
        settings = ConsumerSettings(("event_topic",), first="earliest", refresh=0.2)
        with closing(Consumer(options.parse(ready["url"]), ours, settings)):
            produce(port)  # makes the topic
            ours.count(20)
            theirs = subprocess.Popen(command(CONSUMER, port), stdout=subprocess.PIPE)
            try:
                while theirs.poll() is None:  # it reads from when it is there, so it is fed until it has enough
                    produce(port)
                said, _ = theirs.communicate(timeout=10)
            finally:
                theirs.kill()
    assert said.decode("utf-8").split() == ["ä"] * 20
    assert json.loads(ours.values[19] or b"") == {"id": 19, "text": "ä"}


def test_groups_are_shown_and_their_offsets_moved() -> None:
    with running("--port", "0") as (_, ready):
        servers, url = options.parse(ready["url"]), ready["url"]
        sent, read = Sent(), Read()
        with closing(Producer(servers, sent)) as producer:
            producer.send(new("t", 10))
            sent.delivered(10)
        settings = ConsumerSettings(("t",), "billing", first="earliest", commit_every=0.1)
        with closing(Consumer(servers, read, settings)) as consumer:
            consumer.done(read.count(10)[:4])
            wait_until(lambda: shown(url)["groups"] and shown(url)["groups"][0]["lag"] == 6, 30.0)
            (group,) = shown(url)["groups"]
            assert (group["id"], group["state"], len(group["members"])) == ("billing", "stable", 1)
            assert group["partitions"][0]["time-lag"] > 0
            busy = run("groups", "--url", url, "--reset", "billing", "--topic", "t", "--to", "earliest")
            assert busy.returncode == 1
            assert b"Stop them first" in busy.stderr
        moved = ["groups", "--url", url, "--json", "--reset", "billing", "--topic", "t", "--to"]
        dry = json.loads(run(*moved, "2", "--dry-run").stdout)
        move = {"topic": "t", "partition": 0, "before": 4, "after": 2, "skips": -2}
        assert dry == {"group": "billing", "done": False, "moves": [move]}
        assert shown(url)["groups"][0]["lag"] == 6
        assert json.loads(run(*moved, "latest").stdout)["done"] is True
        assert shown(url)["groups"][0]["lag"] == 0
        assert b"lag 0" in run("groups", "--url", url).stdout


def shown(url: str) -> Any:
    done = run("groups", "--url", url, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_wrong_usage_is_exit_2_and_nobody_there_exit_3() -> None:
    for arguments in (
        ("--url", "mqtt://127.0.0.1"),
        ("--url", "kafka://user:secret@127.0.0.1"),
        ("--url", "kafka://127.0.0.1", "--reset", "g"),
        ("--url", "kafka://127.0.0.1", "--reset", "g", "--topic", "t", "--to", "yesterday"),
    ):
        done = run("groups", *arguments)
        assert done.returncode == 2, done.stderr
        assert b"Traceback" not in done.stderr
    done = run("groups", "--url", "kafka://127.0.0.1:1")
    assert done.returncode == 3
    assert b"Look whether it runs" in done.stderr
