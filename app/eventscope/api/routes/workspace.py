"""The open workspace as a whole, and the demo."""

from __future__ import annotations

from fastapi import Response

from eventscope.api.deps import OPERATE, READ, Engine, subject
from eventscope.api.shape import Body, Given, example, respond
from eventscope.core.broker import Ports
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.verbs import GetState, SetDemo

router = subject("workspace")


class StateBody(Body):
    """What is open, and the present state of everything in it. Times are monotonic ns."""

    model_config = example(
        {
            "name": "Demo",
            "modified": False,
            "demo": True,
            "version": "0.1.0",
            "ports": {"mqtt": 1883, "mqtts": None, "ws": None, "wss": None, "pid": 4712, "address": "127.0.0.1"},
            "links": [],
            "subscriptions": [],
        }
    )
    name: str
    modified: bool
    demo: bool
    version: str
    ports: Ports | None
    links: tuple[LinkNews, ...]
    subscriptions: tuple[SubscriptionNews, ...]


class DemoBody(Given):
    """Whether the demo's producers and consumers run."""

    model_config = example({"running": True})
    running: bool


@router.get("/state", response_model=StateBody, dependencies=[READ])
async def state(engine: Engine) -> Response:
    """The state of everything at a glance: connections, subscriptions, ports."""
    found = await engine.ask(GetState())
    return respond(
        StateBody(
            name=found.workspace.name,
            modified=found.modified,
            demo=found.workspace.demo,
            version=found.version,
            ports=found.ports,
            links=found.links,
            subscriptions=found.subscriptions,
        )
    )


@router.put("/demo", response_model=DemoBody, dependencies=[OPERATE])
async def demo(engine: Engine, wanted: DemoBody) -> Response:
    """Start or stop the demo at the embedded broker."""
    await engine.ask(SetDemo(wanted.running))
    return respond(wanted)
