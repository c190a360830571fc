"""Retained messages: the last one of each topic, found by filter [MQTT5 3.3.1.3]."""

from __future__ import annotations

from collections.abc import Iterator

from eventscope.broker.message import Message
from eventscope.core.topics import has_wildcard, levels


class _Node:
    __slots__ = ("children", "message")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.message: Message | None = None


class Retained:
    """A tree of topics beside a plain dict; `bytes` are those of topics, payloads and properties."""

    def __init__(self) -> None:
        self._root = _Node()
        self._messages: dict[bytes, Message] = {}
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._messages)

    def get(self, topic: bytes) -> Message | None:
        """The message of one topic."""
        return self._messages.get(topic)

    def put(self, message: Message) -> None:
        """Keep a message in place of the topic's last one."""
        known = self._messages.get(message.topic)
        self.bytes += message.size - (known.size if known else 0)
        self._messages[message.topic] = message
        node = self._root
        for level in levels(message.topic.decode()):
            child = node.children.get(level)
            if child is None:
                child = node.children[level] = _Node()
            node = child
        node.message = message

    def clear(self, topic: bytes) -> Message | None:
        """Forget a topic; answers what was there."""
        message = self._messages.pop(topic, None)
        if message is None:
            return None
        self.bytes -= message.size
        node, path = self._root, []
        for level in levels(topic.decode()):
            path.append((node, level))
            node = node.children[level]
        node.message = None
        for parent, level in reversed(path):
            child = parent.children[level]
            if child.children or child.message is not None:
                break
            del parent.children[level]
        return message

    def search(self, filter_: str) -> Iterator[Message | None]:
        """Messages of the topics that a filter (not a shared one) matches, and None for each step in between.

        It can be walked in pieces while messages come and go: what goes is not found any more, what comes may be.
        """
        if has_wildcard(filter_):
            yield from self._walk(levels(filter_))
        else:
            yield self._messages.get(filter_.encode())

    def beginning_with(self, prefix: str) -> Iterator[Message]:
        """Messages whose topic starts with a text, in order of topic."""
        raw = prefix.encode()
        return (self._messages[topic] for topic in sorted(self._messages) if topic.startswith(raw))

    def expire(self, now: int) -> int:
        """Forget what has expired; how many."""
        gone = [topic for topic, message in self._messages.items() if 0 < message.expires <= now]
        for topic in gone:
            self.clear(topic)
        return len(gone)

    def _walk(self, wanted: list[str]) -> Iterator[Message | None]:
        stack = [(self._root, 0)]
        while stack:
            node, depth = stack.pop()
            if depth == len(wanted):
                yield node.message
                continue
            level = wanted[depth]
            if level == "#":
                yield from _below(node, wild=depth > 0)
            elif level == "+":
                stack += [(child, depth + 1) for name, child in node.children.items() if depth or name[:1] != "$"]
            elif level in node.children:
                stack.append((node.children[level], depth + 1))
            yield None


def _below(node: _Node, wild: bool) -> Iterator[Message | None]:
    """Everything at and below a node; `wild` is false at the root, where "$" topics stay hidden [MQTT-4.7.2-1]."""
    stack = [child for name, child in node.children.items() if wild or name[:1] != "$"]
    if wild:
        yield node.message
    while stack:
        node = stack.pop()
        stack += node.children.values()
        yield node.message
