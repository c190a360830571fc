"""`topics` over a real broker: who brings how much, of everything, and what it says when nothing comes."""

from __future__ import annotations

import os
from typing import Any

import pytest

from commands import broker, data, run


@pytest.fixture(scope="module")
def url() -> Any:
    os.environ.setdefault("EVENTSCOPE_HOME", os.devnull)
    with broker() as ports:
        where = f"mqtt://127.0.0.1:{ports['mqtt']}"
        # Retained, so that all of it comes at the first moment of each watch: nothing here depends on timing.
        for topic, payload in (("hall/1/t", "xxxxxx"), ("hall/2/t", "xxxx"), ("door", "xxxxxxxxxxxxxxxxxxxx")):
            sent = run("pub", "--url", where, "-t", topic, "-m", payload, "-q", "1", "-r", "--no-stamp")
            assert sent.returncode == 0, sent.stderr
        yield where


def watched(url: str, *arguments: str) -> dict[str, Any]:
    done = run("topics", "--url", url, "--seconds", "1.5", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = data(done)
    return found


def test_topics_by_bytes(url: str) -> None:
    found = watched(url, "--by", "bytes")
    assert [(item["topic"], item["size"], item["share"]) for item in found["places"]] == [
        ("door", 20, 0.6667),
        ("hall/1/t", 6, 0.2),
        ("hall/2/t", 4, 0.1333),
    ]
    assert (found["total"]["count"], found["total"]["size"], found["more"], found["nameless"]) == (3, 30, 0, 0)
    assert found["total"]["rate"] == pytest.approx(3 / found["seconds"], rel=0.02)


def test_branches_and_a_rest(url: str) -> None:
    found = watched(url, "--levels", "1", "-n", "1")
    (first,) = found["places"]
    assert (first["topic"], first["below"], first["topics"], first["count"]) == ("hall", True, 2, 2)
    assert (found["rest"]["count"], found["more"]) == (1, 1)


def test_text_for_people(url: str) -> None:
    done = run("topics", "--url", url, "--seconds", "1.5", "--levels", "1", "-t", "hall/#")
    assert done.returncode == 0, done.stderr
    first, last = done.stdout.decode().splitlines()
    assert first.split()[0] == "100.0%"
    assert first.endswith("hall/#  (2 topics)")
    assert "all, in 1." in last


def test_what_is_no_measure(url: str) -> None:
    done = run("topics", "--url", url, "--by", "speed")
    assert done.returncode == 2
    assert b"messages, bytes" in done.stderr
