"""The description of the API without an engine, for `eventscope serve --openapi`."""

from __future__ import annotations

import asyncio
from typing import Any

from eventscope.api.access import Tokens
from eventscope.api.app import build
from eventscope.api.caller import Caller
from eventscope.api.openapi import describe
from eventscope.core.errors import Unavailable
from eventscope.core.verbs import Verb
from eventscope.engine.feed import Feed


def description() -> dict[str, Any]:
    """OpenAPI 3.1 as a JSON object."""
    return asyncio.run(_description())


async def _description() -> dict[str, Any]:
    return describe(build(Caller(_nobody, asyncio.get_running_loop()), Feed(), Tokens()))


async def _nobody(verb: Verb[Any]) -> Any:
    raise Unavailable("no-engine", "There is no engine here.")
