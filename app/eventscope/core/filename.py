"""File names made from text of outside: letters, digits and dashes of ASCII, and a hash that keeps them apart."""

from __future__ import annotations

import re
from hashlib import sha256

LONGEST = 60  # characters of the readable part
_OTHER = re.compile(r"[^A-Za-z0-9]+")


def from_topic(topic: bytes, suffix: str, part: str = "") -> str:
    """As in `orders-7-created-1a2b3c4d.json`: never a path, a hidden file or a device; `part` tells messages apart.

    `suffix` comes from us, with its dot. The hash is over topic and part, so two topics never share a name.
    """
    readable = _OTHER.sub("-", topic.decode("utf-8", "replace")).strip("-")[:LONGEST].strip("-") or "message"
    digest = sha256(topic + b"\0" + part.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable}-{digest}{suffix}"
