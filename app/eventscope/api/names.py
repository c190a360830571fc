"""Ids for what a person named: letters, digits and dashes, so that any name can stand in an address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import StringConstraints

from eventscope.core import filename
from eventscope.core.errors import BadInput

NameId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,80}$")]


def ident(name: str) -> str:
    """The id of a name, as in `orders-to-kafka-1a2b3c4d`: the same at each start, and never a path."""
    return filename.from_topic(name.encode("utf-8", "surrogatepass"), "")


def named(code: str, wanted: str, names: Iterable[str]) -> str:
    """The name that has this id; BadInput with that code where none has."""
    for name in names:
        if ident(name) == wanted:
            return name
    raise BadInput(code, "There is no such thing in this workspace. Ids are in the list of them.")
