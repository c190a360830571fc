"""How to reach a cluster: from a URL to librdkafka's configuration, and what of it was tried."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from eventscope.core.errors import BadInput
from eventscope.core.kafka import ConsumerSettings, Mechanism, ProducerSettings, Servers
from eventscope.core.nearest import refuse_unknown

log = logging.getLogger(__name__)
PORT = 9092
MECHANISMS: Mapping[str, Mechanism] = {
    "plain": "PLAIN",
    "scram-sha-256": "SCRAM-SHA-256",
    "scram-sha-512": "SCRAM-SHA-512",
    "oauthbearer": "OAUTHBEARER",
}
URL_HELP = (
    "kafka://[USER@]HOST[:PORT][,HOST[:PORT]...], kafkas:// for TLS. A user logs in by SASL: "
    "?sasl=plain (without a word), scram-sha-256, scram-sha-512 or oauthbearer (then &token=URL of the identity "
    "server, USER is the client id and the password its secret)."
)
TRIED = (
    "Tried against Apache Kafka 4.1 on one machine: plain connections, TLS, SASL PLAIN and SCRAM. Not tried against a "
    "real server: OAUTHBEARER, client certificates, clusters of several brokers."
)
Configuration = dict[str, Any]


def parse(url: str, user: str = "") -> Servers:
    """Read a cluster's URL; BadInput says what is wrong with it. `user` goes before the one in the URL."""
    # By hand: what the standard library takes for a network location has one host, several differ by its version.
    scheme, _, rest = url.partition("://")
    before, mark, asked = rest.partition("?")
    place, _, path = before.partition("/")
    try:
        query = dict(parse_qsl(asked, keep_blank_values=True, strict_parsing=bool(mark)))
    except ValueError as error:
        raise BadInput("bad-url", "{url!r} is no URL: {words}.", url=url, words=error) from None
    named, _, hosts = place.rpartition("@")
    if ":" in named:
        sentence = "A password in a URL can be seen by everybody on this machine. Leave it out and give it apart."
        raise BadInput("password-in-url", sentence)
    if scheme not in ("kafka", "kafkas") or path or "#" in url:
        raise _bad_url(url)
    refuse_unknown(query, ("sasl", "token"), "Kafka URL")
    user = user or unquote(named)
    addresses = tuple(_address(item, url) for item in hosts.split(","))
    return Servers(addresses, scheme == "kafkas", _mechanism(query, user), user, token_url=query.get("token", ""))


def with_files(
    servers: Servers, ca_file: str = "", certificate: str = "", key: str = "", insecure: bool = False
) -> Servers:
    """The same with the files of TLS (PEM)."""
    return replace(servers, ca_file=ca_file, certificate=certificate, key=key, insecure=insecure)


def common(servers: Servers, password: bytes | None = None) -> Configuration:
    """librdkafka's configuration for any client of these servers."""
    made: Configuration = {
        "bootstrap.servers": servers.bootstrap,
        "client.id": servers.client_id,
        "security.protocol": ("SASL_" if servers.mechanism else "") + ("SSL" if servers.tls else "PLAINTEXT"),
        "socket.keepalive.enable": True,
        "socket.nagle.disable": True,
        "reconnect.backoff.ms": 100,
        "reconnect.backoff.max.ms": 5_000,
        # What the library would print on the error stream comes through callbacks; the rest goes into our own log.
        "log_level": 0,
        "logger": log,
    }
    return made | (_tls(servers) if servers.tls else {}) | (_sasl(servers, password) if servers.mechanism else {})


def producer(settings: ProducerSettings) -> Configuration:
    """What a producer adds."""
    if settings.idempotent and settings.acks != "all":
        sentence = "An idempotent producer needs acks = all, not {acks}. Change one of the two."
        raise BadInput("idempotence-needs-all", sentence, acks=settings.acks)
    return {
        "acks": settings.acks,
        "enable.idempotence": settings.idempotent,
        "compression.type": settings.compression,
        "linger.ms": settings.linger,
        "queue.buffering.max.messages": settings.queue,
        "queue.buffering.max.kbytes": max(1, settings.queue_bytes >> 10),
        "message.max.bytes": settings.largest,
        "delivery.timeout.ms": int(settings.timeout * 1e3),
        "statistics.interval.ms": int(settings.statistics * 1e3),
        **({"batch.num.messages": settings.batch} if settings.batch else {}),
        **({"batch.size": settings.batch_bytes} if settings.batch_bytes else {}),
    }


