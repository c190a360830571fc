"""The watcher reads what the server says."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.engine import kafkachild
from eventscope.engine.kafkachild import Errand


def errand(folder: Path, said: str) -> Errand:
    (folder / kafkachild.LOG).write_text(said)
    return Errand("noida-db", 0, str(folder), False)


def test_the_port_is_found_and_a_warning_of_the_loader_is_no_matter(tmp_path: Path) -> None:
    said = "noida-db: weak version `GLIBC_2.39' not found\nnoida-db 0.2.3 | data dir: x\n"
    said += "  kafka          127.0.0.1:19093\n"
    found = kafkachild._READY.search(kafkachild._said(errand(tmp_path, said)))
    assert found is not None
    assert found[1] == "19093"


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("error: kafka: port 9092 is already in use\nhint: pick another\n", "kafka: port 9092 is already in use"),
        ("", ""),
    ],
)
def test_the_fault_is_found(tmp_path: Path, said: str, fault: str) -> None:
    assert kafkachild._fault(errand(tmp_path, said)) == fault
