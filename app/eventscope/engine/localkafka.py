"""A local Kafka for demos and tests: noida-db, a small server that speaks the protocol, as a child of ours."""

from __future__ import annotations

import multiprocessing
import os
import socket
import tempfile
import threading
from collections.abc import Callable
from importlib.resources import files
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path

from eventscope.core.errors import Unavailable
from eventscope.engine import kafkachild
from eventscope.engine.kafkachild import Errand

ABOUT = (
    "This is noida-db, a small server that speaks Kafka's protocol. It is not Apache Kafka: one node on this machine "
    "only, without TLS, users or rights (any password is taken); what it acknowledged can be lost when it is killed. "
    "It is for demos and tests."
)
PORT, TRIES = 9092, 20
START_SECONDS = 15.0


class LocalKafka:
    """A running one. `on_exit` hears why it ended by itself, from a thread of its own."""

    def __init__(self, process: BaseProcess, pipe: Pipe, port: int, pid: int, on_exit: Callable[[str], None]) -> None:
        self._process = process
        self._pipe = pipe
        self._on_exit = on_exit
        self._stopping = False
        self.port = port
        self.pid = pid  # of noida-db itself
        self._reader = threading.Thread(target=self._read, name="local-kafka", daemon=True)
        self._reader.start()

    @classmethod
    def start(
        cls,
        port: int | None = None,
        folder: Path | None = None,
        on_exit: Callable[[str], None] = lambda words: None,
    ) -> LocalKafka:
        """Start it and wait until it listens on 127.0.0.1; raises Unavailable with a sentence.

        `port` None is 9092 or the next free one, 0 any. Its records stay in `folder`; without one they go with it.
        """
        errand = Errand(_program(), _free(port), _folder(folder), folder is None)
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=kafkachild.main, args=(theirs, errand), name="kafka", daemon=True)
        process.start()
        theirs.close()  # so that the pipe ends with the child
        try:
            listening, pid = _ready(ours, errand)
        except BaseException:
            _end(process, ours, 3.0)
            raise
        return cls(process, ours, listening, pid, on_exit)

    @property
    def address(self) -> str:
        """host:port."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """As connections name it."""
        return f"kafka://{self.address}"

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.is_alive()

    def stop(self, timeout: float = 3.0) -> None:
        """Stop it in order, by force when it does not within `timeout` seconds; it may be gone already."""
        self._stopping = True
        _end(self._process, self._pipe, timeout)
        if self._reader is not threading.current_thread():
            self._reader.join(1.0)

    def _read(self) -> None:
        words = "it was ended from outside"
        try:
            words = self._pipe.recv()[1]
        except (EOFError, OSError):
            pass
        if not self._stopping:
            self._on_exit(f"The local Kafka ended: {words}. Start it again.")


def available() -> bool:
    """Whether it is installed."""
    try:
        _program()
    except Unavailable:
        return False
    return True


def _program() -> str:
    name = "noida-db.exe" if os.name == "nt" else "noida-db"
    try:
        found = Path(str(files("noida_db").joinpath(name)))
    except ModuleNotFoundError:
        found = Path(name)
    if not found.is_file():
        sentence = "The local Kafka is not installed. Install the package noida-db, or name a cluster of your own."
        raise Unavailable("no-local-kafka", sentence)
    if not os.access(found, os.X_OK):
        found.chmod(0o755)  # wheels carry no mark that it is a program
    return str(found)


def _folder(folder: Path | None) -> str:
    if folder is None:
        return tempfile.mkdtemp(prefix="eventscope-kafka-")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        words = error.strerror or error
        raise Unavailable("no-folder", "{path} cannot be used: {words}.", path=folder, words=words) from None
    return str(folder.resolve())


def _free(port: int | None) -> int:
    if port is not None:
        return port
    for candidate in range(PORT, PORT + TRIES):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return candidate
    return 0


def _ready(pipe: Pipe, errand: Errand) -> tuple[int, int]:
    words = "it did not come up in time"
    try:
        if pipe.poll(START_SECONDS):
            kind, *values = pipe.recv()
            if kind == "ready":
                return values[0], values[1]
            words = values[0]
    except EOFError:
        words = "its watching process ended"
    if "in use" in words:
        sentence = "Port {port} is taken. Choose another with --port, or 0 for any free one."
        raise Unavailable("port-taken", sentence, port=errand.port)
    raise Unavailable("no-local-kafka", "The local Kafka could not start: {words}.", words=words)


def _end(process: BaseProcess, pipe: Pipe, timeout: float) -> None:
    try:
        pipe.send(timeout - 0.5)  # what is left is for the child itself
    except OSError:
        pass  # it is gone already
    process.join(timeout)
    for force in (process.terminate, process.kill):
        if process.is_alive():
            force()
            process.join(1.0)
    pipe.close()
