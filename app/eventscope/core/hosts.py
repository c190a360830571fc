"""Names and addresses of machines, as texts."""

from __future__ import annotations

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether an address (without brackets) or a host name stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_bracketed(host: str) -> bool:
    """Whether brackets, where there are any, hold an address of IPv6 [RFC3986 3.2.2]."""
    if not host.startswith("["):
        return True
    try:
        return ipaddress.ip_address(host[1:-1]).version == 6
    except ValueError:
        return False
