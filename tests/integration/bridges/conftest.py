"""What several tests of bridges start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from servers import LASTING, Mosquitto, mosquitto


@pytest.fixture
def brokers() -> Iterator[list[Mosquitto]]:
    """Two that keep their sessions over a restart."""
    with mosquitto(LASTING) as upstream, mosquitto(LASTING) as downstream:
        yield [upstream, downstream]
