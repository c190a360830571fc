"""Whether a client reaches its cluster: the library tells only of failures, so after one we ask until it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from confluent_kafka import KafkaError, KafkaException

from eventscope.base import clock
from eventscope.links.kafka import troubles
from eventscope.links.kafka.troubles import Trouble

EVERY = 1_000_000_000  # ns between two questions
WAIT = 0.5  # seconds for an answer; the client's thread does nothing else meanwhile
Tell = Callable[[bool, Trouble | None], None]


class Standing:
    """`tell(up, why not)` is called once for each change, from the client's thread."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._up: bool | None = None
        self._doubt: Trouble | None = None
        self._told: Trouble | None = None
        self._failed: Trouble | None = None
        self._next = 0

    @property
    def up(self) -> bool:
        """Whether the cluster answered and nothing failed since."""
        return self._up is True

    def heard(self, error: KafkaError) -> Trouble:
        """The library reported an error (`error_cb`). The last lasting cause explains more than what follows it."""
        trouble = troubles.explain(error)
        if trouble.peer and not (self._doubt and self._doubt.lasting and not trouble.lasting):
            self._doubt = trouble
        return trouble

    def check(self, client: Any) -> None:
        """Ask the cluster where there is doubt; `client` is a producer or consumer of the library."""
        if self._failed is not None:  # the client has polled since, so its cause has been heard
            self._down(self._doubt or self._failed)
            self._failed = None
        if self._up and self._doubt is None:
            return
        now = clock.mono_ns()
        if now < self._next:
            return
        try:
            client.list_topics(timeout=WAIT)
        except KafkaException as error:
            self._failed = troubles.explain(troubles.of(error))
        else:
            self._doubt = self._told = None
            if not self._up:
                self._up = True
                self._tell(True, None)
        self._next = clock.mono_ns() + EVERY

    def _down(self, trouble: Trouble) -> None:
        if self._up is not False or self._told != trouble:
            self._up, self._told = False, trouble
            self._tell(False, trouble)
