"""Topics that were made anew are noticed before anything is read, and while it is read."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import pytest

from eventscope.core.errors import CannotConnect
from eventscope.core.kafka import Partition, Servers
from eventscope.engine.bridges import kafkawatch
from eventscope.engine.bridges.kafkawatch import IDENTITY, Watch, begun
from eventscope.links.kafka.troubles import Trouble
from servers import wait_until


class Cluster:
    """Answers what `ids` says; raises `fault` while it is set."""

    ids: ClassVar[dict[str, int]] = {}
    fault: Exception | None = None

    def __init__(self, *_: Any) -> None: ...

    def identities(self, topics: list[str]) -> dict[str, int]:
        if Cluster.fault is not None:
            raise Cluster.fault
        return {name: self.ids[name] for name in topics if name in self.ids}

    def metadata(self) -> Any:
        topics = {name: type("Topic", (), {"partitions": {0: None}})() for name in self.ids}
        return type("Metadata", (), {"topics": topics})()

    def edges(self, partitions: list[Partition]) -> Any:
        return dict.fromkeys(partitions, 1), dict.fromkeys(partitions, 9)


class Watched:
    def __init__(self, agreed: bool = False) -> None:
        self.agreed = agreed
        self.said: list[Any] = []
        self.opened = threading.Event()

    def on_unreached(self, trouble: Trouble) -> None:
        self.said.append(trouble.code)

    def on_anew(self, topics: Sequence[str]) -> bool:
        self.said.append(("anew", *topics))
        return self.agreed

    def on_open(self, anew: Mapping[Partition, int], there: frozenset[str]) -> None:
        self.said.append(("open", dict(anew)))
        self.opened.set()

    def on_changed(self, topic: str) -> None:
        self.said.append(("changed", topic))

    def on_identities(self, found: Mapping[str, int]) -> None:
        self.said.append(dict(found))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafkawatch, "Cluster", Cluster)
    monkeypatch.setattr(kafkawatch, "EVERY", 0.01)
    monkeypatch.setattr(kafkawatch, "AGAIN", 0.01)
    monkeypatch.setattr(Cluster, "ids", {"t": 5})
    monkeypatch.setattr(Cluster, "fault", None)


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    made: list[Watch] = []
    yield made
    for watch in made:
        watch.close()


def start(watches: list[Watch], stored: dict[tuple[str, int], int], watched: Watched) -> Watch:
    watches.append(Watch(Servers(("h:1",)), None, stored, "latest", watched))
    watches[-1].start()
    return watches[-1]


def test_a_first_start_opens_and_remembers(watches: list[Watch]) -> None:
    watched = Watched()
    watch = start(watches, {}, watched)
    assert watched.opened.wait(10)
    watch.see({"t"})
    wait_until(lambda: {"t": 5} in watched.said, 10, "the identity")
    assert watched.said == [("open", {}), {"t": 5}]


def test_a_topic_made_anew_waits_for_consent(watches: list[Watch]) -> None:
    watched = Watched()
    watch = start(watches, {("t", IDENTITY): 4, ("t", 0): 7}, watched)
    wait_until(lambda: watched.said, 10, "it is told")
    assert not watched.opened.is_set()
    watch.agree()
    assert watched.opened.wait(10)
    assert watched.said[:2] == [("anew", "t"), ("open", {Partition("t", 0): 9})]


def test_consent_may_be_given_beforehand(watches: list[Watch]) -> None:
    watched = Watched(agreed=True)
    start(watches, {("t", IDENTITY): 4}, watched)
    assert watched.opened.wait(10)


def test_a_change_while_it_reads_is_told_once_until_it_is_trusted(watches: list[Watch]) -> None:
    watched = Watched()
    watch = start(watches, {("t", IDENTITY): 5}, watched)
    assert watched.opened.wait(10)
    Cluster.ids = {"t": 6}
    wait_until(lambda: ("changed", "t") in watched.said, 10, "the change")
    watch.trust("t")
    wait_until(lambda: {"t": 6} in watched.said, 10, "the new identity")
    assert watched.said.count(("changed", "t")) == 1


def test_a_cluster_that_is_away_is_asked_until_it_answers(watches: list[Watch]) -> None:
    watched = Watched()
    Cluster.fault = CannotConnect("unreachable", "Nobody is there.")
    start(watches, {("t", IDENTITY): 5}, watched)
    wait_until(lambda: watched.said.count("unreachable") > 1, 10, "it is told")
    Cluster.fault = None
    assert watched.opened.wait(10)


def test_begun_is_known_by_offsets_or_by_the_mark() -> None:
    assert not begun({})
    assert not begun({("t", IDENTITY): 4})
    assert begun({("t", 0): 0})
    assert begun({("", IDENTITY): 1})
