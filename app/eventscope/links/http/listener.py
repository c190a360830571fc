"""Listens at one port of this machine for those who post, and hands what they post to those who take it."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
from collections.abc import Collection, Sequence

from eventscope.base import tasks
from eventscope.base.listening import bound
from eventscope.core.errors import BadInput, Unavailable
from eventscope.links.http import arrivals, replies, rules
from eventscope.links.http.address import Address
from eventscope.links.http.dialogue import Dialogue
from eventscope.links.http.ear import Ear
from eventscope.links.http.replies import Reply
from eventscope.links.http.rules import Head

log = logging.getLogger(__name__)
CONNECTIONS = 64
MEMORY = 64 << 20  # bytes of bodies at one time
AT_ONCE = 256 << 10  # bytes of a body that are read on the loop; larger ones would hold up everybody else
CLOSING = 3.0  # seconds for answers that are under way
WRONG_AFTER = 0.3  # seconds until a wrong token is told to be so: nobody guesses quickly
BACKLOG = 128
ACCEPT_AGAIN = 0.5  # seconds until more is accepted where files have run out


def check(address: Address) -> None:
    """Raises BadInput for an address at which we do not listen."""
    if not address.loopback:
        sentence = "Events are taken at addresses of this machine only: write http://127.0.0.1:{port}, not {host}."
        raise BadInput("not-loopback", sentence, host=address.host, port=address.port)
    if address.tls:
        sentence = "What is posted to this machine does not leave it: write http, not https, for an address to post to."
        raise BadInput("ingest-tls", sentence)
    if address.base:
        sentence = "An address to post to has no path ({path}): the path of each post is its topic."
        raise BadInput("ingest-path", sentence, path=address.base)


def trial(address: Address) -> None:
    """Listen there for a moment. Raises Unavailable where that cannot be done now."""
    try:
        bound(address.binds[0], address.port, BACKLOG).close()
    except OSError as error:
        raise _cannot(address, error) from None


class Listener:
    """One port. Everything happens on the event loop of HTTP; see `dialogue.Door` for what it decides."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._doors: dict[str, socket.socket] = {}
        self._names: frozenset[str] = frozenset()
        self._ears: list[Ear] = []
        self._tasks: dict[asyncio.Task[None], socket.socket] = {}
        self._dialogues: set[Dialogue] = set()
        self._held = 0
        self._ending = False

    @property
    def ears(self) -> Sequence[Ear]:
        """Who takes."""
        return self._ears

    async def open(self, address: Address, ear: Ear) -> None:
        """Listen there, if it does not yet, for one more. Raises Unavailable."""
        for number, host in enumerate(address.binds):
            if host in self._doors:
                continue
            try:
                made = bound(host, self.port, BACKLOG)
                made.setblocking(False)
            except OSError as error:
                if number:
                    continue  # a machine without IPv6, or somebody else's port there
                raise _cannot(address, error) from None
            self.port = made.getsockname()[1]
            self._doors[host] = made
            self._watch(made)
        self._names |= address.names(self.port)
        self._ears.append(ear)

    async def leave(self, ear: Ear) -> None:
        """It takes no more; the last one closes the port."""
        self._ears.remove(ear)
        if not self._ears:
            await self._close()

    async def _close(self) -> None:
        """What is under way is answered."""
        self._ending = True
        loop = asyncio.get_running_loop()
        for door in self._doors.values():
            loop.remove_reader(door)
            door.close()
        for dialogue in self._dialogues:
            dialogue.end()
        await _wait(self._tasks, CLOSING)
        for task in self._tasks:
            task.cancel()
        await _wait(self._tasks, None)

    # A loop of our own: what asyncio's server or `sock_accept` has just accepted is lost when they are cancelled.

    def _accept(self, door: socket.socket) -> None:
        try:
            taken, _ = door.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError as error:  # no more files
            log.warning("a connection could not be accepted: %s", error)
            loop = asyncio.get_running_loop()
            loop.remove_reader(door)
            loop.call_later(ACCEPT_AGAIN, self._watch, door)
            return
        taken.setblocking(False)
        if len(self._tasks) >= CONNECTIONS:
            self._turn_away(taken)
            return
        task = tasks.spawn(self._meet(taken), "http dialogue")
        self._tasks[task] = taken
        task.add_done_callback(self._ended)

    def _watch(self, door: socket.socket) -> None:
        if not self._ending:
            asyncio.get_running_loop().add_reader(door, self._accept, door)

    def _turn_away(self, taken: socket.socket) -> None:
        """At once and without a task; a few bytes fit into any buffer."""
        with taken, contextlib.suppress(OSError):
            taken.send(replies.TOO_MANY.raw())
            taken.shutdown(socket.SHUT_WR)
            while taken.recv(1 << 16):  # what is unread would make the other side drop the answer
                pass

    async def _meet(self, taken: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(1 << 16)
        protocol = asyncio.StreamReaderProtocol(reader)
        transport, _ = await loop.connect_accepted_socket(lambda: protocol, taken)
        dialogue = Dialogue(reader, asyncio.StreamWriter(transport, protocol, reader, loop), self)
        self._dialogues.add(dialogue)
        try:
            await dialogue.run()
        finally:
            self._dialogues.discard(dialogue)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task).close()  # its transport has done so, but for one that was cancelled before it began

    # --- what it decides ---------------------------------------------------------------------------------

    async def check(self, head: Head) -> Reply | None:
        """Before the body is read."""
        foreign = rules.source(head, self._names)
        if foreign is not None:
            return foreign
        given = rules.token(head)
        ears = self._let_in(given) if given is not None else []
        if given is None or not ears:
            await asyncio.sleep(WRONG_AFTER)
            return replies.NO_TOKEN if given is None else replies.WRONG_TOKEN
        wrong = rules.form(head)
        if wrong is not None:
            return wrong
        topic = rules.topic(head.target)
        if isinstance(topic, Reply):
            return topic
        return None if any(ear.wants(topic) for ear in ears) else replies.NOBODY

    async def take(self, head: Head, body: bytes) -> Reply:
        """Everybody who takes it must have it stored; one who has not makes the sender post again."""
        topic = rules.topic(head.target)
        ears = [ear for ear in self._let_in(rules.token(head) or b"") if isinstance(topic, str) and ear.wants(topic)]
        if self._ending or not ears or isinstance(topic, Reply):
            return replies.ENDING
        if len(body) > AT_ONCE:
            arrival = await asyncio.to_thread(arrivals.read, topic, head, body)
        else:
            arrival = arrivals.read(topic, head, body)
        if isinstance(arrival, Reply):
            return arrival
        if not arrival.messages:
            return replies.taken(0)
        said = await asyncio.gather(*[ear.hear(arrival) for ear in ears])
        return max(said, key=lambda reply: (reply.status, reply.counts.get("accepted", 0)))

    def hold(self, size: int) -> bool:
        """So many more bytes of bodies."""
        if self._held and self._held + size > MEMORY:
            return False
        self._held += size
        return True

    def release(self, size: int) -> None:
        """So many fewer."""
        self._held -= size

    def _let_in(self, token: bytes) -> list[Ear]:
        fits = rules.fits(token, [ear.token for ear in self._ears])
        return [ear for ear, fit in zip(self._ears, fits, strict=True) if fit]


