"""librdkafka's JSON as values."""

from __future__ import annotations

import json

from eventscope.core.kafka import Partition
from eventscope.links.kafka import statistics

SAID = {
    "name": "eventscope#producer-1", "msg_cnt": 3, "msg_size": 300, "txmsgs": 10, "txmsg_bytes": 1000,
    "rxmsgs": 7, "rxmsg_bytes": 70,
    "brokers": {
        "h:1/1": {"nodename": "h:1", "nodeid": 1, "state": "UP", "rtt": {"p50": 5, "p99": 9}, "outbuf_cnt": 1,
                  "waitresp_cnt": 2, "txbytes": 11, "rxbytes": 22},
        "h:1/bootstrap": {"nodename": "h:1", "nodeid": -1},
    },
    "topics": {"t": {"partitions": {
        "0": {"partition": 0, "msgq_cnt": 1, "xmit_msgq_cnt": 2, "fetchq_cnt": 4, "ls_offset": 10, "app_offset": 7},
        "1": {"partition": 1, "ls_offset": 10, "app_offset": -1001},
        "-1": {"partition": -1},
    }}},
    "cgrp": {"rebalance_cnt": 2},
}  # fmt: skip


def test_a_report() -> None:
    found = statistics.read(json.dumps(SAID), 5)
    assert (found.at, found.waiting, found.sent, found.received, found.rebalances) == (5, 3, 10, 7, 2)
    (broker,) = found.brokers
    assert (broker.name, broker.rtt_p50, broker.rtt_p99, broker.waiting) == ("h:1/1", 5, 9, 3)
    zero, one = found.partitions
    assert (zero.partition, zero.waiting, zero.fetched, zero.lag) == (Partition("t", 0), 3, 4, 3)
    assert one.lag == -1


def test_nothing_in_it() -> None:
    found = statistics.read("{}", 0)
    assert (found.brokers, found.partitions, found.sent) == ((), (), 0)
