"""The check that a password never lies anywhere in clear: not on the disk, not in news, logs or command lines."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import keyring
import psutil
from keyring.backends import null

from eventscope.base import paths
from eventscope.broker.configfile import hash_password
from eventscope.cli.selftest.brokerchild import ANY_PORT, broker, mqtt_port
from eventscope.cli.selftest.check import Check, expect
from eventscope.cli.selftest.engine import poll
from eventscope.cli.session import Session
from eventscope.core.broker import BrokerConfig, User
from eventscope.core.errors import CannotConnect
from eventscope.core.verbs import GetState, Publish, SaveConnection, SaveWorkspace
from eventscope.core.workspace import Connection, SavedEvent, Subscription, Workspace
from eventscope.engine import files
from eventscope.engine.engine import Engine, Options

USER = "selftest-user"


class Witness:
    """All that the engine tells, and all that our code writes to its logs, as text."""

    def __init__(self) -> None:
        self._text = io.StringIO()
        self._handler = logging.StreamHandler(self._text)

    def hear(self, news: object) -> None:
        """Take one piece of news, or an answer."""
        self._text.write(repr(news) + "\n")

    @contextlib.contextmanager
    def listens(self) -> Iterator[None]:
        """To every logger, to all that it could say, and to what commands tell people."""
        root = logging.getLogger()
        level = root.level
        root.addHandler(self._handler)
        root.setLevel(logging.DEBUG)
        try:
            with contextlib.redirect_stderr(self._text):
                yield
        finally:
            root.removeHandler(self._handler)
            root.setLevel(level)

    @property
    def text(self) -> str:
        """All of it."""
        return self._text.getvalue()


def secrets_stay_secret() -> str:
    """P18: a good and a wrong password go through a whole engine; then everything it left is searched for them."""
    good, wrong = "canary-" + secrets.token_hex(12), "canary-" + secrets.token_hex(12)
    witness = Witness()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, _no_key_store(), witness.listens():
        with broker(BrokerConfig(ANY_PORT, (User(USER, hash_password(good)),))) as (process, _):
            public = asyncio.run(_use(Path(name), mqtt_port(process), good, wrong, witness))
        folders = (Path(name), paths.home())  # the second is where our processes write reports of themselves
        found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        searched = {str(path): path.read_bytes() for path in found}
    searched |= {"news, answers and logs": witness.text.encode(), "command lines and environment": public.encode()}
    hits = [place for place, data in searched.items() for secret in (good, wrong) if _holds(data, secret)]
    expect(not hits, f"a password lies in clear in {', '.join(sorted(set(hits)))}")
    expect(USER in witness.text and any("toml" in place for place in searched), "too little was searched")
    size = sum(map(len, searched.values()))
    return f"used to connect, then searched for in {len(searched)} places ({size / 1e6:.1f} MB): nowhere"


def _holds(data: bytes, secret: str) -> bool:
    return any(secret.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


async def _use(folder: Path, port: int, good: str, wrong: str, witness: Witness) -> str:
    """Do with passwords what people do; answers what other users of this machine can read of our processes."""
    workspace = folder / "workspace.toml"
    files.save(workspace, Workspace(name="selftest", broker=False))
    engine = Engine(Options(workspace, folder / "settings.toml", folder / "log", folder / "engine.lock"))
    engine.feed.listen(witness.hear)
    running = Session(engine)
    try:
        await engine.start()
        await _connect(running, port, good, wrong, witness)
        await engine.do(SaveWorkspace(str(folder / "saved.toml")))
        state = await engine.do(GetState())
        witness.hear(state)
        return _public()
    finally:
        await engine.stop()
        if running.ended:
            raise KeyboardInterrupt


async def _connect(running: Session, port: int, good: str, wrong: str, witness: Witness) -> None:
    new = Connection("", "Vault", port=port, user=USER, subscriptions=(Subscription("selftest/#"),))
    saved = await running.engine.do(SaveConnection(new, good))
    witness.hear(saved)
    await running.connected(saved.id)
    await running.granted(["selftest/#"])
    await running.engine.do(Publish(SavedEvent("", "selftest/a", "{}", connection=saved.id, qos=1)))
    await poll(running, lambda: running.engine.log.stored, 5.0)
    refused = await running.engine.do(SaveConnection(new, wrong))
    try:
        await running.connected(refused.id)
    except CannotConnect as error:
        witness.hear(error)
    else:
        expect(running.ended, "the wrong password was accepted, so nothing was tried")


def _public() -> str:
    found = [repr(dict(os.environ))]
    for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
        with contextlib.suppress(psutil.Error):
            found.append(" ".join(process.cmdline()))
    return "\n".join(found)


@contextlib.contextmanager
def _no_key_store() -> Iterator[None]:
    """The key store of this user is none of a test's business: passwords stay in memory."""
    before = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        keyring.set_keyring(before)


CHECKS = (Check("P18", "Passwords never lie in clear", secrets_stay_secret),)
