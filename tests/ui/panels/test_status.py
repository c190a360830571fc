"""The status bar counts honestly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eventscope.core.apiaddress import ApiAddress
from eventscope.core.metrics import Counts
from eventscope.core.news import ApiNews, WorkspaceNews
from eventscope.core.workspace import Workspace
from eventscope.ui.panels.status import StatusPanel, workspace_name
from ui.fakes import HOSTILE, make_desk, push, state, summary


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def panel(qtbot, desk) -> StatusPanel:
    made = StatusPanel(desk)
    qtbot.addWidget(made)
    return made


def test_all_is_well(panel, desk) -> None:
    push(desk, summary())
    texts = [label.text() for label in (panel.received, panel.stored, panel.shown, panel.dropped)]
    assert texts == ["received 1,204,331 this run", "stored all", "shown all", "dropped 0"]
    assert panel.engine.text() == "engine 31 % · 120 MB"
    assert panel.log.text() == "log 412 MB of 2 GB"


def test_what_waits_is_said(panel, desk) -> None:
    push(desk, summary(delivered=5, counts=Counts(received=100, stored=90, waiting=10), newest=90))
    assert panel.stored.text() == "stored 90, 10 waiting"
    push(desk, summary(at=10**12, delivered=50, counts=Counts(received=100, stored=90, waiting=10), newest=90))
    assert panel.stored.text() == "stored all but 10"  # less than a second's worth is on its way
    wide = panel.stored.minimumWidth()
    push(desk, summary(at=2 * 10**12, delivered=50, counts=Counts(received=100, stored=100), newest=100))
    assert panel.stored.text() == "stored all"
    assert panel.stored.minimumWidth() == wide  # what stands beside it does not move to and fro


def test_what_the_log_no_longer_keeps_is_said(panel, desk) -> None:
    push(desk, summary(oldest=101, newest=1100, counts=Counts(received=1100, stored=1100)))
    assert panel.shown.text() == "shown newest 1,000"


def test_drops_carry_their_reasons(panel, desk) -> None:
    counts = Counts(received=10, stored=7, dropped={"queue full": 2, HOSTILE[0]: 1})
    push(desk, summary(counts=counts, newest=7))
    assert panel.dropped.text() == "dropped 3"
    assert panel.dropped.property("kind") == "bad"
    assert "queue full" in panel.dropped.toolTip()
    assert "<img" not in panel.dropped.toolTip()


def test_violations_show_while_there_are_any(panel, desk) -> None:
    push(desk, summary())
    assert panel.violations.isHidden()
    push(desk, summary(at=10**12, counts=Counts(violations=3)))
    assert not panel.violations.isHidden()
    assert panel.violations.text() == "violations 3"
    assert panel.violations.property("kind") == "warn"


def test_the_api_has_a_mark_while_it_is_on(panel, desk, qtbot) -> None:
    assert panel.api.isHidden()
    push(desk, ApiNews(ApiAddress("http://127.0.0.1:5123", "/t", "/h")))
    assert not panel.api.isHidden()
    assert panel.api.text() == "API on port 5123"
    with qtbot.waitSignal(panel.api_wanted):
        panel.api.click()
    push(desk, ApiNews(None))
    assert panel.api.isHidden()
    desk.set_state(state(api=ApiAddress("http://127.0.0.1:1", "/t", "/h")))
    assert panel.api.text() == "API on port 1"


def test_lateness_of_the_window(panel) -> None:
    panel.show_lateness(3.4)
    assert panel.window_late.text() == "window 3 ms late at most"
    panel.show_lateness(400)
    assert panel.window_late.property("kind") == "warn"


def test_modified_mark(panel, desk) -> None:
    push(desk, WorkspaceNews("x", True))
    assert panel.workspace.text().startswith("● ")
    push(desk, WorkspaceNews("x", False))
    assert not panel.workspace.text().startswith("●")


def test_name_of_a_workspace() -> None:
    known = state()
    assert workspace_name(replace(known, workspace=Workspace(demo=True))) == "demo workspace"
    assert workspace_name(replace(known, workspace=Workspace(), path="/a/plant.toml")) == "plant"
    assert len(workspace_name(replace(known, workspace=Workspace(name=HOSTILE[5])))) <= 60
