"""`eventscope bench`: how fast the parts are here, beside others in the same run; loopback only, bounded in time."""

from eventscope.cli.bench.allcommand import measure_all
from eventscope.cli.bench.command import app as bench

bench.command("all")(measure_all)

__all__ = ["bench"]
