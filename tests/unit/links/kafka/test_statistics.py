"""librdkafka's JSON as values."""

from __future__ import annotations

import json
import math

import pytest

from eventscope.links.kafka import statistics

BROKERS = {
    "h:1/1": {"nodeid": 1, "state": "UP", "rtt": {"p50": 500, "p99": 900}, "outbuf_cnt": 1, "waitresp_cnt": 2,
              "txretries": 1, "rxerrs": 1},
    "h:2/2": {"nodeid": 2, "rtt": {"p50": 300, "p99": 4_000}, "outbuf_cnt": 0, "waitresp_cnt": 1, "req_timeouts": 2},
    "h:1/bootstrap": {"nodeid": -1, "rtt": {"p50": 9_000_000}, "waitresp_cnt": 5, "txerrs": 3},
}  # fmt: skip
PARTITIONS = {
    "0": {"partition": 0, "ls_offset": 10, "app_offset": 7},
    "1": {"partition": 1, "ls_offset": 10, "app_offset": -1001},
    "2": {"partition": 2, "ls_offset": 10, "app_offset": 12},
    "-1": {"partition": -1, "ls_offset": 10, "app_offset": 1},
}
SAID = {
    "name": "eventscope#producer-1", "type": "producer", "msg_cnt": 3, "msg_size": 300, "txmsgs": 10,
    "txmsg_bytes": 1000, "rxmsgs": 7, "rxmsg_bytes": 70, "brokers": BROKERS,
    "topics": {"t": {"topic": "t", "partitions": PARTITIONS}}, "cgrp": {"rebalance_cnt": 2},
}  # fmt: skip


def test_a_producer_tells_of_the_slowest_broker_and_of_what_waits() -> None:
    found = statistics.read(json.dumps(SAID))
    assert (found.rtt_p50, found.rtt_p99) == (0.5, 4.0)
    assert (found.waiting, found.in_flight) == (3, 4)
    assert (found.sent, found.sent_bytes, found.received, found.received_bytes) == (10, 1000, 7, 70)
    assert (found.retries, found.errors) == (1, 6)
    assert math.isnan(found.lag)


def test_a_consumer_tells_its_lag_and_no_round_trips() -> None:
    found = statistics.read(json.dumps(SAID | {"type": "consumer"}))
    assert found.lag == 3  # of the one partition whose place is known and that is behind
    assert all(math.isnan(value) for value in (found.rtt_p50, found.rtt_p99, found.waiting, found.in_flight))


@pytest.mark.parametrize("kind", ["producer", "consumer"])
def test_nothing_in_it(kind) -> None:
    found = statistics.read(json.dumps({"type": kind}))
    assert math.isnan(found.rtt_p99)
    assert math.isnan(found.lag)
    assert (found.sent, found.errors) == (0, 0)
