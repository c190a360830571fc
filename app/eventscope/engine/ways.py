"""How the events of a job leave: as volleys where the link takes them, else one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from eventscope.base import clock
from eventscope.core.message import Draft
from eventscope.core.volley import Changed, Times, Volley
from eventscope.engine.jobs import BATCH
from eventscope.engine.receipts import Receipts
from eventscope.links.base import Link, Volleys


@dataclass(frozen=True, slots=True)
class LinkWay:
    """Implements engine.jobs.Way. `link` answers for each batch anew, as a link is replaced when it reconnects.

    `number` gives an event the receipt of its own; where it is None they go as volleys, or under `ident`, and
    `changed` hears what becomes of them. `eager`: they are meant to leave when they do.
    """

    link: Callable[[], Link]
    offered: Callable[[int, int], None]
    receipts: Receipts
    ident: int
    changed: Changed
    number: Callable[[Draft], int] | None = None
    eager: bool = False

    def room(self) -> int:
        """How many the link takes now."""
        link = self.link()
        return link.room if self.number is None and isinstance(link, Volleys) else BATCH

    def send(self, drafts: Sequence[Draft]) -> None:
        """These leave."""
        if self.eager:
            drafts = [replace(draft, intended=None) for draft in drafts]
        link = self.link()
        self.offered(len(drafts), sum(len(draft.payload) for draft in drafts))
        if self.number is None and isinstance(link, Volleys):
            self._fire(link, drafts, None, len(drafts))
        else:
            link.publish([(self.ident if self.number is None else self.number(draft), draft) for draft in drafts])

    def repeat(self, draft: Draft, times: Times) -> None:
        """This one leaves, meant for each of these times; (n,) monotonic ns."""
        link = self.link()
        if self.number is None and isinstance(link, Volleys):
            self.offered(len(times), len(draft.payload) * len(times))
            self._fire(link, draft, None if self.eager else times, len(times))
        else:
            self.send([replace(draft, intended=time) for time in times.tolist()])

    def _fire(self, link: Volleys, drafts: Draft | Sequence[Draft], times: Times | None, count: int) -> None:
        volley = Volley(drafts, times, count, (clock.mono_ns(), clock.wall_ns()), self.changed)
        self.receipts.keep(volley)
        link.fire(volley)
