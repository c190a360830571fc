"""Which topics flood: those that bring most of what our subscriptions receive."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from eventscope.api.deps import READ, Engine, subject
from eventscope.api.shape import Body, Digits, Raw, Text, example, raw, respond
from eventscope.core import verbs
from eventscope.core.ranking import Measure, Traffic

router = subject("topics")

_TRAFFIC: dict[str, Any] = {"rate": 820.0, "byte-rate": 164_000.0, "count": 9_840, "size": 1_968_000}
_NONE: dict[str, Any] = {"rate": 0.0, "byte-rate": 0.0, "count": 0, "size": 0}
_PLACE: dict[str, Any] = {"topic": "orders/7", "below": True, "topics": 3, "traffic": _TRAFFIC, "share": 1.0}


class RankedBody(Body):
    """One place: a topic, or with `below` the branch of all `topics` below it. `share` is 0 to 1."""

    topic: Raw
    below: bool
    topics: int
    traffic: Traffic
    share: float


class RankingBody(Body):
    """The places, largest first; `total` is their sum and `rest`, which is that of `more` further ones.

    `rest` holds `nameless` topics, too, which are counted together because there are too many. Rates are messages
    and bytes of payloads and properties a second now, `count` and `size` since the engine started.
    """

    model_config = example({"places": [_PLACE], "total": _TRAFFIC, "rest": _NONE, "more": 0, "nameless": 0})
    places: list[RankedBody]
    total: Traffic
    rest: Traffic
    more: int
    nameless: int


@router.get("/topics", response_model=RankingBody, dependencies=[READ])
async def rank(
    engine: Engine,
    by: Annotated[Measure, Query(description="what is large")] = "rate",
    levels: Annotated[
        Digits, Query(ge=0, le=16, description="topics that agree in so many first levels are one branch; 0: none")
    ] = 0,
    text: Annotated[Text, Query(description="only topics that hold it, in total and shares too")] = "",
    max: Annotated[Digits, Query(ge=1, le=1000)] = 100,  # noqa: A002
) -> Response:
    """What floods: the topics that bring most of what our subscriptions receive."""
    found = await engine.ask(verbs.RankTopics(by, levels, text, max))
    places = [
        RankedBody(topic=raw(item.topic), below=item.below, topics=item.topics, traffic=item.traffic, share=item.share)
        for item in found.places
    ]
    body = RankingBody(places=places, total=found.total, rest=found.rest, more=found.more, nameless=found.nameless)
    return respond(body)
