"""Nothing from outside can steer a terminal, whether one is there or not."""

from __future__ import annotations

import json
import logging

import pytest

from eventscope.cli import output

HOSTILE = "\x1b[31mred\x07 \x9b2J \x1b]52;c;aGk=\x07 \u202eevil\u2066 a\r\nb \x7f\x00 {braces} [bold]x[/]"
DANGEROUS = [*map(chr, [*range(0x20), *range(0x7F, 0xA0)]), "\u202e", "\u2066", "\u200b", "\ud800"]


def visible_only(text: str, but: str = "\n") -> bool:
    return not any(char in text for char in DANGEROUS if char not in but)


def test_lines_show_marks(capsys: pytest.CaptureFixture[str]) -> None:
    output.line(HOSTILE)
    out = capsys.readouterr().out
    assert visible_only(out)
    assert out.count("\n") == 1
    assert "{braces} [bold]x[/]" in out


def test_texts_keep_line_ends_only(capsys: pytest.CaptureFixture[str]) -> None:
    output.text("one\ntwo" + HOSTILE)
    assert visible_only(capsys.readouterr().out, "\n\t")


def test_problems_go_to_the_error_stream(capsys: pytest.CaptureFixture[str]) -> None:
    output.problem(HOSTILE)
    out, err = capsys.readouterr()
    assert out == ""
    assert visible_only(err, "\n\t")


def test_json_is_ascii_and_comes_back_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"payload": HOSTILE + "日本", "n": 1.5, "none": None}
    output.data(value)
    out = capsys.readouterr().out
    assert out.isascii()
    assert visible_only(out)
    assert json.loads(out) == value


def test_json_knows_no_nan() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        output.data({"x": float("nan")})


def test_raw_is_byte_for_byte(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    output.raw(b"\x1b[31m\xff\x00")
    assert capfdbinary.readouterr().out == b"\x1b[31m\xff\x00\n"


def test_logs_show_marks_and_keep_line_ends(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[logging.Handler] = []
    monkeypatch.setattr(logging, "basicConfig", lambda handlers, **more: given.extend(handlers))
    output.logs()
    record = logging.LogRecord("part", logging.WARNING, "", 0, "%s fails\nat once", ("\x1b]0;x\x07\u202e",), None)
    given[0].emit(record)
    assert capsys.readouterr().err == "WARNING:part:\u241b]0;x\u2407‹RLO› fails\nat once\n"


def test_a_notice_is_one_line_whatever_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    output.notice("It says: no\nedge: running", "refused")
    assert capsys.readouterr().err == "It says: no\u240aedge: running\n"
