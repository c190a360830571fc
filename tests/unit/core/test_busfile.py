"""The file of the issue is read exactly, and every mistake names bridge and key."""

from __future__ import annotations

import json
import tomllib

import jsonschema_rs
import pytest

from eventscope.base import paths
from eventscope.core import bus, cycles
from eventscope.core.bridge import compile
from eventscope.core.bus import BridgeSpec, BusConnection, BusSpec, QueueLimits, Route, Source, Target
from eventscope.core.busfile import read_bus, size
from eventscope.core.errors import BadInput
from eventscope.core.members import BUSES, FILTERS, MEMBERS

ISSUE = """
format = 1
[[connection]]
name = "edge"
url = "mqtt://127.0.0.1:1883"
[[connection]]
name = "stream"
url = "kafka://127.0.0.1:9092"
[[bridge]]
name = "orders to kafka"
mode = "publish-subscribe"            # point-to-point | publish-subscribe | hybrid
delivery = "at-least-once"            # at-most-once | at-least-once | effectively-once
from = { connection = "edge", filter = "orders/+/created", qos = 1 }
queue = { messages = 100000, bytes = "256 MB", when-full = "block" }
[[bridge.route]]
to = { connection = "stream", topic = "orders.{2}", key = "{2}" }
when = 'payload.total > 0'
group = "billing"                     # hybrid: one route inside each group
[[bridge.route]]
to = { connection = "edge", topic = "audit/{topic}" }
group = "audit"
"""
HEAD = ISSUE.partition("[[bridge]]")[0]
SAMPLES = sorted((paths.resources() / "samples" / "bridges").glob("*.toml"))


def bridge(body: str = "", start: str = 'connection = "edge", filter = "a/#"', to: str = "", head: str = HEAD) -> str:
    to = to or 'connection = "stream", topic = "t"'
    return f'{head}[[bridge]]\nname = "b"\nfrom = {{ {start} }}\nto = {{ {to} }}\n{body}\n'


def test_the_file_of_the_issue() -> None:
    file = read_bus(ISSUE)
    assert file.connections == (
        BusConnection("edge", "mqtt://127.0.0.1:1883"),
        BusConnection("stream", "kafka://127.0.0.1:9092"),
    )
    assert file.bridges == (
        BridgeSpec(
            "orders to kafka",
            "publish-subscribe",
            "at-least-once",
            Source("edge", "orders/+/created", qos=1),
            (
                Route(Target("stream", "orders.{2}", "{2}"), "payload.total > 0", "billing"),
                Route(Target("edge", "audit/{topic}"), group="audit"),
            ),
            QueueLimits(100_000, 256_000_000, when_full="block"),
        ),
    )
    assert cycles.check(file) == []


def test_to_stands_for_a_single_route() -> None:
    spec = read_bus(bridge()).bridges[0]
    assert spec.routes == (Route(Target("stream", "t")),)
    assert (spec.mode, spec.delivery) == ("publish-subscribe", "at-least-once")


@pytest.mark.parametrize(("delivery", "qos"), [("at-most-once", 0), ("at-least-once", 1), ("effectively-once", 2)])
def test_the_source_follows_the_delivery_class(delivery: str, qos: int) -> None:
    assert read_bus(bridge(f'delivery = "{delivery}"')).bridges[0].source.qos == qos


