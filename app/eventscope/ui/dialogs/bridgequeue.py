"""The last tab of the bridge dialog: what may wait, how it starts, how often it tries, what signs of life it gives."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from eventscope.core import marks
from eventscope.core.bus import BridgeSpec, QueueLimits
from eventscope.core.signs import SLOWEST
from eventscope.ui.forms import Form, Number, Select, check

MB = 1 << 20


class QueueTab(Form):
    """`fields` are by the key of a file, for complaints."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.messages = self.add(
            self.tr("Messages"), Number(1, 1_000_000_000), self.tr("So many may wait while the target is not there.")
        )
        self.bytes = self.add(self.tr("Megabytes"), Number(1, 1 << 20), self.tr("Whichever limit is reached first."))
        self.age = self.add(
            self.tr("Age, s"), Number(0, 10**9), self.tr("What has waited longer expires, and is counted. 0: no limit.")
        )
        full = [
            ("block", self.tr("take nothing more (back-pressure)")),
            ("drop-oldest", self.tr("drop the oldest, and count it")),
            ("drop-newest", self.tr("drop the newest, and count it")),
            ("to-dead-letters", self.tr("put it among the dead letters")),
        ]
        self.when_full = self.add(
            self.tr("When full"),
            Select(full),
            self.tr("Only the first loses nothing: the source broker then holds them."),
        )
        starts = [
            ("automatic", self.tr("by itself, with the workspace")),
            ("lazy", self.tr("when something waits, ends when idle")),
            ("once", self.tr("by itself, but not again after a stop")),
            ("manual", self.tr("only by hand")),
        ]
        self.start = self.add(self.tr("Start"), Select(starts))
        self.tries = self.add(
            self.tr("Tries"),
            Number(0, 1_000_000),
            self.tr("So often a failure that may pass is tried again; then it is a dead letter. 0: for ever."),
        )
        self.hops = self.add(
            self.tr("Hop limit"),
            Number(1, marks.HOP_LIMIT, optional=True, hint=self.tr("none")),
            self.tr("Allows a circle that would be refused: a message crosses at most so many bridges."),
        )
        self.announce = self.add(
            self.tr("State topic"),
            check(self.tr("Announce its state at its MQTT brokers")),
            self.tr("Retained and with a last will, at eventscope/bridge/ID/state, where others can watch it."),
        )
        self.heartbeat = self.add(
            self.tr("Heartbeat, s"),
            Number(0, SLOWEST),
            self.tr(
                "So often it proves that it lives while it carries nothing, over MQTT. 5 is a good choice, 0: never."
            ),
        )
        self.finish()
        self.fields: dict[str, QWidget] = {
            "queue": self.messages, "queue messages": self.messages, "queue bytes": self.bytes, "queue age": self.age,
            "queue when-full": self.when_full, "start": self.start, "tries": self.tries, "hop-limit": self.hops,
            "announce": self.announce, "heartbeat": self.heartbeat,
        }  # fmt: skip
        self._limits = QueueLimits()

    def field(self, key: str) -> QWidget | None:
        """The field that a complaint is about."""
        return self.fields.get(key)

    def load(self, spec: BridgeSpec) -> None:
        """Show a bridge."""
        self._limits = spec.queue
        self.messages.set_value(spec.queue.messages)
        self.bytes.set_value(max(1, round(spec.queue.bytes / MB)))
        self.age.set_value(round(spec.queue.age))
        self.when_full.set_value(spec.queue.when_full)
        self.start.set_value(spec.start)
        self.tries.set_value(spec.tries)
        self.hops.set_value(spec.hop_limit)
        self.announce.setChecked(spec.announce)
        self.heartbeat.set_value(spec.heartbeat)

    def store(self, spec: BridgeSpec) -> BridgeSpec:
        """The bridge with what is shown here; raises Wrong. A size or age between whole ones stays when untouched."""
        size, age = self.bytes.number(), self.age.number()
        kept = self._limits
        limits = QueueLimits(
            self.messages.number(),
            kept.bytes if size == max(1, round(kept.bytes / MB)) else size * MB,
            kept.age if age == round(kept.age) else float(age),
            self.when_full.value(),
        )
        return replace(
            spec,
            queue=limits,
            start=self.start.value(),
            tries=self.tries.number(),
            hop_limit=self.hops.value(),
            announce=self.announce.isChecked(),
            heartbeat=self.heartbeat.number(),
        )
