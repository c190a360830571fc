"""`bridge check` says beforehand why posts could not be taken; all else of it is in test_bridge.py."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eventscope.base import paths
from eventscope.base.listening import bound
from eventscope.cli import bridge
from eventscope.core.errors import CannotConnect
from servers import free_port

FILE = """
format = 1
[[connection]]
name = "hook"
url = "http://127.0.0.1:{port}"
[[connection]]
name = "shop"
url = "http://127.0.0.1:{target}"
[[bridge]]
name = "in"
from = {{ connection = "hook", filter = "#" }}
to = {{ connection = "shop", topic = "{{topic}}" }}
"""


class Case:
    """A file whose target answers; `port` is where it takes posts."""

    def __init__(self, folder: Path, target: int) -> None:
        self.port = free_port()
        self.file = folder / "bridges.toml"
        self.file.write_text(FILE.format(port=self.port, target=target), encoding="utf-8")
        self.token = paths.home() / "ingest" / f"127-0-0-1-{self.port}.token"

    def check(self, *more: str) -> tuple[Exception | None, str]:
        result = CliRunner().invoke(bridge.app, ["check", str(self.file), *more])
        error = result.exception
        return (error if isinstance(error, Exception) else None), result.stdout


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with bound("127.0.0.1", 0, 5) as site:
        yield Case(tmp_path, site.getsockname()[1])


def test_a_free_port_is_nothing_to_tell_and_free_afterwards(case: Case) -> None:
    error, printed = case.check()
    assert error is None
    assert "All connections that they use answer" in printed
    assert case.token.is_file()
    bound("127.0.0.1", case.port, 1).close()


def test_a_port_that_is_taken_is_told(case: Case) -> None:
    with bound("127.0.0.1", case.port, 1):
        error, _ = case.check()
        _, printed = case.check("--json")
        assert case.check("--offline")[0] is None  # the file may be another machine's
    assert isinstance(error, CannotConnect)
    assert error.exit_code == 3
    assert f"Not reached: 'hook'. hook: Another program listens at 127.0.0.1:{case.port} already." in str(error)
    told = json.loads(printed)
    assert (told["reached"], [item["code"] for item in told["unreached"]]) == (False, ["port-in-use"])


def test_a_token_that_cannot_be_read_is_told(case: Case) -> None:
    case.token.mkdir(parents=True)
    error, _ = case.check()
    assert isinstance(error, CannotConnect)
    assert "hook: The token for what is posted to" in str(error)
    assert "Name a secret-file." in str(error)


def test_with_a_secret_file_no_token_is_made(case: Case, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret\n", encoding="utf-8")
    text = case.file.read_text(encoding="utf-8")
    place = f'url = "http://127.0.0.1:{case.port}"'
    case.file.write_text(text.replace(place, place + '\nsecret-file = "secret"'), encoding="utf-8")
    assert case.check()[0] is None
    assert not case.token.exists()
