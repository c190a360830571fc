"""Dead letters as the API has them, byte for byte, and what is to be done with which of them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from eventscope.api.raws import GivenRaw, read
from eventscope.api.shape import BIG, Body, Given, Raw, example, raw
from eventscope.core.deadletter import DeadEdit, DeadLetter
from eventscope.core.topics import check_topic

Count = Annotated[int, Field(ge=0, le=BIG)]
EXAMPLE: dict[str, Any] = {
    "id": 7, "route": 1, "reason": "too_large", "died-ns": 1_790_000_000_000_000_000,
    "since-ns": 1_790_000_000_000_000_000, "source": "mqtt 12", "came-by": None, "topic": "orders/7/created",
    "payload": "{}", "key": None, "headers": [], "qos": 1, "retain": False, "properties": "",
    "errors": [{"at-ns": 1_790_000_000_000_000_000, "reason": "too_large", "words": "The target takes 1 MiB."}],
}  # fmt: skip


class MishapBody(Body):
    """One try that failed."""

    at_ns: int
    reason: str
    words: str


class Letter(Body):
    """A message that could not be delivered, byte for byte. `route` is counted from 1, null: no route at all; times are
    wall time: `since-ns` when it came, `died-ns` when it was given up. `properties` are raw MQTT 5 property bytes.
    `came-by` is the number of the source, from 1, where it lies here as it came; null: as it was to be sent."""

    model_config = example(EXAMPLE)
    id: int
    route: int | None
    reason: str
    died_ns: int
    since_ns: int
    source: str
    came_by: int | None
    topic: Raw
    payload: Raw | None
    key: Raw | None
    headers: list[tuple[Raw, Raw | None]]
    qos: int
    retain: bool
    properties: Raw
    errors: list[MishapBody]


class Letters(Body):
    """Oldest first; `cursor` is the next `after`. `reasons` and `total` count all there are."""

    model_config = example({"letters": [EXAMPLE], "cursor": 7, "reasons": {"too_large": 1}, "total": 1})
    letters: list[Letter]
    cursor: int
    reasons: dict[str, int]
    total: int


class Edit(Given):
    """What to change before they are sent again; what is absent stays."""

    topic: GivenRaw | None = None
    payload: GivenRaw | None = None
    key: GivenRaw | None = None


class Chosen(Given):
    """These ids, or all. With `expected` nothing happens unless there are exactly so many."""

    model_config = example({"ids": [7]})
    ids: list[Count] = Field(default=[], max_length=10_000)
    all: bool = False
    expected: Count | None = None


class Again(Chosen):
    """The same, and what to change in them."""

    model_config = example({"ids": [7], "edit": {"topic": "orders/7/mended"}})
    edit: Edit | None = None


class Counted(Body):
    """How many there were."""

    model_config = example({"count": 1})
    count: int


def edit_of(given: Edit | None) -> DeadEdit | None:
    """The change that is meant; BadInput for what is no topic, or no base64."""
    if given is None:
        return None
    if isinstance(given.topic, str):
        check_topic(given.topic)
    values = {name: getattr(given, name) for name in given.model_fields_set}
    return DeadEdit(**{name: None if value is None else read(value) for name, value in values.items()})


def letter_of(letter: DeadLetter) -> Letter:
    """One of them for an answer."""
    return Letter(
        id=letter.id,
        route=letter.route + 1 or None,
        reason=letter.reason,
        died_ns=letter.died,
        since_ns=letter.since,
        source=letter.source,
        came_by=None if letter.came_by is None else letter.came_by + 1,
        topic=raw(letter.topic),
        payload=_raw(letter.payload),
        key=_raw(letter.key),
        headers=[(raw(name), _raw(value)) for name, value in letter.headers],
        qos=letter.qos,
        retain=letter.retain,
        properties=raw(letter.properties),
        errors=[MishapBody(at_ns=item.at, reason=item.reason, words=item.words) for item in letter.errors],
    )


def _raw(value: bytes | None) -> Any:
    return None if value is None else raw(value)
