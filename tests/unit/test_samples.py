"""Every schema is that of the code, and every sample is read by the code and passes its schema."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from pathlib import Path
from types import ModuleType

import jsonschema_rs
import pytest

from eventscope.base import paths
from eventscope.core.workspacefile import read_workspace

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((paths.resources() / "samples").glob("*.workspace.toml"))


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("schemas", ROOT / "packaging" / "schemas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_schemas_are_those_of_the_code() -> None:
    schemas = generator()
    for kind, name in schemas.NAMES.items():
        stored = (paths.resources() / "schemas" / name).read_text(encoding="utf-8")
        assert stored == schemas.text(kind), f"{name} is out of date: run packaging/schemas.py"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_samples_pass_their_schema_and_are_read(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    schema = json.loads((paths.resources() / "schemas" / "workspace.schema.json").read_text(encoding="utf-8"))
    jsonschema_rs.validator_for(schema).validate(tomllib.loads(text))
    workspace = read_workspace(text)
    assert {item.id for item in workspace.connections} >= {"embedded"}
    assert workspace.events


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    schema = json.loads((paths.resources() / "schemas" / "workspace.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    assert validator.is_valid({"format": 1})
    assert not validator.is_valid({"format": 1, "conections": []})
    assert not validator.is_valid({"format": 2})
