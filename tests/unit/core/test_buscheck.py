"""What cannot work is refused before anything starts, with bridge, key and reason."""

from __future__ import annotations

import pytest

from eventscope.core.busfile import read_bus
from eventscope.core.errors import BadInput

HEAD = """
format = 1
[[connection]]
name = "edge"
url = "mqtt://127.0.0.1:1883"
[[connection]]
name = "old"
url = "mqtt://127.0.0.1:1884"
version = "3.1.1"
[[connection]]
name = "stream"
url = "kafka://127.0.0.1:9092,[::1]:9093"
[[connection]]
name = "hook"
url = "https://hooks.example/a/b"
[[connection]]
name = "ingest"
url = "http://127.0.0.1:8090"
[[connection]]
name = "public"
url = "http://0.0.0.0:8090"
[[connection]]
name = "tls"
url = "https://localhost:8090"
[[connection]]
name = "deep"
url = "http://[::1]:8090/in"
"""
EDGE = 'connection = "edge", filter = "a/+/#"'
FLAT = 'connection = "edge", filter = "a/+"'
STREAM = 'connection = "stream", topic = "orders.eu"'
OUT = 'connection = "edge", topic = "out"'
TWIN = '[[bridge]]\nname = "b"\nfrom = { connection = "edge", filter = "x" }\nto = { connection = "edge", topic = "y" }'


def bridge(start: str, to: str, body: str = "", route: str = "") -> str:
    return f'{HEAD}[[bridge]]\nname = "b"\n{body}\nfrom = {{ {start} }}\n[[bridge.route]]\nto = {{ {to} }}\n{route}\n'


