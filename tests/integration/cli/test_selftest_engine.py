"""The self-tests of a whole engine hold, and an engine that breaks its promise is found out."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import keyring
import psutil
import pytest

from eventscope.base import paths
from eventscope.cli import output
from eventscope.cli.selftest import conservation, keeping, measuring, shutdown, terminal
from eventscope.cli.selftest.check import Broken, Skipped
from eventscope.cli.selftest.engine import engine, poll, rest
from eventscope.core import csvtext, ledger
from eventscope.core.verbs import StreamFigures
from eventscope.core.workspace import Workspace
from eventscope.engine import consumers, files
from eventscope.engine.brokers import EmbeddedBroker
from eventscope.engine.engine import Engine
from eventscope.engine.monitor import Monitor
from eventscope.engine.secrets import Secrets
from eventscope.engine.snapshot import Snapshot
from eventscope.store.backlog import Backlog
from eventscope.store.writer import Writer

posix = pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be stopped and continued there")


# --- P4: conservation -----------------------------------------------------------------------------------------


@pytest.fixture
def _few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conservation, "STORED", 2000)
    monkeypatch.setattr(conservation, "DROPPED", 300)
    if "holds" not in request.node.name:
        monkeypatch.setattr(conservation, "ARRIVES_WITHIN", 3.0)


@pytest.mark.usefixtures("_few")
class TestConservation:
    def test_it_holds(self) -> None:
        seen = conservation.received_is_accounted_for()
        assert seen == "received 2,300 = stored 2,000 + dropped 300 + waiting 0; the log holds 2,000"

    def test_finds_drops_that_are_not_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Backlog, "_drop", lambda self, reason, count: None)
        with pytest.raises(Broken, match="dropped 0"):
            conservation.received_is_accounted_for()

    def test_finds_drops_with_the_wrong_reason(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = Backlog._drop
        monkeypatch.setattr(Backlog, "_drop", lambda self, reason, count: right(self, "disk-full", count))
        with pytest.raises(Broken, match=r"told is \{'disk-full': 300\}"):
            conservation.received_is_accounted_for()

    def test_finds_a_log_that_counts_what_it_did_not_store(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = Backlog.put
        swallowed = [0]

        def put(self: Backlog, block: Any, acknowledge: Any) -> None:
            if self.closed or swallowed[0]:
                return right(self, block, acknowledge)
            swallowed[0] = len(block)
            lying[0].stored += len(block)
            return None

        lying: list[Writer] = []
        start = Writer.start
        monkeypatch.setattr(Writer, "start", lambda self: lying.append(self) or start(self))
        monkeypatch.setattr(Backlog, "put", put)
        with pytest.raises(Broken, match="and the log holds"):
            conservation.received_is_accounted_for()

    def test_finds_messages_that_are_not_counted_as_received(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = Monitor.snapshot

        def snapshot(self: Monitor) -> Snapshot:
            found = right(self)
            return replace(found, received=max(found.received - 1, 0))

        monkeypatch.setattr(Monitor, "snapshot", snapshot)
        with pytest.raises(Broken, match="2,300 sent, but received 2,299"):
            conservation.received_is_accounted_for()


@pytest.fixture
def _short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gap counts as lost sooner."""
    for module in (ledger, consumers):
        monkeypatch.setattr(module, "GRACE", 500_000_000)


# --- P20, P19 -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_short_grace")
def test_p20_holds() -> None:
    assert measuring.counts_are_exact().endswith("all told exactly")


@pytest.mark.usefixtures("_short_grace")
@pytest.mark.parametrize("off", ["lost", "duplicates", "reordered", "outstanding"])
def test_p20_finds_a_monitor_that_counts_wrong(off: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Monitor.snapshot

    def snapshot(self: Monitor) -> Snapshot:
        found = right(self)
        wrong = replace(found.integrity, **{off: getattr(found.integrity, off) + 1})
        return replace(found, integrity=wrong)

    monkeypatch.setattr(Monitor, "snapshot", snapshot)
    monkeypatch.setattr(measuring, "COUNTED_WITHIN", 5.0)
    with pytest.raises(Broken, match="awaited" if off == "outstanding" else "lost, duplicates, reordered"):
        measuring.counts_are_exact()


def test_p20_finds_messages_that_did_not_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    right = measuring._disturbed
    monkeypatch.setattr(measuring, "_disturbed", lambda: right()[:-1])
    monkeypatch.setattr(measuring, "COUNTED_WITHIN", 1.0)
    with pytest.raises(Broken, match="1993 of 1994 arrived"):
        measuring.counts_are_exact()


@pytest.fixture
def _short_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("RATE", 600), ("STALL_S", 0.5), ("RUN_S", 3.0), ("TRIES", 1)):
        monkeypatch.setattr(measuring, name, value)


