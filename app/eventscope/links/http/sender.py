"""Sends posts to one site: in order for each path, side by side for different ones, again as answers and errors ask."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import ssl
from collections.abc import Callable, Sequence
from typing import NamedTuple

from eventscope.base import clock, tasks
from eventscope.core.errors import EventscopeError
from eventscope.links.http import signature
from eventscope.links.http.client import Answer, Client, Lost, Unsendable
from eventscope.links.http.knock import knock
from eventscope.links.http.parcels import Lane, Parcel, Post
from eventscope.links.http.site import Site
from eventscope.links.http.supply import Refusal, Supply
from eventscope.links.http.troubles import Trouble
from eventscope.links.http.verdict import APART, Verdict, judge
from eventscope.links.mqtt.reconnect import Backoff

log = logging.getLogger(__name__)
AT_ONCE = 8  # requests under way
HANDS, HAND_BYTES = 64, 8 << 20  # posts that are taken and not answered
HANDS_BATCHED = 256
PATIENT = 5.0  # seconds: who asks us to wait for longer is told to be down meanwhile
CLOSING = 3.0  # seconds for what is under way at the end
GONE = (
    "{said} Whoever answers 410 Gone wants no more: nothing is sent there any longer, and what waits stays. Correct "
    "the address and start anew."
)
CUT_SHORT = "The connection was closed before the answer came. The request may have arrived."
FAULT = "A fault of Eventscope ended the request ({error}). Please report this."
WAITS = "{said} It asks to wait {seconds} s; nothing is sent until then."


class _Stop(NamedTuple):
    """Why nothing is sent for now: for so many seconds, until the site is reached again (None), or for good."""

    trouble: Trouble
    seconds: float | None = None
    final: bool = False


class Sender:
    """Made on any thread; everything else happens on the event loop of `run`."""

    def __init__(self, site: Site, supply: Supply, again: bool = True, batched: bool = False) -> None:
        self._site = site
        self._supply = supply
        self._again = again
        self._hands = HANDS_BATCHED if batched else HANDS
        self._lanes: dict[bytes, Lane] = {}
        self._busy: dict[bytes, asyncio.Task[None]] = {}
        self._held = self._held_bytes = 0
        self._news = asyncio.Event()
        self._over = asyncio.Event()
        self._stop: _Stop | None = None
        self._backoff = Backoff(random.random)

    def ready(self) -> None:
        """There may be something to take; on the loop."""
        self._news.set()

    def end(self) -> None:
        """Take no more; `run` returns within seconds. On the loop."""
        self._over.set()
        self._news.set()

    async def run(self, context: ssl.SSLContext | None) -> None:
        """Until `end`."""
        client = Client(self._site, context, AT_ONCE, self._again)
        self._supply.standing("connecting", None)
        try:
            while not self._over.is_set() and await self._reach(context):
                await self._serve(client)
                await self._wait_out()
        finally:
            await client.close()
        self._supply.standing("down", None)

    # --- reaching ----------------------------------------------------------------------------------------

    async def _reach(self, context: ssl.SSLContext | None) -> bool:
        """Until something accepts connections there; False at the end."""
        while not self._over.is_set():
            found = await knock(self._site, context)
            if found is None:
                return True
            self._supply.standing("refused" if found.lasting else "waiting", found)
            await self._sleep(self._backoff.slow() if found.lasting else self._backoff.delay())
        return False

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()

    async def _wait_out(self) -> None:
        """What stopped the sending is told, and waited for."""
        stop, self._stop = self._stop, None
        if stop is None:
            return
        if stop.final:
            self._supply.standing("refused", stop.trouble)
            await self._over.wait()
            return
        if stop.seconds is None:
            self._supply.standing("refused" if stop.trouble.lasting else "waiting", stop.trouble)
            await self._sleep(self._backoff.slow() if stop.trouble.lasting else self._backoff.delay())
            return
        if stop.seconds >= PATIENT:
            self._supply.standing("waiting", stop.trouble)
        await self._sleep(stop.seconds)

    # --- sending -----------------------------------------------------------------------------------------

    async def _serve(self, client: Client) -> None:
        """Until something stops it, with everything that was taken and not tried given back."""
        self._supply.standing("up", None)
        self._news.set()
        while self._stop is None and not self._over.is_set():
            await self._news.wait()
            self._news.clear()
            self._fill()
            self._begin(client)
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=CLOSING if self._over.is_set() else None)
        for task in list(self._busy.values()):
            task.cancel()
        if self._busy:
            await asyncio.wait(self._busy.values())
        await self._back(sorted(post for lane in self._lanes.values() for post in lane.posts))
        self._lanes.clear()

    def _fill(self) -> None:
        while self._stop is None and self._held < self._hands and self._held_bytes < HAND_BYTES:
            posts = self._supply.take(min(8, self._hands - self._held))
            if not posts:
                return
            for post in posts:
                self._lanes.setdefault(post.order, Lane()).posts.append(post)
                self._held += 1
                self._held_bytes += len(post.body)

    def _begin(self, client: Client) -> None:
        for order, lane in list(self._lanes.items()):
            if self._stop is not None or len(self._busy) >= AT_ONCE:
                return
            if order in self._busy:
                continue
            if lane.posts:
                self._busy[order] = tasks.spawn(self._carry(client, order, lane), "http post")
            else:
                del self._lanes[order]

    async def _carry(self, client: Client, order: bytes, lane: Lane) -> None:
        """One request of a lane, then the next lane's turn."""
        try:
            await self._deliver(client, lane, lane.take())
        finally:
            del self._busy[order]
            if lane.posts:  # behind the others
                self._lanes[order] = self._lanes.pop(order)
            self._news.set()

    async def _deliver(self, client: Client, lane: Lane, parcel: Parcel) -> None:
        try:
            answer = await self._post(client, parcel)
        except Unsendable as error:
            self._refuse(parcel, Verdict("never", "serialisation", f"It is no request of HTTP: {error}."))
        except Lost as lost:
            await self._lost(lane, parcel, lost)
        except asyncio.CancelledError:
            self._again_later(lane, parcel, Verdict("later", "timeout", CUT_SHORT))
            raise
        except Exception as error:
            log.exception("a request could not be made")
            await self._later(lane, parcel, Verdict("later", "fault", FAULT.format(error=type(error).__name__)))
        else:
            self._backoff.attempt = 0
            now = clock.wall_ns() / 1e9
            await self._heed(
                lane, parcel, judge(answer.status, answer.retry_after, answer.location, answer.text, now), answer
            )

    async def _post(self, client: Client, parcel: Parcel) -> Answer:
        first = parcel.posts[0]
        self._supply.leaving(parcel.idents)
        signed = signature.headers(self._site.key, parcel.name, clock.wall_ns() // 10**9, parcel.body)
        return await client.post(self._site.address.target(first.path), (*parcel.headers, *signed), parcel.body)

    async def _heed(self, lane: Lane, parcel: Parcel, verdict: Verdict, answer: Answer) -> None:
        if verdict.kind == "done":
            self._settle(parcel)
            self._supply.done(parcel.idents)
        elif verdict.kind == "gone":
            lane.put_back(parcel.posts)
            self._halt(_Stop(Trouble("gone", GONE.format(said=verdict.words), lasting=True), final=True))
        elif verdict.kind == "never" and len(parcel.posts) > 1 and answer.status in APART:
            lane.alone.update(parcel.idents)
            lane.put_back(parcel.posts)
            self._supply.note("batches_parted", 1)
        elif verdict.kind == "never":
            self._refuse(parcel, verdict)
        else:
            await self._later(lane, parcel, verdict)

    async def _lost(self, lane: Lane, parcel: Parcel, lost: Lost) -> None:
        if lost.sent:
            reason = "timeout" if lost.trouble.code.startswith("timeout") else "connection_lost"
            await self._later(lane, parcel, Verdict("later", reason, lost.trouble.words))
        else:
            lane.put_back(parcel.posts)
            self._halt(_Stop(lost.trouble))

    async def _later(self, lane: Lane, parcel: Parcel, verdict: Verdict) -> None:
        """What comes behind it in its lane waits for it where it came from."""
        if verdict.seconds:
            words = WAITS.format(said=verdict.words, seconds=round(verdict.seconds))
            self._halt(_Stop(Trouble("told-to-wait", words), verdict.seconds))
        self._again_later(lane, parcel, verdict)
        while True:
            posts = list(lane.posts)
            lane.posts.clear()
            await self._back(posts)
            if not lane.posts:
                return

    def _again_later(self, lane: Lane, parcel: Parcel, verdict: Verdict) -> None:
        """Only the first is told to have failed, and the others wait for it: each tried again by itself, they would
        overtake each other. Where nothing may be sent twice, all have."""
        if not self._again:
            self._refuse(parcel, verdict)
            return
        lane.put_back(parcel.posts[1:])
        self._refuse(parcel._replace(posts=parcel.posts[:1]), verdict)

    def _refuse(self, parcel: Parcel, verdict: Verdict) -> None:
        permanent = verdict.kind == "never"
        self._settle(parcel)
        self._supply.failed(
            [Refusal(ident, verdict.reason, verdict.words, permanent, verdict.seconds) for ident in parcel.idents]
        )

    def _settle(self, parcel: Parcel) -> None:
        self._held -= len(parcel.posts)
        self._held_bytes -= sum([len(post.body) for post in parcel.posts])

    def _halt(self, stop: _Stop) -> None:
        if self._stop is None or stop.final:
            self._stop = stop

    async def _back(self, posts: Sequence[Post]) -> None:
        """Returns when they are where they came from; so is everything that failed before."""
        self._held -= len(posts)
        self._held_bytes -= sum([len(post.body) for post in posts])
        loop = asyncio.get_running_loop()
        back = asyncio.Event()
        with contextlib.suppress(EventscopeError):  # it is closed: whoever opens it anew finds them
            self._supply.back([post.ident for post in posts], lambda error: _soon(loop, back.set))
            await back.wait()


def _soon(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    with contextlib.suppress(RuntimeError):  # it has ended
        loop.call_soon_threadsafe(call)
