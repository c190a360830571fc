"""Whom the posts of a sender belong to: who gives them, and hears what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, Protocol

from eventscope.links.http.parcels import Post
from eventscope.links.http.troubles import Trouble

Done = Callable[[Exception | None], None]
State = Literal["connecting", "up", "waiting", "refused", "down"]


class Refusal(NamedTuple):
    """A post that did not get through; `seconds` is when the site wants it again, None where it does not say."""

    ident: int
    reason: str
    words: str
    permanent: bool
    seconds: float | None = None


class Supply(Protocol):
    """Whom the posts belong to. Called on the sender's loop."""

    def take(self, count: int) -> Sequence[Post]:
        """The next ones, in order."""

    def leaving(self, idents: Sequence[int]) -> None:
        """About to be sent."""

    def done(self, idents: Sequence[int]) -> None:
        """The site has them."""

    def failed(self, refusals: Sequence[Refusal]) -> None:
        """It has not."""

    def back(self, idents: Sequence[int], done: Done) -> None:
        """These were not tried: they are to be taken again, in this order. `done` comes on any thread when they can
        be, and when what failed before is where it waits."""

    def standing(self, state: State, trouble: Trouble | None) -> None:
        """The site is reached or not."""

    def note(self, name: str, count: int) -> None:
        """To be counted."""