@posix
@pytest.mark.usefixtures("_short_run")
class TestStall:
    def test_it_holds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # How near it comes is a matter of an idle machine, which this one is not while tests run.
        monkeypatch.setattr(measuring, "TOLERANCE", 5.0)
        assert measuring.latency_is_honest().startswith("p99 ")

    def test_finds_latency_that_hides_the_stall(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What a closed loop would show: p99 of the quiet times."""
        monkeypatch.setattr(measuring, "TOLERANCE", 0.5)
        right = Monitor.streams

        def streams(self: Monitor) -> tuple[StreamFigures, ...]:
            found = right(self)
            return tuple(replace(item, latency=replace(item.latency, p99=item.latency.p50)) for item in found)

        monkeypatch.setattr(Monitor, "streams", streams)
        monkeypatch.setattr(measuring, "TRIES", 2)
        with pytest.raises(Broken, match=r"p99 \d+ ms, theory .*; p99 \d+ ms, theory"):
            measuring.latency_is_honest()

    def test_finds_an_engine_that_measures_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Monitor, "streams", lambda self: ())
        with pytest.raises(Broken, match="no latency"):
            measuring.latency_is_honest()

    def test_finds_messages_that_did_not_come_through(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(measuring, "RUN_S", 1.0)
        right = Monitor.snapshot
        monkeypatch.setattr(Monitor, "snapshot", lambda self: replace(right(self), received=5))
        monkeypatch.setattr(measuring, "poll", lambda running, condition, seconds: poll(running, condition, 2.0))
        with pytest.raises(Broken, match="5 of 600 arrived"):
            measuring.latency_is_honest()


def test_p19_is_skipped_where_processes_cannot_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(measuring.signal, "SIGSTOP", raising=False)
    with pytest.raises(Skipped):
        measuring.latency_is_honest()


# --- P18 ------------------------------------------------------------------------------------------------------


def test_p18_holds_and_leaves_the_key_store_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Trusted(keyring.backend.KeyringBackend):
        """The key store of a person."""

        priority = 1  # type: ignore[assignment]

        def set_password(self, service: str, username: str, password: str) -> None:
            raise AssertionError("a test's password in a person's key store")

        get_password = delete_password = set_password  # type: ignore[assignment]

    monkeypatch.setattr("eventscope.engine.secrets._TRUSTED", (Trusted.__module__,))
    store = Trusted()
    before = keyring.get_keyring()
    keyring.set_keyring(store)
    try:
        assert keeping.secrets_stay_secret().endswith("nowhere")
        assert keyring.get_keyring() is store
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize("place", ["workspace", "log", "news", "stderr", "environment", "report"])
def test_p18_finds_a_password_in(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[str] = []
    right = Secrets.put

    def put(self: Secrets, name: str, password: str) -> None:
        known.append(password)
        if place == "log":
            logging.getLogger("eventscope.engine").debug("kept %s", password)
        if place == "stderr":
            output.problem(f"cannot keep {password}")
        if place == "environment":
            monkeypatch.setenv("EVENTSCOPE_PASSWORD", password)
        if place == "report":
            paths.home().mkdir(exist_ok=True)
            paths.report_file().write_text(f"password is {password}")
        right(self, name, password)

    def save(path: Path, value: Any) -> None:
        right_save(path, value)
        if known and place == "workspace":
            path.write_bytes(path.read_bytes() + f"# {known[0]}\n".encode())

    right_save = files.save
    monkeypatch.setattr(Secrets, "put", put)
    monkeypatch.setattr(files, "save", save)
    if place == "news":
        monkeypatch.setattr(keeping.Witness, "hear", lambda self, news: self._text.write(f"toml {known} {news!r}"))
    where = {"workspace": "saved.toml", "environment": "command lines", "report": "eventscope.log"}.get(
        place, "news, answers and logs"
    )
    with pytest.raises(Broken, match=f"in clear in .*{where}"):
        keeping.secrets_stay_secret()


def test_p18_finds_a_broker_that_takes_any_password(monkeypatch: pytest.MonkeyPatch) -> None:
    right = keeping.broker
    monkeypatch.setattr(keeping, "broker", lambda config: right(replace(config, users=())))
    with pytest.raises(Broken, match="nothing was tried"):
        keeping.secrets_stay_secret()


def test_p18_needs_something_to_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping.Witness, "hear", lambda self, news: None)
    monkeypatch.setattr(keeping.Witness, "text", "")
    with pytest.raises(Broken, match="too little"):
        keeping.secrets_stay_secret()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_secret_is_found_in_every_encoding(encoding: str) -> None:
    assert keeping._holds(b"\x00" + "canary-1".encode(encoding) + b"\xff", "canary-1")
    assert not keeping._holds("canary-2".encode(encoding), "canary-1")


# --- P15 ------------------------------------------------------------------------------------------------------


def test_p15_holds() -> None:
    assert "none steers" in terminal.nothing_is_interpreted()


def with_main(monkeypatch: pytest.MonkeyPatch, sabotage: str) -> None:
    """`sub` of a program with these lines before it runs."""
    code = f"import sys\n{sabotage}\nfrom eventscope.cli.main import Faces, run\nsys.exit(run(Faces(0, 0, 0)))"
    monkeypatch.setattr(paths, "self_command", lambda: [sys.executable, "-c", code])


@pytest.mark.parametrize(
    ("sabotage", "seen"),
    [
        (
            "from eventscope.core import visible\n"
            "visible.show = lambda text, lines=False: visible.Shown(text)\n"
            "sys.stdout.reconfigure(errors='surrogateescape')",
            "can steer a terminal|became",
        ),
        (
            "from eventscope.cli import output\n"
            "import json\n"
            "output.data = lambda value: print(json.dumps(value, ensure_ascii=False), flush=True)",
            "more than plain ASCII",
        ),
        (
            "from eventscope.cli import receiving\n"
            "right = receiving.as_object\n"
            "receiving.as_object = lambda *given: {**right(*given), 'topic': 'x'}",
            "byte for byte",
        ),
        ("sys.stderr.write('\\x1b[2J')", "the errors can steer"),
        ("sys.stderr.write('no\\n'); sys.exit(1)", "sub ended with 1"),
        (
            "from eventscope.cli import output\n"
            "output.line = lambda text: print(ascii(text) + '\\n...', flush=True)",
            "36 messages became 72 lines",
        ),
    ],
)  # fmt: skip
def test_p15_finds_a_command_that(sabotage: str, seen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_main(monkeypatch, sabotage)
    with pytest.raises(Broken, match=seen):
        terminal.nothing_is_interpreted()


@pytest.mark.parametrize("formula", terminal.FORMULAS)
def test_p15_finds_a_formula_that_is_not_guarded(formula: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "FORMULAS", (formula,))
    terminal._guarded()
    monkeypatch.setattr(csvtext, "guard", lambda text: text)
    with pytest.raises(Broken, match="would compute"):
        terminal._guarded()


# --- P25 ------------------------------------------------------------------------------------------------------


@pytest.fixture
def _once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutdown, "TIMES", 1)
    monkeypatch.setattr(shutdown, "FLOWING_S", 0.2)


@pytest.mark.usefixtures("_once")
class TestShutdown:
    def test_it_holds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shutdown, "LIMIT_S", 20.0)  # three seconds are for a machine that does nothing else
        assert shutdown.ends_in_time().startswith("1 starts and stops")

    def test_finds_an_engine_that_takes_its_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shutdown, "LIMIT_S", 0.2)
        right = Engine.stop

        async def stop(self: Engine, *given: Any) -> None:
            await asyncio.sleep(0.3)
            await right(self, *given)

        monkeypatch.setattr(Engine, "stop", stop)
        with pytest.raises(Broken, match=r"took \d"):
            shutdown.ends_in_time()

    def test_finds_a_broker_that_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        left: list[EmbeddedBroker] = []

        async def stop(self: EmbeddedBroker) -> None:
            left.append(self)

        right = EmbeddedBroker.stop
        monkeypatch.setattr(EmbeddedBroker, "stop", stop)
        try:
            with pytest.raises(Broken, match="still there"):
                shutdown.ends_in_time()
        finally:
            for item in left:
                item._child.stop()  # type: ignore[union-attr]
        assert right is not stop

    def test_finds_a_port_that_is_not_free(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(psutil, "pid_exists", lambda pid: False)
        with shutdown.socket.create_server(("127.0.0.1", 0)) as taken:
            assert not shutdown._is_free(taken.getsockname()[1])
        monkeypatch.setattr(shutdown, "_is_free", lambda port: False)
        with pytest.raises(Broken, match="still taken"):
            shutdown.ends_in_time()


# --- what the checks stand on ---------------------------------------------------------------------------------


@posix
def test_ctrl_c_in_a_check_ends_the_whole_self_test() -> None:
    async def check() -> None:
        async with engine(Workspace(broker=False)) as running:
            os.kill(os.getpid(), signal.SIGINT)
            assert not await poll(running, lambda: False, 30.0)
            await rest(running, 30.0)
            raise Broken("an interrupted check must not look broken")

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(check())


def test_polling_answers_whether_it_became_true() -> None:
    async def check() -> tuple[bool, bool]:
        async with engine(Workspace(broker=False)) as running:
            tries: list[int] = []
            good = await poll(running, lambda: len(tries) > 3 or tries.append(1), 10.0)
            return good, await poll(running, lambda: False, 0.05)

    assert asyncio.run(check()) == (True, False)
