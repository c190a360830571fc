"""Bytes in bodies that come in: text where they are UTF-8, else base64, as they also go out."""

from __future__ import annotations

import base64
import binascii

from pydantic import Field

from eventscope.api.shape import Given, example
from eventscope.core.errors import BadInput


class Base64(Given):
    """Bytes that are no text."""

    model_config = example({"base64": "/wA="})
    base64: str = Field(max_length=1 << 20)


GivenRaw = str | Base64


def read(value: GivenRaw) -> bytes:
    """The bytes that are meant; BadInput for what is no base64."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(value.base64, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("bad-base64", "A base64 in the body is none.") from None
