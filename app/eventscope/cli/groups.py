"""`eventscope groups`: consumer groups of a Kafka cluster, how far they are behind, and their offsets moved."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eventscope.cli import output
from eventscope.cli.options import AskPassword, CaFile, Cert, Insecure, Key, PasswordFile, User
from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.kafkafigures import Group, Reset
    from eventscope.links.kafka.groups import Groups

_MOVE = "Move offsets"
URL = "kafka://[USER@]HOST[:PORT], kafkas:// for TLS; ?sasl=scram-sha-512 and the like choose the way to log in."
NO_PLACE = "Group {group!r} has no place in {topic} yet: check its name, or the move makes one."
TO = "earliest, latest, an offset, a time (2026-05-01T12:00Z) or -15m for that ago."


def groups(
    url: Annotated[str, typer.Option("--url", "-u", help=URL)],
    reset: Annotated[
        str, typer.Option("--reset", metavar="GROUP", help="Move this group in a topic.", rich_help_panel=_MOVE)
    ] = "",
    topic: Annotated[str, typer.Option("--topic", "-t", help="Topic to move in.", rich_help_panel=_MOVE)] = "",
    partition: Annotated[
        list[int] | None, typer.Option("--partition", help="Only these; all without.", rich_help_panel=_MOVE)
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="PLACE", help=TO, rich_help_panel=_MOVE)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the moves.", rich_help_panel=_MOVE)] = False,
    ages: Annotated[bool, typer.Option(help="Lag in time too: reads the next record of each partition.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
    user: User = "",
    password_file: PasswordFile = None,
    ask_password: AskPassword = False,
    cafile: CaFile = "",
    cert: Cert = "",
    key: Key = "",
    insecure: Insecure = False,
) -> None:
    """Show consumer groups and their lag, or move their offsets.

    Lag counts offsets up to the last stable one: with transactions or compaction it may stay above 0 though
    nothing is left. Tried against Apache Kafka 4.1 on one machine: plain, TLS, SASL PLAIN and SCRAM. Not tried against
    a real server: OAUTHBEARER, client certificates, clusters of several brokers.
    """
    from eventscope.cli.target import password
    from eventscope.links.kafka import options
    from eventscope.links.kafka.cluster import Cluster
    from eventscope.links.kafka.groups import Groups

    if bool(reset) != bool(topic and to):
        raise BadInput("reset-needs", "--reset GROUP, --topic and --to belong together.")
    servers = options.with_files(options.parse(url, user), cafile, cert, key, insecure)
    secret = password(password_file, ask_password)
    known = Groups(Cluster(servers, secret), secret)
    if reset:
        _moves(_reset(known, reset, topic, partition, to, dry_run), as_json)
    else:
        _show(known.all(ages), as_json)


def _reset(known: Groups, group: str, topic: str, partitions: list[int] | None, to: str, dry_run: bool) -> Reset:
    from eventscope.base import clock
    from eventscope.core import kafkaplace

    plan = known.plan(group, topic, kafkaplace.read(to, clock.wall_ns()), partitions)
    if not dry_run:
        return known.reset(plan)
    (now,) = known.some([group])
    if now.members:
        from eventscope.links.kafka.groups import BUSY

        output.notice(BUSY.format(group=group, n=len(now.members)), "group-busy")
    elif all(move.before is None for move in plan.moves):
        output.notice(NO_PLACE.format(group=group, topic=topic), "group-no-place")
    return plan


def _moves(reset: Reset, as_json: bool) -> None:
    if as_json:
        moves = [
            _keys(
                topic=move.partition.topic,
                partition=move.partition.number,
                before=move.before,
                after=move.after,
                skips=move.skips,
            )
            for move in reset.moves
        ]
        output.data({"group": reset.group, "done": reset.done, "moves": moves})
        return
    for move in reset.moves:
        where = f"{move.partition.topic} partition {move.partition.number}"
        output.line(f"{where}: {_number(move.before)} -> {move.after}{_skipped(move.skips)}")
    output.line("Moved." if reset.done else "Nothing was moved (dry run).")


def _skipped(skips: int | None) -> str:
    if not skips:
        return ""
    return f" (skips {skips:,})" if skips > 0 else f" (reads {-skips:,} again)"


def _show(found: tuple[Group, ...], as_json: bool) -> None:
    if as_json:
        output.data({"groups": [_as_json(group) for group in found]})
        return
    if not found:
        output.line("No consumer groups.")
    for group in found:
        unknown = f", {group.unknown} partition(s) unknown" if group.unknown else ""
        output.line(f"{group.id}  {group.state}, {len(group.members)} member(s), lag {group.lag:,}{unknown}")
        for item in group.partitions:
            where = f"  {item.partition.topic}/{item.partition.number}"
            lag = f"lag {_number(item.lag)}{_age(item.time_lag)}"
            output.line(f"{where}  {_number(item.committed)} of {_number(item.latest)}  {lag}  {item.words}".rstrip())


def _as_json(group: Group) -> dict[str, Any]:
    said = _keys(**asdict(group))
    said["lag"], said["unknown"] = group.lag, group.unknown
    said["members"] = [
        _keys(id=item.id, client=item.client, host=item.host, partitions=[list(each) for each in item.partitions])
        for item in group.members
    ]
    said["partitions"] = []
    for item in group.partitions:
        row = asdict(item)
        row.pop("partition")
        where = {"topic": item.partition.topic, "partition": item.partition.number}
        said["partitions"].append(_keys(**where, **row))
    return said


def _keys(**given: Any) -> dict[str, Any]:
    """Keys with hyphens, as everywhere in our JSON."""
    return {name.replace("_", "-"): value for name, value in given.items()}


def _number(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _age(seconds: float | None) -> str:
    return "" if seconds is None else f", {seconds:,.1f} s"
