"""eventscope bench: each figure on this machine, with how it is taken."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from eventscope.cli import output

app = typer.Typer(no_args_is_help=True, help="Measure this machine: each figure beside a peer in the same run.")


class Route(StrEnum):
    """What lies between source and receiver."""

    DIRECT = "direct"
    EMBEDDED = "embedded"
    MOSQUITTO = "mosquitto"


Version = Literal["3.1.1", "5"]
Transport = Literal["tcp", "ws", "tls", "wss"]
Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]
Repeats = Annotated[int, typer.Option("--repeats", min=1, help="Runs of each; medians are told.")]
Size = Annotated[int, typer.Option("--size", min=20, max=100_000, help="Payload, in bytes.")]


@app.command()
def intake(
    count: Annotated[int, typer.Option("--messages", "--count", min=1000, help="Messages in each run.")] = 200_000,
    qos: Annotated[int, typer.Option("--qos", "-q", min=0, max=2)] = 0,
    size: Size = 200,
    version: Annotated[Version, typer.Option("--version", help="Of MQTT; 5 with three properties each.")] = "3.1.1",
    transport: Annotated[Transport, typer.Option("--transport", help="Below MQTT.")] = "tcp",
    topics: Annotated[int, typer.Option("--topics", min=1, max=1_000_000, help="In turn.")] = 50,
    alone: Annotated[bool, typer.Option("--alone", help="Ours only: for millions of messages.")] = False,
    repeats: Repeats = 5,
    json: Json = False,
) -> None:
    """Receive and store over one link.

    A source in its own process plays broker and sends packets made beforehand, as fast as they are read (above
    QoS 0: at most 1,000 that are not acknowledged to the end, or what the receiver asks for); the time runs from its
    first byte until the receiver leaves with the last message. Ours is `eventscope sub --quiet`, engine and log
    included; stock paho counts in a callback; mosquitto_sub prints to nowhere. The receivers take turns; rates and CPU
    are medians of the runs. CPU is that of the receiver's process and its children in that time, memory the most that
    they held together, looked at ten times a second: --json has the course of each last run as [s, messages handed
    to the socket, MB, CPU µs a message], and above a million messages its flatness: CPU a message in the ninth tenth
    over that in the second, and the steady CPU, from the middle on; in the last tenth what waits is worked off.
    On loopback.
    """
    from eventscope.cli.bench.intake import measure
    from eventscope.cli.bench.load import Load

    load = Load(count, size, qos, version=5 if version == "5" else 4, topics=topics, transport=transport)
    found = measure(load, repeats, alone)
    if json:
        output.data(found)
        return
    table = _compared("receiver", found["receivers"], found["ratios"])
    flat = found["receivers"]["eventscope"]["flatness"]
    words = "Ours spent {:g} times as much CPU a message in the ninth tenth as in the second."
    show(table, [*found["notes"], *([words.format(flat)] if flat else [])])


@app.command()
def publish(
    count: Annotated[int, typer.Option("--count", min=1000, help="Messages in each run.")] = 200_000,
    qos: Annotated[int, typer.Option("--qos", "-q", min=0, max=2)] = 0,
    size: Size = 200,
    repeats: Repeats = 3,
    json: Json = False,
) -> None:
    """Send over one link.

    A sink in its own process plays broker, reads as fast as it can and acknowledges everything at once; the time
    runs from the first message that it sees until it has the last one (QoS 1: has acknowledged it, QoS 2: has
    completed it). All send the same payload to one topic, as fast as they can. Ours is `eventscope pub --repeat
    --every 0s` in MQTT 5, engine included, with the stamps that tell latency and loss (some 200 bytes more in each
    message, taken when a batch of at most 512 is made, which the socket gets at once) and, in the second row,
    without; stock paho calls `publish` in a loop, with 100 messages in flight; mosquitto_pub reads lines from a
    pipe (-l). Both speak MQTT 3.1.1. The senders take turns; rates and CPU are medians of the runs. CPU is that of
    the sender's process and its children from the moment in which the sink accepts it, memory the most that they
    held together, looked at ten times a second. Loopback.
    """
    from eventscope.cli.bench.publish import measure

    found = measure(count, size, qos, repeats)
    if json:
        output.data(found)
        return
    table = _compared("sender", found["senders"], found["ratios"])
    show(table, found["notes"])


@app.command()
def broker(
    seconds: Annotated[float, typer.Option("--seconds", min=0.5, help="Measured time of each run.")] = 3.0,
    size: Size = 200,
    repeats: Repeats = 5,
    json: Json = False,
) -> None:
    """Deliver through the embedded broker.

    One process publishes and subscribes with packets made beforehand, over 50 topics in turn (or one, which lets a
    broker take equal packets together), with the same number of messages in flight for both brokers, which take
    turns. Messages are counted where they arrive, over all subscribers, in the measured time after a second of
    warm-up; dropped is what was sent in the whole run and did not come, also not within the second after the last
    movement. CPU is that of the broker's process in the measured time. MQTT 3.1.1 on loopback.
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
                times = _times(case["ratio"]) if name == "mosquitto" else ""
                table.add_row(case["case"], name, *_figures(case[name]), f"{case[name]['dropped']:,}", times)
    show(table, found["notes"])


