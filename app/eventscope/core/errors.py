"""Errors a person can act on: one family, each with a code, parameters and a sentence that says what to do.

    EventscopeError
      BadInput          a file, an argument, a template, a filter (exit 2)
      CannotConnect     a peer that does not answer, refuses or is not who it claims (exit 3)
      Refused           a peer or our own broker said no to one thing (exit 1)
      Unavailable       something of ours is not there: port taken, log locked, engine gone (exit 1)

All else is a bug and loud. `code` and `params` are what the window translates; `str()` is English.
"""

from __future__ import annotations


class EventscopeError(Exception):
    """`code` names the sentence, `params` fill it, `sentence` is its English form with {names}."""

    exit_code = 1

    def __init__(self, code: str, sentence: str, **params: object) -> None:
        self.code = code
        self.sentence = sentence
        self.params = params
        super().__init__(sentence.format(**params) if params else sentence)


class BadInput(EventscopeError):
    """What was given cannot be used as it is."""

    exit_code = 2


class CannotConnect(EventscopeError):
    """A peer could not be reached or would not have us."""

    exit_code = 3


class Refused(EventscopeError):
    """One request was refused; the connection lives."""


class Unavailable(EventscopeError):
    """Something of ours is not there."""
