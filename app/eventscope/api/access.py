"""Who may do what: three tokens made at each start, one for each scope, and a pause after too many wrong ones."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from eventscope.api.checks import NO_TOKEN, WRONG_TOKEN, Refusal, paused
from eventscope.base import clock

Scope = Literal["read", "operate", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "operate", "admin")  # each may do what those before it may

FAILURES = 10
PAUSE = 30 * 10**9  # ns


def make_token() -> str:
    """256 random bits in letters that a header and a WebSocket subprotocol can carry."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one run of the API and its nonce, by which a client knows the server before it shows a token."""

    read: str = field(default_factory=make_token, repr=False)
    operate: str = field(default_factory=make_token, repr=False)
    admin: str = field(default_factory=make_token, repr=False)
    nonce: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)

    def scope(self, given: str) -> Scope | None:
        """What a token allows. All are compared, in constant time, whichever fits."""
        raw = given.encode("utf-8", "surrogateescape")
        fits = [hmac.compare_digest(raw, str(getattr(self, name)).encode("ascii")) for name in SCOPES]
        return next((name for name, fit in zip(SCOPES, fits, strict=True) if fit), None)

    def proof(self, challenge: str, host: str) -> str:
        """What only a server with our nonce can answer; bound to the address, so that nobody can pass it on."""
        return hmac.new(bytes.fromhex(self.nonce), f"{host} {challenge}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Access:
    """Who was let in: the scope, and for the audit log a name of the token that does not reveal it."""

    scope: Scope
    actor: str


def allows(held: Scope, needed: Scope) -> bool:
    """Whether a token of one scope may do what needs another."""
    return SCOPES.index(held) >= SCOPES.index(needed)


class Failures:
    """Wrong tokens of the last 30 s; ten of them close the door to further wrong ones for 30 s.

    A right token is let in meanwhile: with 256 bits it cannot be a lucky guess, and else every local user could
    switch the API off for everybody by guessing wrong.
    """

    def __init__(self, now: Callable[[], int] = clock.mono_ns) -> None:
        self._now = now
        self._times: deque[int] = deque(maxlen=FAILURES)
        self._until = 0

    @property
    def wait(self) -> int:
        """Seconds until a wrong token is looked at again; 0 when it is now."""
        return max(0, -((self._now() - self._until) // 10**9))

    def note(self) -> None:
        """A wrong token came; those within a pause do not make it longer."""
        now = self._now()
        if now < self._until:
            return
        self._times.append(now)
        if len(self._times) == FAILURES and now - self._times[0] < PAUSE:
            self._until = now + PAUSE
            self._times.clear()


class Gate:
    """Lets tokens in; the one place where they are judged."""

    def __init__(self, tokens: Tokens, failures: Failures | None = None) -> None:
        self.tokens = tokens
        self._failures = failures or Failures()

    def admit(self, given: str | None) -> Access | Refusal:
        """Who comes with this token (None: without one)."""
        if given is None:
            return NO_TOKEN
        scope = self.tokens.scope(given)
        if scope is not None:
            return Access(scope, hashlib.sha256(given.encode()).hexdigest()[:12])
        if seconds := self._failures.wait:
            return paused(seconds)
        self._failures.note()
        return WRONG_TOKEN
