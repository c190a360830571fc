"""Chooses the face: a command, or the window; without a display the demo in the terminal."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from eventscope.cli.main import Faces, run

if TYPE_CHECKING:
    from eventscope.ui.lifeline import Handle

Wake = Callable[[], None]


def main() -> None:
    """The program's entry point."""
    multiprocessing.freeze_support()  # in a frozen bundle this is where children begin
    sys.exit(run(Faces(window, demo_window, bench_window)))


def window() -> int:
    """Show the window on this user's workspace; where that is impossible say why, and run the demo here."""
    from eventscope.engine.documents import Options

    return _show(Options)


def demo_window() -> int:
    """Show the window on a demo workspace that leaves nothing behind."""
    import tempfile
    from pathlib import Path

    from eventscope.engine.demoworkspace import demo_workspace
    from eventscope.engine.documents import Options

    with tempfile.TemporaryDirectory(prefix="eventscope-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log"
        return _show(lambda: Options(log_folder=log, workspace=demo_workspace(), temporary=True))


def _show(options: Callable[[], Any]) -> int:
    from eventscope.base import system
    from eventscope.cli import output

    why = ""
    if not system.has_display():
        why = "There is no display here"
    elif missing := system.missing().packages:
        why = f"The window needs {', '.join(missing)} (install with: {system.missing().command})"
    if why:
        output.line(f"{why}, so the demo runs in the terminal. Ctrl+C ends it.")
        return run(Faces(window, demo_window, bench_window), ["demo", "--headless"])
    from eventscope.ui.app import run as show

    return show(lambda wake: _engine(options(), wake))


def _engine(options: Any, wake: Wake) -> Handle:
    from eventscope.host.process import EngineProcess

    return cast("Handle", EngineProcess(options, wake))


def bench_window(*arguments: Any, **named: Any) -> dict[str, Any]:
    """Measure the real window; see `ui.bench.bench_window`."""
    from eventscope.ui.bench import bench_window as measure

    return measure(*arguments, **named)


if __name__ == "__main__":
    main()
