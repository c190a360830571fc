"""Errors of the library in words."""

from __future__ import annotations

import pytest
from confluent_kafka import KafkaError, KafkaException

from eventscope.core.errors import BadInput, CannotConnect, Refused
from eventscope.links.kafka import troubles


def test_every_name_we_know_is_one_of_the_library() -> None:
    theirs = {KafkaError(getattr(KafkaError, name)).name() for name in dir(KafkaError) if name.isupper()}
    assert set(troubles._NAMES) <= theirs


@pytest.mark.parametrize("name", sorted(troubles._NAMES))
def test_every_sentence_is_whole(name: str) -> None:
    code = next(
        value
        for key in dir(KafkaError)
        if key.isupper() and KafkaError(value := getattr(KafkaError, key)).name() == name
    )
    trouble = troubles.explain(KafkaError(code, "said so."), "topic {x}")
    assert trouble.words.endswith(".")
    assert "{said}" not in trouble.words
    assert ".." not in trouble.words


def test_the_unknown_is_said_as_it_is() -> None:
    trouble = troubles.explain(KafkaError(KafkaError.DUPLICATE_RESOURCE, "twice"))
    assert (trouble.code, trouble.words) == ("kafka", "Kafka answered DUPLICATE_RESOURCE: twice.")


def test_an_answer_past_our_limit_is_no_damage() -> None:
    said = "h:1/1: Receive failed: Invalid response size 50000149 (0..20000000)"
    trouble = troubles.explain(KafkaError(KafkaError._BAD_MSG, said))
    assert (trouble.code, trouble.lasting) == ("too-large", True)
    assert "Raise its limit" in trouble.words


@pytest.mark.parametrize(
    ("code", "kind"),
    [(KafkaError._TRANSPORT, CannotConnect), (KafkaError.INVALID_PARTITIONS, BadInput), (KafkaError._FAIL, Refused)],
)
def test_as_errors_of_ours(code: int, kind: type[Exception]) -> None:
    assert isinstance(troubles.as_error(KafkaException(KafkaError(code, "{odd} braces"))), kind)
    assert isinstance(troubles.as_error(TimeoutError("late")), Refused)
