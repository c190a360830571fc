"""A link to an MQTT broker: one thread that connects, stays connected, and takes what other threads ask for."""

from __future__ import annotations

import contextlib
import logging
import random
import selectors
import threading
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from eventscope.base import clock
from eventscope.core.message import Draft
from eventscope.core.news import LinkNews, LinkState
from eventscope.core.volley import Volley
from eventscope.core.workspace import Connection, Subscription
from eventscope.links.base import LinkSink, Stamper
from eventscope.links.mqtt import capabilities, causes, connectoptions, troubles
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.dial import Cancelled, Dialler
from eventscope.links.mqtt.dialogue import Dialogue, removed
from eventscope.links.mqtt.exchange import Exchange
from eventscope.links.mqtt.reconnect import TRUCE, WAR, WAR_WINDOW, Backoff, War
from eventscope.links.mqtt.session import Session
from eventscope.links.mqtt.troubles import Ended, Trouble
from eventscope.links.mqtt.wake import Wake
from eventscope.mqtt.packets import Connack

log = logging.getLogger(__name__)
SECOND = 1_000_000_000  # ns
RESUMED = "The broker kept the session. Subscriptions were sent again all the same: only its answer proves them."
Wish = Callable[[Dialogue | None], None]


class MqttLink:
    """Implements links.base.Link and links.base.Volleys. A link that was closed is thrown away; make a new one.

    Where a broker refuses for a reason that only a person can mend (a wrong password, an untrusted certificate),
    the state is "refused" and tries go on 20 to 30 s apart: slow enough not to hammer, and it recovers by itself.
    """

    def __init__(
        self,
        connection: Connection,
        sink: LinkSink,
        password: bytes | None = None,
        stamper: Stamper | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._connection = connection
        self._wake = Wake()
        self._wishes: deque[Wish] = deque()
        self._session = Session(connection, sink, password, stamper, self._later, self._wake)
        self._backoff = Backoff(jitter)
        self._taken, self._dropped = War(), War()
        self._since = 0  # when the connection came up (ns), 0 while it is not
        self._until: int | None = None  # set by close: when to be gone (ns)
        self._thread = threading.Thread(target=self._run, name=f"link {connection.id}", daemon=True)
        self._opened = False

    def __repr__(self) -> str:
        return f"MqttLink({self._connection.id!r})"

    @property
    def connection(self) -> Connection:
        """What it was made from."""
        return self._connection

    def open(self) -> None:
        """Start connecting, and stay connected until `close`."""
        if not self._opened:
            self._opened = True
            self._session.handoff.start()
            self._thread.start()

    def close(self, timeout: float = 2.0) -> None:
        """Disconnect in order; returns when the thread has ended or the time (s) is over."""
        until = clock.mono_ns() + int(timeout * SECOND)
        if self._until is None:
            self._until = until - int(timeout * SECOND) // 5
        self._wake.set()
        if not self._opened:
            self._opened = True
            self._finish()
        elif self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(max(0.0, (until - clock.mono_ns()) / SECOND))
        self._session.telling.hush()

    def subscribe(self, subscription: Subscription) -> None:
        """Want a subscription, now and after each reconnect."""
        self._wish(partial(self._subscribe, subscription))

    def unsubscribe(self, filter_: str) -> None:
        """No longer want it."""
        self._wish(partial(self._unsubscribe, filter_))

    def publish(self, drafts: Sequence[tuple[int, Draft]]) -> None:
        """Send drafts under the given receipt ids; outcomes come as receipts, refusals before this returns."""
        self._session.outbox.add(drafts)
        self._wake.set()

    @property
    def room(self) -> int:
        """How many further events may wait."""
        return self._session.outbox.room

    def fire(self, volley: Volley) -> None:
        """Send all of it, in order; what becomes of it stands in its columns, refusals before this returns."""
        self._session.outbox.fire(volley)
        self._wake.set()

    # --- wishes of other threads -------------------------------------------------------------------------

    def _wish(self, wish: Wish) -> None:
        self._wishes.append(wish)
        self._wake.set()

    def _later(self, call: Callable[[], None]) -> None:
        self._wish(lambda dialogue: call())

    def _obey(self, dialogue: Dialogue | None) -> None:
        while self._wishes:
            self._wishes.popleft()(dialogue)

    def _subscribe(self, subscription: Subscription, dialogue: Dialogue | None) -> None:
        if self._session.subscriptions.want(subscription) and dialogue is not None:
            dialogue.subscribe([subscription])

    def _unsubscribe(self, filter_: str, dialogue: Dialogue | None) -> None:
        if not self._session.subscriptions.forget(filter_):
            return
        if dialogue is not None:
            dialogue.unsubscribe(filter_)
        else:
            self._session.telling.subscription(removed(self._connection.id, filter_))

    # --- the thread --------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._wake.open()
            self._obey(None)
            while self._until is None:
                ended = self._try()
                if ended is not None and self._until is None:
                    self._wait(ended)
        except Exception:
            log.exception("link %s ended by a fault", self._connection.id)
            raise
        finally:
            self._finish()

    def _try(self) -> Trouble | None:
        """Connect and stay connected; why that ended, None when the link was closed."""
        self._since = 0
        self._tell("connecting")
        exchange = None
        try:
            connectoptions.check(self._connection)
            channel = Dialler(self._connection, self._wake, lambda: self._until is not None).dial()
            with contextlib.closing(channel):
                exchange = Exchange(self._session, channel, self._up, self._obey, lambda: self._until)
                exchange.run()
        except Cancelled:
            return None
        except Exception as error:  # noqa: BLE001 - whatever it is, the link lives on and says what happened
            return self._explain(error, exchange is not None and exchange.answered)
        return None

    def _explain(self, error: Exception, answered: bool) -> Trouble:
        trouble = causes.ended(error, self._connection, answered).trouble
        if trouble.code == "fault":
            log.error("link %s", self._connection.id, exc_info=error)
        if trouble.code in ("fault", "protocol-error"):
            self._session.telling.trouble(trouble.code, trouble.params)
        now = clock.mono_ns()
        if self._since:
            self._backoff.held((now - self._since) / SECOND)
        war: dict[str, Any] = {"count": WAR, "seconds": f"{WAR_WINDOW:.0f}", "client": self._session.client_id}
        if trouble.params.get("reason") == "0x8E" and self._taken.lost(now):
            return Ended("takeover-war", True, **war).trouble
        if trouble.code == "closed" and self._dropped.lost(now):
            return Ended("perhaps-takeover-war", **war).trouble
        return trouble

    def _wait(self, trouble: Trouble) -> None:
        """Say why, then wait for the next try; wishes are taken meanwhile."""
        truce = TRUCE if trouble.code == "perhaps-takeover-war" else 0.0
        delay = self._backoff.slow() if trouble.lasting else self._backoff.delay(truce)
        retry_at = clock.mono_ns() + int(delay * SECOND)
        refused = trouble.lasting and trouble.code != "takeover-war"
        self._tell("refused" if refused else "waiting", trouble, retry_at)
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake, selectors.EVENT_READ)
            while self._until is None and (left := (retry_at - clock.mono_ns()) / SECOND) > 0:
                self._obey(None)
                if selector.select(left):
                    self._wake.clear()

    def _up(self, connack: Connack, limits: Capabilities) -> None:
        """May come again on one connection, when there is more to say about it."""
        self._since = self._since or clock.mono_ns()
        session = self._session
        present = connack.session_present
        code, words = ("session-resumed", RESUMED) if present else ("", "")
        params: dict[str, str] = {}
        if session.plain is not None:
            params = {"error": f"{type(session.plain).__name__}: {session.plain}"}
            code, words = "plain-reader", troubles.survived("plain-reader", params)
        self._session.telling.link(
            LinkNews(
                self._connection.id,
                "up",
                self._since,
                code,
                words,
                params,
                attempt=self._backoff.attempt + 1,
                client_id=connack.properties.assigned_client_id or session.client_id,
                session_present=present,
                server=capabilities.as_text(connack.properties, limits.keep_alive),
            )
        )

    def _tell(self, state: LinkState, trouble: Trouble | None = None, retry_at: int | None = None) -> None:
        code, words, params = (trouble.code, trouble.words, trouble.params) if trouble else ("", "", {})
        attempt = self._backoff.attempt + (state == "connecting")
        now, client = clock.mono_ns(), self._session.client_id
        self._session.telling.link(
            LinkNews(self._connection.id, state, now, code, words, params, retry_at, attempt, client)
        )

    def _finish(self) -> None:
        """The last thing the link does, whatever happened before."""
        session = self._session
        session.outbox.close()
        left = 0.0 if self._until is None else max(0.0, (self._until - clock.mono_ns()) / SECOND)
        session.handoff.stop(left)
        with contextlib.suppress(IndexError):
            self._obey(None)
        self._tell("down")
        self._wake.close()
