"""A link in a process of its own that receives and never stores: to be killed. Arguments: port, version, filter, QoS.

Prints one line for each message it was handed, `up` when it is subscribed.
"""

from __future__ import annotations

import sys
import threading

from eventscope.core.message import Block
from eventscope.core.workspace import Subscription, WillSpec
from linksinks import RecordingSink, connection, linked


def main(port: int, version: str, filter_: str, qos: int) -> None:
    sink = RecordingSink(store=False)

    def tell(block: Block) -> None:
        for row in range(len(block)):
            print(block.payload(row).decode(), flush=True)

    sink.on_block_do = tell
    made = connection(
        port, version=version, clean_start=False, session_expiry=300, client_id="killed",
        will=WillSpec("will", b"killed", 1),
    )  # fmt: skip
    with linked(made, sink, Subscription(filter_, qos)):
        sink.subscription(filter_, "granted")
        print("up", flush=True)
        threading.Event().wait(60)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
