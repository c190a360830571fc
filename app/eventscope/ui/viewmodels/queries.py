"""Filters written for a person: by a topic, and the examples of the help."""

from __future__ import annotations

import re

from eventscope.core import topics
from eventscope.core.errors import BadInput

_PLAIN = re.compile(r"[\w/.$+#-]+")  # needs no quotes; other marks could make an expression of it

# What can be typed, as in core.query; the words beside them are the panel's, to be translated.
EXAMPLES = (
    ("text", "created"),
    ("quoted", '"two words"'),
    ("topic", "topic:orders/#"),
    ("regex", "/err(or)?s/i"),
    ("flags", "qos:1 retain:yes"),
    ("size", "size>10kB"),
    ("latency", "latency>5ms"),
    ("time", "time>14:30 time<-10m"),
    ("hex", 'hex:"de ad be ef"'),
    ("not", "-topic:$SYS/#"),
    ("cel", 'payload.total > 100 && topic.startsWith("orders/")'),
)


def of_topic(topic: str) -> str:
    """The filter that shows one topic, or one topic filter, and nothing else.

    A name that is no topic (a wildcard where none may be, NUL, bad UTF-8) never becomes one: answers "".
    """
    try:
        topics.check_filter(topic)
    except BadInput:
        return ""
    if _PLAIN.fullmatch(topic):
        return f"topic:{topic}"
    escaped = topic.replace("\\", "\\\\").replace('"', '\\"')
    return f'topic:"{escaped}"'


def of_raw(raw: bytes) -> str:
    """The same for a topic as it came; "" where it is no valid name (a wildcard in it would widen the filter)."""
    try:
        topic = raw.decode("utf-8")
        topics.check_topic(topic)
    except (UnicodeDecodeError, BadInput):
        return ""
    return of_topic(topic)
