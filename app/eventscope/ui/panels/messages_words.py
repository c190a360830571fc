"""The line below the message table: how many there are, how far a search is, and what passes unseen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from eventscope.core.news import ViewNews
from eventscope.ui import figures
from eventscope.ui.viewmodels.stream import Stream

translate = QCoreApplication.translate
FRAMES = 30  # a second


def count(stream: Stream) -> str:
    """What can be scrolled to."""
    if stream.view and stream.progress:
        return _search(stream.progress)
    if not stream.count:
        return translate("Messages", "nothing stored yet")
    return translate("Messages", "{n} in the log, all can be scrolled to").format(n=figures.count(stream.count))


def note(stream: Stream, rate: float) -> str:
    """What is going on beyond the rows in sight; `rate` in messages a second."""
    if stream.paused:
        return translate("Messages", "Paused; what comes is stored meanwhile")
    if stream.following and stream.view == 0 and rate > FRAMES * stream.visible:
        return translate("Messages", "{rate}, faster than the screen: pause to read").format(rate=figures.rate(rate))
    return ""


def _search(progress: ViewNews) -> str:
    found, total = figures.count(progress.count), figures.count(progress.total)
    if progress.error:
        return progress.error
    if progress.capped:
        text = translate("Messages", "{found} found; older ones are left out, narrow the filter").format(found=found)
    elif progress.stopped:
        text = translate("Messages", "{found} found; stopped after {scanned} of {n}").format(
            found=found, scanned=figures.count(progress.scanned), n=total
        )
    elif progress.done:
        text = translate("Messages", "{found} found among {n}").format(found=found, n=total)
    else:
        text = translate("Messages", "{scanned} of {n} looked at, {found} found").format(
            scanned=figures.count(progress.scanned), n=total, found=found
        )
    if progress.undecoded:
        text += translate("Messages", " · {n} payloads too large to decode, seen as text").format(
            n=figures.count(progress.undecoded)
        )
    return text
