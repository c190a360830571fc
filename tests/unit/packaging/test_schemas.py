"""Schemas are made from the dataclasses: every kind of field, nothing unknown allowed."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Literal

import jsonschema_rs
import pytest

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Inner:
    """An inner table."""

    user_name: str
    size: int = 3


@dataclass
class Outer:
    """The first line.

    The rest is for programmers.
    """

    name: str
    kind: Literal["a", "b"] = "a"
    blob: bytes = b""
    share: float = 0.5
    on: bool = True
    limit: int | None = None
    inner: Inner = field(default_factory=lambda: Inner(""))
    many: tuple[Inner, ...] = ()
    pair: tuple[str, int] = ("", 0)
    insecure: bool = False


@pytest.fixture
def schemas(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("schemas_script", ROOT / "packaging" / "schemas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(module.TITLES, Outer, "Outer file")
    return module


WHOLE = {
    "format": 1,
    "name": "n",
    "kind": "b",
    "blob": "aGk=",
    "share": 1,
    "on": False,
    "limit": 7,
    "inner": {"user-name": "u", "size": 4},
    "many": [{"user-name": "u"}],
    "pair": ["x", 1],
}


def test_head_and_description(schemas: ModuleType) -> None:
    made = schemas.schema(Outer)
    assert (made["title"], made["description"]) == ("Outer file", "The first line.")
    assert made["required"] == ["format", "name"]
    assert "insecure" not in made["properties"]


@pytest.mark.parametrize("value", [WHOLE, {"format": 1, "name": "n"}])
def test_what_the_reader_takes_is_valid(schemas: ModuleType, value: dict) -> None:
    jsonschema_rs.validator_for(schemas.schema(Outer)).validate(value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": 2},
        {"kind": "c"},
        {"share": "1"},
        {"on": 1},
        {"limit": 1.5},
        {"inner": {}},
        {"inner": {"user_name": "u"}},
        {"many": [{"user-name": 1}]},
        {"pair": ["x"]},
        {"pair": ["x", 1, 2]},
        {"insecure": True},
        {"unknown": 1},
    ],
)
def test_what_it_refuses_is_not(schemas: ModuleType, wrong: dict) -> None:
    validator = jsonschema_rs.validator_for(schemas.schema(Outer))
    assert not validator.is_valid({**WHOLE, **wrong})


def test_all_files_are_written(schemas: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "schemas").mkdir()
    monkeypatch.setattr(schemas.paths, "resources", lambda: tmp_path)
    schemas.main()
    assert {path.name for path in (tmp_path / "schemas").iterdir()} == set(schemas.NAMES.values())
    for kind, name in schemas.NAMES.items():
        assert (tmp_path / "schemas" / name).read_text(encoding="utf-8") == schemas.text(kind)
