"""An engine that keeps its session at a broker and its messages in a log, to be killed. Arguments: port, log folder.

Prints `up` when its subscription is granted.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from enginebench import Bench, options, until
from eventscope.base import signals
from eventscope.core.workspace import Connection, Subscription, Workspace


async def main(port: int, log: Path) -> None:
    ended = asyncio.Event()
    signals.on_end(ended.set)
    connection = Connection(
        "c", "Broker", port=port, client_id="killed", clean_start=False, session_expiry=600,
        subscriptions=(Subscription("rate/#", qos=1),),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        made = options(Path(folder), Workspace("Test", (connection,), broker=False))
        bench = Bench(replace(made, log_folder=log))
        await bench.engine.start()
        await until(lambda: ("c", "rate/#") in bench.engine.links.granted, "the subscription")
        print("up", flush=True)
        await ended.wait()
        await bench.engine.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
