"""What the verbs about the message log as a whole do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from eventscope.core import verbs
from eventscope.engine.answers import answers

if TYPE_CHECKING:
    from eventscope.engine.engine import Engine


@answers(verbs.StopSearch)
async def stop_search(engine: Engine, verb: verbs.StopSearch) -> None:
    engine.views.stop(verb.view)


@answers(verbs.ExportMessages)
async def export_messages(engine: Engine, verb: verbs.ExportMessages) -> int:
    return await asyncio.to_thread(engine.exports.start, verb)


@answers(verbs.StopExport)
async def stop_export(engine: Engine, verb: verbs.StopExport) -> None:
    engine.exports.stop(verb.export)
