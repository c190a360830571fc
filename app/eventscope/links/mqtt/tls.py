"""TLS contexts: verified, TLS 1.2 or newer, host name checked, unless a person switched it off for this session."""

from __future__ import annotations

import ssl
from pathlib import Path

from eventscope.base import paths
from eventscope.core.workspace import Tls
from eventscope.links.mqtt.troubles import Ended


def context(tls: Tls) -> ssl.SSLContext:
    """The context for one connection; raises Ended naming the file that cannot be used."""
    made = _trusting(tls.ca_file)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if tls.insecure:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    if tls.certificate:
        _identify(made, tls)
    if tls.alpn:
        made.set_alpn_protocols(list(tls.alpn))
    return made


def _trusting(ca_file: str) -> ssl.SSLContext:
    """The system's authorities, or those of one file in their place."""
    try:
        return ssl.create_default_context(cafile=_file(ca_file))
    except (OSError, ValueError) as error:  # ssl.SSLError is one: the file is no PEM
        raise Ended("bad-ca-file", file=ca_file, error=_reason(error)) from error


def _identify(made: ssl.SSLContext, tls: Tls) -> None:
    try:
        # Without a callback OpenSSL would ask for a passphrase on the terminal and wait.
        made.load_cert_chain(_file(tls.certificate) or "", _file(tls.key), password=lambda: b"")
    except (OSError, ValueError) as error:
        raise Ended("bad-client-certificate", file=tls.certificate, error=_reason(error)) from error


def _file(name: str) -> Path | None:
    """A file that a person named, None where none is; a device or pipe might never end."""
    if not name:
        return None
    path = paths.typed(name)
    if path.exists() and not path.is_file():
        raise ValueError("it is no file")
    return path


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        known = {
            "KEY_VALUES_MISMATCH": "certificate and key do not belong together",
            "NO_START_LINE": "it is no PEM file",
        }
        return known.get(error.reason or "", error.reason or "it is no PEM file, or its key is locked by a passphrase")
    return getattr(error, "strerror", None) or str(error)
