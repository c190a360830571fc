"""What did not reach a connection, in words: short for its row, whole for its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from eventscope.core.metrics import Losses
from eventscope.ui import figures

translate = QCoreApplication.translate


def short(lost: Losses | None) -> str:
    """What is certain; empty where nothing is. A number that a broker only reports is told in the tooltip."""
    if lost is None:
        return ""
    dropped = sum(lost.dropped.values())
    parts = [
        translate("ConnectionsPanel", "{n} missing").format(n=figures.count(lost.missing)) if lost.missing else "",
        translate("ConnectionsPanel", "{n} dropped").format(n=figures.count(dropped)) if dropped else "",
    ]
    return " · ".join(filter(None, parts))


def lines(lost: Losses | None) -> list[str]:
    """A sentence for each kind."""
    if lost is None:
        return []
    told = []
    if lost.missing:
        text = translate(
            "ConnectionsPanel", "{n} messages are missing here, by the gaps in the numbers of their senders."
        )
        told.append(text.format(n=figures.count(lost.missing)))
    if lost.dropped:
        text = translate("ConnectionsPanel", "The broker dropped messages for this client: {reasons}.")
        reasons = ", ".join(f"{reason} {figures.count(number)}" for reason, number in lost.dropped.items())
        told.append(text.format(reasons=reasons))
    if lost.reported is not None:
        text = translate(
            "ConnectionsPanel", "Reported by the broker: {n} messages dropped since it started, all clients."
        )
        told.append(text.format(n=figures.count(lost.reported)))
    return told