@pytest.mark.parametrize(
    ("text", "number"),
    [("256 MB", 256_000_000), ("1GiB", 1 << 30), ("1.5 kB", 1_500), ("12", 12), (4096, 4096), ("2 b", 2)],
)
def test_sizes(text: object, number: int) -> None:
    assert size(text, "t") == number


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("format = 1\nbridges = []", "Did you mean 'bridge'"),
        ("format = 2", "format = 1 must stand"),
        ("format = true", "format = 1 must stand"),
        ("", "format = 1 must stand"),
        ("format = ", "no valid TOML"),
        ("format = 1\nbridge = 3", "once for each"),
        ("format = 1\nx = " + "[" * 10_000, "no valid TOML"),
        ("format = 1\nx = " + "9" * 5_000, "no valid TOML"),
        ("format = 1\n" + ".".join(["a"] * 20_000) + " = 1", "more than 100 parts"),
        ("format = 1\n[" + " . ".join(['"a b"'] * 20_000) + "]", "more than 100 parts"),
        (bridge('wehn-full = "block"'), "In bridge 'b': unknown key 'wehn-full'"),
        (
            bridge(start='connection = "edge", filtr = "a"'),
            "In bridge 'b', from: unknown key 'filtr'. Did you mean 'filter'",
        ),
        (
            bridge(to='connection = "stream", topc = "t"'),
            "In bridge 'b', route 1, to: unknown key 'topc'. Did you mean 'topic'",
        ),
        (bridge("queue = { byts = 1 }"), "Did you mean 'bytes'"),
        (bridge('queue = { bytes = "many" }'), "In bridge 'b', queue, bytes: 'many' is no size"),
        (bridge('queue = { when-full = "drop_oldest" }'), "none of block, drop-oldest"),
        (bridge("mode = 1"), "In bridge 'b', mode: 1 is none of"),
        (bridge("hop-limit = 9"), "hop-limit: it is a number from 1 to 8"),
        (bridge("tries = -1"), "tries"),
        (bridge("anounce = true"), "unknown key 'anounce'. Did you mean 'announce'"),
        (bridge('announce = "yes"'), "announce: true or false is needed here"),
        (bridge("heartbeat = 3601"), "heartbeat: it is a number of seconds from 1 to 3600, or 0 for none"),
        (bridge("queue = { messages = 0 }"), "above 0"),
        (bridge("queue = { age = nan }"), "seconds are needed"),
        (bridge("[[bridge.route]]\nto = { connection = 'edge', topic = 'a' }"), "keep one of them"),
        (f'{HEAD}[[bridge]]\nname = "b"\nfrom = {{ connection = "edge", filter = "a" }}', "nowhere to send"),
        (f'{HEAD}[[bridge]]\nname = "b"\nto = {{ connection = "edge", topic = "a" }}', "from is missing"),
        (f"{HEAD}[[bridge]]\nto = 1", "In bridge 1"),
        (f"{HEAD}[[bridge]]\nname = 'b'\nroute = []\nfrom = {{ connection = 'edge', filter = 'a' }}", "routes"),
    ],
)
def test_mistakes_of_shape_name_bridge_and_key(text: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_bus(text)
    assert words in str(caught.value)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_samples_are_read_and_pass_their_schema(sample: object) -> None:
    text = sample.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    schema = json.loads((paths.resources() / "schemas" / "bridges.schema.json").read_text(encoding="utf-8"))
    jsonschema_rs.validator_for(schema).validate(tomllib.loads(text))
    file = read_bus(text)
    assert cycles.check(file) == []
    for spec in file.bridges:
        compile(spec, {item.name: item for item in file.connections})


def test_there_is_a_sample_for_each_pair() -> None:
    pairs = {
        ("mqtt", "mqtt"),
        ("mqtt", "kafka"),
        ("kafka", "mqtt"),
        ("kafka", "kafka"),
        ("mqtt", "http"),
        ("http", "mqtt"),
    }
    assert {path.stem for path in SAMPLES} == {f"{one}-to-{other}" for one, other in pairs} | {"bus"}


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    schema = json.loads((paths.resources() / "schemas" / "bridges.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    assert validator.is_valid(tomllib.loads(ISSUE))
    assert validator.is_valid(tomllib.loads(bridge()))
    for text in (
        "format = 2",
        "format = 1\nbridges = []",
        bridge('mode = "both"'),
        bridge('queue = { bytes = "many" }'),
        bridge("[[bridge.route]]\nto = { connection = 'edge', topic = 'a' }"),
        f'{HEAD}[[bridge]]\nname = "b"\nfrom = {{ connection = "edge" }}',
        f'{HEAD}[[bus]]\nname = "b"\nmembers = ["edge"]',
        f'{HEAD}[[bus]]\nname = "b"\nmembers = ["edge", "edge"]',
    ):
        assert not validator.is_valid(tomllib.loads(text)), text


def test_values_are_frozen() -> None:
    for kind in (bus.BusFile, bus.BridgeSpec, bus.BusMessage, bus.Outgoing, bus.Exit):
        assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]


BUS = """
[[bus]]
name = "everything"
members = ["edge", "stream"]
filters = ["orders/#"]
queue = { messages = 5, bytes = "1 MiB", when-full = "drop-oldest" }
"""


def test_a_bus() -> None:
    file = read_bus(HEAD + BUS)
    queue = QueueLimits(5, 1 << 20, when_full="drop-oldest")
    assert file.buses == (BusSpec("everything", ("edge", "stream"), ("orders/#",), queue=queue),)
    bare = read_bus(HEAD + '[[bus]]\nname = "b"\nmembers = ["edge", "stream"]\n').buses[0]
    assert (bare.filters, bare.delivery) == (("#",), "at-least-once")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (BUS.replace("members", "member"), "bus 'everything'.*Did you mean 'members'"),
        (BUS.replace('["edge", "stream"]', '"edge"'), "bus 'everything', members: a list is needed"),
        (BUS.replace('"stream"]', "3]"), "members, 2: a text in quotes"),
        (BUS.replace('members = ["edge", "stream"]', ""), "members is missing"),
        (BUS.replace('"stream"]', '"strem"]'), "Did you mean 'stream'"),
        (BUS.replace("messages = 5", "messages = 0"), "bus 'everything', queue, messages: it must be above 0"),
        (BUS + BUS, "bus 'everything': 2 of them have this name"),
        (BUS.replace("[[bus]]", "[[buses]]"), "Did you mean 'bus'"),
        ("[bus]", "\\[\\[…\\]\\]"),
    ],
)
def test_a_bus_that_cannot_be(body: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_bus(HEAD + body)


def test_bridges_and_buses_share_their_names() -> None:
    with pytest.raises(BadInput, match="bridge or bus 'b': 2 of them"):
        read_bus(bridge() + BUS.replace("everything", "b"))


def test_a_file_has_only_so_many_buses() -> None:
    many = "".join(BUS.replace("everything", f"b{n}") for n in range(BUSES + 1))
    with pytest.raises(BadInput, match="more than 50 buses"):
        read_bus(HEAD + many)
    names = [f"c{number}" for number in range(MEMBERS)]
    heads = "".join(f'[[connection]]\nname = "{name}"\nurl = "mqtt://{name}"\n' for name in names)
    filters = json.dumps([f"f{number}" for number in range(FILTERS)])
    large = f'[[bus]]\nname = "{{}}"\nmembers = {json.dumps(names)}\nfilters = {filters}\n'
    assert cycles.check(read_bus("format = 1\n" + heads + large.format("one"))) == []
    with pytest.raises(BadInput, match="too many members"):
        read_bus("format = 1\n" + heads + large.format("one") + large.format("two"))


def test_signs_of_life_are_off_unless_asked_for_and_need_mqtt() -> None:
    (plain,) = read_bus(bridge("")).bridges
    assert (plain.announce, plain.heartbeat) == (False, 0)
    (told,) = read_bus(bridge("announce = true\nheartbeat = 5")).bridges
    assert (told.announce, told.heartbeat) == (True, 5)
    for key in ("announce = true", "heartbeat = 5"):
        with pytest.raises(BadInput, match="no side of this bridge is MQTT"):
            read_bus(bridge(key, 'connection = "stream", topic = "a"'))


@pytest.mark.parametrize(
    ("queue", "words"),
    [
        (f'bytes = "{"9" * 400} GB"', "queue, bytes: no queue is that large"),
        (f"age = {'9' * 400}", "queue, age: the number is too large"),
        ('bytes = "１２ MB"', "is no size"),
    ],
)
def test_numbers_beyond_everything_are_told(queue: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_bus(bridge(f"queue = {{ {queue} }}"))


@pytest.mark.parametrize(
    "url", ["mqtt://[::::::]:80", "mqtt://[1.2.3]", "http://[...]", "mqtt://h:１２", "mqtt://[::1"]
)
def test_hosts_that_are_none_are_told(url: str) -> None:
    with pytest.raises(BadInput, match="is no host with a port"):
        read_bus(f'format = 1\n[[connection]]\nname = "a"\nurl = "{url}"\n')


def test_a_mark_at_the_beginning_of_a_file_does_no_harm() -> None:
    assert read_bus("\ufeff" + ISSUE) == read_bus(ISSUE)
