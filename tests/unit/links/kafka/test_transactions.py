"""Transactions over a library that fails as told."""

from __future__ import annotations

from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException

from eventscope.core.kafka import NewRecord, Partition, ProducerSettings, Servers
from eventscope.links.kafka.transactions import Aborted, Lost, Stopped, Transactions


def error(code: int, **more: bool) -> KafkaException:
    return KafkaException(KafkaError(code, "said", **more))


RETRIABLE = {"retriable": True}
ABORTABLE = {"txn_requires_abort": True}
FATAL = {"fatal": True}


class Message:
    def topic(self) -> str:
        return "t"


class Library:
    """Calls are noted; `faults` are raised by name, the first one first."""

    def __init__(self, configuration: dict[str, Any]) -> None:
        self.configuration = configuration
        self.calls: list[Any] = []
        self.faults: dict[str, list[Exception]] = {}
        self.told: list[Any] = []
        self.refused: dict[bytes, int] = {}

    def _call(self, name: str, *arguments: Any) -> None:
        self.calls.append((name, *arguments))
        if self.faults.get(name):
            raise self.faults[name].pop(0)

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: self._call(name, *arguments)

    def produce(self, topic: str, value: Any, key: Any, headers: Any, on_delivery: Any, **more: Any) -> None:
        self._call("produce", topic, value, key, headers, more)
        self.told.append((value, on_delivery))

    def flush(self, timeout: float) -> int:
        self._call("flush")
        for value, tell in self.told:
            code = self.refused.get(value)
            tell(None if code is None else KafkaError(code, "said"), Message())
        self.told.clear()
        return 0


def made(stop: bool = False) -> tuple[Transactions, Library]:
    libraries: list[Library] = []

    def make(configuration: dict[str, Any]) -> Library:
        libraries.append(Library(configuration))
        return libraries[-1]

    transactions = Transactions(
        Servers(("h:1",)), "mine", None, lambda: stop, settings=ProducerSettings(batch=1), make=make
    )
    transactions.open()
    return transactions, libraries[-1]


def test_one_transaction() -> None:
    transactions, library = made()
    transactions.begin()
    assert transactions.send([NewRecord(0, "t", b"v", b"k", (("h", None),), 1)]) == []
    transactions.offsets({Partition("in", 0): 7}, "member")
    transactions.commit()
    names = [call[0] for call in library.calls]
    assert names == [
        "init_transactions", "begin_transaction", "produce", "flush", "send_offsets_to_transaction",
        "commit_transaction",
    ]  # fmt: skip
    assert library.calls[2] == ("produce", "t", b"v", b"k", [("h", None)], {"partition": 1})
    assert [(item.topic, item.offset) for item in library.calls[4][1]] == [("in", 7)]
    settings = library.configuration
    assert (settings["transactional.id"], settings["acks"], settings["enable.idempotence"]) == ("mine", "all", True)
    assert settings["batch.num.messages"] == 1
    assert settings["delivery.timeout.ms"] < settings["transaction.timeout.ms"]


def test_what_can_be_asked_again_is() -> None:
    transactions, library = made()
    library.faults["commit_transaction"] = [error(KafkaError._TIMED_OUT, **RETRIABLE)]
    transactions.commit()
    assert [call[0] for call in library.calls].count("commit_transaction") == 2


def test_waiting_can_be_stopped() -> None:
    transactions, library = made(stop=True)
    library.faults["commit_transaction"] = [error(KafkaError._TIMED_OUT, **RETRIABLE)]
    with pytest.raises(Stopped):
        transactions.commit()


def test_what_must_be_aborted_is_taken_back_at_once() -> None:
    transactions, library = made()
    library.faults["send_offsets_to_transaction"] = [error(KafkaError.ILLEGAL_GENERATION, **ABORTABLE)]
    with pytest.raises(Aborted):
        transactions.offsets({}, None)
    assert library.calls[-1][0] == "abort_transaction"


@pytest.mark.parametrize(
    ("fault", "fenced"),
    [
        (error(KafkaError._FENCED, **FATAL), True),
        (error(KafkaError.INVALID_PRODUCER_EPOCH), True),
        (error(KafkaError.OUT_OF_ORDER_SEQUENCE_NUMBER, **FATAL), False),
        (error(KafkaError._STATE), False),
    ],
)
def test_a_producer_that_is_lost(fault: KafkaException, fenced: bool) -> None:
    transactions, library = made()
    library.faults["commit_transaction"] = [fault]
    with pytest.raises(Lost) as caught:
        transactions.commit()
    assert caught.value.fenced is fenced
    assert ("mine" in str(caught.value)) is fenced


def test_failures_say_which_and_whether_another_try_is_worth_it() -> None:
    transactions, library = made()
    library.refused = {b"big": KafkaError.MSG_SIZE_TOO_LARGE, b"late": KafkaError._MSG_TIMED_OUT}
    library.faults["produce"] = [error(KafkaError._UNKNOWN_TOPIC)]
    values = [b"odd", b"good", b"big", b"late"]
    failed = transactions.send([NewRecord(number, "t", value) for number, value in enumerate(values)])
    assert [(item.token, item.code, item.again) for item in failed] == [
        (0, "unknown-topic", False), (2, "too-large", False), (3, "late", True),
    ]  # fmt: skip


def test_a_full_queue_is_waited_for() -> None:
    transactions, library = made()
    library.faults["produce"] = [BufferError()]
    assert transactions.send([NewRecord(0, "t", b"v")]) == []
    assert [call[0] for call in library.calls].count("produce") == 2


def test_a_fatal_fault_while_answers_are_waited_for() -> None:
    transactions, library = made()
    library.faults["flush"] = [error(KafkaError._FENCED, **FATAL)]
    with pytest.raises(Lost):
        transactions.send([NewRecord(0, "t", b"v")])
    library.faults["purge"] = [error(KafkaError._FENCED, **FATAL)]
    transactions.close()
    transactions.close()
