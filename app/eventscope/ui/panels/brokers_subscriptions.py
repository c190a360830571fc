"""Subscriptions that the embedded broker holds."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from eventscope.core.broker import SubscriptionInfo
from eventscope.ui import figures
from eventscope.ui.models.keyed_rows import Column
from eventscope.ui.panels.brokers_listing import Listing
from eventscope.ui.viewmodels.brokers_rows import SubscriptionRow, subscription_rows, whole

translate = QCoreApplication.translate


class SubscriptionsTab(Listing[SubscriptionRow]):
    """Asked for by the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Subscriptions"),
            subscription_columns(),
            lambda row: (row.info.client, row.info.filter),
            self.tr("Subscriptions that clients made at the embedded broker show here."),
            self.tr("Part of a filter or client id"),
            parent,
        )

    def take(self, infos: tuple[SubscriptionInfo, ...]) -> None:
        """Newer ones."""
        self.put(subscription_rows(infos))

    def holds(self, row: SubscriptionRow, text: str) -> bool:
        return row.holds(text)


def subscription_columns() -> list[Column[SubscriptionRow]]:
    """Of the subscriptions that the broker holds."""
    return [
        Column(
            "filter",
            translate("Brokers", "Topic filter"),
            lambda row: row.filter,
            lambda row: row.info.filter,
            stretch=True,
            hover=lambda row: whole(row.info.filter),
        ),
        Column(
            "client",
            translate("Brokers", "Client ID"),
            lambda row: row.client,
            lambda row: row.info.client,
            width=220,
            hover=lambda row: whole(row.info.client),
        ),
        Column("qos", translate("Brokers", "QoS"), lambda row: str(row.info.qos), right=True, width=56),
        Column("options", translate("Brokers", "Options"), _options, width=330, rank=1, hover=_options),
        Column(
            "identifier",
            translate("Brokers", "Identifier"),
            lambda row: "" if row.info.identifier is None else figures.count(row.info.identifier),
            lambda row: row.info.identifier,
            right=True,
            width=86,
            rank=2,
            how=translate("Brokers", "Subscription Identifier, which comes back with every message it matched"),
        ),
    ]


def _options(row: SubscriptionRow) -> str:
    info = row.info
    handling = {
        1: translate("Brokers", "retained only when new"),
        2: translate("Brokers", "no retained messages"),
    }
    parts = [
        translate("Brokers", "No Local") if info.no_local else "",
        translate("Brokers", "Retain As Published") if info.retain_as_published else "",
        handling.get(info.retain_handling, ""),
    ]
    return ", ".join(filter(None, parts))
