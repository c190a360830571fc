"""What each verb does: one short function a verb, found by the verb's class."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from eventscope.base import paths
from eventscope.core import foreign, verbs
from eventscope.core.broker import ClientInfo, Ports, RetainedInfo, SubscriptionInfo
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.message import Message, Receipt
from eventscope.core.verbs import State, Verb
from eventscope.core.workspace import EMBEDDED, Connection, Workspace
from eventscope.engine import demoworkspace, files, localkafka
from eventscope.engine.explain import explain

if TYPE_CHECKING:
    from eventscope.engine.engine import Engine

V = TypeVar("V", bound=Verb[Any])
R = TypeVar("R")
Answer = Callable[["Engine", Any], Awaitable[Any]]

ANSWERS: dict[type[Verb[Any]], Answer] = {}
PAGE = 512  # rows of one answer at most


def answers(verb: type[V]) -> Callable[[Callable[[Engine, V], Awaitable[R]]], Callable[[Engine, V], Awaitable[R]]]:
    """Declares that a function does that verb."""

    def declare(call: Callable[[Engine, V], Awaitable[R]]) -> Callable[[Engine, V], Awaitable[R]]:
        ANSWERS[verb] = call
        return call

    return declare


# --- whole state ---------------------------------------------------------------------------------------


@answers(verbs.GetState)
async def get_state(engine: Engine, verb: verbs.GetState) -> State:
    engine.topics.retell()
    engine.broker.retell()
    return engine.state()


@answers(verbs.SaveSettings)
async def save_settings(engine: Engine, verb: verbs.SaveSettings) -> None:
    await engine.documents.save_settings(verb.settings)


@answers(verbs.NewWorkspace)
async def new_workspace(engine: Engine, verb: verbs.NewWorkspace) -> State:
    if verb.kafka and not localkafka.available():
        raise Unavailable("demo-no-kafka", demoworkspace.NO_KAFKA)
    empty = Workspace(connections=(Connection(EMBEDDED, "Embedded broker"),))
    return await _switch(engine, demoworkspace.demo_workspace(verb.kafka) if verb.demo else empty, None)


@answers(verbs.InspectWorkspace)
async def inspect_workspace(engine: Engine, verb: verbs.InspectWorkspace) -> tuple[foreign.Wish, ...]:
    path = paths.typed(verb.path)
    known = str(path) in engine.settings.recent
    return () if known else foreign.wishes(await asyncio.to_thread(files.load_workspace, path))


@answers(verbs.OpenWorkspace)
async def open_workspace(engine: Engine, verb: verbs.OpenWorkspace) -> State:
    path = paths.typed(verb.path)
    found = await asyncio.to_thread(files.load_workspace, path)
    state = await _switch(engine, foreign.without(found, frozenset(verb.refused)), path)
    if verb.refused:  # the file still wishes it: it is asked about again until it is saved without
        engine.documents.change()
        return engine.state()
    await engine.documents.remember(path)
    return state


@answers(verbs.SaveWorkspace)
async def save_workspace(engine: Engine, verb: verbs.SaveWorkspace) -> State:
    path = paths.typed(verb.path) if verb.path else None
    await engine.documents.save(path, verb.layout)
    if path is not None:
        await engine.documents.remember(path)
    return engine.state()


@answers(verbs.ChangeWorkspace)
async def change_workspace(engine: Engine, verb: verbs.ChangeWorkspace) -> State:
    before = engine.workspace
    broker = {"broker_port": verb.broker_port, "broker_ws_port": verb.broker_ws_port, "broker_file": verb.broker_file}
    if engine.broker.ports is not None and any(getattr(before, name) != value for name, value in broker.items()):
        await engine.broker.restart(replace(before, **broker))  # type: ignore[arg-type]
    engine.documents.change(name=verb.name, retention=verb.retention, **broker)
    engine.log.retention = verb.retention
    return engine.state()


@answers(verbs.SetDemo)
async def set_demo(engine: Engine, verb: verbs.SetDemo) -> None:
    await (engine.start_demo() if verb.running else engine.demo.stop())
    engine.documents.change(demo=verb.running)


async def _switch(engine: Engine, workspace: Workspace, path: Path | None) -> State:
    await engine.leave()
    engine.documents.enter(workspace, path)
    if path is None:
        engine.documents.change()  # the default workspace is another one now and wants to be written
    await engine.enter()
    return engine.state()


# --- connections and subscriptions -----------------------------------------------------------------------


@answers(verbs.SaveConnection)
async def save_connection(engine: Engine, verb: verbs.SaveConnection) -> Connection:
    before = next((item.name for item in engine.links.connections if item.id == verb.connection.id), "")
    connection = await engine.links.save(verb.connection, verb.password)
    engine.bridging.connection_renamed(before, connection.name)
    engine.documents.change(bridges=engine.bridging.specs)
    if verb.password and not engine.secrets.durable:
        sentence = "This system has no key store that Eventscope trusts: the password is kept until Eventscope ends."
        engine.feed.notice("warn", "no-key-store", sentence)
    if verb.connect:
        await engine.links.open(connection.id)
    await engine.bridging.connection_changed(connection.id)
    await engine.consumption.connection_changed(connection.id)
    return connection


@answers(verbs.RemoveConnection)
async def remove_connection(engine: Engine, verb: verbs.RemoveConnection) -> None:
    engine.bridging.refuse_used(engine.links.get(verb.connection).name)
    await engine.links.remove(verb.connection)
    await engine.consumption.connection_changed(verb.connection)
    engine.documents.change()


@answers(verbs.Connect)
async def connect(engine: Engine, verb: verbs.Connect) -> None:
    if verb.connection == EMBEDDED and engine.broker.ports is None:
        await engine.broker.start(engine.workspace)
    await engine.links.open(verb.connection)


@answers(verbs.Disconnect)
async def disconnect(engine: Engine, verb: verbs.Disconnect) -> None:
    await engine.links.close(verb.connection)


@answers(verbs.Subscribe)
async def subscribe(engine: Engine, verb: verbs.Subscribe) -> None:
    engine.links.subscribe(verb.connection, verb.subscription)
    engine.documents.change()


@answers(verbs.Unsubscribe)
async def unsubscribe(engine: Engine, verb: verbs.Unsubscribe) -> None:
    engine.links.unsubscribe(verb.connection, verb.filter)
    engine.documents.change()


# --- publishing --------------------------------------------------------------------------------------------


@answers(verbs.Publish)
async def publish(engine: Engine, verb: verbs.Publish) -> int:
    return await engine.publisher.publish(verb.event)


@answers(verbs.StopPublishing)
async def stop_publishing(engine: Engine, verb: verbs.StopPublishing) -> None:
    engine.publisher.stop(verb.job)


@answers(verbs.SaveEvents)
async def save_events(engine: Engine, verb: verbs.SaveEvents) -> None:
    engine.documents.change(events=verb.events)


@answers(verbs.GetReceipts)
async def get_receipts(engine: Engine, verb: verbs.GetReceipts) -> tuple[Receipt, ...]:
    return engine.receipts.newest(verb.count)


# --- messages ----------------------------------------------------------------------------------------------


@answers(verbs.OpenView)
async def open_view(engine: Engine, verb: verbs.OpenView) -> int:
    return engine.views.open(verb.filter)


@answers(verbs.CloseView)
async def close_view(engine: Engine, verb: verbs.CloseView) -> None:
    engine.views.close_view(verb.view)


@answers(verbs.GetPage)
async def get_page(engine: Engine, verb: verbs.GetPage) -> verbs.Page:
    return await asyncio.to_thread(engine.views.page, verb.view, verb.first, min(verb.count, PAGE))


@answers(verbs.GetMessage)
async def get_message(engine: Engine, verb: verbs.GetMessage) -> Message:
    return await _message(engine, verb.id)


@answers(verbs.FindMessages)
async def find_messages(engine: Engine, verb: verbs.FindMessages) -> verbs.Found:
    return await engine.finder.find(verb)


@answers(verbs.Explain)
async def explain_message(engine: Engine, verb: verbs.Explain) -> verbs.Explained:
    return explain(await _message(engine, verb.id), engine.receipts)


async def _message(engine: Engine, ident: int) -> Message:
    # A message that was pulled from a consumer has a negative id and is in no log.
    message = engine.consumption.pulled(ident) if ident < 0 else await asyncio.to_thread(engine.log.message, ident)
    if message is None:
        raise BadInput("message-gone", "Message {id} is no longer stored: the log's limit was reached.", id=ident)
    return message


@answers(verbs.ClearLog)
async def clear_log(engine: Engine, verb: verbs.ClearLog) -> None:
    await asyncio.to_thread(engine.log.clear)


# --- figures -----------------------------------------------------------------------------------------------


@answers(verbs.GetChart)
async def get_chart(engine: Engine, verb: verbs.GetChart) -> verbs.ChartData:
    return await asyncio.to_thread(engine.charts.data, verb)


@answers(verbs.GetStreams)
async def get_streams(engine: Engine, verb: verbs.GetStreams) -> tuple[verbs.StreamFigures, ...]:
    return engine.monitor.streams()


@answers(verbs.ReportWindow)
async def report_window(engine: Engine, verb: verbs.ReportWindow) -> None:
    engine.monitor.window_late(verb.lateness_ms)


# --- the embedded broker -------------------------------------------------------------------------------------


@answers(verbs.StartBroker)
async def start_broker(engine: Engine, verb: verbs.StartBroker) -> Ports:
    await engine.broker.stop()
    ports = await engine.broker.start(engine.workspace)
    engine.documents.change(broker=True)
    return ports


@answers(verbs.StopBroker)
async def stop_broker(engine: Engine, verb: verbs.StopBroker) -> None:
    await engine.broker.stop()
    engine.documents.change(broker=False)


@answers(verbs.GetClients)
async def get_clients(engine: Engine, verb: verbs.GetClients) -> tuple[ClientInfo, ...]:
    return await engine.broker.clients()


@answers(verbs.GetSubscriptions)
async def get_subscriptions(engine: Engine, verb: verbs.GetSubscriptions) -> tuple[SubscriptionInfo, ...]:
    return await engine.broker.subscriptions()


@answers(verbs.GetRetained)
async def get_retained(engine: Engine, verb: verbs.GetRetained) -> tuple[RetainedInfo, ...]:
    return await engine.broker.retained(verb.prefix, verb.limit)


@answers(verbs.ClearRetained)
async def clear_retained(engine: Engine, verb: verbs.ClearRetained) -> tuple[RetainedInfo, ...]:
    return await engine.broker.clear_retained(verb.topics)


@answers(verbs.RestoreRetained)
async def restore_retained(engine: Engine, verb: verbs.RestoreRetained) -> None:
    await engine.broker.restore_retained(verb.messages)


@answers(verbs.DisconnectClient)
async def disconnect_client(engine: Engine, verb: verbs.DisconnectClient) -> None:
    await engine.broker.disconnect(verb.client)


# --- the HTTP API ----------------------------------------------------------------------------------------


@answers(verbs.StartApi)
async def start_api(engine: Engine, verb: verbs.StartApi) -> verbs.ApiAddress:
    if engine.api is None:
        raise Unavailable("no-api", "The HTTP API is not part of this command. Use `eventscope serve` or the window.")
    return await engine.api.start(verb.port)


@answers(verbs.StopApi)
async def stop_api(engine: Engine, verb: verbs.StopApi) -> None:
    if engine.api is not None:
        await engine.api.stop()
