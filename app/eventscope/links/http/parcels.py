"""What is posted: one message, or several batches of CloudEvents joined into one request."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from eventscope.core.bus import Headers

EVENTS, BYTES = 100, 1 << 20  # of one request that joins batches; a single one may be larger
_ORIGINS = frozenset((b"mqtt-topic", b"mqtt-retain"))


class Post(NamedTuple):
    """One message: `ident` names it here, `name` for the receiver (webhook-id). `path` is percent-encoded.

    Those with the same `order` never overtake each other. `batch`: the body is a batch of CloudEvents, which may be
    joined with others of the same path and headers, but for the topic that each had in MQTT.
    """

    ident: int
    path: str
    headers: Headers
    body: bytes
    order: bytes
    name: str
    batch: bool = False


class Parcel(NamedTuple):
    """One request."""

    posts: tuple[Post, ...]
    body: bytes
    name: str

    @property
    def idents(self) -> list[int]:
        """Of what is in it."""
        return [post.ident for post in self.posts]

    @property
    def headers(self) -> Headers:
        """Those of all its posts: what only one of them says would be wrong of the others."""
        first = self.posts[0].headers
        others = [post.headers for post in self.posts[1:]]
        return tuple(item for item in first if all(item in headers for headers in others))


@dataclass(slots=True)
class Lane:
    """Posts of one order. `alone` are idents that go by themselves, since together they were refused."""

    posts: deque[Post] = field(default_factory=deque)
    alone: set[int] = field(default_factory=set)

    def take(self) -> Parcel:
        """The next request; there must be a post."""
        posts = [self.posts.popleft()]
        size = len(posts[0].body)
        while self._joins(posts, size):
            posts.append(self.posts.popleft())
            size += len(posts[-1].body)
        self.alone.difference_update(post.ident for post in posts)
        return parcel(posts)

    def put_back(self, posts: tuple[Post, ...]) -> None:
        """They were not tried."""
        self.posts.extendleft(reversed(posts))

    def _joins(self, posts: list[Post], size: int) -> bool:
        if not self.posts or len(posts) >= EVENTS:
            return False
        first, following = posts[0], self.posts[0]
        if not (_joinable(first) and _joinable(following)) or {first.ident, following.ident} & self.alone:
            return False
        same = first.path == following.path and _common(first) == _common(following)
        return same and size + len(following.body) <= BYTES


def _common(post: Post) -> Headers:
    """Headers that must be equal: all but where each came from in MQTT, which `subject` says inside the event."""
    return tuple(item for item in post.headers if item[0].removeprefix(b"k-base64.") not in _ORIGINS)


def _joinable(post: Post) -> bool:
    """Whether it is a batch that holds something (one that a person edited may be anything)."""
    return post.batch and post.body[:1] == b"[" and post.body[-1:] == b"]" and len(post.body) > 2


def parcel(posts: list[Post]) -> Parcel:
    """The request that carries them; several get a name that says which, since a receiver may know it again."""
    if len(posts) == 1:
        return Parcel(tuple(posts), posts[0].body, posts[0].name)
    body = b"[" + b",".join([post.body[1:-1] for post in posts]) + b"]"
    digest = hashlib.sha256("\n".join(post.name for post in posts).encode()).hexdigest()[:12]
    return Parcel(tuple(posts), body, f"{posts[0].name}+{len(posts) - 1}:{digest}")
