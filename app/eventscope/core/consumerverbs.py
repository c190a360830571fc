"""Verbs about consumers: save, start and stop them, pull from them, acknowledge what was pulled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eventscope.core.consumer import ConsumerFigures, ConsumerSpec, Pulled
from eventscope.core.verb import Verb


@dataclass(frozen=True, slots=True)
class GetConsumers(Verb[tuple[ConsumerFigures, ...]]):
    """All consumers with their figures."""


@dataclass(frozen=True, slots=True)
class SaveConsumer(Verb[None]):
    """Add or change a consumer, and start it where it is enabled. `before` is the name that it has now."""

    consumer: ConsumerSpec
    before: str = ""


@dataclass(frozen=True, slots=True)
class RemoveConsumer(Verb[None]):
    """Stop and forget a consumer; its session at the broker ends."""

    name: str


@dataclass(frozen=True, slots=True)
class SetConsumer(Verb[None]):
    """start, or stop: the session stays at the broker, where its messages go on waiting."""

    name: str
    wanted: Literal["start", "stop"]


@dataclass(frozen=True, slots=True)
class Pull(Verb[tuple[Pulled, ...]]):
    """Up to `count` messages of a pull or hybrid consumer, waiting up to `wait` seconds for the first.

    With `acknowledge` they are acknowledged as they are answered; without, each token is to be acknowledged, or the
    message is given again after the consumer was stopped.
    """

    name: str
    count: int = 1
    wait: float = 0.0
    acknowledge: bool = True


@dataclass(frozen=True, slots=True)
class Acknowledge(Verb[int]):
    """What was pulled is done (or has failed: it is given again, marked as redelivered); answers how many it knew."""

    name: str
    tokens: tuple[int, ...]
    done: bool = True
