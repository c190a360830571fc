"""Eventscope: the oscilloscope and signal generator for event systems."""

__version__ = "0.1.0"
