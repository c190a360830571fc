"""Verbs about the topics that messages came on."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core.ranking import Measure, Ranking
from eventscope.core.verb import Verb


@dataclass(frozen=True, slots=True)
class RankTopics(Verb[Ranking]):
    """What floods: the `count` topics that bring most of what our subscriptions receive, at most 1,000.

    `by` names the measure: messages or bytes a second now, or since the engine started. With `levels` above 0 (at
    most 16) topics that agree in so many first levels are one branch. With `text` only topics that hold it count,
    in total and shares too.
    """

    by: Measure = "rate"
    levels: int = 0
    text: str = ""
    count: int = 100
