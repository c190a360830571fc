"""What is refused about a consumer, and with which words."""

from dataclasses import replace

import pytest

from eventscope.core.consumer import ConsumerSpec, Simulation
from eventscope.core.consumercheck import check
from eventscope.core.errors import BadInput
from eventscope.core.workspace import Scheme

GOOD = ConsumerSpec("c", "x", "orders/#")


def code(spec: ConsumerSpec, scheme: Scheme = "mqtt") -> str:
    with pytest.raises(BadInput) as caught:
        check(spec, scheme)
    assert str(caught.value).endswith(".")
    return caught.value.code


@pytest.mark.parametrize("mode", ["push", "pull", "hybrid"])
@pytest.mark.parametrize(("sharing", "group"), [("topic", ""), ("queue", ""), ("queue", "q"), ("hybrid", "g")])
def test_every_mode_and_sharing_is_possible(mode: str, sharing: str, group: str) -> None:
    check(replace(GOOD, mode=mode, sharing=sharing, group=group))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": " "}, "consumer-name"),
        ({"name": "x" * 65}, "consumer-name-long"),
        ({"name": "a\nb"}, "consumer-name-long"),
        ({"filter": ""}, "filter-empty"),
        ({"filter": "a/#/b"}, "filter-hash"),
        ({"filter": "$share/g/a"}, "consumer-share"),
        ({"sharing": "hybrid"}, "consumer-group"),
        ({"sharing": "queue", "group": "a/b"}, "consumer-group-text"),
        ({"sharing": "queue", "group": "a+"}, "consumer-group-text"),
        ({"window": 0}, "consumer-window"),
        ({"window": 65_536}, "consumer-window"),
        ({"qos": 3}, "consumer-qos"),
        ({"mode": "pull", "qos": 0}, "consumer-pull-qos"),
        ({"mode": "hybrid", "qos": 0}, "consumer-pull-qos"),
    ],
)
def test_what_is_refused(change: dict[str, object], expected: str) -> None:
    assert code(replace(GOOD, **change)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"mean": 0.0}, "simulation-mean"),
        ({"mean": float("nan")}, "simulation-mean"),
        ({"mean": float("inf")}, "simulation-mean"),
        ({"spread": -1.0}, "simulation-spread"),
        ({"service": "uniform", "mean": 5.0, "spread": 6.0}, "simulation-uniform"),
        ({"concurrency": 0}, "simulation-servers"),
        ({"concurrency": 1001}, "simulation-servers"),
        ({"failure": 1.1}, "simulation-failure"),
        ({"retries": -1}, "simulation-retries"),
        ({"retries": 101}, "simulation-retries"),
    ],
)
def test_which_work_cannot_be_pretended(change: dict[str, object], expected: str) -> None:
    assert code(replace(GOOD, simulate=Simulation(**change))) == expected  # type: ignore[arg-type]


def test_kafka_takes_names_and_patterns_of_its_own() -> None:
    check(replace(GOOD, filter="orders.*"), "kafka")
    check(replace(GOOD, filter="a+b"), "kafka")
    assert code(replace(GOOD, filter=""), "kafka") == "filter-empty"


def test_a_bus_has_no_queues() -> None:
    check(GOOD, "bus")
    assert code(replace(GOOD, sharing="queue"), "bus") == "consumer-bus-sharing"
