"""Work that a consumer only pretends: fields, each with a line that says what it means."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from eventscope.core.consumer import Simulation
from eventscope.core.consumercheck import RETRIES, SERVERS
from eventscope.ui.forms import Form, Number, Select, Wrong, check
from eventscope.ui.theme import theme

translate = QCoreApplication.translate
LARGEST_SEED = 2**31 - 1


class Real(QLineEdit):
    """A number with a fraction, from `low` to `high`."""

    def __init__(self, low: float, high: float) -> None:
        super().__init__()
        self._low, self._high = low, high
        self.setMaximumWidth(theme.px(140))

    def set_value(self, value: float) -> None:
        """Show it."""
        self.setText(f"{value:g}")

    def value(self) -> float:
        """The number; raises Wrong with a sentence."""
        try:
            found = float(self.text().strip().replace(",", "."))
        except ValueError:
            found = math.nan
        if not self._low <= found <= self._high:
            sentence = self.tr("Enter a number from {low} to {high}.")
            raise Wrong(self, sentence.format(low=f"{self._low:g}", high=f"{self._high:,g}"))
        return found


class Work(Form):
    """Work that is only pretended, so that queues can be made to grow."""

    def __init__(self) -> None:
        super().__init__()
        self.on = self.add(
            self.tr("Work"),
            check(self.tr("Pretend to work on each message")),
            self.tr("It takes its time and acknowledges then. Without, what is pushed is done as it comes."),
        )
        self.service = self.add(
            self.tr("Service time"), Select(_services()), self.tr("How the times of single messages differ.")
        )
        self.mean = self.add(
            self.tr("Mean, ms"), Real(0.001, 3_600_000), self.tr("One server does 1000 ÷ mean a second.")
        )
        self.spread = self.add(
            self.tr("Spread, ms"),
            Real(0, 3_600_000),
            self.tr("Uniform: half the width. Lognormal: the standard deviation. Else of no meaning."),
        )
        self.concurrency = self.add(
            self.tr("Servers"), Number(1, SERVERS), self.tr("How many messages are worked on at once.")
        )
        self.failure = self.add(
            self.tr("Failures, %"), Real(0, 100), self.tr("Attempts in vain; they take time as well.")
        )
        self.retries = self.add(
            self.tr("Retries"),
            Number(0, RETRIES),
            self.tr("Further attempts before a message is given up and counted."),
        )
        self.seed = self.add(
            self.tr("Seed"), Number(0, LARGEST_SEED), self.tr("The same seed gives the same times and failures.")
        )
        self.finish()
        self.on.toggled.connect(self._adapt)

    def load(self, simulation: Simulation | None) -> None:
        """Show it; None leaves the usual figures for who switches it on."""
        shown = simulation or Simulation()
        self.on.setChecked(simulation is not None)
        self.service.set_value(shown.service)
        self.mean.set_value(shown.mean)
        self.spread.set_value(shown.spread)
        self.concurrency.set_value(shown.concurrency)
        self.failure.set_value(round(100 * shown.failure, 6))
        self.retries.set_value(shown.retries)
        self.seed.set_value(shown.seed)
        self._adapt(self.on.isChecked())

    def simulation(self) -> Simulation | None:
        """What the fields say; raises Wrong."""
        if not self.on.isChecked():
            return None
        return Simulation(
            service=self.service.value(),
            mean=self.mean.value(),
            spread=self.spread.value(),
            concurrency=self.concurrency.number(),
            failure=self.failure.value() / 100,
            retries=self.retries.number(),
            seed=self.seed.number(),
        )

    def field_of(self, code: str) -> QWidget | None:
        """The field that an error is about."""
        found: dict[str, QWidget] = {
            "simulation-mean": self.mean,
            "simulation-spread": self.spread,
            "simulation-uniform": self.spread,
            "simulation-servers": self.concurrency,
            "simulation-failure": self.failure,
            "simulation-retries": self.retries,
        }
        return found.get(code)

    def _adapt(self, on: bool) -> None:
        for field in (self.service, self.mean, self.spread, self.concurrency, self.failure, self.retries, self.seed):
            field.setEnabled(on)


def _services() -> list[tuple[str, str]]:
    return [
        ("fixed", translate("ConsumerDialog", "Fixed")),
        ("uniform", translate("ConsumerDialog", "Uniform")),
        ("exponential", translate("ConsumerDialog", "Exponential")),
        ("lognormal", translate("ConsumerDialog", "Lognormal")),
    ]
