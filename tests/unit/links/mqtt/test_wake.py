"""A wake is one byte however often it is set, and never raises."""

from __future__ import annotations

import selectors

from eventscope.links.mqtt.wake import Wake


def is_set(wake: Wake) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(wake, selectors.EVENT_READ)
        return bool(selector.select(0))


def test_set_and_clear() -> None:
    wake = Wake()
    wake.open()
    assert not is_set(wake)
    for _ in range(100_000):
        wake.set()
    assert is_set(wake)
    wake.clear()
    assert not is_set(wake)
    wake.set()
    assert is_set(wake)
    wake.close()


def test_before_open_and_after_close_it_is_harmless() -> None:
    wake = Wake()
    wake.set()
    wake.open()
    wake.set()
    assert is_set(wake)
    wake.close()
    wake.set()
    wake.close()