@pytest.mark.parametrize(
    "text",
    [
        bridge(EDGE, 'connection = "stream", topic = "{dotted}"'),
        bridge(EDGE, 'connection = "hook"'),
        bridge(STREAM, 'connection = "edge", topic = "{slashed}/{key}", retain = true'),
        bridge('connection = "ingest", filter = "#"', OUT),
        bridge('connection = "edge", filter = "$SYS/#"', OUT),
        bridge(EDGE, 'connection = "edge", topic = "$delayed/5/{topic}", allow-dollar = true'),
        bridge('connection = "edge", filter = "a"', 'connection = "stream", topic = "{topic}"'),
        bridge(EDGE, 'connection = "old", topic = "x", cloudevents = "structured"'),
        bridge(f'{EDGE}, shared = "g"', OUT, 'mode = "hybrid"', 'group = "one"'),
    ],
)
def test_what_can_work_is_let_through(text: str) -> None:
    assert len(read_bus(text).bridges) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (bridge('connection = "edgee", filter = "a"', OUT), "Did you mean 'edge'"),
        (bridge(EDGE, 'connection = "strem", topic = "t"'), "Did you mean 'stream'"),
        (bridge('connection = "edge"', OUT), "from: filter is missing"),
        (bridge('connection = "edge", filter = "a/#/b"', OUT), "from, filter: In the filter"),
        (bridge('connection = "edge", filter = "$share/g/a"', OUT), "shared = "),
        (bridge('connection = "edge", filter = "a", shared = "a/b"', OUT), "from, shared"),
        (bridge('connection = "edge", filter = "a", qos = 3', OUT), "from, qos"),
        (bridge('connection = "edge", filter = "a", topic = "t"', OUT), "from, topic: it means nothing here"),
        (bridge('connection = "edge", filter = "a", begin = "oldest"', OUT), "from, begin"),
        (bridge('connection = "stream", filter = "a"', OUT), "from, filter: it means nothing here"),
        (bridge('connection = "stream"', OUT), "from: topic is missing"),
        (bridge('connection = "stream", topic = "a/b"', OUT), "no topic of Kafka"),
        (bridge('connection = "hook"', OUT), "takes every path"),
        (bridge('connection = "hook", filter = "#"', OUT), "this machine only"),
        (bridge('connection = "public", filter = "#"', OUT), "'0.0.0.0' is none"),
        (bridge('connection = "tls", filter = "#"', OUT), "write http://"),
        (bridge('connection = "deep", filter = "#"', OUT), "has no path"),
        (bridge('connection = "hook", filter = "a", group = "g"', OUT), "from, group"),
        (bridge(EDGE, 'connection = "edge"'), "to: topic is missing"),
        (bridge(EDGE, 'connection = "edge", topic = "$SYS/x"'), "allow-dollar = true"),
        (bridge(EDGE, 'connection = "edge", topic = "$share/g/x", allow-dollar = true'), "names a subscription"),
        (bridge(EDGE, 'connection = "edge", topic = "a/#"'), "to, topic"),
        (bridge(EDGE, 'connection = "edge", topic = "{tpic}"'), "Did you mean 'topic'"),
        (bridge(FLAT, 'connection = "edge", topic = "{3}"'), "level 3"),
        (bridge(EDGE, 'connection = "stream", topic = "{topic}"'), "write {dotted}"),
        (bridge(EDGE, 'connection = "stream", topic = "a/{1}"'), "no topic of Kafka"),
        (bridge(EDGE, 'connection = "hook", topic = "../{1}"'), "leads elsewhere"),
        (bridge(EDGE, f"{OUT}, qos = 3"), "to, qos"),
        (bridge(EDGE, f'{OUT}, key = "x"'), "MQTT has no keys"),
        (bridge(EDGE, 'connection = "stream", topic = "t", qos = 1'), "Kafka has no such thing"),
        (bridge(EDGE, 'connection = "stream", topic = "t", retain = true'), "Kafka has no such thing"),
        (bridge(EDGE, 'connection = "hook", allow-dollar = true'), "HTTP has no such thing"),
        (bridge(EDGE, f'{OUT}, cloudevents = "batched"'), "HTTP only"),
        (bridge(EDGE, 'connection = "old", topic = "t", cloudevents = "binary"'), "write structured"),
        (bridge(EDGE, OUT, route="when = 'payload.'"), "In bridge 'b', when: The expression has a mistake"),
        (bridge(EDGE, OUT, route="when = 'size + 1'"), "not yes or no"),
        (bridge(EDGE, OUT, route="transform = 'nobody'"), "In bridge 'b', transform"),
        (bridge(EDGE, OUT, 'mode = "hybrid"'), "needs a group"),
        (bridge(EDGE, 'connection = "hook"', 'delivery = "effectively-once"'), "cannot be kept over HTTP"),
        (bridge('connection = "ingest", filter = "#"', OUT, 'delivery = "effectively-once"'), "kept over HTTP"),
        (bridge(f"{EDGE}, qos = 1", OUT, 'delivery = "effectively-once"'), "from, qos: effectively-once needs"),
        (bridge(f"{EDGE}, qos = 0", OUT), "from, qos: at-least-once needs at least 1"),
        (bridge(EDGE, f"{OUT}, qos = 0"), "route 1, to, qos: at-least-once needs at least 1"),
        (bridge(EDGE, OUT) + TWIN, "2 of them"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused_with_its_place(text: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_bus(text)
    assert words in str(caught.value)
    assert "b" in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('url = "mqtt:127.0.0.1"', "no scheme"),
        ('url = "mqqt://a"', "Did you mean 'mqtt'"),
        ('url = "mqtt://user:secret@a"', "does not belong into a URL"),
        ('url = "mqtt://a,b"', "only Kafka takes several"),
        ('url = "mqtt://a:99999"', "no host with a port"),
        ('url = "mqtt://"', "no host"),
        ('url = "mqtt://a b"', "no host"),
        ('url = "https://a/b?token=1"', "behind ? or #"),
        ('url = "mqtt://a"\nmechanism = "PLAIN"', "this is of Kafka"),
        ('url = "kafka://a"\nversion = "3.1.1"', "this is of MQTT"),
        ('url = "kafka://a"\nuser = "u"', "needs a mechanism"),
        ('url = "mqtt://a"\npassword = "secret"', "unknown key 'password'. Did you mean 'password-file'"),
        ('url = "mqtt://a"\nversion = "4"', "none of 3.1.1, 5"),
    ],
)
def test_addresses_are_checked_and_secrets_not_repeated(more: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_bus(f'format = 1\n[[connection]]\nname = "x"\n{more}\n')
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "'x'" in str(caught.value)


def test_names_are_given_once() -> None:
    twice = '[[connection]]\nname = "x"\nurl = "mqtt://a"\n' * 2
    with pytest.raises(BadInput, match="2 of them have this name"):
        read_bus("format = 1\n" + twice)
    with pytest.raises(BadInput, match="name is empty"):
        read_bus('format = 1\n[[connection]]\nname = " "\nurl = "mqtt://a"\n')
