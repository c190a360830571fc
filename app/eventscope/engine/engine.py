"""The engine: every verb enters by `do`, all news leave by `feed`. Builds the services and ends them in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets as randomness
from collections.abc import Awaitable, Mapping
from typing import Protocol, TypeVar

from eventscope import __version__
from eventscope.base import tasks
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.errors import EventscopeError, Unavailable
from eventscope.core.message import connection_tag
from eventscope.core.news import BridgeNews
from eventscope.core.verbs import ApiAddress, State, Verb
from eventscope.core.workspace import EMBEDDED, Settings, Workspace
from eventscope.engine import (  # noqa: F401  # declare their verbs
    answers_bridges,
    answers_consumers,
    answers_kafka,
    answers_log,
    answers_topics,
)
from eventscope.engine.answers import ANSWERS
from eventscope.engine.bridges.service import Bridges
from eventscope.engine.bridging import Bridging
from eventscope.engine.brokers import EmbeddedBroker
from eventscope.engine.charts import Charts
from eventscope.engine.clusters import Clusters
from eventscope.engine.consumption.service import Consumption
from eventscope.engine.demo import Demo, demo_workspace
from eventscope.engine.demobus import DemoBus
from eventscope.engine.documents import Documents, Options
from eventscope.engine.exports import Exports
from eventscope.engine.feed import Feed
from eventscope.engine.finding import Finder
from eventscope.engine.floods import Floods
from eventscope.engine.intake import Intake
from eventscope.engine.lags import Lags
from eventscope.engine.linkmaker import Buses, LinkMaker
from eventscope.engine.links import Links
from eventscope.engine.monitor import Monitor
from eventscope.engine.ownership import Ownership
from eventscope.engine.publisher import Publisher
from eventscope.engine.pulse import Pulse
from eventscope.engine.receipts import Receipts
from eventscope.engine.secrets import Secrets
from eventscope.engine.stamps import Stamps
from eventscope.engine.topics import TopicTable
from eventscope.engine.views import Views
from eventscope.links.mqtt import MqttLink
from eventscope.store.log import Log

__all__ = ["Engine", "Options"]

R = TypeVar("R")
log = logging.getLogger(__name__)


class Api(Protocol):
    """The HTTP API as the engine sees it: a layer above, put in by whoever hosts the engine."""

    @property
    def address(self) -> ApiAddress | None:
        """Where it answers; None while it is off."""

    async def start(self, port: int) -> ApiAddress:
        """Answer at that port; Unavailable when it cannot."""

    async def stop(self) -> None:
        """Answer no more."""


class Engine:
    """All services of one run. Create and use it on one event loop."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.feed = Feed()
        self.ownership = Ownership(options.lock_path)
        self.documents = Documents(options, self.feed, lambda: self.links.connections)
        self.secrets = Secrets()
        self.receipts = Receipts()
        self.topics = TopicTable()
        self.floods = Floods(self.topics)
        self.monitor = Monitor(self.receipts)
        self.api: Api | None = None
        self._ready = asyncio.Event()
        self._built = False
        self._apart = ""  # what tells our client IDs from those of another engine on the same folder

    @property
    def workspace(self) -> Workspace:
        """The open workspace; its connections are those of `links`."""
        return self.documents.workspace

    @property
    def settings(self) -> Settings:
        """The preferences."""
        return self.documents.settings

    async def start(self, passwords: Mapping[str, bytes] | None = None) -> None:
        """Open the log, answer verbs, then start the broker and the connections of the workspace.

        `passwords` are for this run only, by connection.

        Nothing that is broken stops it: a damaged workspace or log, a port that is taken, another engine on
        the same folder each become a notice.
        """
        await asyncio.to_thread(self._take_folder)
        self.documents.load_settings()
        workspace = self.documents.first_workspace() or demo_workspace()
        self.documents.enter(workspace)
        self.log = await asyncio.to_thread(Log.open, self.options.log_folder, workspace.retention, self.feed.notice)
        self._build()
        for ident, password in (passwords or {}).items():
            self.links.session_password(ident, password)
        self.pulse.start()
        self._ready.set()
        await self.enter()

    def _build(self) -> None:
        self.stamps = Stamps(self.receipts, self.monitor.sent)
        self.intake = Intake(self.log, self.monitor, self.topics, self.feed)
        install = self.settings.install_id + self._apart
        buses = Buses(
            lambda: self.links.connections,
            lambda connection: self.links.password(connection),
            lambda: self.bridging.bridges,
            asyncio.get_running_loop(),
        )
        self.links = Links(LinkMaker(buses), self.intake, self.stamps.of, self.secrets, install)
        self.publisher = Publisher(self.receipts, self.feed, self.links.link, self.links.get, self.monitor.offered)
        self.intake.note = self.links.note
        self.intake.outcome = self.publisher.outcome
        self.broker = EmbeddedBroker(self.feed, self.monitor, self._follow_broker)
        # Without what tells two engines on one folder apart: there the spool's lock keeps a bridge from running twice.
        bridges = Bridges(self.feed, self.options.log_folder.parent / "bridges", self.settings.install_id)
        bridges.listen(self._tell_bridges)
        self.bridging = Bridging(bridges, lambda: self.links.connections, self.links.password, self.feed)
        bus = DemoBus(self.feed, self.links, self.bridging)
        self.demo = Demo(MqttLink, self.stamps, self.publisher, self.monitor, self._watching, bus)
        self.consumption = Consumption(
            self.links.make, self.links.get, self.links.password, self.monitor, self.feed, install
        )
        self.clusters = Clusters(self.links.get, self.links.password)
        self.views = Views(self.log, self.feed)
        self.finder = Finder(self.log, self.receipts)
        self.exports = Exports(self.log, self.feed, self._connection_names)
        self.charts = Charts(self.monitor)
        self.lags = Lags(self.monitor.groups)
        self.lags.start()
        self.pulse = Pulse(self)
        self._built = True

    async def built(self, timeout: float) -> None:
        """Wait until the log is open and verbs are answered, at most `timeout` seconds: then it can end in order."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), timeout)

    async def stop(self, timeout: float = 2.5, in_order: bool = True) -> None:
        """Stop intake, drain, commit, end the children; each step happens even when one before it failed.

        `in_order` False: nobody asked for it, the window is just gone; the next start tells so.
        """
        self._ready.clear()
        if self.api is not None:
            await self._step("api", self.api.stop())
        if self._built:
            self._built = False
            await self._step("demo", self.demo.stop())
            await self._step("consumers", self.consumption.leave())
            await self._step("bridges", self.bridging.leave())
            await self._step("publisher", asyncio.to_thread(self.publisher.close))
            await self._step("links", self.links.close_all())
            self.clusters.close()
            self.lags.stop()
            self.pulse.stop()
            await asyncio.gather(
                self._step("broker", self.broker.stop()),
                self._step("log", asyncio.to_thread(self._close_log)),
                self._step("documents", asyncio.to_thread(self.documents.flush)),
            )
        self.ownership.release(in_order)
        await tasks.cancel_all(timeout)

    async def do(self, verb: Verb[R]) -> R:
        """Do one thing; raises EventscopeError with a sentence when it cannot be done."""
        await self._ready.wait()
        answer: R = await ANSWERS[type(verb)](self, verb)
        return answer

    def state(self) -> State:
        """Everything a window needs at first."""
        workspace = self.documents.present()
        known = {item.id for item in workspace.connections}
        return State(
            workspace=workspace,
            path=str(self.documents.path),
            modified=self.documents.modified,
            settings=self.settings,
            links=tuple(item for item in self.links.states.values() if item.connection in known),
            subscriptions=tuple(item for item in self.links.granted.values() if item.connection in known),
            ports=self.broker.ports,
            log_folder=str(self.log.folder),
            version=__version__,
            api=self.api.address if self.api is not None else None,
            bridges=self.bridging.bridges.figures(),
            consumers=self.consumption.figures(),
        )

    async def enter(self) -> None:
        """Take the open workspace into use: its broker, its connections, its demo; what fails is told."""
        workspace = self.workspace
        for connection in workspace.connections:
            self.links.put(connection)
        if workspace.broker:
            await self.broker.start_or_tell(workspace)
        for connection in self.links.connections:
            if connection.auto_connect and connection.id != EMBEDDED:
                await self._or_tell(self.links.open(connection.id))
        await self.bridging.enter(workspace.bridges)
        await self.consumption.enter(workspace.consumers)
        if workspace.demo:
            await self._or_tell(self.start_demo())

    async def start_demo(self) -> None:
        """Start the demo at the embedded broker, which is started when it is down."""
        ports = self.broker.ports or await self.broker.start(self.workspace)
        if ports.mqtt is None:
            raise Unavailable("demo-needs-mqtt", "The demo needs a listener of kind mqtt; the broker's file has none.")
        await self.demo.start(ports.address, ports.mqtt)

    async def leave(self) -> None:
        """Put the open workspace away: what runs in it ends, its changes are written where that is automatic."""
        self.documents.flush()
        await self.demo.stop()
        await self.consumption.leave()
        await self.bridging.leave()
        self.publisher.stop_all()
        await self.links.clear()
        self.clusters.close()
        await self.broker.stop()
        self.topics.clear()
        self.monitor.clear()

    async def _follow_broker(self, host: str, port: int | None) -> None:
        await self._or_tell(self.links.follow_broker(host, port))
        await self.bridging.connection_changed(EMBEDDED)
        await self.consumption.connection_changed(EMBEDDED)
        await self.demo.follow(host, port)

    def _tell_bridges(self, figures: tuple[BridgeFigures, ...]) -> None:
        self.monitor.bridges(figures)
        self.feed.tell(BridgeNews(figures))

    def _take_folder(self) -> None:
        if self.options.temporary:
            return
        try:
            self.ownership.take()
        except Unavailable as error:
            self.documents.kept = False
            if error.code == "other-instance":  # with its client IDs, the two would throw each other out for ever
                self._apart = f"-{randomness.token_hex(2)}"
            self.feed.notice("warn", error.code, error.sentence, **error.params)
        if self.ownership.unclean:
            sentence = "Eventscope did not end in order last time. Everything that was stored then is here."
            self.feed.notice("info", "unclean-end", sentence)

    def _connection_names(self) -> dict[int, str]:
        return {connection_tag(item.id): item.name for item in self.links.connections}

    def _close_log(self) -> None:
        self.exports.close()
        self.views.close()
        self.log.close()

    def _watching(self) -> bool:
        """Whether the broker granted what the window's own connection to it wants."""
        wanted = [item for each in self.links.connections if each.id == EMBEDDED for item in each.subscriptions]
        return all((EMBEDDED, item.filter) in self.links.granted for item in wanted if item.enabled)

    async def _or_tell(self, work: Awaitable[None]) -> None:
        try:
            await work
        except EventscopeError as error:
            self.feed.notice("bad", error.code, error.sentence, **error.params)

    async def _step(self, name: str, work: Awaitable[None]) -> None:
        """One part of the end; a bug in it is loud and must not keep the others from ending."""
        try:
            await work
        except Exception:
            log.exception("%s did not end in order", name)
