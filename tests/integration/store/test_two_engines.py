"""Two processes on one log folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from storing import Notices, counted, fill, opened, payloads

CHILD = """
import sys
from pathlib import Path
from storing import Notices, counted, fill, opened, payloads

notices = Notices()
with opened(Path(sys.argv[1]), notices=notices) as log:
    fill(log, counted(100, 3))
    print(log.temporary, notices.codes, payloads(log))
"""


def other_engine(folder: Path) -> str:
    tests = Path(__file__).resolve().parents[2]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tests.parent / "app"), str(tests)])}
    command = [sys.executable, "-c", CHILD, str(folder)]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=True).stdout.strip()


def test_the_second_one_keeps_its_messages_elsewhere_and_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        fill(log, counted(0, 3))
        assert other_engine(tmp_path) == "True ['log-in-use'] [b'100', b'101', b'102']"
        fill(log, counted(3, 1))
        assert payloads(log) == [b"0", b"1", b"2", b"3"]
    assert other_engine(tmp_path).startswith("False []")
    notices = Notices()
    with opened(tmp_path, notices=notices) as log:
        assert len(payloads(log)) == 7
    assert notices.told == []
