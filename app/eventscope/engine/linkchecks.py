"""What a connection must keep before it is saved or opened, by its scheme."""

from __future__ import annotations

import re

from eventscope.core import topics
from eventscope.core.errors import BadInput
from eventscope.core.workspace import Connection

KAFKA = ("kafka", "kafkas")
MECHANISMS = ("", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER")
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.%]+\]|[^\s,/@:\[\]]+)(?::(\d{1,5}))?|[0-9A-Fa-f:.%]+")
_TOPIC = re.compile(r"[A-Za-z0-9._*-]{1,249}")  # Kafka's own rule, and * for any characters


def check(connection: Connection) -> None:
    """Raises BadInput for what cannot work."""
    if connection.scheme == "bus":
        _bus(connection)
    else:
        _address(connection)
    if connection.scheme in KAFKA:
        _login(connection)
    for subscription in connection.subscriptions:
        check_filter(connection, subscription.filter)


def check_filter(connection: Connection, filter_: str) -> None:
    """Raises BadInput for what cannot be subscribed to there."""
    topics.check_filter(filter_)
    if connection.scheme not in KAFKA:
        return
    group, topic = topics.share(filter_)
    if not _TOPIC.fullmatch(topic):
        sentence = (
            "{filter} is no topic of Kafka. Use A-Z a-z 0-9 . _ and -, with * for any characters, as in orders.*; "
            "$share/GROUP/TOPIC reads as a member of a consumer group."
        )
        raise BadInput("kafka-filter", sentence, filter=filter_)
    if group is not None and len(group.encode()) > 249:
        raise BadInput("kafka-group", "The name of a consumer group is too long. Use up to 249 bytes.", group=group)


def _address(connection: Connection) -> None:
    if not connection.host.strip():
        raise BadInput("no-host", "{name} has no host. Enter a name or an address.", name=connection.name)
    if not 1 <= connection.port <= 65_535:
        raise BadInput("bad-port", "A port is 1 to 65535, not {port}.", port=connection.port)
    hosts = connection.host.split(",")
    for host in hosts if connection.scheme in KAFKA else ():
        match = _HOST.fullmatch(host.strip())
        if match is None or not 1 <= int(match[1] or 1) <= 65_535:
            sentence = "{host!r} is no host. Write host, or host:port, several with commas between them."
            raise BadInput("kafka-host", sentence, host=host)


def _login(connection: Connection) -> None:
    mechanism = connection.mechanism
    if mechanism not in MECHANISMS:
        sentence = "{given!r} is no way to log in to Kafka. Known are: {known}."
        raise BadInput("bad-sasl", sentence, given=mechanism, known=", ".join(MECHANISMS[1:]))
    if mechanism and not connection.user:
        raise BadInput("no-user", "{mechanism} needs a user. Enter one, or choose no login.", mechanism=mechanism)
    if connection.user and not mechanism:
        sentence = "{name} has a user and no mechanism. Choose how to log in (SASL), or take the user away."
        raise BadInput("no-mechanism", sentence, name=connection.name)
    if (mechanism == "OAUTHBEARER") != bool(connection.token_url):
        sentence = "OAUTHBEARER and the URL of the server that gives tokens belong together. Enter both or none."
        raise BadInput("no-token-url", sentence)


def _bus(connection: Connection) -> None:
    if len(set(connection.members)) < 2:
        sentence = "The bus {name} joins fewer than two connections. Choose at least two."
        raise BadInput("bus-members", sentence, name=connection.name)
