"""Columns of the Kafka tables on the Brokers page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from eventscope.core.kafkafigures import Move, PartitionFigures
from eventscope.core.visible import show
from eventscope.ui import figures, words
from eventscope.ui.models.keyed_rows import Column
from eventscope.ui.panels.brokers_columns import NONE
from eventscope.ui.viewmodels.brokers_rows import label, whole
from eventscope.ui.viewmodels.kafka_rows import GroupRow, LagRow, TopicRow

R = TypeVar("R")
translate = QCoreApplication.translate


def topic_columns() -> list[Column[TopicRow]]:
    """Of topics."""
    return [
        Column(
            "topic", translate("Kafka", "Topic"), lambda row: row.name, lambda row: row.topic.name, stretch=True,
            hover=lambda row: "\n".join(filter(None, (whole(row.topic.name), _said(row.topic.words)))),
            role=lambda row: "bad" if row.topic.words else "text",
        ),
        Column(
            "partitions", translate("Kafka", "Partitions"), lambda row: figures.count(len(row.topic.partitions)),
            lambda row: len(row.topic.partitions), right=True, width=90,
        ),
        Column(
            "records", translate("Kafka", "Records"),
            lambda row: figures.count(row.records) + (" + ?" if row.unknown else ""),
            lambda row: row.records, right=True, width=130,
            how=translate("Kafka", "Offsets between first and end: compaction and transactions leave gaps in them."),
        ),
        Column(
            "behind", translate("Kafka", "Out of step"), lambda row: figures.count(row.behind),
            lambda row: row.behind, right=True, width=96, rank=2,
            how=translate("Kafka", "Partitions that have fewer copies in step than they should."),
            role=lambda row: "warn" if row.behind else "muted",
        ),
    ]  # fmt: skip


def partition_columns() -> list[Column[PartitionFigures]]:
    """Of one topic's partitions."""
    return [
        Column("number", translate("Kafka", "Partition"), lambda row: str(row.number), lambda row: row.number,
               right=True, width=80),
        _offset("earliest", translate("Kafka", "First offset"), lambda row: row.earliest),
        _offset("latest", translate("Kafka", "End offset"), lambda row: row.latest),
        _offset("span", translate("Kafka", "Records"), lambda row: row.span),
        Column("leader", translate("Kafka", "Leader"), lambda row: NONE if row.leader < 0 else str(row.leader),
               lambda row: row.leader, right=True, width=70, role=lambda row: "bad" if row.leader < 0 else "text"),
        Column("replicas", translate("Kafka", "Replicas"), lambda row: ", ".join(map(str, row.replicas)), width=100,
               rank=2),
        Column("in-sync", translate("Kafka", "In step"), lambda row: ", ".join(map(str, row.in_sync)), width=100,
               rank=2, role=lambda row: "warn" if len(row.in_sync) < len(row.replicas) else "text"),
        Column("words", translate("Kafka", "Note"), lambda row: _said(row.words), stretch=True, rank=1,
               hover=lambda row: _said(row.words)),
    ]  # fmt: skip


def group_columns() -> list[Column[GroupRow]]:
    """Of consumer groups."""
    return [
        Column("group", translate("Kafka", "Group"), lambda row: row.name, lambda row: row.group.id, stretch=True,
               hover=lambda row: whole(row.group.id)),
        Column("state", translate("Kafka", "State"), lambda row: state(row.group.state), width=120,
               role=lambda row: "text" if row.group.members else "muted"),
        Column("members", translate("Kafka", "Members"), lambda row: figures.count(len(row.group.members)),
               lambda row: len(row.group.members), right=True, width=80, hover=_members),
        Column(
            "lag", translate("Kafka", "Lag"),
            lambda row: figures.count(row.group.lag) + (" + ?" if row.group.unknown else ""),
            lambda row: row.group.lag, right=True, width=110,
            how=translate("Kafka", "Offsets from the committed one to the last stable one; + ?: some are unknown."),
        ),
        Column(
            "oldest", translate("Kafka", "Behind"), lambda row: age(row.oldest), lambda row: row.oldest, right=True,
            width=96,
            how=translate("Kafka", "Age of the next record to be read, by its own time; the greatest one."),
        ),
        Column("topics", translate("Kafka", "Topics"), lambda row: ", ".join(map(label, row.topics)), width=220, rank=1,
               hover=lambda row: "\n".join(map(whole, row.topics))),
    ]  # fmt: skip


