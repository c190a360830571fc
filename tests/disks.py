"""A small file system of our own, to fill it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from eventscope.base import system

MOUNT, UNMOUNT = "/bin/mount", "/bin/umount"


@contextmanager
def mounted(path: Path, size: str) -> Iterator[Path]:
    """It lies at `path`, in memory; the test is skipped where it cannot be."""
    if not (sys.platform.startswith("linux") and system.is_root() and Path(MOUNT).exists()):
        pytest.skip("only root on Linux can mount a small file system")
    path.mkdir()
    done = subprocess.run(
        [MOUNT, "-t", "tmpfs", "-o", f"size={size}", "none", str(path)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield path
    finally:
        subprocess.run([UNMOUNT, "-l", str(path)], check=True)
