"""Where bridges live, over renames and restarts."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.core.errors import Unavailable
from eventscope.core.identity import bridge_id
from eventscope.engine.bridges.homes import KEPT, NAME, Home, Homes


def kept(homes: Homes, name: str) -> Home:
    home = homes.get(name)
    home.write()
    return home


def test_a_new_home_is_named_after_install_and_bridge(tmp_path: Path) -> None:
    home = Homes(tmp_path, "me").get("orders")
    assert home == Home(tmp_path / bridge_id("orders", "me"), bridge_id("orders", "me"), "orders")
    assert Homes(tmp_path, "other").get("orders").ident != home.ident
    assert not list(tmp_path.iterdir())


def test_what_was_written_is_found(tmp_path: Path) -> None:
    home = Homes(tmp_path, "me").get("orders")
    home.routes, home.ready = ["mqtt", "kafka"], True
    home.write()
    assert Homes(tmp_path, "me").find("orders") == home
    assert Homes(tmp_path, "me").find("other") is None


def test_a_renamed_bridge_keeps_home_and_name_in_marks(tmp_path: Path) -> None:
    homes = Homes(tmp_path, "me")
    first = kept(homes, "one")
    homes.rename("one", "two")
    assert homes.find("one") is None
    assert homes.get("two").ident == first.ident
    again = kept(homes, "one")  # the name is free, the place is not
    assert again.ident != first.ident
    assert again.folder != first.folder
    assert Homes(tmp_path, "me").get("one").ident == again.ident
    assert len(homes.all()) == 2


def test_what_a_source_subscribed_to_is_remembered(tmp_path: Path) -> None:
    home = Homes(tmp_path, "me").get("one")
    assert home.asked(0, "a/#") == []
    assert home.asked(0, "a/#") == []
    assert home.asked(1, "b") == []
    again = Homes(tmp_path, "me").get("one")
    assert again.asked(0, "c") == ["a/#"]
    assert again.asked(0, "a/#") == ["c"]
    for number in range(50):
        again.asked(0, str(number))
    assert len(again.filters["0"]) == KEPT


def test_renaming_what_has_no_home_is_nothing(tmp_path: Path) -> None:
    Homes(tmp_path, "me").rename("one", "two")
    assert not list(tmp_path.iterdir())


def test_forgetting_deletes(tmp_path: Path) -> None:
    homes = Homes(tmp_path, "me")
    home = kept(homes, "one")
    (home.folder / "bridge.spool").write_bytes(b"x")
    homes.forget("one")
    homes.forget("one")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"ident": 1}', '{"ident": "x", "name": "y", "routes": 1, "ready": 0}', "[" * 100_000]
)
def test_a_damaged_file_is_none(text: str, tmp_path: Path) -> None:
    homes = Homes(tmp_path, "me")
    home = kept(homes, "one")
    (home.folder / NAME).write_text(text)
    assert homes.find("one") is None
    assert homes.get("one").ident == home.ident


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="one cannot be written"):
        kept(Homes(tmp_path / "file", "me"), "one")
    assert Homes(tmp_path / "file", "me").all() == []
