"""Bridges of the workspace: list, check, save, remove; run, pause, drain and stop them; their figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from fastapi import Path, Query, Request, Response

from eventscope.api.bridgebodies import SAVED, BridgeBody, BridgeGiven, body_of, spec_of
from eventscope.api.busbodies import FIGURES, BridgeFiguresBody, figures_of
from eventscope.api.deps import ADMIN, OPERATE, READ, Engine, subject
from eventscope.api.names import NameId, ident, named
from eventscope.api.once import Key, once
from eventscope.api.routes.connections import Done
from eventscope.api.shape import Body, Given, example, respond
from eventscope.core import verbs
from eventscope.core.bus import BridgeSpec
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.errors import Unavailable
from eventscope.core.note import Note

router = subject("bridges")
BridgeOrBus = Annotated[NameId, Path(description="the id of a bridge, or one made of a bus's name in the same way")]
_SAVED: dict[str, Any] = {"id": "orders-to-kafka-1a2b3c4d", "bridge": SAVED, "figures": FIGURES}


class Saved(Body):
    """A bridge with its id and its figures (null until it was looked at)."""

    model_config = example(_SAVED)
    id: str
    bridge: BridgeBody
    figures: BridgeFiguresBody | None


class BridgesBody(Body):
    """All bridges, the figures of each member of each bus, and notes: what a person may not have meant."""

    model_config = example({"bridges": [_SAVED], "buses": [], "notes": []})
    bridges: list[Saved]
    buses: list[BridgeFiguresBody]
    notes: tuple[str, ...]


class Notes(Body):
    """Nothing is wrong; notes say what a person may not have meant."""

    model_config = example({"notes": []})
    notes: tuple[str, ...]


class SavedNotes(Body):
    """The id of what was saved, and notes. `repeated`: it was done by an earlier request."""

    model_config = example({"id": "orders-to-kafka-1a2b3c4d", "notes": [], "repeated": False})
    id: str
    notes: tuple[str, ...]
    repeated: bool = False


class Wanted(Given):
    """run: also after a pause or a tripped breaker. pause: nothing is taken. drain: what waits is sent, then it stops.
    stop: at once; what waits stays in the spool."""

    model_config = example({"wanted": "pause"})
    wanted: Literal["run", "pause", "drain", "stop"]


async def name_of(engine: Engine, bridge: str) -> str:
    """The name of a bridge or bus by its id: a bus, which is a connection, has dead letters and is run, too."""
    open_ = (await engine.ask(verbs.GetState())).workspace
    buses = (item.name for item in open_.connections if item.scheme == "bus")
    return named("no-bridge", bridge, (*(item.name for item in open_.bridges), *buses))


async def find(engine: Engine, bridge: str) -> tuple[BridgeSpec, BridgeFigures | None]:
    """One bridge by its id; BadInput where there is none."""
    state = await engine.ask(verbs.GetBus())
    name = named("no-bridge", bridge, (item.name for item in state.bridges))
    spec = next(item for item in state.bridges if item.name == name)
    return spec, next((item for item in state.figures if not item.bus and item.name == name), None)


@router.get("/bridges", response_model=BridgesBody, dependencies=[READ])
async def listed(engine: Engine) -> Response:
    """All bridges with their figures. A bus is a connection, and its figures stand beside the bridges."""
    state = await engine.ask(verbs.GetBus())
    figures = {item.name: item for item in state.figures if not item.bus}
    return respond(
        BridgesBody(
            bridges=[_saved(spec, figures.get(spec.name)) for spec in state.bridges],
            buses=[figures_of(item) for item in state.figures if item.bus],
            notes=_words(state.notes),
        )
    )


@router.post("/bridges/check", response_model=Notes, dependencies=[OPERATE])
async def check(engine: Engine, given: BridgeGiven) -> Response:
    """Check whether a new bridge could be saved. The error says what is wrong with it. Nothing is connected."""
    notes = await engine.ask(verbs.CheckBridge(spec_of(given)))
    return respond(Notes(notes=_words(notes)))


@router.post("/bridges", response_model=SavedNotes, status_code=201, dependencies=[ADMIN])
async def add(request: Request, engine: Engine, given: BridgeGiven, key: Key = None) -> Response:
    """Save a new bridge and run it as its `start` says."""
    spec = spec_of(given)
    notes, repeated = await once(request, key, given, lambda: engine.ask(verbs.SaveBridge(spec)))
    return respond(SavedNotes(id=ident(spec.name), notes=_words(notes), repeated=repeated), 201)


@router.get("/bridges/{bridge}", response_model=Saved, dependencies=[READ])
async def one(engine: Engine, bridge: NameId) -> Response:
    """One bridge with its figures."""
    return respond(_saved(*await find(engine, bridge)))


@router.put("/bridges/{bridge}", response_model=SavedNotes, dependencies=[ADMIN])
async def change(engine: Engine, bridge: NameId, given: BridgeGiven) -> Response:
    """Replace a bridge. What waits in its spool is kept. With another name it gets another id."""
    known, _ = await find(engine, bridge)
    spec = spec_of(given)
    notes = await engine.ask(verbs.SaveBridge(spec, known.name))
    return respond(SavedNotes(id=ident(spec.name), notes=_words(notes)))


@router.delete("/bridges/{bridge}", response_model=Done, dependencies=[ADMIN])
async def remove(
    engine: Engine,
    bridge: NameId,
    force: Annotated[bool, Query(description="also what waits in it and its dead letters")] = False,
) -> Response:
    """Remove a bridge. Refused while something waits in it or died in it, but with `force`."""
    known, _ = await find(engine, bridge)
    await engine.ask(verbs.RemoveBridge(known.name, force))
    return respond(Done())


@router.put("/bridges/{bridge}/wanted", response_model=Done, dependencies=[OPERATE])
async def turn(engine: Engine, bridge: BridgeOrBus, given: Wanted) -> Response:
    """Run, pause, drain or stop a bridge or a bus. Run also connects a bus."""
    await engine.ask(verbs.SetBridge(await name_of(engine, bridge), given.wanted))
    return respond(Done())


@router.get("/bridges/{bridge}/figures", response_model=BridgeFiguresBody, dependencies=[READ])
async def figures(engine: Engine, bridge: NameId) -> Response:
    """The figures of a bridge as they are now."""
    _, found = await find(engine, bridge)
    if found is None:
        raise Unavailable("no-figures", "There are no figures yet. Ask again in a moment.")
    return respond(figures_of(found))


def _words(notes: Iterable[Note]) -> tuple[str, ...]:
    return tuple(map(str, notes))


def _saved(spec: BridgeSpec, figures: BridgeFigures | None) -> Saved:
    told = figures_of(figures) if figures is not None else None
    return Saved(id=ident(spec.name), bridge=body_of(spec), figures=told)
