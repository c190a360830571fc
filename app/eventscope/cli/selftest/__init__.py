"""Short forms of the promises, proved on this machine."""

from eventscope.cli.selftest.command import selftest

__all__ = ["selftest"]
