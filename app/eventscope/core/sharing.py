"""How consumers come to share messages: the shared subscription or consumer group that a ConsumerSpec stands for."""

from __future__ import annotations

import re
from zlib import crc32

from eventscope.core.consumer import ConsumerSpec

_LONGEST = 40  # characters of a name that is made
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def slug(text: str) -> str:
    """A short name that any broker takes; where it had to change, a checksum keeps two of them apart."""
    plain = _UNSAFE.sub("-", text).strip("-.")[:_LONGEST]
    return plain if plain == text else f"{plain}-{crc32(text.encode()):08x}".lstrip("-")


def share_name(spec: ConsumerSpec) -> str:
    """What members have in common; empty for a consumer that shares with nobody.

    A queue is named by its `group`, or after its filter, so that all consumers of that filter meet in it.
    """
    if spec.sharing == "topic":
        return ""
    return spec.group or slug(spec.filter)


def mqtt_filter(spec: ConsumerSpec) -> str:
    """What is subscribed to."""
    name = share_name(spec)
    return f"$share/{name}/{spec.filter}" if name else spec.filter


def kafka_group(spec: ConsumerSpec, alone: str) -> str:
    """The consumer group; `alone` names that of a consumer that shares with nobody."""
    return share_name(spec) or alone
