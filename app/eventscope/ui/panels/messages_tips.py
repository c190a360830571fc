"""What hovering over a cell of the message table tells."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from eventscope.core import visible
from eventscope.ui import figures
from eventscope.ui.panels.messages_ink import mark_words
from eventscope.ui.viewmodels.lines import Line, date_text, span

translate = QCoreApplication.translate
TOPIC = 600  # characters of a topic in a tooltip


def tip(column: str, line: Line) -> str:
    """Plain text; "" where there is nothing to add."""
    makers = {"time": _time, "gap": _gap, "topic": _topic, "size": _size, "marks": _marks, "latency": _latency}
    maker = makers.get(column)
    return maker(line) if maker else ""


def _time(line: Line) -> str:
    return translate(
        "Messages", "{time}\nTaken when the bytes were read from the socket, local time, to the microsecond."
    ).format(time=date_text(line.wall))


def _gap(line: Line) -> str:
    if line.gap.startswith("~"):
        return translate(
            "Messages", "Time since the row above, by the wall clock: the machine was started anew in between."
        )
    return translate("Messages", "Time since the row above, by the monotonic clock.")


def _topic(line: Line) -> str:
    shown = visible.decode(line.raw_topic)
    text = visible.elide(shown.text, TOPIC)
    if len(shown.text) > TOPIC:
        text += translate("Messages", "\n{n} bytes in all.").format(n=figures.count(len(line.raw_topic)))
    if shown.marked:
        text += translate("Messages", "\nHolds hidden characters or bytes that are not UTF-8; they are shown as marks.")
    return text


def _size(line: Line) -> str:
    return translate("Messages", "{n} bytes of payload.").format(n=figures.count(line.bytes))


def _marks(line: Line) -> str:
    return "\n".join(f"{letter}  {mark_words(letter)}" for letter in line.marks)


def _latency(line: Line) -> str:
    if line.delay is None:
        return translate("Messages", "No latency: the message carries no stamp of Eventscope.")
    if line.latency_look == "error":
        return translate(
            "Messages",
            "It seems to have arrived {time} before it was to be sent: the two clocks disagree. "
            "Such values are counted and kept out of the percentiles.",
        ).format(time=span(-line.delay))
    exact = translate("Messages", "{ns} ns from the intended send time to the arrival.").format(
        ns=figures.count(line.delay)
    )
    if line.latency_look == "wall":
        return exact + translate(
            "Messages", "\n~ Measured between the wall clocks of two hosts: as exact as those agree."
        )
    return exact
