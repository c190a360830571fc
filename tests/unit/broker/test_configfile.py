from __future__ import annotations

import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from eventscope.base import paths
from eventscope.broker.access import Users
from eventscope.broker.configfile import hash_password, read_config
from eventscope.core.broker import AccessRule, BrokerConfig, Limits, Listener, User
from eventscope.core.errors import BadInput

SAMPLE = paths.resources() / "samples" / "broker.toml"
HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"


def test_the_sample_is_read_and_shows_every_default_limit() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    config = read_config(text)
    assert [(one.kind, one.address, one.port) for one in config.listeners] == [
        ("mqtt", "127.0.0.1", 1883),
        ("ws", "127.0.0.1", 9001),
    ]
    assert config.access == (AccessRule("publish", "test/#", False, "sensor-*", "*"),)
    assert config.limits == Limits()
    for name in asdict(Limits()):
        assert name.replace("_", "-") + " = " in text


def test_the_sample_with_its_examples_switched_on_is_read() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") if _is_toml(line.removeprefix("# ")) else line for line in text.splitlines()]
    config = read_config("\n".join(lines).replace("$argon2id$v=19$m=19456,t=2,p=1$...", HASH))
    assert config.server_keep_alive == 60
    assert config.listeners[2].require_client_certificate
    assert config.users == (User("sensor-7", HASH),)


def _is_toml(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def test_the_shortest_file() -> None:
    assert read_config("format = 1") == BrokerConfig()


def test_everything() -> None:
    config = read_config(
        f"""
        format = 1
        server-keep-alive = 60
        [[listener]]
        kind = "wss"
        address = "::1"
        port = 0
        certificate = "c.pem"
        key = "keys/k.pem"
        client-ca = "ca.pem"
        require-client-certificate = true
        [[user]]
        name = "ann"
        password = "{HASH}"
        [[access]]
        action = "subscribe"
        filter = "a/+"
        allow = true
        client = "c?"
        [limits]
        connect-timeout = 2
        packet = 1000
        """,
        Path("/etc/mqtt"),
    )
    folder = Path("/etc/mqtt")
    assert config == BrokerConfig(
        (Listener("wss", "::1", 0, str(folder / "c.pem"), str(folder / "keys/k.pem"), str(folder / "ca.pem"), True),),
        (User("ann", HASH),),
        (AccessRule("subscribe", "a/+", True, "*", "c?"),),
        Limits(connect_timeout=2, packet=1000),
        60,
    )


def test_an_absolute_path_stays_itself(tmp_path: Path) -> None:
    file = tmp_path / "c.pem"
    config = read_config(f"format = 1\n[[listener]]\ncertificate = '{file}'", tmp_path / "other")
    assert config.listeners[0].certificate == str(file)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("format = ", "no valid TOML"),
        ("", "format"),
        ("format = 2", "format"),
        ("format = 1\nlistner = 1", "'listener'"),
        ("format = 1\nserver_keep_alive = 1", "'server-keep-alive'"),
        ("format = 1\nlistener = 1", "[[listener]]"),
        ("format = 1\n[listener]\nport = 1", "[[listener]]"),
        ("format = 1\n[[listener]]\nkind = 'tcp'", "mqtt, mqtts, ws, wss"),
        ("format = 1\n[[listener]]\nports = 1", "'port'"),
        ("format = 1\n[[listener]]\nclient_ca = 'x'", "'client-ca'"),
        ("format = 1\n[[listener]]\nport = 70000", "listener 1: port"),
        ("format = 1\n[[listener]]\nport = true", "listener 1: port"),
        ("format = 1\n[[listener]]\n[[listener]]\nport = '1883'", "listener 2: port"),
        ("format = 1\n[[listener]]\naddress = 1", "text in quotes"),
        ("format = 1\n[[listener]]\nrequire-client-certificate = 1", "true or false"),
        ("format = 1\n[[user]]\nname = 'a'", "user 1: password is missing"),
        ("format = 1\n[[user]]\nname = 'a'\npassword = 'plain'", "eventscope broker hash"),
        (f"format = 1\n[[user]]\nname='a'\npassword='{HASH}'\n[[user]]\nname='a'\npassword='{HASH}'", "twice"),
        ("format = 1\n[[access]]\naction = 'read'\nfilter = 'a'\nallow = true", "publish, subscribe"),
        ("format = 1\n[[access]]\naction = 'publish'\nallow = true", "filter is missing"),
        ("format = 1\n[[access]]\naction = 'publish'\nfilter = 'a/#/b'\nallow = true", "access 1: filter"),
        ("format = 1\n[[access]]\naction = 'publish'\nfilter = 'a'\nallow = 'no'", "true or false"),
        ("format = 1\n[[access]]\naction = 'publish'\nfilter = 'a'\nallow = true\nusr = 'x'", "'user'"),
        ("format = 1\n[limits]\nqueue = 1", "'queue-"),
        ("format = 1\n[limits]\npacket = 0", "limits: packet"),
        ("format = 1\n[limits]\npacket = 1.5", "whole number"),
        ("format = 1\n[limits]\npacket = 300000000", "268435460"),
        ("format = 1\n[limits]\nin-flight = 70000", "65535"),
        ("format = 1\n[limits]\nconnections = true", "number"),
        ("format = 1\nlimits = 1", "[limits]"),
        ("format = 1\nserver-keep-alive = 0", "1 to 65535"),
        ("format = 1\nx = " + "9" * 5_000, "no valid TOML"),
        ("format = 1\nx = " + "[" * 100_000, "no valid TOML"),
        ("format = 1\n[limits]\nconnect-timeout = nan\n", "limits: connect-timeout must be a number above 0"),
        ("format = 1\n[limits]\npartial-timeout = inf\n", "limits: partial-timeout must be a number above 0"),
    ],
)
def test_mistakes_are_told_with_their_place(text: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_config(text)
    assert says in str(caught.value)


def test_hashes_for_the_file() -> None:
    hashed = hash_password("pässword")
    assert hashed != hash_password("pässword")
    assert Users([User("u", hashed)]).check("u", "pässword".encode())