def consumer(settings: ConsumerSettings, tail: str) -> Configuration:
    """What a consumer adds; `tail` is the group name that the library wants where there is no group."""
    # A pattern must not join the cluster's own topics; hidden they are only then, since a name may mean them.
    patterns = any("*" in item or item.startswith("^") for item in settings.topics)
    hidden = {"topic.blacklist": "^__.*"} if settings.group and patterns else {}
    return hidden | {
        "group.id": settings.group or tail,
        **({"group.instance.id": settings.instance} if settings.instance else {}),
        "enable.auto.commit": False,
        "enable.auto.offset.store": False,
        # Whoever reads decides where to go on: never the library, see ConsumerSettings.
        "auto.offset.reset": settings.jump or "error",
        "isolation.level": "read_committed" if settings.committed_only else "read_uncommitted",
        "session.timeout.ms": int(settings.session * 1e3),
        "fetch.max.bytes": min(settings.buffer, settings.largest - 512),
        "receive.message.max.bytes": settings.largest,
        "queued.max.messages.kbytes": max(1, settings.buffer >> 10),
        "allow.auto.create.topics": False,
        "topic.metadata.refresh.interval.ms": int(settings.refresh * 1e3),
        "statistics.interval.ms": int(settings.statistics * 1e3),
    }


def _mechanism(query: Mapping[str, str], user: str) -> Mechanism:
    given = query.get("sasl", "plain" if user else "").lower()
    if given and given not in MECHANISMS:
        sentence = "{given!r} is no way to log in. Known are: {known}."
        raise BadInput("bad-sasl", sentence, given=given, known=", ".join(MECHANISMS))
    if given and not user:
        raise BadInput("no-user", "sasl={given} needs a user: kafka://USER@HOST.", given=given)
    if (given == "oauthbearer") != bool(query.get("token")):
        raise BadInput("no-token-url", "sasl=oauthbearer and token=URL of the identity server belong together.")
    return MECHANISMS[given] if given else ""


def _address(text: str, url: str) -> str:
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port or PORT
    except ValueError:
        raise _bad_url(url) from None
    if not host or parts.path or any(mark.isspace() for mark in host):
        raise _bad_url(url)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _bad_url(url: str) -> BadInput:
    sentence = "{url!r} is no cluster's URL. Write kafka:// or kafkas:// and host:port, several with commas."
    return BadInput("bad-url", sentence, url=url)


def _tls(servers: Servers) -> Configuration:
    made: Configuration = {"enable.ssl.certificate.verification": not servers.insecure}
    made["ssl.endpoint.identification.algorithm"] = "none" if servers.insecure else "https"
    files = {"ssl.ca.location": servers.ca_file, "ssl.certificate.location": servers.certificate}
    return made | {name: path for name, path in (files | {"ssl.key.location": servers.key}).items() if path}


def _sasl(servers: Servers, password: bytes | None) -> Configuration:
    if password is None:
        raise BadInput("no-password", "{user} needs a password to log in. Give it apart.", user=servers.user)
    secret = password.decode("utf-8", "surrogateescape")
    if servers.mechanism != "OAUTHBEARER":
        return {"sasl.mechanism": servers.mechanism, "sasl.username": servers.user, "sasl.password": secret}
    return {
        "sasl.mechanism": cast("str", servers.mechanism),
        "sasl.oauthbearer.method": "oidc",
        "sasl.oauthbearer.client.id": servers.user,
        "sasl.oauthbearer.client.secret": secret,
        "sasl.oauthbearer.token.endpoint.url": servers.token_url,
    }
