"""The command line: every command in a file of its own, errors as sentences, exit codes 0 to 3."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from eventscope import __version__
from eventscope.base import signals
from eventscope.cli import bridge, broker, dlq, log, output
from eventscope.cli.bench import bench
from eventscope.cli.demo import demo
from eventscope.cli.doctor import doctor
from eventscope.cli.groups import groups
from eventscope.cli.kafka import kafka
from eventscope.cli.pub import pub
from eventscope.cli.selftest import selftest
from eventscope.cli.serve import serve
from eventscope.cli.sub import sub
from eventscope.cli.topics import topics
from eventscope.core.errors import EventscopeError

# Nothing that a command needs to do its work is imported before it is called: --help has to be quick.


@dataclass(frozen=True, slots=True)
class Faces:
    """What commands need of the window, which they must not import themselves.

    `window` and `demo_window` (with a local Kafka?) show it and answer an exit code;
    `bench_window(start_engine, seconds, traffic)` measures it, see `ui.bench`.
    """

    window: Callable[[], int]
    demo_window: Callable[[bool], int]
    bench_window: Callable[..., dict[str, Any]]


_EXITS = (
    "Exit codes: 0 good; 1 failed, or something of ours that cannot be had (a port); 2 wrong usage or file; "
    '3 cannot connect. What went wrong stands on the error stream: a sentence, or with --json {"error": code, '
    '"words": sentence}, where code never changes.'
)

app = typer.Typer(
    name="eventscope",
    help="MQTT broker, client, latency and queue depth. Without a command: the window.",
    epilog=_EXITS,
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
app.command()(topics)
app.add_typer(log.app, name="log")
app.add_typer(bridge.app, name="bridge")
app.add_typer(dlq.app, name="dlq")
app.command()(serve)
app.command()(kafka)
app.command()(groups)
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
    """Run a command line; answers the exit code, see _EXITS."""
    as_json = "--json" in (sys.argv[1:] if arguments is None else arguments)
    output.prepare(as_json)
    signals.exit_in_order()
    try:
        # Typer's own words for wrong usage are for people.
        code = app(args=None if arguments is None else list(arguments), obj=faces, standalone_mode=not as_json)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except EventscopeError as error:
        output.problem(str(error), error.code)
        return error.exit_code
    except typer.TyperException as error:
        output.problem(error.format_message(), "usage")
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return 1
    except OSError as error:
        return _nobody_reads(error)
    return code if isinstance(code, int) else 0


def _nobody_reads(error: OSError) -> int:
    """`| head` has seen enough, or the terminal is closed: what is still to be printed goes nowhere."""
    if not isinstance(error, BrokenPipeError) and error.errno != errno.EIO:
        raise error
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    return 1
