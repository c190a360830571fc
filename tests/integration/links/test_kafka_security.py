"""TLS and SASL against Apache Kafka, which must have been fetched (`make kafka`): noida-db has neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from certificates import Authority
from eventscope.core.errors import CannotConnect
from eventscope.core.kafka import ConsumerSettings, NewRecord, Servers
from eventscope.links.kafka import options
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.producer import Producer
from kafkas import Read, Sent, apache, fresh
from servers import free_port, wait_until

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(not apache().fetched(), reason="Apache Kafka was not fetched (make kafka)"),
]
LOGIN = (
    "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512\n"
    "listener.name.{name}.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required "
    'user_anna="secret";\n'
    "listener.name.{name}.scram-sha-512.sasl.jaas.config="
    "org.apache.kafka.common.security.scram.ScramLoginModule required;\n"
)


@dataclass
class Secured:
    ca: str
    plain: int
    tls: int
    sasl: int
    sasl_tls: int


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder)
    certificate, key = authority.server()
    store = folder / "store.pem"
    store.write_bytes(Path(key).read_bytes() + Path(certificate).read_bytes())
    tls, sasl, both = free_port(), free_port(), free_port()
    more = f"ssl.keystore.type=PEM\nssl.keystore.location={store.as_posix()}\n"
    more += LOGIN.format(name="sasl_plaintext") + LOGIN.format(name="sasl_ssl")
    listeners = f",SSL://localhost:{tls},SASL_PLAINTEXT://localhost:{sasl},SASL_SSL://localhost:{both}"
    server = apache().Apache(listeners=listeners, more=more, scram=(("berta", "hidden"),))
    try:
        yield Secured(authority.file, server.start().port, tls, sasl, both)
    finally:
        server.forget()


def round_trip(servers: Servers, password: bytes | None = None) -> None:
    topic, sent, read = fresh(), Sent(), Read()
    Cluster(servers, password).create(topic)
    with closing(Producer(servers, sent, password)) as producer:
        producer.send([NewRecord(0, topic, b"safe")])
        sent.delivered(1)
    with closing(Consumer(servers, read, ConsumerSettings((topic,), first="earliest"), password)):
        read.count(1)
    assert read.values == [b"safe"]


def test_tls_with_an_authority_of_our_own(secured: Secured) -> None:
    url = f"kafkas://localhost:{secured.tls}"
    round_trip(options.with_files(options.parse(url), ca_file=secured.ca))
    round_trip(options.with_files(options.parse(url), insecure=True))


def test_an_authority_that_is_not_trusted(secured: Secured) -> None:
    with pytest.raises(CannotConnect, match="TLS failed"):
        Cluster(options.parse(f"kafkas://localhost:{secured.tls}"), wait=5.0).describe()


def test_no_tls_where_tls_is_spoken_ends_in_words(secured: Secured) -> None:
    with pytest.raises(CannotConnect):
        Cluster(options.parse(f"kafka://localhost:{secured.tls}"), wait=3.0).describe()


@pytest.mark.parametrize(
    ("user", "secret", "sasl"), [("anna", b"secret", "plain"), ("berta", b"hidden", "scram-sha-512")]
)
def test_a_login(secured: Secured, user: str, secret: bytes, sasl: str) -> None:
    round_trip(options.parse(f"kafka://{user}@localhost:{secured.sasl}?sasl={sasl}"), secret)
    both = options.parse(f"kafkas://{user}@localhost:{secured.sasl_tls}?sasl={sasl}")
    round_trip(options.with_files(both, ca_file=secured.ca), secret)


@pytest.mark.parametrize("sasl", ["plain", "scram-sha-512", "scram-sha-256"])
def test_a_wrong_password_or_mechanism_is_said(secured: Secured, sasl: str) -> None:
    servers = options.parse(f"kafka://anna@localhost:{secured.sasl}?sasl={sasl}")
    with pytest.raises(CannotConnect, match="login was refused"):
        Cluster(servers, b"wrong", wait=5.0).describe()
    sent = Sent()
    with closing(Producer(servers, sent, b"wrong")):
        wait_until(lambda: sent.standings, 20.0)
    up, trouble = sent.standings[0]
    assert not up
    assert trouble is not None
    assert (trouble.code, trouble.lasting) == ("login", True)
