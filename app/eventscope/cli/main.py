"""The command line: every command in a file of its own, errors as sentences, exit codes 0 to 3."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from eventscope import __version__
from eventscope.cli import broker, output
from eventscope.cli.bench import bench
from eventscope.cli.demo import demo
from eventscope.cli.doctor import doctor
from eventscope.cli.pub import pub
from eventscope.cli.selftest import selftest
from eventscope.cli.sub import sub
from eventscope.core.errors import EventscopeError

# Nothing that a command needs to do its work is imported before it is called: --help has to be quick.


@dataclass(frozen=True, slots=True)
class Faces:
    """What commands need of the window, which they must not import themselves.

    `window` and `demo_window` show it and answer an exit code; `bench_window(start_engine, seconds, begin)`
    measures it, see `ui.bench`.
    """

    window: Callable[[], int]
    demo_window: Callable[[], int]
    bench_window: Callable[..., dict[str, Any]]


app = typer.Typer(
    name="eventscope",
    help="MQTT broker, client, latency and queue depth. Without a command: the window.",
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(demo)
app.add_typer(broker.app, name="broker")
app.command()(pub)
app.command()(sub)
app.command()(selftest)
app.command()(doctor)
app.add_typer(bench, name="bench")


@app.callback()
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """MQTT broker, client, latency and queue depth. Without a command: the window."""
    if version:
        output.line(f"eventscope {__version__}")
        raise typer.Exit(0)
    if context.invoked_subcommand is None:
        raise typer.Exit(context.obj.window())


def run(faces: Faces, arguments: Sequence[str] | None = None) -> int:
    """Run a command line; answers the exit code: 0 good, 1 failed, 2 wrong usage or file, 3 cannot connect."""
    output.prepare()
    try:
        app(args=None if arguments is None else list(arguments), obj=faces)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except EventscopeError as error:
        output.problem(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return 1
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0
