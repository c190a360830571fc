"""Which class makes the ends of which middleware."""

from __future__ import annotations

import pytest

from bridgefakes import ENDPOINTS, fakes, spec, to
from eventscope.engine.bridges.making import Maker


class Bare:
    """An inlet or outlet that knows nothing."""

    restored = ()
    epoch = 1

    def offsets(self) -> dict[tuple[str, int], int]:
        return {}

    def floors(self) -> dict[tuple[str, int], int]:
        return {}


@pytest.mark.parametrize("kind", ["a", "stream", "hook"])
def test_every_middleware_has_ends(kind: str) -> None:
    maker, endpoint = Maker(), ENDPOINTS[kind]
    source = maker.source(endpoint, spec(), 0, Bare(), "es-x-s0")  # type: ignore[arg-type]
    target = maker.target(endpoint, spec(), to(), 0, Bare(), "es-x-t0")  # type: ignore[arg-type]
    for end in (source, target):
        assert callable(end.start)
        assert callable(end.close)
    assert callable(source.pause)


def test_a_transfer() -> None:
    made = Maker().transfer(ENDPOINTS["stream"], spec(), 0, Bare(), [Bare()], "es-x-s0")  # type: ignore
    assert callable(made.start)


def test_tests_may_put_in_their_own() -> None:
    maker, sources, _ = fakes()
    assert isinstance(maker.source(ENDPOINTS["a"], spec(), 0, Bare(), "n"), sources)  # type: ignore[arg-type]
