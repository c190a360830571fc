"""Topic names and topic filters [MQTT5 4.7, 4.8.2]: which are well formed, and which filter matches which name."""

from __future__ import annotations

from eventscope.core.errors import BadInput

LONGEST = 65_535  # bytes of UTF-8
SHARE = "$share/"


def levels(topic: str) -> list[str]:
    """The levels of a topic or filter; empty ones count: "/a/" has three [MQTT5 4.7.1.1]."""
    return topic.split("/")


def has_wildcard(topic_filter: str) -> bool:
    """Whether a filter can match more than one topic."""
    return "+" in topic_filter or "#" in topic_filter


def share(topic_filter: str) -> tuple[str | None, str]:
    """The group of a shared subscription (None where it is none) and the filter inside, in both versions.

    A filter that begins with "$share/" and names no group or no filter gives an empty string there.
    """
    if not topic_filter.startswith(SHARE):
        return None, topic_filter
    group, _, inner = topic_filter[len(SHARE) :].partition("/")
    return group, inner


def matches(topic_filter: str, topic: str) -> bool:
    """Whether a well-formed filter, shared or not, matches a topic name.

    "#" stands for any number of levels, its parent included [MQTT-4.7.1-2]; "+" for exactly one [MQTT-4.7.1-3];
    neither does so for the first level of a name that begins with "$" [MQTT-4.7.2-1].
    """
    if topic_filter.startswith(SHARE):
        topic_filter = share(topic_filter)[1]
    if not has_wildcard(topic_filter):
        return topic_filter == topic
    if topic[:1] == "$" and topic_filter[:1] in ("+", "#"):
        return False
    return _match(levels(topic_filter), levels(topic))


def _match(wanted: list[str], given: list[str]) -> bool:
    for depth, level in enumerate(wanted):
        if level == "#":
            return True
        if depth == len(given) or (level != "+" and level != given[depth]):
            return False
    return len(wanted) == len(given)


def check_topic(topic: str) -> None:
    """Raises BadInput for what is no topic name to publish to [MQTT-4.7.1-1, MQTT-4.7.3-1 to -3]."""
    _check_text(topic, "topic")
    if has_wildcard(topic):
        raise BadInput(
            "topic-wildcard",
            "The topic {topic} contains + or #, which only filters may. Publish to one exact topic.",
            topic=topic,
        )


def check_filter(topic_filter: str) -> None:
    """Raises BadInput for what is no topic filter to subscribe to, shared or not [MQTT5 4.7.1, 4.8.2]."""
    _check_text(topic_filter, "filter")
    group, inner = share(topic_filter)
    if group is not None:
        _check_share(topic_filter, group, inner)
    parts = levels(inner)
    for depth, level in enumerate(parts, 1):
        if "#" in level and (level != "#" or depth < len(parts)):
            raise BadInput(
                "filter-hash",
                "In the filter {filter}, # may only stand alone at the end, as in orders/#.",
                filter=topic_filter,
            )
        if "+" in level and level != "+":
            raise BadInput(
                "filter-plus",
                "In the filter {filter}, + must fill a whole level, as in orders/+/state.",
                filter=topic_filter,
            )


def _check_share(topic_filter: str, group: str, inner: str) -> None:
    if not group or not inner or has_wildcard(group):
        raise BadInput(
            "filter-share",
            "The shared subscription {filter} needs a group name without + or # and a filter, "
            "as in $share/group/orders/#.",
            filter=topic_filter,
        )


def _check_text(text: str, kind: str) -> None:
    if not text:
        raise BadInput(f"{kind}-empty", f"The {kind} is empty. Enter at least one character.")
    if "\0" in text:
        raise BadInput(f"{kind}-nul", f"The {kind} contains the character U+0000. Remove it.")
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise BadInput(
            f"{kind}-surrogate", f"The {kind} contains half a surrogate pair, which UTF-8 cannot carry. Remove it."
        ) from None
    if size > LONGEST:
        raise BadInput(
            f"{kind}-long",
            f"The {kind} has {{size}} bytes; MQTT allows {{longest}}. Shorten it.",
            size=size,
            longest=LONGEST,
        )
