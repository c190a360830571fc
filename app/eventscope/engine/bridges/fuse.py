"""The breaker of one route where threads meet: holds it while a storm is tested, opens it when there is one."""

from __future__ import annotations

from threading import Lock

from eventscope.core.loops import Breaker, Fingerprint, State


class Fuse:
    """Any thread calls; times are monotonic ns."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._breaker = Breaker()
        self.mark: Fingerprint | None = None  # of the message that is tested or has tripped it
        self.named: dict[str, str] | None = None  # what was found out about the loop since it tripped

    @property
    def state(self) -> State:
        """As the breaker names it."""
        return self._breaker.state

    @property
    def closed(self) -> bool:
        """Whether messages may leave."""
        return self._breaker.state == "closed"

    @property
    def testing(self) -> bool:
        """Whether something goes round is being found out: nothing leaves for a moment, or one copy alone."""
        return self._breaker.state in ("holding", "probing")

    @property
    def probing(self) -> bool:
        """Rows may leave one by one, until `probe` says that it was the one."""
        return self._breaker.state == "probing"

    @property
    def tripped(self) -> bool:
        """A loop that no mark shows goes on; only `reset` ends this state."""
        return self._breaker.state == "tripped"

    @property
    def stage(self) -> tuple[State, int]:
        """The state, and how many copies came round in it."""
        return self._breaker.state, self._breaker.rounds

    @property
    def topic(self) -> bytes:
        """Of that message."""
        return self._breaker.topic

    def arrived(self, topic: bytes, payload: bytes | None, now: int) -> bool:
        """A copy is to leave by the route; whether the state is another one now."""
        with self._lock:
            before = self._breaker.state
            if self._breaker.arrived(topic, payload, now) == before:
                return False
            if before == "closed":
                self.mark = (topic, hash(payload), len(payload or b""))
            return True

    def probe(self, topic: bytes, payload: bytes | None, now: int) -> bool:
        """A row leaves while it probes; whether no other may follow it."""
        with self._lock:
            return self._breaker.probe(topic, payload, now)

    def look(self, now: int) -> None:
        """To be called while it holds: the state goes on with time."""
        with self._lock:
            self._breaker.look(now)

    def reset(self) -> None:
        """A person has mended the cycle."""
        with self._lock:
            self._breaker.reset()
            self.named = None

    def saw(self, mark: Fingerprint, now: int) -> bool:
        """Whether the payload of that fingerprint came by here often in the last seconds."""
        with self._lock:
            return self._breaker.saw(mark[1:], now)
