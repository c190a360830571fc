"""The consumers in the window: who takes what from which broker, how it fares, and a pull by hand."""

from eventscope.ui.consumers.panel import ConsumersPanel

__all__ = ["ConsumersPanel"]
