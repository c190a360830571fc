"""URLs of clusters, and what becomes of them for the library."""

from __future__ import annotations

import confluent_kafka
import pytest

from eventscope.core.errors import BadInput
from eventscope.core.kafka import ConsumerSettings, ProducerSettings, Servers
from eventscope.links.kafka import options


@pytest.mark.parametrize(
    ("url", "servers"),
    [
        ("kafka://127.0.0.1", Servers(("127.0.0.1:9092",))),
        ("kafka://a:1,b,[::1]:3", Servers(("a:1", "b:9092", "[::1]:3"))),
        ("kafkas://h:9093/", Servers(("h:9093",), tls=True)),
        ("kafka://anna@h", Servers(("h:9092",), mechanism="PLAIN", user="anna")),
        ("kafkas://a%40b@h?sasl=scram-sha-512", Servers(("h:9092",), True, "SCRAM-SHA-512", "a@b")),
        (
            "kafkas://id@h?sasl=oauthbearer&token=https://idp/token",
            Servers(("h:9092",), True, "OAUTHBEARER", "id", token_url="https://idp/token"),
        ),
    ],
)
def test_urls(url: str, servers: Servers) -> None:
    assert options.parse(url) == servers


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mqtt://h", "no cluster's URL"),
        ("kafka://", "no cluster's URL"),
        ("kafka://a,,b", "no cluster's URL"),
        ("kafka://a:x", "no cluster's URL"),
        ("kafka://a:99999", "no cluster's URL"),
        ("kafka://h/topic", "no cluster's URL"),
        ("kafka://u:secret@h", "everybody on this machine"),
        ("kafka://u@h?sasl=kerberos", "Known are"),
        ("kafka://h?sasl=plain", "needs a user"),
        ("kafka://h?sasll=plain", "Did you mean 'sasl'"),
        ("kafka://u@h?sasl=oauthbearer", "belong together"),
        ("kafka://h?x", "no URL"),
    ],
)
def test_what_is_wrong_is_said_and_no_password_shown(url: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        options.parse(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "servers",
    [
        Servers(("h:1",)),
        Servers(("h:1",), tls=True, insecure=True),
        Servers(("h:1",), True, "SCRAM-SHA-256", "u"),
        Servers(("h:1",), True, "OAUTHBEARER", "u", token_url="https://idp.invalid/token"),
    ],
)
def test_the_library_takes_what_we_make(servers: Servers) -> None:
    common = options.common(servers, b"secret")
    confluent_kafka.Producer(common | options.producer(ProducerSettings(compression="zstd")))
    confluent_kafka.Consumer(common | options.consumer(ConsumerSettings(("a.*",), "g"), "tail")).close()


def test_a_login_without_a_password_is_said() -> None:
    with pytest.raises(BadInput, match="needs a password"):
        options.common(Servers(("h:1",), user="u", mechanism="PLAIN"))


def test_idempotence_needs_all() -> None:
    with pytest.raises(BadInput, match="acks = all"):
        options.producer(ProducerSettings(acks="1"))


def test_bridges_never_jump_and_memory_is_bounded() -> None:
    made = options.consumer(ConsumerSettings(("t",), "g"), "tail")
    assert made["auto.offset.reset"] == "error"
    assert made["enable.auto.commit"] is False
    assert made["fetch.max.bytes"] + 512 <= made["receive.message.max.bytes"]
    assert made["queued.max.messages.kbytes"] == 16 << 10
    assert options.consumer(ConsumerSettings(("t",), jump="latest"), "tail")["group.id"] == "tail"


def test_what_was_not_tried_is_said() -> None:
    assert "Not tried" in options.TRIED
    assert "OAUTHBEARER" in options.TRIED
