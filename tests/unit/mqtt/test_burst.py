"""The burst reader gives what the splitter gives, however the bytes come, and columns as the single decoder reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import peers
from badpackets import BadPacket, bad_packets
from eventscope.links.mqtt.publishfields import Fields, cut
from eventscope.mqtt import burst, columns
from eventscope.mqtt.burst import Answers, Burst, Piece, Releases
from eventscope.mqtt.columns import Run
from eventscope.mqtt.packets import V5, V311
from eventscope.mqtt.splitter import Splitter
from eventscope.mqtt.wire import Frame, Malformed
from streams import SIZES, cuts, streams

LIMIT = 1 << 20
EXACT = settings(
    derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(params=[(0, 2, 3, 5, 1), (50, 4, 1, 4_096, 2), (8_192, 40, 64, 4_096, 8)], ids=str)
def thresholds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also such small ones that a handful of packets goes through all paths."""
    for name, value in zip(("SMALL", "FEW", "STEP", "ROWS", "FEW_ANSWERS"), request.param, strict=True):
        monkeypatch.setattr(burst, name, value)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two packets are a run."""
    monkeypatch.setattr(burst, "SMALL", 0)
    monkeypatch.setattr(burst, "FEW", 2)


def single(pieces: Iterable[Piece]) -> Iterator[Frame]:
    for piece in pieces:
        if isinstance(piece, Run):
            check(piece)
            yield from piece.frames()
        elif isinstance(piece, Answers):
            yield from piece.frames()
        elif isinstance(piece, Releases):
            yield from ((0x62, ident.to_bytes(2, "big")) for ident in piece.ids)
        else:
            yield piece


def check(run: Run) -> None:
    """Each column says what the decoder of single packets reads."""
    written = np.empty(int(run.sizes.sum()), np.uint8)
    run.write(written)
    blob, at = written.tobytes(), np.cumsum(run.sizes) - run.sizes
    for number, (first, body) in enumerate(run.frames()):
        topic, payload = run.topics()[number], int(at[number])
        props = payload + int(run.payload_size[number])
        end = props + int(run.props_size[number])
        read = Fields(topic, int(run.packet[number]), blob[props:end], blob[payload:props], int(run.alias[number]))
        assert read == cut(first, body, v5_of(run))
        assert first == run.first[number]


def v5_of(run: Run) -> bool:
    """Properties have a length there, even when it is 0."""
    asked = 2 * (run.first & 6 > 0)
    return bool((run.props > run.topic + run.topic_size + asked).all())


def heard(splitter: Splitter, chunks: list[bytes]) -> tuple[list[Frame], tuple[int, str] | None, int]:
    """All packets, the fault if there was one, and how many bytes are held in the end."""
    frames: list[Frame] = []
    try:
        for chunk in chunks:
            frames += single(splitter.feed(chunk))
    except Malformed as fault:
        return frames + list(single(fault.frames)), (fault.reason, fault.words), splitter.partial
    return frames, None, splitter.partial


@pytest.mark.parametrize("version", [V311, V5])
@EXACT
@given(st.data())
def test_same_packets_faults_and_rest(thresholds: None, version: int, data: st.DataObject) -> None:
    chunks = cuts(data.draw(streams(version)), data.draw(SIZES))
    limit = data.draw(st.sampled_from([LIMIT, 150, 16_500]))
    assert heard(Burst(limit, version), chunks) == heard(Splitter(limit, version), chunks)


@pytest.mark.parametrize("version", [V311, V5])
@settings(EXACT, max_examples=5)
@given(st.data())
def test_cut_at_every_offset(eager: None, version: int, data: st.DataObject) -> None:
    stream = data.draw(streams(version).filter(lambda stream: len(stream) < 1_500))
    for at in range(len(stream) + 1):
        chunks = [stream[:at], stream[at:]]
        assert heard(Burst(LIMIT, version), chunks) == heard(Splitter(LIMIT, version), chunks)


@pytest.mark.parametrize("bad", [bad for bad in bad_packets() if bad.to != "broker"], ids=str)
def test_a_bad_packet_among_good_ones_is_left_to_the_single_decoder(bad: BadPacket) -> None:
    good = peers.publish(b"t", b"x" * 100, version=bad.version) * 100
    for stream in (good + bad.raw + good, good + bad.raw * 50 + good):
        ours, theirs = (heard(made(LIMIT, bad.version), [stream]) for made in (Burst, Splitter))
        assert ours == theirs


def test_many_of_one_size_are_one_run_and_so_are_many_of_different_sizes() -> None:
    even = b"".join(peers.publish(b"t/%d" % (n % 10), b"x" * 200, 1, n + 1) for n in range(500))
    odd = b"".join(peers.publish(b"t/%d" % n, b"x" * (100 + n % 50), 0) for n in range(500))
    pieces = Burst(LIMIT, V5).feed(even + b"\xd0\x00" + odd)
    assert [len(piece) for piece in pieces if isinstance(piece, Run)] == [500, 500]
    assert (0xD0, b"") in pieces


def test_releases_in_a_row_are_one_piece() -> None:
    stream = b"".join(peers.ack(0x62, ident) for ident in range(1, 3_001))
    assert Burst(LIMIT, V311).feed(stream) == [Releases(list(range(1, 3_001)))]


def test_properties_of_several_structures_share_a_run() -> None:
    lists = [peers.user_property(b"k" * size, b"v") for size in (1, 2, 3)] + [b""]
    stream = b"".join(peers.publish(b"t", b"x" * 50, properties=lists[n % 4]) for n in range(400))
    pieces = Burst(LIMIT, V5).feed(stream)
    assert [len(piece) for piece in pieces] == [400]
    check(*pieces)  # type: ignore[arg-type]


def test_lists_of_twenty_structures_share_a_run_also_with_aliases_and_long_identifiers() -> None:
    lists = [peers.user_property(b"k" * size, b"v") * (size % 4 + 1) for size in range(1, 18)]
    lists += [b"\x23\x00\x05" + lists[0], b"\x0b\xff\x7f\x0b\x01", lists[2] + b"\x01\x01\x23\xff\xff"]
    stream = b"".join(peers.publish(b"t" * (n % 20 < 19), b"x" * (n % 7), properties=lists[n % 20]) for n in range(800))
    (run,) = Burst(LIMIT, V5).feed(stream)
    assert isinstance(run, Run)
    check(run)
    assert run.alias.tolist() == ([0] * 17 + [5, 0, 65_535]) * 40


@pytest.mark.parametrize("properties", [peers.user_property(b"k", b"v") * 33, b"\x26\0\0\0\0" * 25 + b"\x26\0\0\0"])
def test_long_lists_are_left_to_the_single_decoder(properties: bytes) -> None:
    odd = peers.publish(b"t", b"x", properties=properties)
    others = [peers.publish(b"t", b"x", properties=peers.user_property(b"k" * n, b"v")) for n in range(100)]
    ours, theirs = (heard(made(LIMIT, V5), [b"".join([*others, odd, *others])]) for made in (Burst, Splitter))
    assert ours == theirs


@pytest.mark.parametrize("sizes", [[100_000], [9_000], [50_000, 3]])
def test_a_fault_of_ours_makes_it_a_splitter_that_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int]
) -> None:
    calls = iter(range(99))

    def fails(*args: Any) -> Any:
        if next(calls):
            raise IndexError("injected")
        return cut_columns(*args)

    cut_columns = columns.cut
    monkeypatch.setattr(columns, "cut", fails)
    stream = b"".join(peers.publish(b"t", b"x" * (20 + n % 99), 1, n + 1) for n in range(2_000))
    reader = Burst(LIMIT, V5)
    assert heard(reader, cuts(stream, sizes)) == heard(Splitter(LIMIT, V5), cuts(stream, sizes))
    assert isinstance(reader.fault, IndexError)
    assert next(calls) == 2


def test_of_a_large_packet_in_small_reads_each_byte_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr(burst, "_walk", lambda data, at, *_: looked.append(len(data) - at) or at)
    large = peers.publish(b"t", bytes(1 << 20))
    reader = Burst(1 << 28, V5)
    assert [piece for chunk in cuts(large, [10_000]) for piece in reader.feed(chunk)] == [(0x30, large[4:])]
    assert looked == [10_000]
