"""Passwords: only in key stores that encrypt, else in memory; never shown."""

from __future__ import annotations

import copy
import traceback

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError

from eventscope.engine import secrets
from eventscope.engine.secrets import Secret, Secrets


class Store(KeyringBackend):
    """A key store in a dictionary; `broken` makes it fail as a locked one does."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = False

    def _check(self) -> None:
        if self.broken:
            raise KeyringError("locked")

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not there")
        del self.kept[service, username]


def test_a_key_store_keeps_passwords_over_sessions() -> None:
    store = Store()
    Secrets(store).put("lab", "s3cret")
    found = Secrets(store).get("lab")
    assert found is not None
    assert found.reveal() == "s3cret"
    Secrets(store).forget("lab")
    Secrets(store).forget("lab")
    assert Secrets(store).get("lab") is None


def test_without_a_key_store_they_last_for_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", Store)  # an unknown kind is not trusted
    kept = Secrets()
    assert not kept.durable
    kept.put("lab", "s3cret")
    found = kept.get("lab")
    assert found is not None
    assert found.reveal() == "s3cret"
    assert Secrets().get("lab") is None


def test_a_plaintext_backend_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = type("PlaintextKeyring", (Store,), {"__module__": "keyrings.alt.file", "priority": 9})()
    chain = type("ChainerBackend", (Store,), {"__module__": "keyring.backends.chainer", "backends": [plain]})()
    for backend in (plain, chain):
        monkeypatch.setattr(keyring, "get_keyring", lambda backend=backend: backend)
        kept = Secrets()
        kept.put("lab", "s3cret")
        assert not kept.durable
    assert plain.kept == {}


def test_a_trusted_one_is_found_inside_a_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    good = type("Keyring", (Store,), {"__module__": "keyring.backends.SecretService"})()
    chain = type("ChainerBackend", (Store,), {"__module__": "keyring.backends.chainer", "backends": [Store(), good]})()
    monkeypatch.setattr(keyring, "get_keyring", lambda: chain)
    Secrets().put("lab", "s3cret")
    assert good.kept == {("eventscope", "lab"): "s3cret"}


def test_a_store_that_fails_loses_nothing() -> None:
    store = Store()
    kept = Secrets(store)
    store.broken = True
    kept.put("lab", "s3cret")
    assert not kept.durable
    found = kept.get("lab")
    assert found is not None
    assert found.reveal() == "s3cret"
    other = Secrets(store)
    assert other.get("lab") is None
    assert not other.durable


def test_a_broken_system_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> KeyringBackend:
        raise RuntimeError("no bus")

    monkeypatch.setattr(keyring, "get_keyring", fails)
    assert not secrets.Secrets().durable


def test_a_secret_shows_stars_wherever_it_is_printed() -> None:
    canary = "canary-7f3a"
    secret = Secret(canary)
    kept = Secrets(Store())
    kept.put("lab", canary)
    try:
        raise ValueError(secret)
    except ValueError as error:
        trace = "".join(traceback.format_exception(error))
    shown = [f"{secret}", repr(secret), f"{[secret]}", repr(kept._memory), trace, repr(copy.copy(secret))]
    assert all(canary not in text for text in shown)
