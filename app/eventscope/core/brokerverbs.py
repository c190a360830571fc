"""Verbs about the embedded broker: start and stop it, look at what lives in it, act on clients and what it retains."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core.broker import ClientInfo, Ports, RetainedInfo, SubscriptionInfo
from eventscope.core.verb import Verb


@dataclass(frozen=True, slots=True)
class StartBroker(Verb[Ports]):
    """Start the embedded broker, or start it again."""


@dataclass(frozen=True, slots=True)
class StopBroker(Verb[None]):
    """Stop the embedded broker."""


@dataclass(frozen=True, slots=True)
class GetClients(Verb[tuple[ClientInfo, ...]]):
    """Clients and sessions of the embedded broker."""


@dataclass(frozen=True, slots=True)
class GetSubscriptions(Verb[tuple[SubscriptionInfo, ...]]):
    """Subscriptions held by the embedded broker."""


@dataclass(frozen=True, slots=True)
class GetRetained(Verb[tuple[RetainedInfo, ...]]):
    """Retained messages of the embedded broker whose topic starts with `prefix`."""

    prefix: str = ""
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class ClearRetained(Verb[tuple[RetainedInfo, ...]]):
    """Clear retained messages of the embedded broker; answers what was cleared, for undo."""

    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RestoreRetained(Verb[None]):
    """Undo of ClearRetained."""

    messages: tuple[RetainedInfo, ...]


@dataclass(frozen=True, slots=True)
class DisconnectClient(Verb[None]):
    """Close one client of the embedded broker (administrative action)."""

    client: str
