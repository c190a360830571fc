"""librdkafka's own figures: from its JSON to a report; only what is drawn is taken out of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct, field, json

from eventscope.core.kafkastatistics import NAN, Report


class _Times(Struct):
    """In us; 0 where nothing was measured yet."""

    p50: int = 0
    p99: int = 0


class _Broker(Struct):
    nodeid: int = -1
    outbuf_cnt: int = 0
    waitresp_cnt: int = 0
    txretries: int = 0
    txerrs: int = 0
    rxerrs: int = 0
    req_timeouts: int = 0
    rtt: _Times = field(default_factory=_Times)


class _Partition(Struct):
    partition: int = -1
    ls_offset: int = -1
    app_offset: int = -1


class _Topic(Struct):
    partitions: dict[str, _Partition] = {}


class _Said(Struct):
    type: Literal["producer", "consumer"] = "producer"
    msg_cnt: int = 0
    txmsgs: int = 0
    txmsg_bytes: int = 0
    rxmsgs: int = 0
    rxmsg_bytes: int = 0
    brokers: dict[str, _Broker] = {}
    topics: dict[str, _Topic] = {}


_decoder = json.Decoder(_Said)


def read(text: str) -> Report:
    """One report (`statistics.interval.ms`)."""
    said = _decoder.decode(text)
    brokers = [item for item in said.brokers.values() if item.nodeid >= 0]
    every = said.brokers.values()  # also that of the first address, through which a broken line is met first
    sends = said.type == "producer"
    return Report(
        _slowest(item.rtt.p50 for item in brokers) if sends else NAN,
        _slowest(item.rtt.p99 for item in brokers) if sends else NAN,
        said.msg_cnt if sends else NAN,
        sum(max(0, item.outbuf_cnt) + max(0, item.waitresp_cnt) for item in brokers) if sends else NAN,
        NAN if sends else _lag(said.topics.values()),
        said.txmsgs,
        said.rxmsgs,
        said.txmsg_bytes,
        said.rxmsg_bytes,
        sum(item.txretries for item in every),
        sum(item.txerrs + item.rxerrs + item.req_timeouts for item in every),
    )


def _slowest(times: Iterable[int]) -> float:
    slowest = max(times, default=0)
    return slowest / 1e3 if slowest else NAN


def _lag(topics: Iterable[_Topic]) -> float:
    """The library's own lag needs stored offsets, which we keep ourselves: what was handed over counts instead."""
    known = [
        max(0, item.ls_offset - item.app_offset)
        for topic in topics
        for item in topic.partitions.values()
        if item.partition >= 0 and item.ls_offset >= 0 and item.app_offset >= 0
    ]
    return float(sum(known)) if known else NAN
