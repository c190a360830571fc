"""Idempotency keys: the same key with the same request does the thing once and answers the same again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from eventscope.core.errors import BadInput, Refused

KEPT = 10_000
T = TypeVar("T")


class Keys(Generic[T]):
    """The newest KEPT keys, each of one caller. Lives on the API's loop; forgotten when the API ends."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._done: OrderedDict[tuple[str, str], tuple[str, asyncio.Future[T]]] = OrderedDict()

    async def once(self, actor: str, key: str, request: str, do: Callable[[], Awaitable[T]]) -> tuple[T, bool]:
        """The answer, and whether it is that of an earlier request; one that comes meanwhile waits for it.

        Refused when the key was used for another request. What failed is forgotten, so that it can be tried again.
        """
        known = self._done.get((actor, key))
        if known is not None:
            if known[0] != request:
                sentence = "This Idempotency-Key was used for another request. Take a new one."
                raise Refused("key-used", sentence)
            return await asyncio.shield(known[1]), True
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        future.add_done_callback(_heard)
        self._done[actor, key] = request, future
        try:
            answer = await do()
        except BaseException as error:
            self._done.pop((actor, key), None)
            # Whoever waits for it tries again: whether this one arrived is not known to them.
            future.set_exception(
                error if isinstance(error, Exception) else BadInput("key-cancelled", "The first request was given up.")
            )
            raise
        future.set_result(answer)
        self._trim()
        return answer, False

    def _trim(self) -> None:
        while len(self._done) > self._kept:
            self._done.popitem(last=False)


def _heard(future: asyncio.Future[T]) -> None:
    if not future.cancelled():
        future.exception()  # nobody else may be waiting, and that is no bug
