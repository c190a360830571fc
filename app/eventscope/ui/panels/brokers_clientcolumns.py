"""The columns of the table of clients and sessions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from eventscope.core.broker import ClientInfo
from eventscope.ui import figures
from eventscope.ui.models.keyed_rows import Column
from eventscope.ui.panels.brokers_columns import dropped, number, oldest, sized
from eventscope.ui.viewmodels.brokers_rows import NEVER, ClientRow, whole

translate = QCoreApplication.translate


def client_columns() -> list[Column[ClientRow]]:
    """Of clients and sessions."""
    return [
        Column(
            "client",
            translate("Brokers", "Client ID"),
            lambda row: row.name,
            lambda row: row.gauge.client,
            stretch=True,
            hover=_client_hover,
        ),
        Column(
            "state",
            translate("Brokers", "State"),
            lambda row: translate("Brokers", "connected") if row.gauge.connected else translate("Brokers", "offline"),
            lambda row: row.gauge.connected,
            width=100,
            role=lambda row: "good" if row.gauge.connected else "muted",
        ),
        _info("user", translate("Brokers", "User"), lambda info: info.user, 90, 5),
        _info("address", translate("Brokers", "Address"), lambda info: info.address, 130, 3),
        Column(
            "version", "MQTT", lambda row: row.version, width=56, rank=4, how=translate("Brokers", "Version of MQTT")
        ),
        _info("listener", translate("Brokers", "Listener"), lambda info: info.listener, 72, 7),
        _seconds("keep-alive", translate("Brokers", "Keep Alive"), lambda info: info.keep_alive, _keep_alive),
        _seconds("expiry", translate("Brokers", "Expiry"), lambda info: info.session_expiry, _expiry),
        number("queued", translate("Brokers", "Queued"), lambda row: row.gauge.queued, 76, 0),
        number("in-flight", translate("Brokers", "In flight"), lambda row: row.gauge.in_flight, 76, 2),
        sized("bytes", translate("Brokers", "Bytes"), lambda row: row.gauge.bytes),
        oldest(lambda row: row.gauge.oldest if row.gauge.queued or row.gauge.in_flight else None),
        number("delivered", translate("Brokers", "Delivered"), lambda row: row.gauge.delivered, 96, 1),
        dropped(lambda row: row.gauge.dropped),
    ]


def _client_hover(row: ClientRow) -> str:
    lines = [whole(row.gauge.client)]
    info = row.info
    if info is not None:
        since = figures.seconds(info.since)
        lines.append(
            translate("Brokers", "connected for {time}").format(time=since)
            if info.connected
            else translate("Brokers", "offline, session for {time}").format(time=since)
        )
        lines.append(translate("Brokers", "Receive Maximum {n}").format(n=info.receive_maximum))
        count = info.subscriptions  # a plain name: Qt's collector passes by a call with a dotted one
        lines.append(translate("Brokers", "%n subscription(s)", "", count))
        if info.will:
            lines.append(translate("Brokers", "Last Will on {topic}").format(topic=whole(info.will)))
    return "\n".join(lines)


def _info(ident: str, title: str, value: Callable[[ClientInfo], str], width: int, rank: int) -> Column[ClientRow]:
    def text(row: ClientRow) -> str:
        return whole(value(row.info)) if row.info else ""

    return Column(ident, title, text, width=width, rank=rank, hover=text)


def _seconds(
    ident: str, title: str, value: Callable[[ClientInfo], int], text: Callable[[int], str]
) -> Column[ClientRow]:
    return Column(
        ident,
        title,
        lambda row: text(value(row.info)) if row.info else "",
        lambda row: value(row.info) if row.info else None,
        right=True,
        width=80,
        rank=6,
    )


def _keep_alive(seconds: int) -> str:
    return figures.seconds(seconds) if seconds else translate("Brokers", "off")


def _expiry(seconds: int) -> str:
    if seconds >= NEVER:
        return translate("Brokers", "never")
    return figures.seconds(seconds) if seconds else translate("Brokers", "at once")
