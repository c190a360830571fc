"""How long pretended work takes and whether it fails: four distributions, drawn from dice that the caller seeds."""

from __future__ import annotations

import math
from collections.abc import Callable

from eventscope.core.consumer import Simulation

MS = 1_000_000  # ns
Dice = Callable[[], float]  # uniform from 0 (included) to 1 (excluded)


class ServiceTimes:
    """Draws in an order that depends on the dice alone, so that one seed gives one course of events."""

    def __init__(self, simulation: Simulation, dice: Dice) -> None:
        self._dice = dice
        self._failure = simulation.failure
        self._draw = _draws(simulation, dice)

    def next(self) -> int:
        """How long one attempt takes, in ns; never negative."""
        return max(round(self._draw() * MS), 0)

    def fails(self) -> bool:
        """Whether one attempt is in vain."""
        return self._failure > 0 and self._dice() < self._failure


def _draws(simulation: Simulation, dice: Dice) -> Callable[[], float]:
    """Draws milliseconds."""
    mean, spread = simulation.mean, simulation.spread
    if simulation.service == "uniform":
        return lambda: mean + spread * (2 * dice() - 1)
    if simulation.service == "exponential":
        return lambda: -mean * math.log(1 - dice())
    if simulation.service == "lognormal" and mean > 0 and spread > 0:
        variance = math.log1p((spread / mean) ** 2)  # of the logarithm, so that mean and deviation are those given
        centre, width = math.log(mean) - variance / 2, math.sqrt(variance)
        return lambda: math.exp(centre + width * _normal(dice))
    return lambda: mean


def _normal(dice: Dice) -> float:
    """One standard normal value, by Box and Muller."""
    return math.sqrt(-2 * math.log(1 - dice())) * math.cos(2 * math.pi * dice())
