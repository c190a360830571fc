"""`eventscope bench`: how fast the parts are here, beside others in the same run; loopback only, bounded in time."""

from eventscope.cli.bench.command import app as bench

__all__ = ["bench"]
