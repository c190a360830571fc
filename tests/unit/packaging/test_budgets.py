"""The table of budgets in the README: there, whole, and written only from a full measurement."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from eventscope.cli.bench.budgets import BUDGETS, verdicts

ROOT = Path(__file__).resolve().parents[3]
README = ROOT / "README.md"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("budgets_script", ROOT / "packaging" / "budgets.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


script = load()


def result(quick: bool = False) -> dict[str, Any]:
    machine = {"cpu": "Some CPU", "cores": 2, "python": "3.11.7"}
    made = verdicts({"intake": {"receivers": {"eventscope": {"rate": 391_000}}}})
    return {"machine": machine, "began": "2026-11-24T17:00:00", "quick": quick, "warnings": [], "budgets": made}


def test_the_readme_has_a_table_of_budgets_that_exist() -> None:
    """Which may be younger than the last measurement."""
    _, begin, rest = README.read_text(encoding="utf-8").partition(script.BEGIN)
    table, end, _ = rest.partition(script.END)
    assert begin
    assert end
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")][2:]
    assert rows
    assert set(rows) <= {item.what for item in BUDGETS}


def test_a_new_table_replaces_the_old_one_and_nothing_else() -> None:
    made = script.put(f"before\n{script.BEGIN}\nold\n{script.END}\nafter\n", result())
    assert made.startswith(f"before\n{script.BEGIN}\nMeasured on: Some CPU")
    assert "| 391,000/s | held, 1.3 times over |" in made
    assert made.endswith(f"\n{script.END}\nafter\n")
    assert "old" not in made
    assert script.put(made, result()) == made


def test_a_quick_look_and_a_readme_without_marks_are_refused() -> None:
    with pytest.raises(ValueError, match="quick look"):
        script.put(f"{script.BEGIN}{script.END}", result(quick=True))
    with pytest.raises(ValueError, match="README has no"):
        script.put(script.END, result())


def test_it_takes_the_last_line_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, readme = tmp_path / "all.json", tmp_path / "README.md"
    file.write_text(json.dumps(result()) + "\n")
    readme.write_text(f"x {script.BEGIN}{script.END} y", encoding="utf-8")
    monkeypatch.setattr(script, "README", readme)
    monkeypatch.setattr(script.sys, "argv", ["budgets.py", str(file)])
    script.main()
    assert "391,000/s" in readme.read_text(encoding="utf-8")
