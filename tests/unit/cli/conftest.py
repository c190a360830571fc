"""What every test of the command line wants."""

from __future__ import annotations

import pytest

from eventscope.cli import output


@pytest.fixture(autouse=True)
def _sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that ran with --json before does not make objects of another test's sentences."""
    monkeypatch.setattr(output, "_problems_as_json", False)
