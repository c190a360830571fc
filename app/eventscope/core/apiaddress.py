"""Where the HTTP API answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ApiAddress:
    """Where the HTTP API answers, and the file (0600) with its tokens; `header_file` is for `curl -H @FILE`."""

    url: str
    token_file: str
    header_file: str = ""
