"""Shared options: a command that takes a broker gets them all, and only reads what they add up to."""

from __future__ import annotations

import inspect
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from eventscope.cli import options
from eventscope.cli.pub import pub
from eventscope.cli.sub import sub
from eventscope.cli.target import Target
from eventscope.core.errors import BadInput


def command(said: list[tuple[Target, int]]) -> typer.Typer:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)

    def show(where: Target, count: Annotated[int, typer.Option("--count")] = 1) -> None:
        """What it does."""
        said.append((where, count))

    app.command()(options.with_broker(show))
    return app


def test_the_command_reads_one_value_in_place_of_ten() -> None:
    said: list[tuple[Target, int]] = []
    done = CliRunner().invoke(
        command(said), ["-u", "mqtts://me@h:1", "--count", "3", "-V", "3.1.1", "-i", "id", "--insecure"]
    )
    assert done.exit_code == 0, done.output
    where, count = said[0]
    assert (where.connection.scheme, where.connection.host, where.connection.port) == ("mqtts", "h", 1)
    assert (where.connection.user, where.connection.version, where.connection.client_id) == ("me", "3.1.1", "id")
    assert (where.connection.tls.insecure, where.password, count) == (True, None, 3)


def test_help_is_the_commands_own_and_a_mistake_is_told() -> None:
    said: list[tuple[Target, int]] = []
    shown = CliRunner().invoke(command(said), ["--help"]).output
    assert "What it does." in shown
    assert "--password-file" in shown
    assert CliRunner().invoke(command(said), []).exit_code == 2  # without a URL
    failed = CliRunner().invoke(command(said), ["-u", "mqtt://u:secret@h"])
    assert isinstance(failed.exception, BadInput)
    assert said == []


@pytest.mark.parametrize("shared", [pub, sub])
def test_pub_and_sub_have_the_same_options(shared: object) -> None:
    names = set(inspect.signature(shared).parameters)  # type: ignore[arg-type]
    assert set(inspect.signature(options.broker).parameters) <= names
    assert "where" not in names
