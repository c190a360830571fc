"""The README's three pictures are copied from those that were taken."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def pictures(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "packaging" / "pictures.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "pictures", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def test_what_the_readme_shows_is_copied_under_short_names(pictures, tmp_path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    for name in pictures.README:
        (taken / f"{name}.png").write_bytes(name.encode())
    pictures.keep_for_readme(taken)
    assert sorted(path.name for path in (tmp_path / "resources" / "pictures").iterdir()) == [
        "bus.png",
        "charts.png",
        "live.png",
    ]


def test_a_page_that_was_not_taken_leaves_the_old_picture(pictures, tmp_path) -> None:
    (tmp_path / "taken").mkdir()
    pictures.keep_for_readme(tmp_path / "taken")
    assert list((tmp_path / "resources" / "pictures").iterdir()) == []


def test_every_dress_is_in_the_plan(pictures) -> None:
    assert pictures.SIZES == ((1280, 800), (1920, 1080))
    assert set(pictures.LOOKS) == {"dark", "light"}
    assert set(pictures.LANGUAGES) == {"en", "zh_CN"}
