"""The index of bad inputs names tests that exist, and every row that was promised."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parent.parent
INDEX = tomllib.loads((TESTS / "corpus" / "bad_inputs.toml").read_text(encoding="utf-8"))
PROMISED = {*range(1, 25), *range(32, 45), *range(46, 62), 63, 66, 67}
# What has to be proved while messages come as fast as they are taken.
AT_RATE = {*range(5, 13), 18, 21, 23, 24, 33, 34, 35, 43, *range(46, 51), 66}
SENTENCES = {"port", "host", "password", "certificate", "json", "template"}
ENTRIES = [*INDEX["row"], *INDEX["sentence"]]


@cache
def names(path: str) -> frozenset[str]:
    """The tests in a file, by its syntax alone."""
    tree = ast.parse((TESTS.parent / path).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


def test_every_row_and_sentence_is_there_once() -> None:
    numbers = [entry["number"] for entry in INDEX["row"]]
    assert set(numbers) == PROMISED
    assert len(numbers) == len(PROMISED)
    assert {entry["name"] for entry in INDEX["sentence"]} == SENTENCES


def exists(test: str) -> bool:
    """Whether path::name is a test."""
    path, _, name = test.partition("::")
    return name.startswith("test_") and (TESTS.parent / path).is_file() and name in names(path)


@pytest.mark.parametrize("number", sorted(AT_RATE))
def test_each_is_proved_at_full_rate_where_that_was_promised(number: int) -> None:
    """By tests that exist, in files that say which rows they are about."""
    tests = next(entry.get("rate", []) for entry in INDEX["row"] if entry["number"] == number)
    assert tests
    for test in tests:
        text = (TESTS.parent / test.partition("::")[0]).read_text(encoding="utf-8")
        assert exists(test)
        assert re.search(rf"\brows? (\d+, )*(\d+ and )?{number}\b", text, re.IGNORECASE), test


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["words"])
def test_each_is_proved_by_tests_that_exist(entry: dict[str, Any]) -> None:
    assert entry["words"]
    tests = entry["tests"]
    assert isinstance(tests, list)
    assert [test for test in [*tests, *entry.get("rate", [])] if not exists(test)] == []
    assert any(test.startswith(("tests/e2e/", "tests/integration/")) for test in tests), "with real sockets and files"
