"""What goes wrong on the way to an HTTP server, as a code with parameters and a sentence that says what to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from eventscope.core.workspace import Connection
from eventscope.links.mqtt import causes

# Sentences of our own where those of `links.mqtt.troubles` speak of brokers.
_SENTENCES = {
    "connection-refused": "Nothing accepts connections at {host}:{port}. Check the port, and whether the server runs.",
    "closed-early": "{host}:{port} closed the connection before it answered. Check that the port fits the scheme (http "
    "or https); with TLS it may want a client certificate.",
    "connection-lost": "The connection broke before the answer came ({error}). The request may have arrived.",
    "tls-none": "{host}:{port} does not speak TLS. Write http in place of https, or name the port for TLS.",
    "tls-expired": "The certificate of {host} has expired. Whoever runs the server must renew it.",
    "tls-revoked": "The certificate of {host} was revoked. Do not send anything there; ask who runs the server.",
    "tls-client-refused": "{host} did not accept our client certificate ({error}). Choose a certificate and key that "
    "the server knows.",
    "tls-too-old": "{host}:{port} speaks only TLS versions older than 1.2, which are not safe. The server needs an "
    "update.",
    "timeout-answer": "{host}:{port} took the request and did not answer within {seconds} s. It may have arrived.",
    "timeout-send": "{host}:{port} did not take the whole request within {seconds} s.",
    "not-http": "{host}:{port} answered something that is not HTTP ({error}). Check the port.",
    "cut": "{host}:{port} closed the connection before it answered. The request may have arrived.",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """`lasting`: it does not mend itself by waiting."""

    code: str
    words: str
    params: dict[str, str] = field(default_factory=dict)
    lasting: bool = False


def trouble(code: str, place: Connection, **params: object) -> Trouble:
    """One of those above."""
    texts = {"host": place.host, "port": str(place.port)} | {name: str(value) for name, value in params.items()}
    return Trouble(code, _SENTENCES[code].format_map(texts), texts)


def explain(error: Exception, place: Connection) -> Trouble:
    """Why a connection could not be made; `error` is one of sockets or TLS."""
    found = causes.ended(error, place, answered=False).trouble
    sentence = _SENTENCES.get(found.code)
    words = sentence.format_map(found.params) if sentence else found.words
    return Trouble(found.code, words, found.params, found.lasting)
