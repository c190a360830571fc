"""Saved events keep order and names, and every change can be taken back."""

from __future__ import annotations

from dataclasses import replace

from eventscope.core.workspace import SavedEvent
from eventscope.ui.viewmodels.savedevents import SavedEvents

A, B = SavedEvent("a", "orders/1", "{}"), SavedEvent("b", "sensors/1", "{}")
C = SavedEvent("a", "x", "{}", collection="Set")


def names(saved: SavedEvents, text: str = "") -> list[str]:
    return [f"{item.collection}/{item.name}" for item in saved.search(text)]


def test_keep_adds_or_replaces_in_place() -> None:
    saved = SavedEvents([A, B])
    saved.keep(C)
    saved.keep(replace(A, topic="new"))
    assert [item.topic for item in saved.events] == ["new", "sensors/1", "x"]


def test_remove_and_undo() -> None:
    saved = SavedEvents([A, B, C])
    saved.remove(A)
    assert saved.events == (B, C)
    assert saved.can_undo
    saved.undo()
    assert saved.events == (A, B, C)
    assert not saved.can_undo


def test_rename_refuses_a_name_that_is_taken() -> None:
    saved = SavedEvents([A, B, C])
    assert saved.rename(B, "a", "") is None
    assert saved.rename(B, " ", "") is None
    assert saved.events == (A, B, C)
    assert saved.rename(B, "a2", "Set") == replace(B, name="a2", collection="Set")
    assert saved.rename(A, "a", "") == A


def test_search_and_order() -> None:
    saved = SavedEvents([C, A, B])
    assert names(saved) == ["/a", "/b", "Set/a"]
    assert names(saved, "SENSORS") == ["/b"]
    assert names(saved, "set") == ["Set/a"]
    assert saved.collections() == ["Set"]


def test_arranging() -> None:
    saved = SavedEvents([A, B, C])
    assert saved.arrange([B, A, C])
    assert saved.events == (B, A, C)
    assert not saved.arrange([B, A])
    assert not saved.arrange([B, A, replace(C, collection="")])
    assert saved.events == (B, A, C)


def test_another_workspace_forgets_the_undo() -> None:
    saved = SavedEvents([A])
    saved.remove(A)
    saved.take([])
    assert saved.can_undo
    saved.take([B])
    assert not saved.can_undo


def test_free_names() -> None:
    saved = SavedEvents([A])
    assert saved.free_name("a") == "a 2"
    assert saved.free_name("a", "Set") == "a"
    assert saved.free_name("  ") == "event"