@app.command()
def bridge(
    seconds: Annotated[float, typer.Option("--seconds", min=0.5, help="Measured time of each course.")] = 3.0,
    rate: Annotated[float, typer.Option("--rate", min=10, help="Messages a second while latency is taken.")] = 500.0,
    size: Size = 200,
    repeats: Repeats = 5,
    json: Json = False,
) -> None:
    """Cross our bridges, and mosquitto's own where it is installed.

    Each bridge runs between brokers of its own: two mosquittos (our own brokers where it is not installed), or one
    and a local Kafka. First messages pass at a fixed rate, read before the bridge and behind it: added is the time
    between the two readings of one message. Then a thousand messages are kept under way: the rate is what comes out
    in the measured time after a second of warm-up. CPU is that of the process that bridges, in the measured time: of
    ours the bridge alone, of mosquitto the whole broker that bridges. Publisher and readers speak MQTT 3.1.1; all on
    loopback, on one machine whose cores they share.
    """
    from eventscope.cli.bench.bridge import measure

    found = measure(seconds, repeats, size, rate)
    if json:
        output.data(found)
        return
    columns = ("case", "bridge", "messages/s", "least", "most", "CPU µs a message", "added ms p50", "p99", "lost")
    table = Table(*columns, "ours is")
    for case in found["cases"]:
        for name in ("eventscope", "mosquitto"):
            if name in case:
                item = case[name]
                times = _times(case["ratio"]) if name == "mosquitto" else ""
                table.add_row(case["case"], name, *_figures(item), *_added(item), f"{item['lost']:,}", times)
    show(table, found["notes"])


@app.command()
def latency(
    seconds: Annotated[float, typer.Option("--seconds", min=0.5, help="Measured time of each run.")] = 3.0,
    rates: Annotated[
        list[float] | None, typer.Option("--rate", min=10, help="Messages a second; again for more.")
    ] = None,
    routes: Annotated[list[Route] | None, typer.Option("--route", help="One of them only; again for more.")] = None,
    size: Size = 200,
    repeats: Repeats = 5,
    json: Json = False,
) -> None:
    """Tell what latency is added, and how true it is.

    A source sends at fixed rates (500, 5,000 and 20,000 a second unless --rate says otherwise), through the embedded
    broker, through mosquitto where it is installed, and directly, playing broker itself. It is an open loop: each
    message has its time, is stamped with it, and is never put off because another one is late; latency counts from
    that time, so waiting is not left out (no coordinated omission). How late the source itself was is told beside it.
    Receivers take turns, each in a process of its own: ours is `eventscope sub`, with the latency that its engine shows
    for each message, read from its log; reader is a loop around recv; paho notes the time in its callback. Where the
    source sends directly, stamp error is what passes from the moment in which a message is handed to the socket until
    the time that the receiver notes for it: nothing else happens in between, so it bounds the error of every latency
    shown. Percentiles are those of the run with the median p99, over all messages due after a second of warm-up;
    lost is what did not come within 5 seconds. CPU is that of the receiver, and of the broker, while messages leave.
    MQTT 5, QoS 0, one clock for all processes of this machine.
    """
    from eventscope.cli.bench.latency import RATES, ROUTES, measure

    found = measure(seconds, repeats, size, tuple(rates or RATES), tuple(str(route) for route in routes or ROUTES))
    if json:
        output.data(found)
        return
    columns = (
        "case",
        "receiver",
        "ms p50",
        "p99",
        "max",
        "stamp error p50",
        "p99",
        "source late p99",
        "CPU µs",
        "lost",
    )
    table = Table(*columns)
    for case in found["cases"]:
        for name, item in case["receivers"].items():
            error, late = item.get("stamp_error_ms", {}), item["source_late_ms"]
            times = (item["p50"], item["p99"], item["max"], error.get("p50"), error.get("p99"), late["p99"])
            rest = (_ms(item["cpu_us_per_message"]), f"{item['lost']:,}")
            table.add_row(case["case"], name, *(_ms(value) for value in times), *rest)
    show(table, found["notes"])


