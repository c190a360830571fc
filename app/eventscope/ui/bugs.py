"""Mistakes of ours are loud: whatever nobody caught is logged and told in the window, with its details."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)


class Bugs(QObject):
    """Takes over `sys.excepthook` and `threading.excepthook`. `tell(title, details)` runs on the window's thread."""

    _caught = Signal(str, str)

    def __init__(self, tell: Callable[[str, str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tell = tell
        self._before = sys.excepthook, threading.excepthook
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._main
        threading.excepthook = self._thread

    def release(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        log.error("nobody caught this", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        self._caught.emit(f"{kind.__name__}: {error}"[:300], details)

    def _thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._main(args.exc_type, args.exc_value, args.exc_traceback)

    def _show(self, title: str, details: str) -> None:
        self._tell(title, details)
