"""What the builds share: it is there, it is importable, and nothing that we need is left out."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from eventscope.base import paths

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def common() -> ModuleType:
    spec = importlib.util.spec_from_file_location("common_script", ROOT / "packaging" / "common.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_resources_that_the_program_reads_are_shipped(common: ModuleType) -> None:
    here = {path.name for path in paths.resources().iterdir() if path.is_dir()}
    assert set(common.SHIPPED) == here - {"pictures"}  # those are for the README
    for source, target in common.DATAS:
        assert Path(source).is_dir()
        assert target == f"eventscope/resources/{Path(source).name}"


def test_the_wheel_ships_the_same(common: ModuleType) -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    forced = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert set(forced.values()) == {target for _, target in common.DATAS}


def test_what_is_imported_by_name_is_there(common: ModuleType) -> None:
    for name in common.HIDDEN:
        assert importlib.util.find_spec(name) is not None, name
    assert Path(common.LAUNCH).is_file()


def test_nothing_that_is_left_out_is_imported(common: ModuleType) -> None:
    left_out = tuple(common.LEFT_OUT)
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [item.name for item in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names += [f"{node.module}.{item.name}" for item in node.names]
            wrong = [name for name in names if name.startswith(left_out)]
            assert not wrong, f"{path.name} imports {wrong}, which the builds leave out"
