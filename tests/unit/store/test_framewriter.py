from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from eventscope.store import frames, framewriter
from eventscope.store.blocks import pack
from eventscope.store.framewriter import FrameWriter
from storing import block


def test_frames_stand_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "file"
    writer = FrameWriter.create(path)
    found = writer.append([pack(block([b"a"] * 3, 1)), pack(block([b"b"], 4))])
    assert [(item.first, item.end) for item, _ in found] == [(1, 4), (4, 5)]
    assert found[0][1] == frames.START
    assert found[1][1] == frames.START + found[0][0].span
    assert writer.end == path.stat().st_size == found[1][1] + found[1][0].span
    writer.close()


def test_what_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    writer = FrameWriter.create(path)
    writer.append([pack(block([b"a"], 1))])
    before = path.read_bytes()
    left = [3]

    def full(self: FrameWriter, data: framewriter.Buffer) -> None:
        left[0] -= 1
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        self._file.write(data)

    with monkeypatch.context() as patch:
        patch.setattr(FrameWriter, "_write", full)
        with pytest.raises(OSError, match="No space"):
            writer.append([pack(block([b"b" * 100], 2))])
    assert path.read_bytes() == before
    (found, place), *_ = writer.append([pack(block([b"c"], 2))])
    assert (found.first, place) == (2, len(before))
    writer.close()


def test_a_disk_that_takes_a_part_is_asked_again(tmp_path: Path) -> None:
    writer = FrameWriter.create(tmp_path / "file")

    class Slow:
        def __init__(self) -> None:
            self.taken = b""

        def write(self, data: memoryview) -> int:
            self.taken += bytes(data[:7])
            return min(len(data), 7)

    writer.close()
    writer._file = slow = Slow()  # type: ignore[assignment]
    writer._write(b"the whole sentence")
    assert slow.taken == b"the whole sentence"


def test_the_disk_is_told_to_keep_it_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(os, "fsync", told.append)
    monkeypatch.setattr(framewriter, "SYNC", 1000)
    writer = FrameWriter.create(tmp_path / "file")
    for at in range(1, 11):
        writer.append([pack(block([b"x" * 400], at))])
    assert 3 <= len(told) <= 6
    writer.finish()
    writer.close()
    with (tmp_path / "file").open("rb", buffering=0) as file:
        assert frames.read_start(file.read(frames.START)) == (True, writer.salt)