def lag_columns() -> list[Column[LagRow]]:
    """Of one group's partitions."""
    return [
        Column("topic", translate("Kafka", "Topic"), lambda row: row.topic, lambda row: row.lag.partition.topic,
               width=200, hover=lambda row: whole(row.lag.partition.topic)),
        Column("number", translate("Kafka", "Partition"), lambda row: str(row.lag.partition.number),
               lambda row: row.lag.partition.number, right=True, width=80),
        _offset("committed", translate("Kafka", "Committed"), lambda row: row.lag.committed),
        _offset("latest", translate("Kafka", "End offset"), lambda row: row.lag.latest),
        _offset("lag", translate("Kafka", "Lag"), lambda row: row.lag.lag),
        Column("behind", translate("Kafka", "Behind"), lambda row: age(row.lag.time_lag), lambda row: row.lag.time_lag,
               right=True, width=90),
        Column("member", translate("Kafka", "Read by"), lambda row: row.member or NONE, lambda row: row.member,
               width=180, rank=1, role=lambda row: "text" if row.member else "muted"),
        Column("words", translate("Kafka", "Note"), lambda row: _said(row.lag.words), stretch=True, rank=1,
               hover=lambda row: _said(row.lag.words)),
    ]  # fmt: skip


def move_columns() -> list[Column[Move]]:
    """Of a plan to move offsets."""
    return [
        Column("number", translate("Kafka", "Partition"), lambda row: str(row.partition.number),
               lambda row: row.partition.number, right=True, width=80),
        _offset("before", translate("Kafka", "Offset now"), lambda row: row.before),
        _offset("after", translate("Kafka", "Offset then"), lambda row: row.after),
        Column("skips", translate("Kafka", "What that means"), _skips, lambda row: row.skips, stretch=True),
    ]  # fmt: skip


def state(name: str) -> str:
    """The state of a group in words."""
    known = {
        "stable": translate("Kafka", "stable"),
        "empty": translate("Kafka", "empty"),
        "dead": translate("Kafka", "dead"),
        "preparing rebalancing": translate("Kafka", "rebalancing"),
        "completing rebalancing": translate("Kafka", "rebalancing"),
    }
    return known.get(name, label(name))


def age(seconds: float | None) -> str:
    """Lag in time; negative means that two clocks disagree, and is shown as such."""
    if seconds is None:
        return NONE
    return figures.seconds(seconds) if seconds >= 0 else f"-{figures.seconds(-seconds)}"


def _offset(ident: str, title: str, value: Callable[[R], int | None]) -> Column[R]:
    """A number that may be unknown."""

    def text(row: R) -> str:
        found = value(row)
        return NONE if found is None else figures.count(found)

    return Column(
        ident, title, text, value, right=True, width=110, role=lambda row: "muted" if value(row) is None else "text"
    )


def _skips(move: Move) -> str:
    if move.skips is None:
        return translate("Kafka", "had no offset")
    if move.skips > 0:
        return translate("Kafka", "skips {n}").format(n=figures.count(move.skips))
    if move.skips < 0:
        return translate("Kafka", "reads {n} again").format(n=figures.count(-move.skips))
    return translate("Kafka", "stays")


def _members(row: GroupRow) -> str:
    lines = [f"{whole(item.client)} {show(item.host).text}  {len(item.partitions)}" for item in row.group.members[:30]]
    return "\n".join(lines)


def _said(sentence: str) -> str:
    """A sentence of the link in the language of the window."""
    return words.sentence("", sentence) if sentence else ""
