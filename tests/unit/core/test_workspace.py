"""Connections as the workspace keeps them: an empty path is the usual one of their scheme."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eventscope.core.workspace import Connection
from eventscope.core.workspacefile import plain, read_workspace


@pytest.mark.parametrize(("scheme", "usual"), [("ws", "/mqtt"), ("wss", "/mqtt"), ("http", "/"), ("https", "/")])
def test_the_usual_path_is_that_of_the_scheme_and_one_of_ones_own_stays(scheme, usual) -> None:
    made = Connection("c", "n", scheme)
    assert made.resource == usual
    assert replace(made, path="/own").resource == "/own"
    assert replace(replace(made, path="/mqtt"), scheme="http").resource == "/mqtt"  # written, so it is meant


def test_files_without_a_path_mean_the_usual_one() -> None:
    text = 'format = 1\n[[connections]]\nid = "h"\nname = "Hook"\nscheme = "http"\n'
    found = next(item for item in read_workspace(text).connections if item.id == "h")
    assert found.resource == "/"
    assert "path" not in plain(found)
