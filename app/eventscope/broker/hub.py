"""The broker without its sockets: sessions, routes, retained messages, wills and sums."""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from eventscope.broker.access import Permissions, Users
from eventscope.broker.message import NS, Message
from eventscope.broker.outbox import Outbox
from eventscope.broker.replay import Replays
from eventscope.broker.retained import Retained
from eventscope.broker.router import Route, Router, Subscription
from eventscope.broker.session import NEVER, Session
from eventscope.broker.wills import LastWill, Wills
from eventscope.core.broker import BrokerConfig
from eventscope.core.identity import PROBE
from eventscope.core.topics import levels, share

if TYPE_CHECKING:
    from eventscope.broker.connection import Connection

Notice = Callable[[str, str, str, dict[str, object]], None]  # info|warn|bad, code, sentence with {names}, params
Verify = Callable[[str | None, bytes | None, Callable[[bool], None]], None]

log = logging.getLogger(__name__)

NOT_AUTHORIZED = 0x87
TOPIC_NAME_INVALID = 0x90
RETAINED = 6  # effort of keeping one
WAR = 3  # take-overs of one client id within WAR_SECONDS that are told
WAR_SECONDS = 10
WARS_TOLD = 10  # client ids in WAR_SECONDS; wars beyond that are only counted


class Hub:
    """What all connections share. `now` (monotonic ns) stands still within one turn of the server's loop."""

    def __init__(
        self,
        config: BrokerConfig,
        now: int = 0,
        notice: Notice = lambda level, code, sentence, params: None,
        name: Callable[[], str] = lambda: "",
    ) -> None:
        self.config = config
        self.limits = config.limits
        self.now = now
        self.started = now
        self.notice = notice
        self._name = name
        self.users = Users(config.users)
        self.verify: Verify = lambda user, password, answer: answer(self.users.check(user, password))
        self.dirty: list[Outbox] = []
        self.sessions: dict[str, Session] = {}
        self.online: dict[str, Connection] = {}
        self.connections: set[Connection] = set()
        self.owing: list[Connection] = []  # those with bytes that wait for their next turn
        self.router: Router = Router(self, self.refuses, self._may_read)
        self.retained = Retained()
        self.system = Retained()  # $SYS, which no count includes
        self.replays = Replays((self.retained, self.system), self._may_read)
        self.wills = Wills()
        self.dropped: Counter[str] = Counter()
        self.events: Counter[str] = Counter()  # what happened to connections, by name
        self.received = 0
        self.delivered = 0
        self.bytes_in = 0
        self.bytes_out = 0
        self.effort = 0  # of one client in this turn: about microseconds, but counted, so that all machines agree
        self.crowded = False  # all queues together are at their bound
        self._assigned = 0
        self._wars: dict[str, deque[int]] = {}
        self._wars_told: dict[str, int] = {}

    # --- messages -----------------------------------------------------------------------------------------------

    def publish(self, message: Message, sender: Session | None = None) -> bool:
        """Deliver a message; false when nobody subscribes to its topic."""
        return self.publish_to(self.router.route(message.topic), message, sender)

    def publish_to(self, route: Route, message: Message, sender: Session | None = None) -> bool:
        """Deliver a message along a route that is known."""
        self.effort += len(route.targets)
        for target in route.targets:
            session = target.session
            if session is sender:
                own = target.own
                if own is not None:
                    session.deliver(message, own)
            else:
                session.deliver(message, target)
        for group in route.groups:
            group.dispatch(message)
        if message.retain:
            self._retain(message)
        return bool(route.targets or route.groups)

    def replay(self, session: Session, subscription: Subscription) -> None:
        """Begin to send retained messages to a new subscription; RETAIN stays set [MQTT-3.3.1-8]."""
        if share(subscription.filter)[0] is not None:
            return
        self.replays.add(session, subscription, self.now)
        self.replays.go_on(self.now)

    def failed(self, what: str, error: Exception) -> None:
        """A fault of our own: loud, counted, and never more than one connection's end."""
        log.error("%s failed in the broker", what, exc_info=error)
        self.events["failure"] += 1
        sentence = "The broker has a fault: {what} failed with {error}. Only that was closed; its log has the details."
        self.notice("bad", "broker-failure", sentence, {"what": what, "error": repr(error)})

    def count_drop(self, reason: str, count: int = 1) -> None:
        """Count a drop for the whole broker."""
        self.dropped[reason] += count

    def _retain(self, message: Message) -> None:
        self.effort += RETAINED
        store = self.system if message.topic.startswith(b"$SYS/") else self.retained
        if not message.payload:
            store.clear(message.topic)
            return
        known = store.get(message.topic)
        limits = self.limits
        full = len(store) >= limits.retained_messages and known is None
        if full or store.bytes + message.size - (known.size if known else 0) > limits.retained_bytes:
            self.count_drop("retained-full")
        else:
            store.put(message)

    def refuses(self, topic: str) -> int:
        """The reason code for a client that publishes to a topic, 0 where it may."""
        if topic.startswith("$SYS/") or topic == "$SYS":
            return NOT_AUTHORIZED
        return TOPIC_NAME_INVALID if len(levels(topic)) > self.limits.topic_levels else 0

    @staticmethod
    def _may_read(session: Session, topic: str) -> bool:
        return session.permissions is None or session.permissions.may_read(topic)

    # --- sessions -----------------------------------------------------------------------------------------------

    def assign_id(self) -> str:
        """A client id for a client that brought none [MQTT-3.1.3-6]."""
        while True:
            self._assigned += 1
            client = f"auto-{self._name()}{self._assigned}"
            if client not in self.sessions:
                return client

    def open_session(self, client: str, user: str, clean: bool) -> tuple[Session, bool]:
        """The session of a client that connects, and whether it is an old one [MQTT-3.1.2-4 to -6].

        A session belongs to a user: with the same client id another user gets a new one, not its messages.
        """
        session = self.sessions.get(client)
        if session is not None and (clean or session.user != user or self._is_over(session)):
            self.end_session(session)
            session = None
        self.wills.take(client)  # [MQTT-3.1.3-9]; the end of a session has published it already
        if session is not None:
            return session, True
        session = self.sessions[client] = Session(client, self)
        session.user = user
        return session, False

    def end_session(self, session: Session) -> None:
        """Forget a session; its waiting will is published now."""
        will = self.wills.take(session.id)
        if will is not None:
            self.publish(will.published(self.now))
        self.router.remove(session)
        self.replays.forget(session)
        session.end()
        if self.sessions.get(session.id) is session:
            del self.sessions[session.id]

    def leave(self, session: Session, will: LastWill | None) -> None:
        """A connection of a session is over; `will` is what it leaves behind."""
        session.detach()
        self.router.changed(session)
        delay = min(will.delay, session.expiry) if will is not None else 0
        if will is not None and not delay:
            self.publish(will.published(self.now))
        elif will is not None:
            self.wills.put(session.id, self.now + delay * NS, will)
        if session.expiry == 0:
            self.end_session(session)
        elif session.expiry != NEVER:
            session.expires_at = self.now + session.expiry * NS

    def permissions(self, user: str, client: str) -> Permissions | None:
        """The access rules of one client, None where no rule restricts it."""
        rules = Permissions(self.config.access, user, client)
        return None if rules.reads_all and rules.writes_all else rules

    def taken_over(self, client: str, old: str, new: str) -> None:
        """Two clients that fight for one id are told once in ten seconds, with both addresses; a probe is no war."""
        self.events["take-over"] += 1
        if client.startswith(PROBE):
            return
        times = self._wars.setdefault(client, deque(maxlen=WAR))
        times.append(self.now)
        if len(times) == WAR and self.now - times[0] < WAR_SECONDS * NS:
            self.events["take-over-war"] += 1
            del self._wars[client]
            self._tell_war(client, old, new)

    def _tell_war(self, client: str, old: str, new: str) -> None:
        """Say it, unless it was just said: whoever can connect could else fill screens and disks with it."""
        if client in self._wars_told or len(self._wars_told) >= WARS_TOLD:
            return
        self._wars_told[client] = self.now
        self.notice(
            "warn",
            "broker-take-over-war",
            "Two clients fight for the client id {client}: {old} and {new} threw each other out three times in "
            "ten seconds. Give each of them an id of its own.",
            {"client": client, "old": old, "new": new},
        )

    # --- time ---------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """What time brings: call it several times a second, with `now` set."""
        for connection in list(self.connections):
            connection.tick()
        held = sum(session.held_bytes for session in self.sessions.values())
        held += sum(group.bytes for group in self.router.groups.values())
        self.crowded = held > self.limits.total_bytes
        for will in self.wills.due(self.now):
            self.publish(will.published(self.now))
        for session in [session for session in self.sessions.values() if self._is_over(session)]:
            self.end_session(session)

    def purge(self) -> None:
        """Drop what has expired while it waited: call it once a second."""
        self.retained.expire(self.now)
        for session in self.sessions.values():
            session.purge()
        for group in self.router.groups.values():
            group.purge()
        ago = self.now - WAR_SECONDS * NS
        self._wars = {client: times for client, times in self._wars.items() if times[-1] >= ago}
        self._wars_told = {client: at for client, at in self._wars_told.items() if at >= ago}

    def flush(self) -> None:
        """End of a turn: hand over what all connections queued."""
        self.replays.new_turn()
        dirty = self.dirty
        while dirty:
            # A write may fail and queue a will for others, so the list can grow while it is worked off.
            batch = dirty[:]
            dirty.clear()
            for outbox in batch:
                try:
                    outbox.flush(self.now)
                except Exception as error:  # noqa: BLE001  # one client's end; the others are still to be flushed
                    self.failed("sending to a client", error)
                    outbox.transport.abort()

    def go_on(self) -> None:
        """Another turn for those that had too much for one."""
        owing, self.owing = self.owing, []
        for connection in owing:
            connection.take_turn()

    def _is_over(self, session: Session) -> bool:
        return 0 < session.expires_at <= self.now
