"""Filters of MQTT over topics of Kafka, whose dots stand for slashes: which topics a member of a bus reads."""

from __future__ import annotations

import re
from functools import lru_cache

from eventscope.core import topics


def pattern(filter_: str) -> str:
    """The regular expression, from ^ to $, of the Kafka topics that an MQTT filter means.

    + is one level, # any number of them and their parent, too [MQTT-4.7.1-2].
    """
    levels = topics.levels(filter_)
    rest = levels[-1] == "#"
    body = r"\.".join("[^.]*" if level == "+" else re.escape(level) for level in (levels[:-1] if rest else levels))
    if not rest:
        return f"^{body}$"
    return rf"^{body}(\..*)?$" if len(levels) > 1 else "^.*$"


def wanted(topic: str, filter_: str) -> tuple[str, ...]:
    """What a bridge or bus reads: `topic` is a name or pattern with *, or several with commas; else MQTT filters."""
    given = (topic or filter_).split(",")
    return tuple(item.strip() if topic else pattern(item.strip()) for item in given if item.strip())


def matches(filter_: str, topic: str) -> bool:
    """Whether a subscription means a topic, in MQTT or in Kafka, where * stands for any characters.

    In MQTT a * is one like any other; a topic that only Kafka's reading matches has no slash.
    """
    if topics.matches(filter_, topic):
        return True
    inner = topics.share(filter_)[1]
    return "*" in inner and "/" not in topic and _stars(inner).fullmatch(topic) is not None


@lru_cache(1024)
def _stars(pattern_: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pattern_.split("*")))
