"""A receipt's four times as rows: when it was to leave, and how much later each stage came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eventscope.core.message import Receipt
from eventscope.ui import figures
from eventscope.ui.viewmodels.lines import clock_text


@dataclass(frozen=True, slots=True)
class Stage:
    """`value` is a time of day for the first stage and "+0.6 ms" for the others; "" while it has not come.

    `state`: done, waiting, never (it does not exist at this QoS, or cannot come any more).
    """

    name: Literal["intended", "sent", "acknowledged", "received"]
    value: str
    state: Literal["done", "waiting", "never"]


def stages(receipt: Receipt) -> list[Stage]:
    """The four stages, in order."""
    acknowledged = _stage("acknowledged", receipt, receipt.acknowledged)
    if receipt.qos == 0:
        acknowledged = Stage("acknowledged", "", "never")
    return [
        Stage("intended", clock_text(receipt.wall), "done"),
        _stage("sent", receipt, receipt.sent),
        acknowledged,
        _stage("received", receipt, receipt.received),
    ]


def _stage(name: Literal["sent", "acknowledged", "received"], receipt: Receipt, at: int | None) -> Stage:
    if at is None:
        return Stage(name, "", "never" if receipt.failed else "waiting")
    return Stage(name, "+" + figures.span(float(max(0, at - receipt.queued))), "done")


def over(receipt: Receipt) -> bool:
    """Whether nothing more is expected of it."""
    last = receipt.sent if receipt.qos == 0 else receipt.acknowledged
    return bool(receipt.failed) or last is not None
