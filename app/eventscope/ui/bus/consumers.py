"""The panel of consumers, which is a part of its own: mounted where it is there."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtWidgets import QWidget

from eventscope.ui.desk import Desk

PACKAGE = "eventscope.ui.consumers"


def consumers_panel(desk: Desk) -> QWidget | None:
    """The panel; None where this build has none."""
    try:
        module = import_module(PACKAGE)
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith(PACKAGE):
            return None
        raise
    panel = module.ConsumersPanel(desk)
    assert isinstance(panel, QWidget)
    return panel
