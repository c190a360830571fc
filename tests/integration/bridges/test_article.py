"""The article's producer and consumer, as they are in the samples, against `eventscope kafka`; and on to MQTT."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bridgeruns import Run
from eventscope.base import paths
from kafkas import running
from servers import Mosquitto, needs_mosquitto, wait_until

SAMPLES = paths.resources() / "samples" / "article"
LINES = (
    "producer = KafkaProducer(bootstrap_servers='localhost:9092')",
    "event_json = json.dumps(event)",
    "producer.send('event_topic', event_json.encode('utf-8'))",
)
CONSUMER = (
    "consumer = KafkaConsumer('event_topic', bootstrap_servers='localhost:9092')",
    "for event in consumer:",
    "json.loads(event.value)",
)
EVENTS = 10


def test_the_samples_say_what_the_article_says() -> None:
    producer, consumer = ((SAMPLES / name).read_text(encoding="utf-8") for name in ("producer.py", "consumer.py"))
    assert all(line in producer for line in LINES)
    assert all(line in consumer for line in CONSUMER)
    for text in (producer, consumer):
        ast.parse(text)


def copied(name: str, folder: Path, *changes: tuple[str, str]) -> Path:
    """A sample with the ports of this test."""
    text = (SAMPLES / name).read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def produce(script: Path) -> None:
    done = subprocess.run([sys.executable, "-W", "ignore", str(script)], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()


@needs_mosquitto
@pytest.mark.peer
@pytest.mark.kafka
@pytest.mark.timeout(180)
def test_the_events_arrive_at_the_consumer_and_at_mosquitto(tmp_path: Path) -> None:
    broker = Mosquitto().start()
    with running("--port", "0") as (_, ready):
        place = ("9092", ready["url"].rpartition(":")[2])
        producer = copied("producer.py", tmp_path, place)
        consumer = copied("consumer.py", tmp_path, place)
        file = copied("bridge.toml", tmp_path, place, ("1883", str(broker.port)))
        run = Run(tmp_path / "run", file.read_text(encoding="utf-8"))
        program = shutil.which("mosquitto_sub") or "mosquitto_sub"
        heard = tmp_path / "heard"
        sub = [program, "-p", str(broker.port), "-t", "event_topic", "-q", "1", "-C", str(EVENTS), "-W", "100"]
        with heard.open("wb") as out:
            ear = subprocess.Popen(sub, stdout=out)
            got = tmp_path / "got"
            with got.open("wb") as seen:
                reader = subprocess.Popen([sys.executable, "-W", "ignore", str(consumer)], stdout=seen, stderr=seen)
            try:
                run.start()
                produce(producer)
                assert ear.wait(100) == 0
                for _ in range(5):  # it begins at the end of the topic, whenever it is ready
                    if got.read_text().count("Received event:") >= EVENTS:
                        break
                    produce(producer)
                wait_until(lambda: got.read_text().count("Received event:") >= EVENTS, 30.0, got.read_text())
            finally:
                for process in (ear, reader):
                    process.terminate()
                    process.wait(10)
                run.stop()
                broker.stop()
    events = [json.loads(line) for line in heard.read_text().splitlines()]
    assert [event["event_id"] for event in events] == list(range(EVENTS))
    lines = [line for line in got.read_text().splitlines() if line.startswith("Received event:")]
    assert ast.literal_eval(lines[-1].partition(": ")[2])["event_type"] == "order_created"
