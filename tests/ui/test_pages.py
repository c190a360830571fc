"""Every page of the rail can be built, and none is imported before it is shown."""

from __future__ import annotations

import subprocess
import sys

import pytest

from eventscope.ui.pages import Page, pages
from ui.fakes import make_desk


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.id)
def test_every_page_builds_on_a_desk(qtbot, page: Page) -> None:
    desk = make_desk()
    desk.door.held = True  # what a page asks is not answered here
    made = page.make(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.grab()
    assert page.title


def test_ids_are_steady_because_workspaces_keep_them() -> None:
    assert [page.id for page in pages()] == ["live", "charts", "bus", "brokers"]


def test_the_charts_wait_until_they_are_shown() -> None:
    code = "import sys, eventscope.ui.shell; print('eventscope.ui.charts.page' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"
