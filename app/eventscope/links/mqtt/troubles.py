"""What went wrong, as a code with parameters and one English sentence that says what to do."""

from __future__ import annotations

from dataclasses import dataclass

# Ends of a connection. Parameters: {host}, {port}, {client} of the connection, and what each sentence names.
_ENDS = {
    "unknown-host": "The name {host} cannot be found. Check its spelling and your network; some names need a VPN.",
    "connection-refused": "Nothing accepts connections at {host}:{port}. Check the port, and whether the broker runs.",
    "unreachable": "There is no way to {host}:{port} ({error}). Check your network, VPN and firewall.",
    "timeout-connect": "{host}:{port} did not answer within {seconds} s. Check address, port and firewall.",
    "timeout-resolve": "The name {host} was not found within {seconds} s. Check your network and its name servers.",
    "timeout-tls": "{host}:{port} did not finish the TLS handshake within {seconds} s. Is this the TLS port?",
    "timeout-websocket": "{host}:{port} did not answer the WebSocket handshake within {seconds} s. Check the port.",
    "timeout-connack": "{host}:{port} accepts connections but did not answer MQTT within {seconds} s. "
    "Check that the port fits the scheme (mqtt, mqtts, ws or wss).",
    "closed-early": "{host}:{port} closed the connection before it answered. Check that the port fits the scheme "
    "(mqtt, mqtts, ws or wss), the MQTT version, and whether the broker accepts this client (with TLS it may want a "
    "client certificate).",
    "closed": "The broker closed the connection without a reason. Its log may say why.",
    "connection-lost": "The connection broke ({error}). It is tried again by itself.",
    "silent": "The broker was silent for {seconds} s although asked. The connection is given up and tried again.",
    "stalled-packet": "The broker began a packet and sent nothing more for {seconds} s. The connection is tried again.",
    "refused": "{reason_words}",
    "disconnected-by-broker": "The broker ended the connection: {reason_words}",
    "takeover-war": "Another client uses the client id {client} too: the two disconnected each other {count} times "
    "within {seconds} s. Give each its own client id. The next try waits.",
    "perhaps-takeover-war": "The broker closed the connection {count} times within {seconds} s without a reason. "
    "Often another client uses the client id {client} too; else see the broker's log.",
    "protocol-error": "The broker broke a rule of MQTT: {fault}. The connection was closed with reason {reason}.",
    "not-stored": "Messages could not be stored and wait at the broker. The connection is renewed so that they come "
    "again.",
    "beats-lost": "The broker takes the beats of this bridge and does not deliver them. The connection is renewed.",
    "fault": "A fault of Eventscope ended the connection: {error}. It is tried again; please report this.",
    "bad-settings": "This connection cannot be opened as it is set: {error}. Correct it in the connection's dialog.",
    "tls-expired": "The certificate of {host} has expired. Whoever runs the broker must renew it.",
    "tls-not-yet-valid": "The certificate of {host} is not valid yet. Check the clock of this computer.",
    "tls-self-signed": "The certificate of {host} is self-signed, so nobody vouches for it. If you trust it, choose "
    "it as CA file.",
    "tls-unknown-ca": "The certificate of {host} was issued by an authority that is not trusted here. Choose the "
    "right CA file.",
    "tls-wrong-host": "The certificate belongs to another name than {name}. Use the name in the certificate, or set "
    "the server name.",
    "tls-revoked": "The certificate of {host} was revoked. Do not send anything there; ask who runs the broker.",
    "tls-bad-certificate": "The certificate of {host} is not accepted: {error}.",
    "tls-too-old": "{host}:{port} speaks only TLS versions older than 1.2, which are not safe. The broker needs an "
    "update.",
    "tls-none": "{host}:{port} does not speak TLS. Choose mqtt or ws, or the port for TLS.",
    "tls-client-refused": "{host} did not accept our client certificate ({error}). Choose a certificate and key that "
    "the broker knows.",
    "tls-failed": "TLS with {host}:{port} failed: {error}.",
    "bad-ca-file": "The CA file {file} cannot be used: {error}.",
    "bad-client-certificate": "The client certificate {file} cannot be used: {error}.",
    "websocket-refused": "{host}:{port} refused the WebSocket with HTTP status {status}. Check path, headers and "
    "access.",
    "websocket-none": "{host}:{port} does not speak WebSocket ({error}). Check port and path.",
    "websocket-closed": "The broker closed the WebSocket with code {status}: {error}.",
}
# What only a person can mend: the state is "refused" and tries are 20 to 30 s apart.
_LASTING = frozenset(code for code in _ENDS if code.startswith(("tls-", "bad-"))) | {"websocket-refused"}
_SURVIVED = {
    "handler-failed": "A part of Eventscope failed while it handled news of this connection ({handler}: {error}). "
    "The connection goes on; please report this.",
    "not-stored": "{messages} messages could not be stored ({error}). They are not acknowledged, so the broker "
    "sends those of QoS 1 and 2 again.",
    "stamp-failed": "An event left without its latency stamp ({error}). Please report this.",
    "bad-topic": "{messages} messages came with a topic that is no valid topic name: {topic}. They are kept byte for "
    "byte and marked.",
    "unknown-packet-id": "The broker sent {type} for packet {packet}, which is not known here. After a reconnect this "
    "is harmless.",
    "wrong-answer": "The broker answered packet {packet} with {type}, which does not belong there. It was ignored.",
    "packet-id-reused": "The broker used packet id {packet} again before it was acknowledged. The message was taken.",
    "receive-maximum-passed": "The broker sends more than {limit} messages ahead of their acknowledgements, which we "
    "announced as the limit (Receive Maximum). What is too much waits here, not there.",
    "suback-count": "The broker answered {answers} of {filters} filters in one SUBACK. What it did not answer counts "
    "as refused.",
    "session-lost": "The broker forgot the session. {messages} events that it had not acknowledged are sent anew; "
    "some may arrive twice.",
    "protocol-error": "The broker broke a rule of MQTT: {fault}.",
    "plain-reader": "The quick reader of Eventscope failed ({error}). Messages are read one by one now: nothing is "
    "lost, but much traffic costs more. Please report this; closing and opening the connection tries again.",
    "fault": "A fault of Eventscope ended the connection: {error}. Please report this.",
}
_SHOWN = 200  # characters of a broker's own words inside a sentence; the parameters have them whole


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a connection ended or could not begin."""

    code: str
    params: dict[str, str]
    lasting: bool = False  # trying again soon would only hammer

    @property
    def words(self) -> str:
        """The sentence in English."""
        return _ENDS[self.code].format_map({name: shortened(value) for name, value in self.params.items()})


class Ended(Exception):
    """The connection is over; `trouble` says why."""

    def __init__(self, code: str, lasting: bool | None = None, **params: object) -> None:
        texts = {name: str(value) for name, value in params.items()}
        self.trouble = Trouble(code, texts, code in _LASTING if lasting is None else lasting)
        super().__init__(code)


def survived(code: str, params: dict[str, str]) -> str:
    """The sentence for something wrong that did not end the connection."""
    return _SURVIVED[code].format_map({name: shortened(value) for name, value in params.items()})


def shortened(text: str) -> str:
    """At most 200 characters, and how many there were."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"
