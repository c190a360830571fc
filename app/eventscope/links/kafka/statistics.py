"""librdkafka's own figures: from its JSON to values that curves are drawn of."""

from __future__ import annotations

import json
from typing import Any

from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import BrokerStatistics, PartitionStatistics, Statistics


def read(text: str, at: int) -> Statistics:
    """One report (`statistics.interval.ms`); `at` is monotonic ns. Partition -1 (not chosen yet) is left out."""
    said: dict[str, Any] = json.loads(text)
    topics: dict[str, Any] = said.get("topics", {})
    return Statistics(
        at,
        said.get("name", ""),
        said.get("msg_cnt", 0),
        said.get("msg_size", 0),
        said.get("txmsgs", 0),
        said.get("txmsg_bytes", 0),
        said.get("rxmsgs", 0),
        said.get("rxmsg_bytes", 0),
        tuple(_broker(item) for item in said.get("brokers", {}).values() if item.get("nodeid", -1) >= 0),
        tuple(
            _partition(name, item)
            for name, topic in topics.items()
            for item in topic.get("partitions", {}).values()
            if item.get("partition", -1) >= 0
        ),
        said.get("cgrp", {}).get("rebalance_cnt", 0),
    )


def _broker(said: dict[str, Any]) -> BrokerStatistics:
    rtt = said.get("rtt", {})
    return BrokerStatistics(
        f"{said.get('nodename', '')}/{said['nodeid']}",
        said.get("state", ""),
        rtt.get("p50", 0),
        rtt.get("p99", 0),
        said.get("outbuf_cnt", 0) + said.get("waitresp_cnt", 0),
        said.get("txbytes", 0),
        said.get("rxbytes", 0),
    )


def _partition(topic: str, said: dict[str, Any]) -> PartitionStatistics:
    return PartitionStatistics(
        Partition(topic, said["partition"]),
        said.get("msgq_cnt", 0) + said.get("xmit_msgq_cnt", 0),
        said.get("fetchq_cnt", 0),
        # The library's lag needs stored offsets, which we keep ourselves: what was handed over counts instead.
        _behind(said),
        said.get("txmsgs", 0) + said.get("rxmsgs", 0),
    )


def _behind(said: dict[str, Any]) -> int:
    end, position = said.get("ls_offset", -1), said.get("app_offset", -1)
    return max(0, end - position) if end >= 0 and position >= 0 else -1
