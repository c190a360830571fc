"""Up and down are told once each, with the cause that explains most."""

from __future__ import annotations

from confluent_kafka import KafkaError, KafkaException

from eventscope.links.kafka import standing
from eventscope.links.kafka.standing import Standing
from eventscope.links.kafka.troubles import Trouble


class Cluster:
    def __init__(self, answers: bool) -> None:
        self.answers = answers
        self.asked = 0

    def list_topics(self, timeout: float) -> None:
        self.asked += 1
        if not self.answers:
            raise KafkaException(KafkaError(KafkaError._TRANSPORT, "no"))


def test_it(monkeypatch: object) -> None:
    told: list[tuple[bool, Trouble | None]] = []
    made, cluster = Standing(lambda up, why: told.append((up, why))), Cluster(True)
    made._next = 0
    made.check(cluster)
    made.check(cluster)
    assert (told, cluster.asked, made.up) == ([(True, None)], 1, True)

    cluster.answers = False
    made.heard(KafkaError(KafkaError._AUTHENTICATION, "wrong password"))
    made.heard(KafkaError(KafkaError._ALL_BROKERS_DOWN, "all down"))  # follows from it, and explains nothing
    made._next = 0
    made.check(cluster)
    assert len(told) == 1  # the client polls first, so that the cause is heard
    made._next = 2**63
    made.check(cluster)
    made.check(cluster)
    assert told[1][0] is False
    assert told[1][1] is not None
    assert told[1][1].code == "login"
    assert len(told) == 2

    cluster.answers, made._next = True, 0
    made.check(cluster)
    assert told[2] == (True, None)
    assert standing.WAIT < 1


def test_what_is_no_matter_of_the_way_there_raises_no_doubt() -> None:
    made, cluster = Standing(lambda up, why: None), Cluster(True)
    made.check(cluster)
    made.heard(KafkaError(KafkaError.TOPIC_AUTHORIZATION_FAILED, "no"))
    made._next = 0
    made.check(cluster)
    assert cluster.asked == 1
