"""What the verbs about topics do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from eventscope.core import verbs
from eventscope.core.ranking import Ranking
from eventscope.engine.answers import answers

if TYPE_CHECKING:
    from eventscope.engine.engine import Engine


@answers(verbs.RankTopics)
async def rank_topics(engine: Engine, verb: verbs.RankTopics) -> Ranking:
    return await asyncio.to_thread(engine.floods.rank, verb)
