"""Columns that several tables of the Brokers page share: counts, memory, age, what was dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from eventscope.ui import figures
from eventscope.ui.models.keyed_rows import Column
from eventscope.ui.viewmodels.brokers_rows import reasons

R = TypeVar("R")
NONE = "–"
translate = QCoreApplication.translate


def number(ident: str, title: str, value: Callable[[R], int], width: int, rank: int) -> Column[R]:
    """A count; `ident` says which, and so how it is explained."""
    how = {
        "queued": translate("Brokers", "Messages waiting, not yet sent"),
        "in-flight": translate("Brokers", "Sent and not yet acknowledged"),
        "delivered": translate("Brokers", "Messages sent since the broker started"),
        "greatest": translate("Brokers", "The deepest the queue has been since it exists"),
    }
    return Column(
        ident,
        title,
        lambda row: figures.count(value(row)),
        value,
        right=True,
        width=width,
        rank=rank,
        how=how[ident],
        role=lambda row: "text" if value(row) else "muted",
    )


def sized(ident: str, title: str, value: Callable[[R], int]) -> Column[R]:
    """Bytes of memory."""
    return Column(
        ident,
        title,
        lambda row: figures.size(value(row)),
        value,
        right=True,
        width=76,
        rank=4,
        how=translate("Brokers", "Memory that waiting and unacknowledged messages take"),
        role=lambda row: "text" if value(row) else "muted",
    )


def oldest(value: Callable[[R], float | None]) -> Column[R]:
    """Age of the message that has waited longest, in seconds."""

    def text(row: R) -> str:
        age = value(row)
        return NONE if age is None else figures.seconds(age)

    return Column(
        "oldest",
        translate("Brokers", "Oldest"),
        text,
        value,
        right=True,
        width=76,
        rank=3,
        how=translate("Brokers", "Age of the message that has waited longest"),
        role=lambda row: "muted" if value(row) is None else "text",
    )


def dropped(value: Callable[[R], dict[str, int]]) -> Column[R]:
    """Everything dropped, with its reasons on hover."""
    return Column(
        "dropped",
        translate("Brokers", "Dropped"),
        lambda row: figures.count(sum(value(row).values())),
        lambda row: sum(value(row).values()),
        right=True,
        width=82,
        how=translate("Brokers", "Messages given up; the reasons are on hover over the figure"),
        hover=lambda row: reasons(value(row)) or translate("Brokers", "Nothing was dropped."),
        role=lambda row: "bad" if value(row) else "muted",
    )
