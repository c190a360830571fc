"""What is wrong with a consumer before it is started: a sentence that says what to do."""

from __future__ import annotations

from typing import NamedTuple

from eventscope.core.consumer import ConsumerSpec, Simulation
from eventscope.core.errors import BadInput
from eventscope.core.topics import SHARE, check_filter
from eventscope.core.workspace import Scheme

KAFKA = ("kafka", "kafkas")
NAME = 64  # characters
WINDOW = 65_535  # the greatest Receive Maximum [MQTT5 3.1.2.11.3]
SERVERS, RETRIES = 1_000, 100
HOUR = 3_600_000.0  # ms


def check(spec: ConsumerSpec, scheme: Scheme = "mqtt") -> None:
    """Raises BadInput. `scheme` is its connection's: over Kafka a filter is the name of a topic or a pattern with *."""
    if not spec.name.strip():
        raise BadInput("consumer-name", "The consumer has no name. Give it one.")
    if len(spec.name) > NAME or not spec.name.isprintable():
        sentence = "A consumer's name has at most {most} characters, and none that cannot be printed."
        raise BadInput("consumer-name-long", sentence, most=NAME)
    if spec.filter.startswith(SHARE):
        sentence = "Leave {share} out of the filter: choose queue or hybrid as the sharing, and name the group."
        raise BadInput("consumer-share", sentence, share=SHARE)
    if scheme not in KAFKA:
        check_filter(spec.filter)
    elif not spec.filter:
        raise BadInput("filter-empty", "The filter is empty. Enter at least one character.")
    if scheme == "bus" and spec.sharing != "topic":
        sentence = "A bus has no queues: each consumer gets every message. Choose topic, or one of its members."
        raise BadInput("consumer-bus-sharing", sentence)
    _check_group(spec)
    _check_holding(spec)
    if spec.simulate is not None:
        check_simulation(spec.simulate)


def _check_group(spec: ConsumerSpec) -> None:
    if spec.sharing == "hybrid" and not spec.group:
        raise BadInput("consumer-group", "A consumer that shares inside a group needs the group's name. Enter it.")
    if any(character in spec.group for character in "/+#") or not spec.group.isprintable():
        raise BadInput(  # [MQTT-4.8.2-2]
            "consumer-group-text", "A group's name holds no /, + or #, and nothing that cannot be printed."
        )


def _check_holding(spec: ConsumerSpec) -> None:
    if not 1 <= spec.window <= WINDOW:
        raise BadInput("consumer-window", "The window is 1 to {most} messages, not {n}.", n=spec.window, most=WINDOW)
    if spec.qos not in (0, 1, 2):
        raise BadInput("consumer-qos", "The QoS is 0, 1 or 2, not {n}.", n=spec.qos)
    if spec.mode != "push" and not spec.qos:
        sentence = "QoS 0 cannot wait at the broker for a consumer that pulls. Choose QoS 1 or 2."
        raise BadInput("consumer-pull-qos", sentence)


class _Rule(NamedTuple):
    holds: bool
    code: str
    sentence: str


def check_simulation(simulation: Simulation) -> None:
    """Raises BadInput for work that cannot be pretended."""
    mean, spread = simulation.mean, simulation.spread
    narrow = simulation.service != "uniform" or spread <= mean
    rules = (
        _Rule(0 < mean <= HOUR, "simulation-mean", "The mean service time is above 0 and at most an hour."),
        _Rule(0 <= spread <= HOUR, "simulation-spread", "The spread is 0 to an hour."),
        _Rule(narrow, "simulation-uniform", "A uniform time spreads by no more than its mean: else it is negative."),
        _Rule(
            1 <= simulation.concurrency <= SERVERS,
            "simulation-servers",
            "A consumer works on 1 to {servers} messages at once.",
        ),
        _Rule(0 <= simulation.failure <= 1, "simulation-failure", "The failure rate is 0 to 1."),
        _Rule(0 <= simulation.retries <= RETRIES, "simulation-retries", "Work is tried again 0 to {retries} times."),
    )  # what is no number holds to none of them
    for rule in rules:
        if not rule.holds:
            raise BadInput(rule.code, rule.sentence, servers=SERVERS, retries=RETRIES)
