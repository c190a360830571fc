"""A consumer of the workspace: how far it reaches, and that a file keeps it."""

import tomlkit

from eventscope.core.consumer import ConsumerSpec, Simulation
from eventscope.core.workspace import Workspace
from eventscope.core.workspacefile import FORMAT, plain, read_workspace


def test_one_that_pulls_to_work_holds_what_it_works_on() -> None:
    assert ConsumerSpec("c", "x", "t", window=20).reach == 20
    assert ConsumerSpec("c", "x", "t", "pull", window=20).reach == 20
    assert ConsumerSpec("c", "x", "t", "pull", window=20, simulate=Simulation(concurrency=3)).reach == 3
    assert ConsumerSpec("c", "x", "t", "hybrid", window=20, simulate=Simulation(concurrency=3)).reach == 20
    assert ConsumerSpec("c", "x", "t", "pull", window=2, simulate=Simulation(concurrency=3)).reach == 2


def test_who_is_pushed_hands_nothing_out() -> None:
    assert [ConsumerSpec("c", "x", "t", mode).hands_out for mode in ("push", "pull", "hybrid")] == [False, True, True]


def test_a_workspace_file_keeps_consumers() -> None:
    consumers = (
        ConsumerSpec("plain", "embedded", "orders/#"),
        ConsumerSpec(
            "billing 账单", "k", "orders", "hybrid", "hybrid", "g", 2, 7,
            Simulation("lognormal", 12.5, 3.25, 4, 0.125, 5, 99), enabled=False,
        ),
    )  # fmt: skip
    text = tomlkit.dumps({"format": FORMAT, **plain(Workspace("w", consumers=consumers))})
    assert read_workspace(text).consumers == consumers
