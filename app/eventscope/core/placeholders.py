"""Templates of topics and keys: `orders.{2}` with what a message is made of, checked when they are loaded.

{topic}            the whole topic
{1} {2} …          its levels, counted from 1 (in Kafka the parts between dots)
{dotted} {slashed} the topic with dots for slashes, or slashes for dots
{key}              the key of a Kafka record
{partition} {offset}
{header.NAME}      a header or user property
{payload.a.b}      from a JSON payload; {= … } is any CEL expression that gives a text, a number or a truth value
{{ }}              braces themselves
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from eventscope.core import topics
from eventscope.core.bus import Kind
from eventscope.core.busview import Unreadable, Value, View
from eventscope.core.errors import BadInput
from eventscope.core.nearest import refuse_unknown

NAMES = ("topic", "dotted", "slashed", "key", "partition", "offset")
FROM_TOPIC = ("topic", "dotted", "slashed")  # what depends on nothing but the topic, together with levels
MEMORY, SHORT = 65_536, 256  # topics whose result is remembered, and how many characters they have at most
LONGEST = 4_096  # characters of a template

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_KAFKA = re.compile(r"[A-Za-z0-9._-]{1,249}")
Fill = Callable[[View], str]


class Unfillable(Exception):
    """A template cannot be filled from a message, or what comes out is no topic; a sentence without a full stop."""


class Template:
    """A template taken apart. `parts` are literal texts and, as tuples of one, what stands in braces."""

    def __init__(self, text: str) -> None:
        """Raises BadInput for unknown placeholders and lone braces."""
        if len(text) > LONGEST:
            raise BadInput("template-long", "is longer than {longest} characters; shorten it", longest=LONGEST)
        self.text = text
        self.parts = tuple(_parts(text))
        self._fills = [_fill(part) for part in self.parts]
        names = [part[0] for part in self.parts if isinstance(part, tuple)]
        self.constant = not names
        self.by_topic = all(name in FROM_TOPIC or name.isdigit() for name in names)
        self.deepest = max((int(name) for name in names if name.isdigit()), default=0)

    def fill(self, view: View) -> str:
        """The text for one message. Raises Unfillable."""
        return "".join([fill(view) for fill in self._fills])


Part = str | tuple[str]


def _parts(text: str) -> list[Part]:
    found: list[Part] = []
    at = 0
    for match in _PART.finditer(text):
        found.append(text[at : match.start()])
        at = match.end()
        if match.group() in ("{{", "}}"):
            found.append(match.group()[0])
        elif match.group(1) is None:
            sentence = "has a lone {brace} at position {position}; write it twice where it is meant as a character"
            raise BadInput("template-brace", sentence, brace=match.group(), position=match.start() + 1)
        else:
            found.append((match.group(1).strip(),))
    return [part for part in [*found, text[at:]] if part]


def _fill(part: Part) -> Fill:
    if isinstance(part, str):
        return lambda view: part
    name = part[0]
    if name.isdecimal() and name.isascii():
        return _level(name)
    if name.startswith("header."):
        return _header(name[7:])
    if name.startswith("=") or re.match(r"payload\b", name):
        return _expression(name.removeprefix("="))
    refuse_unknown([name], (*NAMES, "header.NAME", "payload.KEY"), "placeholders", "unknown name")
    return _FILLS[name]


def _level(name: str) -> Fill:
    number = int(name) if len(name) < 6 else 0
    if not 1 <= number <= 65_535:
        raise BadInput("template-level", "asks for level {name}; levels are counted from 1", name=name)

    def level(view: View) -> str:
        if number > len(view.levels):
            raise Unfillable(f"The topic has {len(view.levels)} levels and none that is number {number}")
        return view.levels[number - 1]

    return level


def _header(name: str) -> Fill:
    def header(view: View) -> str:
        if name not in view.headers:
            raise Unfillable(f"The message has no header or user property {name}")
        return view.headers[name]

    return header


def _expression(text: str) -> Fill:
    value = Value(text.strip())

    def expression(view: View) -> str:
        try:
            found = value.of(view)
        except Unreadable as error:
            raise Unfillable(str(error)) from None
        if isinstance(found, bool):
            return "true" if found else "false"
        if isinstance(found, str | int | float):
            return str(found)
        raise Unfillable(f"{{{text}}} gives neither a text nor a number")

    return expression


def _key(view: View) -> str:
    if view.key is None:
        raise Unfillable("The message has no key")
    return view.key


def _number(name: str) -> Fill:
    def number(view: View) -> str:
        found = getattr(view.message, name)
        if found is None:
            raise Unfillable(f"The message has no {name}; only Kafka's have")
        return str(found)

    return number


_FILLS: dict[str, Fill] = {
    "topic": lambda view: view.topic,
    "dotted": lambda view: view.topic.replace("/", "."),
    "slashed": lambda view: view.topic.replace(".", "/"),
    "key": _key,
    "partition": _number("partition"),
    "offset": _number("offset"),
}


def check_source(template: Template, levels: int | None) -> None:
    """Raises BadInput where a template asks for a level that no topic of the source has (None: may have any)."""
    if levels is not None and template.deepest > levels:
        sentence = "asks for level {deepest}, but topics of the source have {levels}"
        raise BadInput("template-level", sentence, deepest=template.deepest, levels=levels)


def check_target(kind: Kind, topic: str, allow_dollar: bool) -> str:
    """The topic as it is sent (a path is percent-encoded). Raises Unfillable for what is no topic of the target."""
    if kind == "kafka":
        return _kafka(topic)
    if kind == "http":
        return _path(topic)
    try:
        topics.check_topic(topic)
    except BadInput as error:
        raise Unfillable(str(error).rstrip(".")) from None
    if topic.startswith("$") and not allow_dollar:
        raise Unfillable(f"The topic {topic[:80]} begins with $, which is the broker's own; allow-dollar permits it")
    if topic.startswith((topics.SHARE, "$queue/")):
        raise Unfillable(f"The topic {topic[:80]} names a subscription and cannot be published to")
    return topic


def _kafka(topic: str) -> str:
    if not _KAFKA.fullmatch(topic) or topic in (".", ".."):
        raise Unfillable(
            f"{topic[:80]!r} is no topic of Kafka: 1 to 249 letters, digits, dots, hyphens and underscores"
        )
    return topic


def _path(path: str) -> str:
    if any(level in (".", "..") for level in path.split("/")):
        raise Unfillable(f"The path {path[:80]!r} has a level . or .., which leads elsewhere")
    try:
        return quote(path, safe="/")
    except UnicodeEncodeError:
        raise Unfillable("The path has half a surrogate pair, which UTF-8 cannot carry") from None


class TopicMap:
    """A template of a topic for one target; what depends on the topic alone is worked out once for each topic."""

    def __init__(self, template: Template, kind: Kind, allow_dollar: bool) -> None:
        self._template = template
        self._kind = kind
        self._allow_dollar = allow_dollar
        self._known: dict[str, str] = {}

    def of(self, view: View) -> str:
        """The checked topic for one message. Raises Unfillable."""
        if not self._template.by_topic or len(view.topic) > SHORT:
            return check_target(self._kind, self._template.fill(view), self._allow_dollar)
        known = self._known.get(view.topic)
        if known is None:
            known = check_target(self._kind, self._template.fill(view), self._allow_dollar)
            if len(self._known) >= MEMORY:
                self._known.clear()
            self._known[view.topic] = known
        return known