class Listeners:
    """All ports of this process, each shared by those who take from it; used on the event loop of HTTP only."""

    def __init__(self) -> None:
        self._open: dict[int, Listener] = {}
        self._changing = asyncio.Lock()

    async def join(self, address: Address, ear: Ear) -> int:
        """Take what is posted there; answers the port. Raises Unavailable."""
        async with self._changing:
            listener = self._open.get(address.port) or Listener(address.port)
            await listener.open(address, ear)
            self._open[listener.port] = listener
            return listener.port

    async def leave(self, port: int, ear: Ear) -> None:
        """Take no more."""
        async with self._changing:
            listener = self._open[port]
            await listener.leave(ear)
            if not listener.ears:
                del self._open[port]


def _cannot(address: Address, error: OSError) -> Unavailable:
    if error.errno == errno.EADDRINUSE:
        sentence = "Another program listens at {place} already. Choose another port, or end that program."
        return Unavailable("port-in-use", sentence, place=address.authority)
    sentence = "Nothing can listen at {place}: {words}. Choose another port."
    return Unavailable("cannot-listen", sentence, place=address.authority, words=error.strerror or str(error))


async def _wait(tasks_: Collection[asyncio.Task[None]], seconds: float | None) -> None:
    if tasks_:
        await asyncio.wait(list(tasks_), timeout=seconds)
