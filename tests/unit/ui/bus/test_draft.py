"""A first draft of a bridge, and where a complaint belongs."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from eventscope.core import topics
from eventscope.core.bus import BusConnection, BusFile, Route, Source, Target
from eventscope.core.buscheck import check
from eventscope.core.errors import BadInput
from eventscope.ui.viewmodels.bus.draft import Spot, begin, cycle_of, example, mapping, spot_of, topic_of, words_of
from ui.fakebus import connections

KNOWN = connections()


@pytest.mark.parametrize("source", [item.name for item in KNOWN])
@pytest.mark.parametrize("target", [item.name for item in KNOWN])
def test_a_draft_lacks_at_most_what_nobody_can_guess(source: str, target: str) -> None:
    spec = begin(KNOWN, source, target, [])
    if spec.source.connection == "Kafka staging":
        spec = replace(spec, source=replace(spec.source, topic="orders"))
    kinds = {"Kafka staging": "kafka://a", "Audit hook": "http://127.0.0.1:8090"}
    file = BusFile(tuple(BusConnection(item.name, kinds.get(item.name, "mqtt://a")) for item in KNOWN), (spec,))
    assert check(file) is file


def test_a_draft_takes_what_this_window_listens_to_and_a_name_of_its_own() -> None:
    spec = begin(KNOWN, "Embedded broker", "Lab", ["Embedded broker to Lab"])
    assert spec.name == "Embedded broker to Lab 2"
    assert spec.source.filter == "orders/+/created"
    assert begin(KNOWN, "Lab", "Lab", []).source.filter == "#"
    assert begin([], "", "", []).name == "bridge"


def test_topics_are_mapped_by_the_kind_of_both_ends() -> None:
    mqtt, _, kafka, hook = KNOWN
    assert mapping(mqtt, kafka) == "{dotted}"
    assert mapping(kafka, mqtt) == "{slashed}"
    assert mapping(mqtt, mqtt) == "{topic}"
    assert mapping(mqtt, hook) == ""
    assert mapping(None, None) == "{topic}"


def complaint(spec: object) -> BadInput:
    names = ("Embedded broker", "Lab", "Audit hook")
    file = BusFile((*(BusConnection(name, "mqtt://h") for name in names), BusConnection("K", "kafka://h")), (spec,))  # type: ignore[arg-type]
    with pytest.raises(BadInput) as caught:
        check(file)
    return caught.value


def two(spec: object, **changes: object) -> object:
    good = Route(Target("Lab", "x"))
    return replace(spec, routes=(good, replace(good, **changes)))  # type: ignore[type-var, arg-type]


@pytest.mark.parametrize("name", ["plain", "it's", 'say "x", route 9', "a, to, topic"])
def test_every_complaint_finds_its_field(name: str) -> None:
    spec = replace(begin(KNOWN, "Embedded broker", "Lab", []), name=name)
    source, queue = spec.source, spec.queue
    for wrong, spot in (
        (replace(spec, source=replace(source, filter="a/#/b")), Spot(None, "from filter")),
        (replace(spec, source=replace(source, filter="")), Spot(None, "from")),
        (replace(spec, source=replace(source, connection="Nobody")), Spot(None, "from connection")),
        (replace(spec, source=Source("K", topic="a/b")), Spot(None, "from topic")),
        (replace(spec, routes=(Route(Target("Lab", "{nope}")),)), Spot(0, "to topic")),
        (replace(spec, routes=(Route(Target("Nobody", "x")),)), Spot(0, "to connection")),
        (two(spec, when="1 +"), Spot(1, "when")),
        (two(spec, transform="1 +"), Spot(1, "transform")),
        (two(spec, to=Target("Lab", "x", qos=0)), Spot(1, "to qos")),
        (replace(spec, queue=replace(queue, messages=0)), Spot(None, "queue messages")),
        (replace(spec, hop_limit=99), Spot(None, "hop-limit")),
        (replace(spec, tries=-1), Spot(None, "tries")),
        (replace(spec, mode="hybrid"), Spot(0, "")),
    ):
        problem = complaint(wrong)
        found = spot_of(problem, len(wrong.routes))  # type: ignore[attr-defined]
        assert found == spot, str(problem)
        assert words_of(problem) == "" or words_of(problem)[0] == words_of(problem)[0].upper()


def test_a_name_that_is_taken_is_about_the_name() -> None:
    assert spot_of(BadInput("bridge-name", "Taken."), 1) == Spot(None, "name")


def test_complaints_about_nothing_in_particular_have_no_field() -> None:
    assert spot_of(BadInput("x", "No."), 1) is None
    assert words_of(BadInput("x", "No.")) == ""


def test_a_circle_survives_the_door_between_processes() -> None:
    path = ("A > b", "it's", "C", 'say "x"', "A > b")
    assert cycle_of({"cycle": path}) == path
    assert cycle_of({}) == ()


@pytest.mark.parametrize("filter_", ["orders/+/created", "#", "+/#", "a", "/+//#", "+"])
def test_the_example_matches_the_filter(filter_: str) -> None:
    assert topics.matches(filter_, topic_of(filter_))


def test_the_example_is_a_line_for_a_dry_run() -> None:
    line = json.loads(example(begin(KNOWN, "Embedded broker", "Lab", [])))
    assert line["topic"] == "orders/7/created"
    kafka = begin(KNOWN, "Kafka staging", "Lab", [])
    assert "key" in json.loads(example(replace(kafka, source=replace(kafka.source, topic="t"))))
