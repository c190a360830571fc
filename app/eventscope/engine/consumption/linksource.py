"""Messages of one consumer by a link of its own: MQTT, a bus, an ingest address."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

from eventscope.core.consumer import ConsumerSpec
from eventscope.core.message import Block, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.sharing import mqtt_filter, slug
from eventscope.core.workspace import Connection, Subscription, WillSpec
from eventscope.engine.consumption.held import comes_again
from eventscope.engine.consumption.sources import Receiver
from eventscope.engine.links import MakeLink
from eventscope.engine.monitor import Monitor
from eventscope.links.base import Acknowledge, Link

KEPT = 24 * 3600  # seconds for which a broker keeps what waits for a consumer that is stopped
_LONGEST = 64  # characters of a client id
# A queue that waits here because the broker does not keep the window, messages of a bus that came too fast.
REMARKS = ("receive-maximum-passed", "bus-overflow")
NOTHING: tuple[str, str, dict[str, str]] = ("", "", {})
MQTT = ("mqtt", "mqtts", "ws", "wss")


class LinkSource:
    """Implements Source and LinkSink. The monitor knows the consumer as the connection `ident`.

    In MQTT 5 the window is the Receive Maximum, so that everything else waits in the broker. 3.1.1 has none: there the
    broker's own bound holds, and beyond the window nothing is read from the socket.
    """

    def __init__(
        self,
        spec: ConsumerSpec,
        connection: Connection,
        receiver: Receiver,
        make: MakeLink,
        password: bytes | None,
        monitor: Monitor,
        ident: str,
    ) -> None:
        self._receiver = receiver
        self._monitor = monitor
        self._ident = ident
        self._up = self._was_up = self._granted = False
        self._refused = ""
        self._remark: tuple[str, str, dict[str, str]] = NOTHING  # what is wrong while it is up all the same
        self._link: Link = make(connection, self, password, None)
        self._link.subscribe(Subscription(mqtt_filter(spec), qos=spec.qos))

    def open(self) -> None:
        """See Source."""
        self._link.open()

    def ask(self, count: int) -> None:
        """Nothing to do: a link brings what the window lets through."""

    def close(self, timeout: float = 1.0) -> None:
        """See Source."""
        self._link.close(timeout)

    # --- the link tells --------------------------------------------------------------------------------------

    def on_link(self, news: LinkNews) -> None:
        """The state changed."""
        self._monitor.link_changed(replace(news, connection=self._ident))
        self._up = news.state == "up"
        if self._up:
            self._was_up, self._granted, self._remark = True, False, NOTHING
            self._tell()
            return
        if self._was_up:
            self._was_up = False
            # Their acknowledgements lead nowhere any more; settled, they make way for those of the next connection.
            for item in self._receiver.give_back(comes_again):
                item.settling.done(item.row)
        state = news.state if news.state != "down" else "stopped"
        self._receiver.standing(state, news.code, news.words, news.params)

    def on_subscription(self, news: SubscriptionNews) -> None:
        """The broker answered the filter."""
        self._monitor.subscription_changed(replace(news, connection=self._ident))
        self._granted = news.state == "granted"
        self._refused = news.words if news.state == "refused" else ""
        self._tell()

    def _tell(self) -> None:
        if not self._up:
            return
        if self._refused:
            self._receiver.standing("refused", "", self._refused)
        else:
            self._receiver.standing("up" if self._granted else "connecting", *self._remark)

    def on_block(self, connection: str, block: Block, acknowledge: Acknowledge | None) -> None:
        """Messages arrived; waits while the consumer holds all it may."""
        if self._receiver.room():
            self._receiver.take(block, acknowledge)

    def on_receipt(self, receipt: Receipt) -> None:
        """It publishes nothing."""

    def on_trouble(self, connection: str, code: str, words: str, params: dict[str, str]) -> None:
        """Count; what makes the figures of the queue mean something else is told while the connection lasts."""
        self._monitor.trouble(self._ident, code)
        if code in REMARKS:
            self._remark = code, words, params
            self._tell()


def wire(connection: Connection, spec: ConsumerSpec, install: str) -> Connection:
    """The connection as the consumer's own link uses it: a client of its own whose session outlives it."""
    if connection.scheme not in MQTT:
        return replace(connection, subscriptions=())
    v5 = connection.version == "5"
    return replace(
        connection,
        client_id=client_id(connection, spec, install),
        clean_start=False,
        session_expiry=KEPT if v5 else 0,
        receive_maximum=spec.reach if v5 else None,
        subscriptions=(),
        will=WillSpec(),
    )


def fresh(connection: Connection) -> Connection:
    """The same client with a session that ends as it disconnects: what waited for it is gone."""
    return replace(connection, clean_start=True, session_expiry=0)


def client_id(connection: Connection, spec: ConsumerSpec, install: str) -> str:
    """Steady, so that the session is found again; told apart by connection, because a session is a broker's."""
    apart = crc32(f"{connection.id}\0{spec.name}".encode())
    return f"eventscope-{install}-{slug(spec.name)[:28]}-{apart:08x}"[:_LONGEST]
