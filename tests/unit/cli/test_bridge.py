"""`bridge check` and `bridge dry-run`: exit codes and what they print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eventscope.base import paths
from eventscope.cli import bridge
from eventscope.cli.bridgefile import LIMIT
from eventscope.core.errors import BadInput, CannotConnect
from eventscope.core.identity import identity
from eventscope.engine.bridges import probing, reach
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.probing import Findings

SAMPLES = paths.resources() / "samples" / "bridges"
HEAD = """
format = 1
[[connection]]
name = "a"
url = "mqtt://127.0.0.1:1883"
[[connection]]
name = "b"
url = "mqtt://127.0.0.1:2883"
"""
THERE = """
[[bridge]]
name = "there"
from = { connection = "a", filter = "x/#" }
to = { connection = "b", topic = "{topic}" }
"""
BACK = """
[[bridge]]
name = "back"
from = { connection = "b", filter = "#" }
to = { connection = "a", topic = "{topic}" }
"""


def run(*arguments: object, text: str = "") -> str:
    """What is printed; an error of ours is raised as the command line's `run` would get it."""
    result = CliRunner().invoke(bridge.app, [str(word) for word in arguments], input=text)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def written(folder: Path, text: str) -> Path:
    path = folder / "bridges.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_check_lets_the_samples_through() -> None:
    for sample in sorted(SAMPLES.glob("*.toml")):
        printed = run("check", sample, "--offline")
        assert "nothing wrong" in printed
        assert "Nothing was connected" in printed
        found = json.loads(run("check", sample, "--offline", "--json"))
        assert (len(found["notes"]), found["reached"]) == (2 * (sample.stem == "bus"), None)


def test_check_says_what_is_lost(tmp_path: Path) -> None:
    text = HEAD.replace('2883"', '2883"\nversion = "3.1.1"') + THERE
    assert "Note: In 'there': the properties of MQTT 5 are lost at b" in run(
        "check", written(tmp_path, text), "--offline"
    )


async def nothing_found(endpoints: Sequence[Endpoint], seconds: float) -> Findings:
    return Findings((), {})


def test_check_finds_what_addresses_hide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def same(endpoints: Sequence[Endpoint], seconds: float) -> Findings:
        asked[:] = [item.bus.name for item in endpoints]
        a, b, c = (identity(item.bus) for item in endpoints)
        return Findings(((a, c),), {b: "It closes at will."})

    monkeypatch.setattr(reach, "unreached", lambda endpoints: [])
    monkeypatch.setattr(probing, "probe", same)
    third = '[[connection]]\nname = "c"\nurl = "ws://127.0.0.1:8080"\n'
    apart = written(tmp_path, HEAD + third + THERE + BACK.replace('"#"', '"y/#"').replace('"a"', '"c"'))
    printed = run("check", apart)
    assert "Note: a, c lead to one and the same broker.\n" in printed
    assert "Note: Whether b leads to the same broker as another connection cannot be found out: It closes" in printed
    assert asked == ["a", "b", "c"]
    assert json.loads(run("check", apart, "--json"))["same-broker"] == [["a", "c"]]
    circle = written(tmp_path, HEAD + third + THERE + BACK.replace('"a"', '"c"'))
    with pytest.raises(BadInput, match=r"a > there > b > back > c\. a, c lead to one and the same broker"):
        run("check", circle)
    assert "nothing wrong" in run("check", circle, "--offline")


