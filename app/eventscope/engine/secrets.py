"""Passwords live in the system's key store; where there is none, in memory until the end, and we say so."""

from __future__ import annotations

import logging

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

log = logging.getLogger(__name__)
SERVICE = "eventscope"
# Only stores that keep secrets encrypted; a plaintext file backend may be installed and is never used.
_TRUSTED = (
    "keyring.backends.Windows",
    "keyring.backends.macOS",
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
)


class Secret:
    """A password that shows as stars wherever it is printed."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The password itself, for the one place that sends it."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__


class Secrets:
    """`durable` tells whether passwords outlive this session."""

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        self._backend = backend or _trusted()
        self._memory: dict[str, Secret] = {}

    @property
    def durable(self) -> bool:
        """Whether the system has a key store that we trust."""
        return self._backend is not None

    def put(self, name: str, password: str) -> None:
        """Keep a password under a connection's id."""
        self._memory[name] = Secret(password)
        if self._backend is not None:
            try:
                self._backend.set_password(SERVICE, name, password)
            except KeyringError as error:
                self._lost(error)

    def get(self, name: str) -> Secret | None:
        """The password, or None."""
        if name not in self._memory and self._backend is not None:
            try:
                found = self._backend.get_password(SERVICE, name)
            except KeyringError as error:
                self._lost(error)
                return None
            if found is not None:
                self._memory[name] = Secret(found)
        return self._memory.get(name)

    def forget(self, name: str) -> None:
        """Remove a password everywhere."""
        self._memory.pop(name, None)
        if self._backend is not None:
            try:
                self._backend.delete_password(SERVICE, name)
            except KeyringError:
                log.debug("nothing to delete in the key store")

    def _lost(self, error: KeyringError) -> None:
        log.warning("the key store does not answer (%s); passwords stay in memory", type(error).__name__)
        self._backend = None


def _trusted() -> KeyringBackend | None:
    try:
        backend = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001  # a broken key store of the system must not stop the engine
        log.warning("no key store: %s", type(error).__name__)
        return None
    found = [backend, *getattr(backend, "backends", [])]
    return next((item for item in found if type(item).__module__.startswith(_TRUSTED)), None)
