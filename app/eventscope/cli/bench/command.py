"""eventscope bench: each figure on this machine, with how it is taken."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from eventscope.cli import output

app = typer.Typer(no_args_is_help=True, help="Measure this machine: each figure beside a peer in the same run.")

Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]
Repeats = Annotated[int, typer.Option("--repeats", min=1, help="Runs of each; medians are told.")]
Size = Annotated[int, typer.Option("--size", min=20, max=100_000, help="Payload, in bytes.")]


@app.command()
def intake(
    count: Annotated[int, typer.Option("--count", min=1000, help="Messages in each run.")] = 200_000,
    qos: Annotated[int, typer.Option("--qos", "-q", min=0, max=1)] = 0,
    size: Size = 200,
    repeats: Repeats = 3,
    json: Json = False,
) -> None:
    """Receive and store over one link.

    A source in its own process sends packets made beforehand as fast as they are read; the time runs from its
    first byte until the receiver leaves with the last message. Ours is `eventscope sub --quiet`, engine and log
    included; stock paho counts in a callback; mosquitto_sub prints to nowhere. CPU covers the whole receiver.
    """
    from eventscope.cli.bench.intake import measure

    found = measure(count, size, qos, repeats)
    if json:
        output.data(found)
        return
    table = Table("receiver", "messages/s", "least", "most", "CPU µs a message", "peak MB", "ours is")
    for name, item in found["receivers"].items():
        ratio = found["ratios"].get(name)
        table.add_row(name, *_figures(item), f"{item['peak_rss_mb']:,}", f"{ratio:g} times" if ratio else "")
    _print(table)


@app.command()
def broker(
    seconds: Annotated[float, typer.Option("--seconds", min=0.5, help="Measured time of each run.")] = 3.0,
    size: Size = 200,
    repeats: Repeats = 3,
    json: Json = False,
) -> None:
    """Deliver through the embedded broker.

    One process publishes and subscribes with packets made beforehand, over 50 topics in turn, with the same number
    of messages in flight for both brokers; delivered messages are counted, and what does not come within a second
    is told as dropped. MQTT 3.1.1 on loopback.
    """
    from eventscope.cli.bench.broker import measure

    found = measure(seconds, repeats, size)
    if json:
        output.data(found)
        return
    table = Table("case", "broker", "delivered/s", "least", "most", "CPU µs a message", "dropped", "ours is")
    for case in found["cases"]:
        for name in ("eventscope", "mosquitto"):
            if name in case:
                ratio = f"{case['ratio']:g} times" if name == "mosquitto" else ""
                table.add_row(case["case"], name, *_figures(case[name]), f"{case[name]['dropped']:,}", ratio)
    _print(table)


@app.command()
def window(
    context: typer.Context,
    rate: Annotated[float, typer.Option("--rate", min=1, help="Messages a second.")] = 20_000,
    seconds: Annotated[float, typer.Option("--seconds", min=1)] = 10.0,
    size: Size = 200,
    json: Json = False,
) -> None:
    """Frame gaps of the window while messages arrive, the whole Live page visible.

    A corner of the window asks to be painted sixty times a second; the gaps between its paints are told, first
    idle (the control), then under load. The messages are stamped as they leave their source, so the latency that
    the engine shows for them is the error of our own stamp.
    """
    from eventscope.cli.bench.window import measure

    found = measure(context.obj.bench_window, rate, seconds, size)
    if json:
        output.data(found)
        return
    table = Table("figure", "p50", "p99", "max")
    for name in ("control_gap_ms", "frame_gap_ms", "stamp_error_ms"):
        row = found[name]
        table.add_row(name.replace("_", " "), *(f"{row[key]:g}" if key in row else "" for key in ("p50", "p99", "max")))
    _print(table)
    rest = ("received", "rate", "lost", "duplicates", "window_rss_mb", "engine_rss_mb")
    output.line(" · ".join(f"{name.replace('_', ' ')} {found[name]:,}" for name in rest))


def _figures(item: dict[str, Any]) -> tuple[str, str, str, str]:
    return (f"{item['rate']:,}", f"{item['least']:,}", f"{item['most']:,}", f"{item['cpu_us_per_message']:g}")


def _print(table: Table) -> None:
    for column in table.columns[1:]:
        column.justify = "right"
    # A pipe has no width of its own; a narrow table would cut the figures.
    Console(width=None if sys.stdout.isatty() else 130).print(table)
