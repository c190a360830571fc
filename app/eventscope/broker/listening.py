"""Listening sockets: which addresses are allowed, which port is taken, and TLS from a listener's files."""

from __future__ import annotations

import errno
import socket
import ssl
import sys
from pathlib import Path

from eventscope.core.broker import BrokerConfig, Listener
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.hosts import is_loopback

PREFERRED = {"mqtt": 1883, "mqtts": 8883, "ws": 9001, "wss": 9443}
NEXT_PORTS = 50
BACKLOG = 1024


class _Telling(ssl.SSLObject):
    """Lets a refused client read why.

    asyncio aborts a failed handshake without sending OpenSSL's alert, so that a client with a wrong certificate
    would see a broken connection and no reason. Here the failure first looks like a handshake that waits for
    more: the alert leaves, and the connection ends with whatever comes next or with the handshake's time-out.
    """

    _failure: ssl.SSLError | None = None

    def do_handshake(self) -> None:
        if self._failure is not None:
            raise self._failure
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except ssl.SSLError as error:
            self._failure = error
            raise ssl.SSLWantReadError from error


def check(config: BrokerConfig) -> list[tuple[str, str, dict[str, object]]]:
    """Refuse listeners that would leave the broker open to a network; answers warnings (code, sentence, params)."""
    warnings: list[tuple[str, str, dict[str, object]]] = []
    for listener in config.listeners:
        if listener.port is not None and not 0 <= listener.port <= 65_535:
            sentence = "The broker cannot listen on port {port}: a port is 1 to 65535, or 0 for any free one."
            raise BadInput("broker-bad-port", sentence, port=listener.port)
        if is_loopback(listener.address):
            continue
        if not config.users:
            raise BadInput(
                "broker-open-address",
                "The broker does not listen on {address} without users: anybody on that network could read and "
                "write everything. Add users to its file (eventscope broker hash), or listen on 127.0.0.1.",
                address=listener.address,
            )
        if listener.kind in ("mqtt", "ws"):
            warnings.append(
                (
                    "broker-no-tls",
                    "The listener {kind} on {address} has no TLS: passwords and messages cross the network readable "
                    "for all. Use mqtts or wss there.",
                    {"kind": listener.kind, "address": listener.address},
                )
            )
    return warnings


def listen(listener: Listener, preferred: int | None = None) -> socket.socket:
    """A listening socket. `port` None takes the preferred one or the next that is free; raises Unavailable."""
    if listener.port is not None:
        return _bind(listener, listener.port)
    first = preferred or PREFERRED[listener.kind]
    for port in (*range(first, min(first + NEXT_PORTS, 65_536)), 0):
        try:
            return _bind(listener, port)
        except Unavailable as error:
            if error.code != "broker-port-taken":
                raise
    raise AssertionError("port 0 is never taken")


def _bind(listener: Listener, port: int) -> socket.socket:
    place = {"address": listener.address, "port": port}
    try:
        family, kind, proto, _, where = socket.getaddrinfo(
            listener.address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        server = socket.socket(family, kind, proto)
    except OSError as error:
        raise _no_address(error, place) from None
    try:
        # Unix: the port is free at once after a stop. Windows: nobody else may take it from us meanwhile.
        option = "SO_EXCLUSIVEADDRUSE" if sys.platform == "win32" else "SO_REUSEADDR"
        server.setsockopt(socket.SOL_SOCKET, getattr(socket, option), 1)
        server.bind(where)
        server.listen(BACKLOG)
        server.setblocking(False)
    except OSError as error:
        server.close()
        if port and _is_taken(error):
            raise Unavailable(
                "broker-port-taken",
                "Port {port} on {address} is taken by another program. Stop that, or choose another port "
                "(0 takes any free one).",
                **place,
            ) from None
        raise _no_address(error, place) from None
    return server


def _is_taken(error: OSError) -> bool:
    # Windows says "not permitted" where another program holds the port exclusively.
    return error.errno == errno.EADDRINUSE or (sys.platform == "win32" and isinstance(error, PermissionError))


def _no_address(error: OSError, place: dict[str, object]) -> Unavailable:
    return Unavailable(
        "broker-cannot-listen",
        "The broker cannot listen on {address} port {port}: {words}. Check the address and the rights for that port.",
        words=error.strerror or str(error),
        **place,
    )


def tls(listener: Listener) -> ssl.SSLContext | None:
    """TLS of an mqtts or wss listener; raises BadInput with the file that does not fit."""
    if listener.kind not in ("mqtts", "wss"):
        return None
    if not listener.certificate or not listener.key:
        raise BadInput(
            "broker-no-certificate",
            "The listener {kind} needs a certificate and a key: name both PEM files in the broker's file.",
            kind=listener.kind,
        )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sslobject_class = _Telling
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    _exists(listener.certificate, listener.key, listener.client_ca)
    try:
        # A key with a pass phrase would ask at a terminal that is not there.
        context.load_cert_chain(listener.certificate, listener.key, password=_no_pass_phrase)
    except (ssl.SSLError, OSError) as error:
        raise BadInput(
            "broker-bad-certificate",
            "The certificate {certificate} and the key {key} cannot be used: {words}. Both must be PEM, belong "
            "together, and the key must have no pass phrase.",
            certificate=listener.certificate,
            key=listener.key,
            words=_reason(error),
        ) from None
    _require(context, listener)
    return context


def _require(context: ssl.SSLContext, listener: Listener) -> None:
    if listener.require_client_certificate and not listener.client_ca:
        raise BadInput(
            "broker-no-client-ca",
            "The listener {kind} requires client certificates but names no client-ca to check them against.",
            kind=listener.kind,
        )
    if not listener.client_ca:
        return
    try:
        context.load_verify_locations(listener.client_ca)
    except (ssl.SSLError, OSError) as error:
        raise BadInput(
            "broker-bad-client-ca",
            "The client-ca {file} cannot be used: {words}. It must be a PEM file of CA certificates.",
            file=listener.client_ca,
            words=_reason(error),
        ) from None
    context.verify_mode = ssl.CERT_REQUIRED if listener.require_client_certificate else ssl.CERT_OPTIONAL


def _exists(*files: str) -> None:
    for file in files:
        if file and not Path(file).is_file():
            raise BadInput("broker-no-file", "The broker's file names {file}, which is not there.", file=file)


def _no_pass_phrase() -> str:
    raise OSError("the key has a pass phrase")


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return (error.reason or str(error)).replace("_", " ").lower()
    return str(error)