def test_check_asks_every_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answer: list[reach.Unreached] = []

    def unreached(endpoints: list[Endpoint]) -> list[reach.Unreached]:
        asked[:] = [item.bus.name for item in endpoints]
        return answer

    monkeypatch.setattr(reach, "unreached", unreached)
    monkeypatch.setattr(probing, "probe", nothing_found)
    file = written(tmp_path, HEAD + '[[connection]]\nname = "unused"\nurl = "mqtt://c"\n' + THERE)
    assert "All connections that they use answer" in run("check", file)
    assert asked == ["a", "b"]
    assert json.loads(run("check", file, "--json"))["reached"] is True
    answer.append(reach.Unreached("b", "connection-refused", "Nobody is there."))
    with pytest.raises(CannotConnect, match=r"Not reached: 'b'\. b: Nobody is there") as caught:
        run("check", file)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + THERE + BACK, "a > there > b > back > a"),
        (HEAD + THERE.replace("filter", "filtr"), "Did you mean 'filter'"),
        (
            HEAD + THERE.replace('"b"', '"c"'),
            "In bridge 'there', to, connection: there is none called 'c'. Known are: a, b.",
        ),
        (HEAD.replace("mqtt:", "mqqt:") + THERE, "url: unknown scheme 'mqqt'. Did you mean 'mqtt'?"),
        (HEAD + THERE.replace("{topic}", "{topik}"), "placeholders: unknown name 'topik'. Did you mean 'topic'?"),
        ("\x00", "no valid TOML"),
    ],
)
def test_check_refuses_with_the_reason(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        run("check", written(tmp_path, text))
    assert words in str(caught.value)
    assert caught.value.exit_code == 2


def test_check_reads_the_secrets_of_connections_that_it_cannot_ask(tmp_path: Path) -> None:
    ingest = '[[connection]]\nname = "in"\nurl = "http://127.0.0.1:8090"\nsecret-file = "none"\n'
    file = written(tmp_path, HEAD + ingest)
    with pytest.raises(BadInput, match="cannot be read"):
        run("check", file)
    run("check", file, "--offline")  # may be another machine's


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="could not be read"):
        run("check", tmp_path / "none.toml")
    (tmp_path / "latin").write_bytes(b"\xff")
    with pytest.raises(BadInput, match="could not be read"):
        run("check", tmp_path / "latin")
    with pytest.raises(BadInput, match="could not be read"):
        run("dry-run", written(tmp_path, HEAD + THERE), "--input", tmp_path / "none.jsonl")
    (tmp_path / "large").write_bytes(b"#" * (LIMIT + 1))
    with pytest.raises(BadInput, match="larger than 5 MiB"):
        run("check", tmp_path / "large")


def test_dry_run_shows_input_output_or_the_reason(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD + THERE)
    lines = '{"topic": "x/1", "payload": "hi"}\n\n{"topic": "y", "payload": "no"}\n'
    printed = run("dry-run", file, "--input", "-", text=lines)
    assert "1: x/1 at there" in printed
    assert "route 1 sends x/1 hi" in printed
    assert "3: y at there" in printed
    assert "not_taken" in printed
    recorded = tmp_path / "messages.jsonl"
    recorded.write_text(lines, encoding="utf-8")
    shown = [json.loads(line) for line in run("dry-run", file, "--input", recorded, "--json").splitlines()]
    assert [(item["line"], len(item["out"]), len(item["exits"])) for item in shown] == [(1, 1, 0), (3, 0, 1)]


def test_dry_run_of_one_bridge(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD + THERE + BACK.replace('"#"', '"y/#"'))
    shown = run("dry-run", file, "--input", "-", "--bridge", "back", text='{"topic": "y/1"}')
    assert "at back" in shown
    assert "at there" not in shown
    with pytest.raises(BadInput, match=r"there is no bridge 'bck'\. Did you mean 'back'"):
        run("dry-run", file, "--input", "-", "--bridge", "bck")
    with pytest.raises(BadInput, match=r"Line 1: it is no JSON \(Expecting value at column 1\)"):
        run("dry-run", file, "--input", "-", text="hello")


def test_nothing_from_outside_steers_the_terminal(tmp_path: Path) -> None:
    line = json.dumps({"topic": "x/\x1b[31m", "payload": "\x1b]52;c;eA==\x07"})
    assert "\x1b" not in run("dry-run", written(tmp_path, HEAD + THERE), "--input", "-", text=line)
