"""Which broker each address leads to, as far as probes have found out; remembered beside the spools.

What was found last holds until a probe says otherwise, also while a broker is away, so that a broker has one name in
marks over all starts.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from eventscope.base.files import read_start, write_atomically
from eventscope.core.bus import BusConnection
from eventscope.core.identity import identity, merged
from eventscope.engine.bridges.design import Design
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.making import Maker
from eventscope.engine.bridges.probing import Findings

log = logging.getLogger(__name__)
NAME = "brokers.json"
_SIZE = 1 << 20
WITHIN = 1.0  # seconds by which a start may come later


class Brokers:
    """Lives on the event loop. An address is asked once before a start, and once more when it is up by then."""

    def __init__(self, folder: Path, maker: Maker) -> None:
        self._path = folder / NAME
        self._maker = maker
        self.version = 0  # counts what was found out
        self._names = _read(self._path)
        self._met: set[str] = set()  # addresses that a start has waited for
        self._compared: set[str] = set()  # that were compared with all others, or cannot be
        self._lock = asyncio.Lock()

    # --- what is known -----------------------------------------------------------------------------------

    def of(self, connection: BusConnection) -> str:
        """The identity of its broker in marks."""
        address = identity(connection)
        return self._names.get(address, address)

    def names(self, connections: Iterable[BusConnection]) -> dict[str, str]:
        """The same by the name of the connection."""
        return {item.name: self.of(item) for item in connections}

    def named(self, endpoint: Endpoint) -> Endpoint:
        """With the broker's identity as it is known now."""
        return replace(endpoint, broker=self.of(endpoint.bus))

    def settled(self, design: Design) -> Design:
        """The same for a bridge or bus."""
        entrances = tuple(
            item if item.endpoint is None else replace(item, endpoint=self.named(item.endpoint))
            for item in design.entrances
        )
        return replace(design, entrances=entrances, exits=tuple(self.named(item) for item in design.exits))

    # --- what is found out -------------------------------------------------------------------------------

    async def meet(self, endpoints: Iterable[Endpoint], others: Iterable[Endpoint]) -> bool:
        """Before a start: compare what is new here with all others; whether something was found.

        Nobody is waited for twice: what does not answer now is compared when it is up. `others` give brokers their
        names, since they may run already.
        """
        async with self._lock:
            given = list(endpoints)
            new = _addresses(given) - self._met
            if not new:
                return False
            self._met |= new
            findings = await self._maker.probe([*others, *given], WITHIN)
            self._compared -= findings.unknown.keys()
            self._compared.update(address for group in findings.groups for address in group)
            return await self._learn(findings)

    def fresh(self, up: Iterable[Endpoint]) -> bool:
        """Whether one of those that are up missed a comparison."""
        return not _addresses(up) <= self._compared

    async def late(self, up: Iterable[Endpoint]) -> list[str]:
        """Some came up after their start: compare all that are up; which connections cannot be compared."""
        async with self._lock:
            given = list(up)
            self._compared = _addresses(given)  # whoever is away now is to be compared when it is back
            findings = await self._maker.probe(given, WITHIN)
            await self._learn(findings)
            return list(dict.fromkeys(item.bus.name for item in given if identity(item.bus) in findings.unknown))

    async def _learn(self, findings: Findings) -> bool:
        names = merged(self._names, findings.groups)
        if names == self._names:
            return False
        self._names = names
        self.version += 1
        try:
            await asyncio.to_thread(write_atomically, self._path, json.dumps(names, indent=1))
        except OSError as error:
            log.warning("%s cannot be written: %s", self._path, error)
        return True


def _addresses(endpoints: Iterable[Endpoint]) -> set[str]:
    """Of those that can be asked who they are."""
    return {identity(item.bus) for item in endpoints if item.bus.kind != "http"}


def _read(path: Path) -> dict[str, str]:
    try:
        known = json.loads(read_start(path, _SIZE))
        return {str(address): str(name) for address, name in known.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        log.warning("%s cannot be read: %s", path, error)
        return {}
