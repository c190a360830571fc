"""`make kafka`: fetches Apache Kafka with Maven into build/kafka; `--start` also runs one node until Ctrl+C.

Its server is a library on Maven Central like any other, so that nothing but Java and Maven is needed. The tests use it
where it was fetched.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

VERSION = "4.1.1"
HOME = Path(__file__).resolve().parent.parent / "build" / "kafka"
POM = """\
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>eventscope</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>{version}</version>
    </dependency>
    <!-- without it the server's own errors would be said to nobody -->
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>2.24.3</version>
    </dependency>
  </dependencies>
</project>
"""
PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}{listeners}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,\
SASL_SSL:SASL_SSL
log.dirs={data}
num.partitions=1
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
{more}
"""
START_SECONDS = 60.0
EVERY = 0.05  # seconds between two looks


def fetched() -> bool:
    """Whether Apache Kafka is there, and Java to run it."""
    return (HOME / "lib" / f"kafka-server-{VERSION}.jar").is_file() and shutil.which("java") is not None


def fetch() -> None:
    """Bring the server and what it needs into build/kafka/lib (about 90 MB); quick when it is there."""
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if missing:
        sys.exit(f"{' and '.join(missing)} not found. On Debian: apt-get install -y default-jre-headless maven")
    HOME.mkdir(parents=True, exist_ok=True)
    pom = HOME / "pom.xml"
    pom.write_text(POM.format(version=VERSION), encoding="utf-8")
    target = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={HOME / 'lib'}"]
    subprocess.run(["mvn", "-B", "-q", "-f", str(pom), *target], check=True)


# Between us and the server, so that it ends with us however we end: our end of its input closes then.
GUARD = """
import os, subprocess, sys, threading
server = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
def follow():
    os._exit(server.wait())
threading.Thread(target=follow, daemon=True).start()
server.kill() if sys.stdin.read() == "kill" else server.terminate()
server.wait()
"""


class Apache:
    """One node of Apache Kafka (broker and controller in one) on 127.0.0.1. `stop` and `start` keep port and data.

    `listeners` and `more` are further listeners (",SSL://127.0.0.1:9093") and lines of its configuration; `scram`
    are (user, password) pairs it knows from the start.
    """

    def __init__(
        self, port: int = 0, listeners: str = "", more: str = "", scram: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.port = port or free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="apache-kafka-"))
        self.file = self.folder / "server.properties"
        values = {"controller": free_port(), "data": (self.folder / "data").as_posix()}
        text = PROPERTIES.format(port=self.port, listeners=listeners, more=more, **values)
        self.file.write_text(text, encoding="utf-8")
        self.process: subprocess.Popen[bytes] | None = None
        users = [f"--add-scram=SCRAM-SHA-512=[name={user},password={secret}]" for user, secret in scram]
        ident = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        # With =, because one id in 64 begins with a minus.
        format_ = ["kafka.tools.StorageTool", "format", f"--cluster-id={ident}", "-c", str(self.file), *users]
        subprocess.run(java(*format_), check=True, capture_output=True, timeout=START_SECONDS)

    def start(self) -> Apache:
        """Return when it accepts connections."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", GUARD, *java("kafka.Kafka", str(self.file))],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        left = int(START_SECONDS / EVERY)
        while not _listens(self.port):
            left -= 1
            if self.process.poll() is not None or not left:
                said = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
                self.stop()
                raise RuntimeError(f"Apache Kafka did not come up: {said[-2000:]}")
            time.sleep(EVERY)
        return self

    def stop(self, force: bool = False) -> None:
        """End it in order, or by force."""
        if self.process is not None:
            try:
                self.process.communicate(b"kill" if force else b"", timeout=30)
            except BrokenPipeError:  # it had ended by itself
                self.process.wait(30)
            self.process = None

    def forget(self) -> None:
        """Stop, and throw its data away."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def java(*arguments: str) -> list[str]:
    """The command that runs a class of the server."""
    return ["java", "-Xmx512m", "-cp", str(HOME / "lib" / "*"), *arguments]


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1.0).close()
    except OSError:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", action="store_true", help="run one node until Ctrl+C")
    parser.add_argument("--port", type=int, default=9092)
    arguments = parser.parse_args()
    if not (arguments.start and fetched()):
        fetch()
    print(f"Apache Kafka {VERSION} is in {HOME}.")
    if not arguments.start:
        return
    server = Apache(arguments.port).start()
    print(f"It listens on 127.0.0.1:{server.port}. Ctrl+C ends it and throws its data away.", flush=True)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what it runs with &
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        assert server.process is not None
        server.process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.forget()


if __name__ == "__main__":
    main()
