"""An engine that takes up its session at a broker and keeps its messages in a log; to be killed, or watched for long.

Prints `up` when its subscription is granted; with --every a line of JSON about itself so often, and one at its end.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import sys
import tempfile
from pathlib import Path

from enginebench import options, until
from eventscope.base import signals
from eventscope.core.workspace import Connection, Retention, Subscription, Workspace
from eventscope.engine.engine import Engine


async def main(port: int, log: Path, retention: int, every: float) -> None:
    """Until a polite kill."""
    ended = asyncio.Event()
    signals.on_end(ended.set)
    connection = Connection(
        "c", "Broker", port=port, client_id="killed", clean_start=False, session_expiry=600,
        subscriptions=(Subscription("rate/#", qos=1),),
    )  # fmt: skip
    workspace = Workspace("Test", (connection,), broker=False, retention=Retention(retention))
    with tempfile.TemporaryDirectory() as folder:
        made = options(Path(folder), workspace)
        engine = Engine(type(made)(made.workspace_path, made.settings_path, log, made.lock_path, workspace))
        await engine.start()
        await until(lambda: ("c", "rate/#") in engine.links.granted, "the subscription")
        print("up", flush=True)
        while not ended.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), every or None)
            if every:
                tell(engine)
        await engine.stop()


def tell(engine: Engine) -> None:
    """What no one sees from outside."""
    gc.collect()
    told = engine.pulse.summary()
    print(
        json.dumps(
            {
                "received": told.counts.received,
                "stored": told.counts.stored,
                "dropped": told.counts.dropped,
                "log_bytes": told.log_bytes,
                "objects": len(gc.get_objects()),
                "none_refs": sys.getrefcount(None),
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("log", type=Path)
    parser.add_argument("--retention", type=int, default=2 << 30)
    parser.add_argument("--every", type=float, default=0.0)
    given = parser.parse_args()
    asyncio.run(main(given.port, given.log, given.retention, given.every))
