"""What a running consumer and its source are to each other: the source brings messages, the receiver holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from eventscope.core.consumer import ConsumerState
from eventscope.core.message import Block
from eventscope.engine.consumption.held import Held
from eventscope.links.base import Acknowledge


class Receiver(Protocol):
    """Where a source puts what comes. Any thread calls."""

    @property
    def wanted(self) -> bool:
        """Whether more may come: always, but where nothing comes unasked until what was asked for has come."""

    def room(self) -> int:
        """How many messages it takes now; waits until it is at least one. 0: it takes none any more."""

    def take(self, block: Block, acknowledge: Acknowledge | None, part: object = None) -> None:
        """Messages; `part` is what they can be taken away with (a partition of Kafka). May pass the room once."""

    def give_back(self, gone: Callable[[Held], bool]) -> list[Held]:
        """Such messages are the broker's again: they come a second time, here or elsewhere. Answers them."""

    def standing(self, state: ConsumerState, code: str = "", words: str = "", params: Mapping[str, str] = {}) -> None:
        """How the source stands."""


class Source(Protocol):
    """Brings the messages of one consumer. Methods may be called from any thread."""

    def open(self) -> None:
        """Begin to connect, and stay connected until `close`."""

    def ask(self, count: int) -> None:
        """So many messages are wanted; of interest only where nothing comes unasked."""

    def close(self, timeout: float = 1.0) -> None:
        """Disconnect, and keep what the broker remembers; returns when that is so or the time (s) is over."""
