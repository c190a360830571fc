"""From exceptions of sockets, TLS and WebSocket to what a person can understand."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import Any

from websockets.exceptions import WebSocketException

from eventscope.core.workspace import Connection
from eventscope.links.mqtt.troubles import Ended

# OpenSSL's verification results (x509_vfy.h).
_VERIFY = {
    9: "tls-not-yet-valid",
    10: "tls-expired",
    18: "tls-self-signed",
    19: "tls-unknown-ca",
    20: "tls-unknown-ca",
    21: "tls-unknown-ca",
    23: "tls-revoked",
    62: "tls-wrong-host",
    64: "tls-wrong-host",
}
_TOO_OLD = ("UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "VERSION_TOO_LOW")
_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "BAD_RECORD_TYPE")
# Alerts by which a server turns our certificate down; in TLS 1.3 they come after the handshake.
_OURS = ("CERTIFICATE_REQUIRED", "UNKNOWN_CA", "BAD_CERTIFICATE", "CERTIFICATE_UNKNOWN", "HANDSHAKE_FAILURE",
         "CERTIFICATE_EXPIRED", "CERTIFICATE_REVOKED", "ACCESS_DENIED")  # fmt: skip
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}


class Slow(TimeoutError):
    """A step of connecting took too long; `step` names it."""

    def __init__(self, step: str) -> None:
        self.step = step
        super().__init__(step)


class Closed(ConnectionError):
    """The peer closed the connection."""


class HttpStatus(WebSocketException):
    """The WebSocket handshake was answered with another status than 101."""

    def __init__(self, status: str) -> None:
        self.status = status
        super().__init__(status)


def ended(error: Exception, connection: Connection, answered: bool) -> Ended:
    """Why the connection is over; `answered`: after CONNACK."""
    place: dict[str, Any] = {"host": connection.host, "port": connection.port}
    if isinstance(error, Ended):
        return error
    if isinstance(error, Slow):
        return Ended(f"timeout-{error.step}", seconds=connection.connect_timeout, **place)
    if isinstance(error, socket.gaierror | UnicodeError):
        return Ended("unknown-host", **place)
    if isinstance(error, ssl.SSLError):
        return _tls(error, connection, answered)
    if isinstance(error, WebSocketException):
        return _websocket(error, place)
    if isinstance(error, ConnectionRefusedError):
        return Ended("connection-refused", **place)
    if isinstance(error, OSError):
        return _broken(error, answered, place)
    return Ended("fault", error=f"{type(error).__name__}: {error}")


def _broken(error: OSError, answered: bool, place: dict[str, Any]) -> Ended:
    if isinstance(error, Closed):
        return Ended("closed") if answered else Ended("closed-early", **place)
    if error.errno in _NO_WAY:
        return Ended("unreachable", error=error.strerror, **place)
    if isinstance(error, ConnectionError) and not answered:
        return Ended("closed-early", **place)
    return Ended("connection-lost", error=error.strerror or str(error) or type(error).__name__)


def _tls(error: ssl.SSLError, connection: Connection, answered: bool) -> Ended:
    name = connection.tls.server_name or connection.host
    params: dict[str, Any] = {"host": connection.host, "port": connection.port, "name": name}
    if isinstance(error, ssl.SSLCertVerificationError):
        code = _VERIFY.get(error.verify_code, "tls-bad-certificate")
        return Ended(code, error=error.verify_message, **params)
    reason = error.reason or ""
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return _broken(Closed(), answered, {"host": connection.host, "port": connection.port})
    for parts, code in ((_TOO_OLD, "tls-too-old"), (_NO_TLS, "tls-none"), (_OURS, "tls-client-refused")):
        if not answered and any(part in reason for part in parts):
            return Ended(code, error=_plain(reason), **params)
    if answered:
        return Ended("connection-lost", error=_plain(reason) or str(error))
    return Ended("tls-failed", error=_plain(reason) or str(error), **params)


def _plain(reason: str) -> str:
    """OpenSSL shouts with underscores."""
    return reason.replace("_", " ").lower()


def _websocket(error: WebSocketException, place: dict[str, Any]) -> Ended:
    if isinstance(error, HttpStatus):
        return Ended("websocket-refused", status=error.status, **place)
    return Ended("websocket-none", error=error, **place)
