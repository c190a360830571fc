"""Chooses the face: a command, or the window; without a display the demo in the terminal."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from eventscope.cli.main import Faces, run

if TYPE_CHECKING:
    from pathlib import Path

    from eventscope.ui.lifeline import Handle

Wake = Callable[[], None]


def main() -> None:
    """The program's entry point."""
    multiprocessing.freeze_support()  # in a frozen bundle this is where children begin
    sys.exit(run(Faces(window, demo_window, bench_window)))


def window() -> int:
    """Show the window on this user's workspace; where that is impossible say why, and run the demo here."""
    return _show(_own)


def _own() -> Any:
    """Called when the window is on the screen: what it imports, numpy among it, takes as long as all before."""
    from eventscope.engine.documents import Options

    return Options()


def demo_window(kafka: bool = False) -> int:
    """Show the window on a demo workspace that leaves nothing behind; `kafka` as in `demo_workspace`."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory(prefix="eventscope-", ignore_cleanup_errors=True) as folder:
        return _show(lambda: _demo(Path(folder) / "log", kafka))


def _demo(log: Path, kafka: bool) -> Any:
    from eventscope.engine.demoworkspace import demo_workspace
    from eventscope.engine.documents import Options

    return Options(log_folder=log, workspace=demo_workspace(kafka), temporary=True)


def _show(options: Callable[[], Any]) -> int:
    from eventscope.cli import output

    if why := _no_window():
        output.line(f"{why}, so the demo runs in the terminal. Ctrl+C ends it.")
        return run(Faces(window, demo_window, bench_window), ["demo", "--headless"])
    from eventscope.ui.app import run as show

    return show(lambda wake: _engine(options(), wake))


def _no_window() -> str:
    """Why there cannot be one, as the beginning of a sentence; empty when there can."""
    from eventscope.base import display, system

    if why := display.fault():
        return why
    missing = system.missing()
    if missing.packages:
        return f"The window needs {', '.join(missing.packages)} (install with: {missing.command})"
    return ""


def _engine(options: Any, wake: Wake) -> Handle:
    from eventscope.host.process import EngineProcess

    return cast("Handle", EngineProcess(options, wake))


def bench_window(*arguments: Any, **named: Any) -> dict[str, Any]:
    """Measure the real window; see `ui.bench.bench_window`. Unavailable where none can be shown."""
    from eventscope.core.errors import Unavailable

    if why := _no_window():
        sentence = "{words}. To measure a window that is not shown, set QT_QPA_PLATFORM=offscreen."
        raise Unavailable("no-window", sentence, words=why)
    from eventscope.ui.bench import bench_window as measure

    return measure(*arguments, **named)


if __name__ == "__main__":
    main()
