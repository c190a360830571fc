"""The broker's file: TOML with `format = 1`, every mistake refused with a sentence that names its place."""

from __future__ import annotations

import math
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from eventscope.broker.access import hash_password
from eventscope.core.broker import AccessRule, BrokerConfig, Limits, Listener, ListenerKind, User
from eventscope.core.errors import BadInput
from eventscope.core.nearest import refuse_unknown
from eventscope.core.topics import check_filter

__all__ = ["hash_password", "read_config"]

FORMAT = 1
_PLACES = ("certificate", "key", "client_ca")


def read_config(text: str, folder: Path | None = None) -> BrokerConfig:
    """The configuration that a file's text describes; raises BadInput.

    Paths in it are seen from `folder`, which is where the file lies. Without [[listener]] there is one for mqtt on
    127.0.0.1 with port 1883 or the next free one.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise BadInput("broker-file-toml", "The broker's file is no valid TOML: {words}.", words=error) from None
    refuse_unknown(data, ("format", "listener", "user", "access", "limits", "server-keep-alive"), "broker file")
    if data.get("format") != FORMAT:
        raise _bad("format", "must be 1; it is the first line of the file: format = 1")
    listeners = [_listener(entry, f"listener {n}", folder) for n, entry in _tables(data, "listener")]
    return BrokerConfig(
        listeners=tuple(listeners) or (Listener(),),
        users=_users(data),
        access=tuple(_rule(entry, f"access {n}") for n, entry in _tables(data, "access")),
        limits=_limits(data.get("limits", {})),
        server_keep_alive=_keep_alive(data.get("server-keep-alive")),
    )


def _tables(data: dict[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
    tables = data.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(entry, dict) for entry in tables):
        raise _bad(name, f"must be written as [[{name}]], once for each")
    return list(enumerate(tables, 1))


def _listener(entry: dict[str, Any], where: str, folder: Path | None) -> Listener:
    given = _named(entry, Listener, where)
    _one_of(given, "kind", get_args(ListenerKind), where)
    for field in ("address", *_PLACES):
        _kind(given, field, str, where)
    _kind(given, "require_client_certificate", bool, where)
    port = given.get("port")
    if "port" in given and (type(port) is not int or not 0 <= port <= 65_535):
        raise _bad(f"{where}: port", "must be a number from 0 (any free port) to 65535")
    for field in _PLACES:
        if folder is not None and given.get(field):
            given[field] = str(folder / given[field])
    return Listener(**given)


def _users(data: dict[str, Any]) -> tuple[User, ...]:
    users: dict[str, User] = {}
    for number, entry in _tables(data, "user"):
        where = f"user {number}"
        given = _named(entry, User, where)
        for field in ("name", "password"):
            _kind(given, field, str, where, needed=True)
        if not given["password"].startswith("$argon2id$"):
            raise _bad(f"{where}: password", "must be a hash as made by: eventscope broker hash")
        if given["name"] in users:
            raise _bad(f"{where}: name", "is there twice; give each user once")
        users[given["name"]] = User(**given)
    return tuple(users.values())


def _rule(entry: dict[str, Any], where: str) -> AccessRule:
    given = _named(entry, AccessRule, where)
    _one_of(given, "action", ("publish", "subscribe"), where, needed=True)
    _kind(given, "filter", str, where, needed=True)
    _kind(given, "allow", bool, where, needed=True)
    for field in ("user", "client"):
        _kind(given, field, str, where)
    try:
        check_filter(given["filter"])
    except BadInput as error:
        raise _bad(f"{where}: filter", f"cannot be used: {error}") from None
    return AccessRule(**given)


def _limits(entry: object) -> Limits:
    if not isinstance(entry, dict):
        raise _bad("limits", "must be written as [limits], once")
    given = _named(entry, Limits, "limits")
    for name, value in given.items():
        if type(value) not in (int, float) or not 0 < value < math.inf:
            raise _bad(f"limits: {_dashed(name)}", "must be a number above 0")
        if isinstance(getattr(Limits(), name), int) and type(value) is not int:
            raise _bad(f"limits: {_dashed(name)}", "must be a whole number")
    for name in ("receive_maximum", "topic_alias_maximum", "in_flight"):
        if given.get(name, 1) > 65_535:
            raise _bad(f"limits: {_dashed(name)}", "must not be above 65535")
    if given.get("packet", 1) > 268_435_460:
        raise _bad("limits: packet", "must not be above 268435460, the largest packet of MQTT")
    return Limits(**given)


def _keep_alive(value: object) -> int | None:
    if value is not None and (type(value) is not int or not 1 <= value <= 65_535):
        raise _bad("server-keep-alive", "must be a number of seconds from 1 to 65535")
    return value if isinstance(value, int) else None


def _named(entry: dict[str, Any], kind: type[Any], where: str) -> dict[str, Any]:
    """The table's keys as fields of a value: dashes in the file, underscores in Python."""
    known = [field.name for field in fields(kind)]
    refuse_unknown(entry, [_dashed(name) for name in known], f"broker file, {where}")
    return {key.replace("-", "_"): value for key, value in entry.items()}


def _kind(given: dict[str, Any], field: str, kind: type, where: str, needed: bool = False) -> None:
    if field not in given:
        if needed:
            raise _bad(f"{where}: {_dashed(field)}", "is missing")
    elif type(given[field]) is not kind:
        words = {str: "a text in quotes", bool: "true or false"}[kind]
        raise _bad(f"{where}: {_dashed(field)}", f"must be {words}")


def _one_of(given: dict[str, Any], field: str, words: tuple[str, ...], where: str, needed: bool = False) -> None:
    _kind(given, field, str, where, needed)
    if field in given and given[field] not in words:
        raise _bad(f"{where}: {field}", "must be one of " + ", ".join(words))


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _bad(place: str, words: str) -> BadInput:
    return BadInput("broker-file", "In the broker's file, {place} {words}.", place=place, words=words)