@app.command()
def window(
    context: typer.Context,
    rate: Annotated[float, typer.Option("--rate", min=1, help="Messages a second.")] = 20_000,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="Measured time.")] = 10.0,
    size: Size = 200,
    topics: Annotated[int, typer.Option("--topics", min=1, max=100_000, help="Topics, in turn.")] = 50,
    curve: Annotated[bool, typer.Option("--curve", help="Memory every ten seconds: s, window MB, engine MB.")] = False,
    json: Json = False,
) -> None:
    """Tell the window's frame gaps while messages arrive.

    The whole Live page is visible. A corner of the window asks to be painted sixty times a second; the gaps
    between its paints are told, first idle for three seconds (the control), then under load. Received and rate
    count what arrived in the measured time. Then the source stops: lost is what it had sent and did not arrive
    within 20 seconds more. The messages are stamped as they leave their source, so the latency that the engine
    shows for them in the last ten seconds is the error of our own stamp. Memory is the largest resident size
    seen, looked at every ten seconds.
    """
    from eventscope.cli.bench.window import measure

    found = measure(context.obj.bench_window, rate, seconds, size, topics, curve)
    if json:
        output.data(found)
        return
    table = Table("figure", "p50", "p99", "max")
    for name in ("control_gap_ms", "frame_gap_ms", "stamp_error_ms"):
        row = found[name]
        table.add_row(name.replace("_", " "), *(f"{row[key]:g}" if key in row else "" for key in ("p50", "p99", "max")))
    show(table, [])
    rest = ("received", "rate", "sent", "lost", "duplicates", "window_rss_mb", "engine_rss_mb")
    output.line(" · ".join(f"{name.replace('_', ' ')} {found[name]:,}" for name in rest))
    for at, mine, engines in found.get("rss_curve", ()):
        output.line(f"after {at:g} s: window {mine:g} MB, engine {engines:g} MB")


@app.command()
def log(
    messages: Annotated[
        int, typer.Option("--messages", min=1000, help="How many; 10000000 shows flatness.")
    ] = 1_000_000,
    repeats: Annotated[int, typer.Option("--repeats", min=1, help="Of each search; medians are told.")] = 5,
    json: Json = False,
) -> None:
    """Write, open, search and export a log in a temporary folder.

    This process alone does it, without engine or network. Messages are JSON of some 200 bytes over 50 topics, in
    blocks of 8,192, made while the clock stands still; the rate is that of handing 65,536 over and waiting until all
    are stored, CPU that of the process in this time. Each stage is what was written since the one before; then the
    rare text (one message in 1,000) is looked for once in all of it. Bytes are those on the disk, before and after
    all segments were packed. Searches go the way of the window's filter, the newest first, once to warm up and then
    repeatedly: what they read is in the system's cache. The frequent text is in every second message. Exports write
    the newest 100,000 to a file, once. The budgets are for a million messages.
    """
    from eventscope.cli.bench.log import measure

    found = measure(messages, repeats)
    if json:
        output.data(found)
        return
    stages = Table("messages stored", "messages/s", "CPU µs a message", "search µs a message", "memory MB")
    for item in found["stages"]:
        names = ("rate", "cpu_us_per_message", "search_us_per_message", "rss_mb")
        stages.add_row(f"{item['messages']:,}", *(f"{item[name]:,}" for name in names))
    show(stages, [])
    table = Table("search", "hits", "ms", "least", "most", "packed ms", "least", "most", "budget ms")
    for plain, packed in zip(found["searches"]["open"], found["searches"]["packed"], strict=True):
        times = [f"{item[name]:g}" for item in (plain, packed) for name in ("ms", "least", "most")]
        table.add_row(
            plain["case"], f"{plain['hits']:,}", *times, "" if plain["budget_ms"] is None else f"{plain['budget_ms']:g}"
        )
    show(table, [])
    size, opening = found["bytes_per_message"], found["opening"]
    output.line(f"bytes a message {size['open']:g}, packed {size['packed']:g} · opens in {opening['ms']:g} ms")
    rates = (f"{form} {item['rate']:,} messages/s" for form, item in found["exports"].items())
    output.line("export " + " · ".join(rates))


def _compared(kind: str, items: dict[str, Any], ratios: dict[str, float | None]) -> Table:
    table = Table(kind, "messages/s", "least", "most", "CPU µs a message", "peak MB", "ours is")
    for name, item in items.items():
        table.add_row(name, *_figures(item), f"{item['peak_rss_mb']:,}", _times(ratios.get(name)))
    return table


def _figures(item: dict[str, Any]) -> tuple[str, str, str, str]:
    return (f"{item['rate']:,}", f"{item['least']:,}", f"{item['most']:,}", f"{item['cpu_us_per_message']:g}")


def _ms(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _added(item: dict[str, Any]) -> tuple[str, str]:
    return _ms(item["p50_added_ms"]), _ms(item["p99_added_ms"])


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:g} times"


def show(table: Table, notes: list[str]) -> None:
    """Print a table, with figures to the right, and the notes below it."""
    for column in table.columns[1:]:
        column.justify = "right"
    # A pipe has no width of its own; a narrow table would cut the figures.
    Console(width=None if sys.stdout.isatty() else 140).print(table)
    for note in notes:
        output.line(note)
