"""Which connections lead to one and the same broker: where a second one under a client id throws the first one out.

That needs no right to publish, and no bridge between two brokers can feign it, as it could a message. All come side by
side under one random client id, so that each broker lets a single one stay: where all stay, there is nothing more to
do. Whoever was thrown out comes again and shows by whom. Three things keep that honest: under another client id it
throws nobody out, under the first one it throws out exactly one, and that one throws it out in turn.
"""

from __future__ import annotations

import asyncio
import secrets as randomness
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from eventscope.core.identity import PROBE
from eventscope.core.workspace import Connection
from eventscope.links.mqtt import causes
from eventscope.links.mqtt.takeoverguest import Guest

# A broker throws out before it answers, so that who still answers a ping then was not. A cluster may need a moment.
GRACE = 0.05  # seconds
UNSTEADY = "Its broker also closes connections for other reasons than a client id that is used twice."
LATE = "It did not answer in time."

Party = tuple[Connection, bytes | None]  # with its password


@dataclass(slots=True)
class Found:
    """Parties by their place: each group leads to one broker, and no two groups to the same; why some are unknown."""

    groups: list[list[int]] = field(default_factory=list)
    unknown: dict[int, str] = field(default_factory=dict)


async def same(parties: Sequence[Party], seconds: float) -> Found:
    """Ask all of them, for so many seconds at most; no session is left behind, and no failure raises."""
    probe = _Probe([Guest(*party) for party in parties])
    try:
        async with asyncio.timeout(seconds):
            await probe.run(seconds / 2)
    except TimeoutError:
        pass
    finally:
        for guest in probe.guests:
            guest.leave()
    groups = [sorted(group) for group in probe.groups.values()]
    placed = {number for group in groups for number in group}
    late = dict.fromkeys(set(range(len(parties))) - placed, LATE)
    return Found(sorted(groups), late | probe.unknown)


class _Probe:
    """`groups` are by the one of each that stays connected."""

    def __init__(self, guests: list[Guest]) -> None:
        self.guests = guests
        self.groups: dict[int, list[int]] = {}
        self.unknown: dict[int, str] = {}
        self._id = _random_id()

    async def run(self, seconds: float) -> None:
        """`seconds`: after them nobody is waited for who has not come yet."""
        await self._all_come(seconds)
        there = [number for number in range(len(self.guests)) if number not in self.unknown]
        gone = await self._gone(there)
        self.groups = {number: [number] for number in there if number not in gone}
        for number in gone:
            try:
                await self._place(number)
            except Exception as error:  # noqa: BLE001 - whatever a broker does, it is told
                self._unsure([number], self._words(number, error))

    async def _all_come(self, seconds: float) -> None:
        """Who is closed before CONNACK may have been thrown out by another, as fast as that."""
        for number, error in enumerate(await asyncio.gather(*(self._comes(guest, seconds) for guest in self.guests))):
            if error is not None and not self._closed(number, error):
                self.unknown[number] = LATE if isinstance(error, TimeoutError) else self._words(number, error)

    async def _comes(self, guest: Guest, seconds: float) -> Exception | None:
        try:
            async with asyncio.timeout(seconds):
                await guest.come(self._id)
        except Exception as error:  # noqa: BLE001 - whatever a broker does, the others are asked all the same
            return error
        return None

    async def _place(self, number: int) -> None:
        """Whose broker it is that a guest, who was thrown out, comes to."""
        guest = self.guests[number]
        await guest.come(_random_id())
        if gone := await self._gone([*self.groups, number]):
            self._unsure([*gone, number], UNSTEADY)
            return
        guest.leave()
        await guest.come(self._id)
        gone = await self._gone([*self.groups, number])
        host = gone[0] if len(gone) == 1 and gone[0] != number else None
        if host is not None:
            await self.guests[host].come(self._id)
            if await self._gone([*self.groups, number]) == [number]:
                self.groups[host].append(number)
                return
        self._unsure([*gone, number], UNSTEADY)

    async def _gone(self, numbers: Iterable[int]) -> list[int]:
        """Those who are connected no more."""
        await asyncio.sleep(GRACE)
        asked = list(numbers)
        there = await asyncio.gather(*(self.guests[number].there() for number in asked))
        return [number for number, is_there in zip(asked, there, strict=True) if not is_there]

    def _unsure(self, numbers: Iterable[int], words: str) -> None:
        for number in numbers:
            self.guests[number].leave()
            for other in self.groups.pop(number, [number]):
                self.unknown[other] = words

    def _closed(self, number: int, error: Exception) -> bool:
        return causes.ended(error, self.guests[number].connection, False).trouble.code == "closed-early"

    def _words(self, number: int, error: Exception) -> str:
        return causes.ended(error, self.guests[number].connection, False).trouble.words


def _random_id() -> str:
    return f"{PROBE}{randomness.token_hex(6)}"  # 3.1.1 promises no more than 23 characters
