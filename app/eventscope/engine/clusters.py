"""Kafka clusters behind connections of the workspace: asked in threads, by clients that are kept for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from eventscope.core.errors import BadInput
from eventscope.core.kafka import Servers
from eventscope.core.workspace import Connection

if TYPE_CHECKING:
    from eventscope.links.kafka.cluster import Cluster

T = TypeVar("T")
KAFKA = ("kafka", "kafkas")
IDLE = 30.0  # seconds after which a client that nobody asks is given up, and its connections with it
AT_ONCE = 2  # questions; a cluster that does not answer must not hold all threads of the engine


class Clusters:
    """`find` answers a connection by its id or raises BadInput, `password` its password. Lives on the event loop."""

    def __init__(self, find: Callable[[str], Connection], password: Callable[[Connection], bytes | None]) -> None:
        self._find = find
        self._password = password
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._kept: dict[tuple[Servers, bytes | None], Cluster] = {}
        self._giving_up: asyncio.TimerHandle | None = None

    async def ask(self, ident: str, question: Callable[[Cluster, bytes | None], T]) -> T:
        """The answer of `question`, which is called in a thread with the cluster and the password."""
        connection = self._get(ident)
        async with self._turn:
            self._keep_longer()
            return await asyncio.to_thread(lambda: question(*self._cluster(connection)))

    def addresses(self, ident: str) -> tuple[str, ...]:
        """Where the connection leads."""
        from eventscope.engine.bridges.endpoints import of_connection

        kafka = of_connection(self._get(ident), lambda _: None).kafka
        return kafka.addresses if kafka is not None else ()

    def _get(self, ident: str) -> Connection:
        connection = self._find(ident)
        if connection.scheme not in KAFKA:
            sentence = "{name} is no Kafka cluster. Choose a connection whose scheme is kafka or kafkas."
            raise BadInput("not-kafka", sentence, name=connection.name)
        return connection

    def close(self) -> None:
        """Give up all clients; a question that is under way keeps its own until it is answered."""
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None
        gone, self._kept = self._kept, {}
        if gone:
            asyncio.get_running_loop().run_in_executor(None, gone.clear)  # their end waits for threads of theirs

    def _keep_longer(self) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
        self._giving_up = asyncio.get_running_loop().call_later(IDLE, self.close)

    def _cluster(self, connection: Connection) -> tuple[Cluster, bytes | None]:
        """In a thread: the key store may ask the person, and Kafka's library loads when it is needed."""
        from eventscope.engine.bridges.endpoints import of_connection
        from eventscope.links.kafka.cluster import Cluster

        endpoint = of_connection(connection, lambda _: self._password(connection))
        assert endpoint.kafka is not None
        key = endpoint.kafka, endpoint.password
        kept = self._kept
        if key not in kept:
            kept[key] = Cluster(endpoint.kafka, endpoint.password)
        return kept[key], endpoint.password
