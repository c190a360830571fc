"""Values of ours as plain JSON values: hyphens in keys as in our files, arrays as lists, bytes as text or base64."""

from __future__ import annotations

import base64
import math
import re
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from eventscope.core import busjson
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.news import Summary

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def plain(value: object) -> Any:
    """Dataclasses, tuples, dicts, numpy and bytes, however nested. NaN and infinity are null."""
    if isinstance(value, Summary):
        return _fields(value) | {"subscription-rates": subscription_rates(value)}
    if isinstance(value, BridgeFigures):
        return busjson.bridge(value)
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, bytes):
        return text_or_base64(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _fields(value: Any) -> dict[str, Any]:
    return {item.name.replace("_", "-"): plain(getattr(value, item.name)) for item in fields(value)}


def subscription_rates(summary: Summary) -> list[dict[str, Any]]:
    """Messages a second of each subscription."""
    pairs = ((key.partition("\x00"), rate) for key, rate in summary.subscription_rates.items())
    return [{"connection": ident, "filter": filter_, "rate": plain(rate)} for (ident, _, filter_), rate in pairs]


def text_or_base64(raw: bytes) -> str | dict[str, str]:
    """Text where the bytes are UTF-8, else {"base64": …}."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(raw).decode("ascii")}


def kind_of(news: type) -> str:
    """The name of a kind of news: `LinkNews` is "link"."""
    return _HUMP.sub("-", news.__name__.removesuffix("News")).lower()
