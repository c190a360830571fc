"""One connection of somebody who posts: requests are read in order, each is answered, and what dawdles is cut."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Protocol

import h11

from eventscope.links.http import replies
from eventscope.links.http.replies import Reply
from eventscope.links.http.rules import Head, announced

log = logging.getLogger(__name__)
HEAD_LIMIT = 64 << 10  # bytes of a request without its body
HEAD_WITHIN, BODY_WITHIN, IDLE, ANSWER_WITHIN = 10.0, 30.0, 30.0, 10.0  # seconds
LINGER, LINGER_BYTES = 2.0, 4 << 20  # for what is still coming after a refusal, so that the refusal arrives


class Door(Protocol):
    """Who decides."""

    async def check(self, head: Head) -> Reply | None:
        """Before the body is read; None: it may come."""

    def hold(self, size: int) -> bool:
        """So many more bytes of bodies are in memory; False where that is too many."""

    def release(self, size: int) -> None:
        """So many are not any more."""

    async def take(self, head: Head, body: bytes) -> Reply:
        """The answer to a whole request."""


class Dialogue:
    """One connection; made on the event loop."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, door: Door) -> None:
        self._reader, self._writer, self._door = reader, writer, door
        self._wire = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_LIMIT)
        self._held = 0
        self._resting: asyncio.Task[None] | None = None  # no request is under way, so that it can be cut
        self._ending = False  # the answer under way is the last

    async def run(self) -> None:
        """Until one of both ends it."""
        try:
            while await self._request():
                pass
        except (OSError, EOFError, h11.LocalProtocolError):
            pass  # it went away, or would not take an answer
        finally:
            self._door.release(self._held)
            await self._close()

    def end(self) -> None:
        """Answer what is under way, and nothing more."""
        self._ending = True
        if self._resting is not None:
            self._resting.cancel()

    async def _request(self) -> bool:
        """One request and its answer; whether another may follow."""
        try:
            head = await self._head()
            if head is None:
                return False
            refusal = await self._door.check(head)
            body = await self._body(head) if refusal is None else refusal
            answer = body if isinstance(body, Reply) else await self._door.take(head, body)
        except h11.RemoteProtocolError as error:
            answer = replies.LONG_HEAD if error.error_status_hint == 431 else replies.NOT_HTTP
        except (OSError, EOFError, h11.LocalProtocolError):
            raise
        except Exception:
            log.exception("a post could not be answered")  # but answered it must be
            answer = replies.FAULT
        self._door.release(self._held)
        self._held = 0
        return await self._say(answer)

    # --- reading -----------------------------------------------------------------------------------------

    async def _head(self) -> Head | None:
        if not self._wire.trailing_data[0] and not await self._rest():
            return None
        try:
            async with asyncio.timeout(HEAD_WITHIN):
                while (event := self._wire.next_event()) is h11.NEED_DATA:
                    await self._more()
        except TimeoutError:
            await self._say(replies.SLOW_HEAD)
            return None
        if not isinstance(event, h11.Request):
            return None  # it closed the connection
        return Head(event.method, event.target, list(event.headers))

    async def _rest(self) -> bool:
        """Until the first byte of a request, or whatever ends the connection."""
        self._resting = asyncio.current_task()
        try:
            return not self._ending and await self._more(IDLE)
        finally:
            self._resting = None

    async def _more(self, seconds: float | None = None) -> bool:
        """Read what is there; False when nothing came in time."""
        try:
            async with asyncio.timeout(seconds):
                self._wire.receive_data(await self._reader.read(65_536))
        except TimeoutError:
            if seconds is None:
                raise
            return False
        return True

    async def _body(self, head: Head) -> bytes | Reply:
        if not self._hold(announced(head)):
            return replies.NO_MEMORY
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_WITHIN):
                while True:
                    event = self._wire.next_event()
                    if event is h11.NEED_DATA:
                        await self._go_on()
                        await self._more()
                    elif isinstance(event, h11.Data):
                        body += event.data
                        if len(body) > replies.BODY_LIMIT:
                            return replies.TOO_LARGE
                        if not self._hold(len(body)):
                            return replies.NO_MEMORY
                    elif isinstance(event, h11.EndOfMessage):
                        return bytes(body)
                    else:
                        raise EOFError  # it closed the connection in the middle
        except TimeoutError:
            return replies.SLOW_BODY

    async def _go_on(self) -> None:
        """Who waits to be told to send its body is told [RFC9110 10.1.1]."""
        if self._wire.they_are_waiting_for_100_continue:
            await self._write(
                self._wire.send(h11.InformationalResponse(status_code=100, headers=[], reason="Continue"))
            )

    def _hold(self, size: int) -> bool:
        """Of this request: what it announced counts from the start, else what has come."""
        if size <= self._held:
            return True
        if not self._door.hold(size - self._held):
            return False
        self._held = size
        return True

    # --- answering ---------------------------------------------------------------------------------------

    async def _say(self, reply: Reply) -> bool:
        """Whether the connection can go on."""
        closing = reply.close or self._ending or self._wire.their_state is not h11.DONE
        headers = [(name.encode(), value.encode()) for name, value in reply.fields(closing)]
        response = h11.Response(status_code=reply.status, headers=headers, reason=reply.phrase)
        out = [self._wire.send(response)]
        if self._wire.our_state is h11.SEND_BODY:
            body = b"" if self._is_head() else reply.body
            out += [self._wire.send(h11.Data(body)), self._wire.send(h11.EndOfMessage())]
        await self._write(b"".join(part for part in out if part))
        if closing or self._wire.our_state is not h11.DONE:
            await self._linger()
            return False
        self._wire.start_next_cycle()
        return True

    def _is_head(self) -> bool:
        return getattr(self._wire, "_request_method", None) == b"HEAD"

    async def _write(self, data: bytes | None) -> None:
        self._writer.write(data or b"")
        async with asyncio.timeout(ANSWER_WITHIN):
            await self._writer.drain()

    async def _linger(self) -> None:
        """Closing while something still comes would make the other side drop the answer [RFC9112 9.6]."""
        if self._wire.their_state in (h11.DONE, h11.CLOSED, h11.MUST_CLOSE):
            return
        with contextlib.suppress(OSError, TimeoutError):
            if self._writer.can_write_eof():
                self._writer.write_eof()
            left = LINGER_BYTES
            async with asyncio.timeout(LINGER):
                while left > 0 and (data := await self._reader.read(65_536)):
                    left -= len(data)

    async def _close(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1.0):
                await self._writer.wait_closed()
        self._writer.transport.abort()
