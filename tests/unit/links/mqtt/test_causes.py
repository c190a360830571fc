"""Exceptions become a code and a sentence that says what to do."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import Any

import pytest
from websockets.exceptions import InvalidMessage

from eventscope.links.mqtt.causes import Closed, HttpStatus, Slow, ended
from eventscope.links.mqtt.troubles import Ended, Trouble
from linksinks import connection


def explain(error: Exception, answered: bool = False) -> Trouble:
    trouble = ended(error, connection(1883, host="broker.example", scheme="mqtts"), answered).trouble
    assert "{" not in trouble.words
    return trouble


def ssl_error(reason: str, kind: type[ssl.SSLError] = ssl.SSLError, **attributes: Any) -> ssl.SSLError:
    error = kind(1, f"[SSL: {reason}]")
    error.reason = reason
    for name, value in attributes.items():
        setattr(error, name, value)
    return error


@pytest.mark.parametrize(
    ("error", "answered", "code"),
    [
        (Slow("connect"), False, "timeout-connect"),
        (Slow("resolve"), False, "timeout-resolve"),
        (Slow("tls"), False, "timeout-tls"),
        (Slow("websocket"), False, "timeout-websocket"),
        (Slow("connack"), False, "timeout-connack"),
        (socket.gaierror(-2, "Name or service not known"), False, "unknown-host"),
        (UnicodeError("label too long"), False, "unknown-host"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), False, "connection-refused"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), False, "unreachable"),
        (Closed(), False, "closed-early"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), False, "closed-early"),
        (Closed(), True, "closed"),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), True, "connection-lost"),
        (OSError(errno.ETIMEDOUT, "Connection timed out"), True, "connection-lost"),
        (ssl_error("WRONG_VERSION_NUMBER"), False, "tls-none"),
        (ssl_error("UNSUPPORTED_PROTOCOL"), False, "tls-too-old"),
        (ssl_error("TLSV1_ALERT_PROTOCOL_VERSION"), False, "tls-too-old"),
        (ssl_error("TLSV13_ALERT_CERTIFICATE_REQUIRED"), False, "tls-client-refused"),
        (ssl_error("TLSV1_ALERT_UNKNOWN_CA"), False, "tls-client-refused"),
        (ssl_error("DECRYPTION_FAILED"), False, "tls-failed"),
        (ssl_error("DECRYPTION_FAILED"), True, "connection-lost"),
        (ssl_error("EOF", ssl.SSLEOFError), False, "closed-early"),
        (ssl_error("EOF", ssl.SSLZeroReturnError), True, "closed"),
        (HttpStatus("403"), False, "websocket-refused"),
        (InvalidMessage("no HTTP"), False, "websocket-none"),
        (RuntimeError("bug"), True, "fault"),
    ],
)
def test_causes(error: Exception, answered: bool, code: str) -> None:
    assert explain(error, answered).code == code


@pytest.mark.parametrize(
    ("verify_code", "code"),
    [(10, "tls-expired"), (9, "tls-not-yet-valid"), (18, "tls-self-signed"), (20, "tls-unknown-ca"),
     (19, "tls-unknown-ca"), (62, "tls-wrong-host"), (64, "tls-wrong-host"), (23, "tls-revoked"),
     (26, "tls-bad-certificate")],
)  # fmt: skip
def test_certificates(verify_code: int, code: str) -> None:
    error = ssl_error(
        "CERTIFICATE_VERIFY_FAILED", ssl.SSLCertVerificationError, verify_code=verify_code, verify_message="why"
    )
    trouble = explain(error)
    assert trouble.code == code
    assert trouble.lasting
    assert "broker.example" in trouble.words


def test_the_sentence_names_the_place() -> None:
    assert "broker.example:1883" in explain(ConnectionRefusedError()).words
    assert "within 10 s" in explain(Slow("connect")).words
    assert "403" in explain(HttpStatus("403")).words


def test_what_is_explained_already_stays() -> None:
    known = Ended("closed")
    assert ended(known, connection(1), True) is known
