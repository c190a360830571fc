"""A bus of the embedded broker, mosquitto and Kafka: what enters anywhere arrives once at everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bridgeears import Ear, Proxy, ears, publish, quiet
from bridgeservice import Service, service
from brokers import ANY_PORT, Broker
from eventscope.core import stamp
from eventscope.core.broker import BrokerConfig
from eventscope.core.bus import BusConnection, BusFile, BusSpec
from eventscope.core.kafka import ConsumerSettings, ProducerSettings
from eventscope.core.message import Draft
from eventscope.core.workspace import Connection, Subscription
from eventscope.engine.bridges.buslink import BusLink
from eventscope.engine.receipts import Receipts
from eventscope.engine.stamps import Stamps
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.producer import Producer
from kafkas import Read, Sent, local_kafka, new
from linksinks import RecordingSink
from servers import Mosquitto, mosquitto, needs_mosquitto, wait_until

pytestmark = [needs_mosquitto, pytest.mark.peer, pytest.mark.timeout(120)]
EACH = 50  # messages that enter by each door


@dataclass
class Place:
    """The three brokers, joined; `heard` is what came to the bus itself."""

    made: Service
    embedded: Broker
    mosquitto: Mosquitto
    read: Read
    producer: Producer
    sink: RecordingSink
    link: BusLink
    listening: list[Ear]
    proxy: Proxy  # between the bus and mosquitto

    @property
    def at_the_bus(self) -> Counter[bytes]:
        blocks = list(self.sink.blocks)
        return Counter(block.payload(index) for block in blocks for index in range(len(block)))

    @property
    def at_kafka(self) -> Counter[bytes]:
        return Counter(value or b"" for value in self.read.values)

    def all_hear(self, wanted: Counter[bytes]) -> None:
        """Everybody has heard everything, and once."""
        total = sum(wanted.values())

        def there() -> bool:
            return all(len(ear.heard) >= total for ear in self.listening) and (
                sum(self.at_the_bus.values()) >= total and sum(self.at_kafka.values()) >= total
            )

        try:
            wait_until(there, 30)
        except AssertionError:
            counts = [*(len(ear.heard) for ear in self.listening), len(self.read.records)]
            figures = [(item.name, item.state, item.words, item.incoming, item.nowhere, item.edges and item.edges[0])
                       for item in self.made.figures().values()]  # fmt: skip
            told = [*self.sink.troubles, *(notice.words for notice in self.made.notices)]
            raise AssertionError((total, counts, sum(self.at_the_bus.values()), figures, told)) from None
        quiet(self.listening)
        for heard in (*(ear.copies for ear in self.listening), self.at_the_bus, self.at_kafka):
            assert heard == wanted


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        embedded = Broker(BrokerConfig(listeners=ANY_PORT))
        stack.callback(embedded.process.stop)
        other = stack.enter_context(mosquitto())
        kafka = stack.enter_context(local_kafka())
        proxy = Proxy(other.port)
        stack.callback(proxy.close)
        known = (
            BusConnection("embedded", f"mqtt://127.0.0.1:{embedded.port}"),
            BusConnection("mosquitto", f"mqtt://127.0.0.1:{proxy.port}", version="3.1.1"),
            BusConnection("stream", kafka.url),
        )
        spec = BusSpec("all", tuple(item.name for item in known), ("orders/#",))
        made = stack.enter_context(service(tmp_path))
        ends = made.add(BusFile(known))
        servers = ends["stream"].kafka
        assert servers is not None
        Cluster(servers).create("orders.7")
        sink = RecordingSink()
        stamps = Stamps(Receipts(), lambda *_: None)
        connection = Connection("bus-1", "all", scheme="bus")
        link = BusLink(connection, spec, made.bridges, lambda: ends, sink, stamps.of(connection), made.loop)
        link.subscribe(Subscription("orders/#"))
        link.open()
        stack.callback(link.close)
        read = Read()
        consumer = Consumer(servers, read, ConsumerSettings(("orders.7",), first="earliest"))
        stack.callback(consumer.close)
        producer = Producer(servers, Sent(), None, ProducerSettings())
        stack.callback(producer.close)
        made.running()
        read.reads()
        listening = stack.enter_context(ears(embedded.port, other.port))
        yield Place(made, embedded, other, read, producer, sink, link, listening, proxy)


def test_every_door_leads_everywhere_once(place: Place) -> None:
    numbers = iter(range(10_000))

    def some() -> list[bytes]:
        return [b"%d" % next(numbers) for _ in range(EACH)]

    wanted: Counter[bytes] = Counter()
    doors: list[Callable[[list[bytes]], None]] = [
        lambda found: publish(place.embedded.port, b"orders/7", *found),
        lambda found: publish(place.mosquitto.port, b"orders/7", *found),
        lambda found: _produce(place, found),
        lambda found: place.link.publish(
            [(number, Draft("bus-1", "orders/7", payload, 1)) for number, payload in enumerate(found, 1)]
        ),
    ]
    for door in doors:
        found = some()
        door(found)
        wanted.update(found)
        place.all_hear(wanted)
    receipts = [receipt for receipt in place.sink.receipts if receipt.acknowledged is not None]
    assert len(receipts) == EACH
    assert not [receipt for receipt in place.sink.receipts if receipt.failed]
    assert sum(item.error for item in place.made.figures().values()) == 0


def _produce(place: Place, values: list[bytes]) -> None:
    records = new("orders.7", len(values))
    assert place.producer.send([item._replace(value=value) for item, value in zip(records, values, strict=True)])


def test_a_stamp_is_read_at_the_bus_and_beyond(place: Place) -> None:
    place.link.publish([(1, Draft("bus-1", "orders/7", b"x", 1))])
    place.all_hear(Counter([b"x"]))
    block = place.sink.blocks[0]
    assert stamp.parse(block.properties(0)) is not None
    headers = dict(place.read.records[0].headers)
    assert {"es-stream", "es-seq", "es-due"} <= set(headers)


def test_what_the_bus_does_not_carry_stays(place: Place) -> None:
    publish(place.embedded.port, b"other/7", b"stays")
    publish(place.embedded.port, b"orders/7", b"goes")
    wait_until(lambda: place.listening[1].copies[b"goes"], 10, "what is carried crosses")
    quiet(place.listening)
    assert place.listening[1].copies == {b"goes": 1}
    assert place.at_the_bus == {b"goes": 1}


def test_a_member_that_is_away_gets_it_later(place: Place) -> None:
    port = place.mosquitto.port
    place.proxy.admits = False
    place.mosquitto.stop()
    place.listening.pop().close()
    publish(place.embedded.port, b"orders/7", b"1", b"2")
    wait_until(lambda: place.at_kafka == place.at_the_bus == {b"1": 1, b"2": 1}, 20, "the others have it at once")
    place.mosquitto.start()
    late = Ear(port)  # before the bus is back: mosquitto keeps nothing for whom it does not know
    place.proxy.admits = True
    try:
        wait_until(lambda: late.copies == {b"1": 1, b"2": 1}, 40, "the one that was away has it too")
    finally:
        late.close()
