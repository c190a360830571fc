"""The index of bad inputs names tests that exist, and every row that was promised."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
INDEX = tomllib.loads((TESTS / "corpus" / "bad_inputs.toml").read_text(encoding="utf-8"))
PROMISED = {*range(1, 18), *range(19, 23), 32, 34, *range(36, 43), 44, 46, 48, 49, *range(51, 62), 63, 66, 67}
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


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["words"])
def test_each_is_proved_by_tests_that_exist(entry: dict[str, object]) -> None:
    assert entry["words"]
    tests = entry["tests"]
    assert isinstance(tests, list)
    missing = []
    for test in tests:
        path, _, name = test.partition("::")
        if not name.startswith("test_") or not (TESTS.parent / path).is_file() or name not in names(path):
            missing.append(test)
    assert not missing
    assert any(test.startswith(("tests/e2e/", "tests/integration/")) for test in tests), "with real sockets and files"
