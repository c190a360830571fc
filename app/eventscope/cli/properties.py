"""`--property NAME=VALUE`: properties of an event by their names in MQTT 5, everything else a user property."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.message import PublishProperties

KNOWN = {
    "content-type": "content_type",
    "correlation-data": "correlation_data",
    "message-expiry": "message_expiry",
    "payload-format": "payload_format",
    "response-topic": "response_topic",
    "topic-alias": "topic_alias",
}
USER = "user:"
HELP = (
    "A user property; or, by name, one of " + ", ".join(KNOWN) + " (user:NAME=VALUE makes any name a user property). "
    "Can be given many times."
)
_LARGEST = {"message-expiry": 2**32 - 1, "payload-format": 1, "topic-alias": 65_535}


def read(given: Sequence[str]) -> PublishProperties:
    """All of them together; BadInput names the one that is wrong."""
    from eventscope.core.message import PublishProperties

    known: dict[str, Any] = {}
    user: list[tuple[str, str]] = []
    for item in given:
        name, separator, value = item.partition("=")
        if not separator or not name:
            raise BadInput("bad-property", "{item!r} is no property. Write NAME=VALUE.", item=item)
        if name in KNOWN:
            _once(known, KNOWN[name], name, _value(name, value))
        else:
            user.append((name.removeprefix(USER), value))
    return PublishProperties(**known, user=tuple(user))


def _once(known: dict[str, Any], field: str, name: str, value: object) -> None:
    if field in known:
        raise BadInput("double-property", "{name} can be given only once.", name=name)
    known[field] = value


def _value(name: str, value: str) -> object:
    if name == "correlation-data":
        return value.encode()
    if name not in _LARGEST:
        return value
    if not value.isdecimal() or int(value) > _LARGEST[name]:
        sentence = "{name} is a whole number from 0 to {most}, not {value!r}."
        raise BadInput("bad-property", sentence, name=name, most=_LARGEST[name], value=value)
    return int(value)
