from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from certificates import Authority
from eventscope.broker.listening import check, listen, tls
from eventscope.core.broker import BrokerConfig, Listener, User
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.hosts import is_loopback

USERS = (User("ann", "$argon2id$x"),)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
def test_loopback_is_open(address: str) -> None:
    assert is_loopback(address)
    assert check(BrokerConfig((Listener(address=address),))) == []


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_other_addresses_need_users_and_are_warned_of_without_tls(address: str) -> None:
    assert not is_loopback(address)
    with pytest.raises(BadInput) as caught:
        check(BrokerConfig((Listener(address=address),)))
    assert caught.value.code == "broker-open-address"
    assert "eventscope broker hash" in str(caught.value)
    ((code, sentence, params),) = check(BrokerConfig((Listener(address=address),), USERS))
    assert code == "broker-no-tls"
    assert "TLS" in sentence.format(**params)
    assert check(BrokerConfig((Listener("mqtts", address),), USERS)) == []


@pytest.mark.parametrize("port", [-1, 65_536, 99_999, 1 << 70])
def test_a_port_that_is_none_is_told(port: int) -> None:
    with pytest.raises(BadInput, match="a port is 1 to 65535"):
        check(BrokerConfig((Listener(port=0), Listener("ws", port=port))))


def test_a_port_that_is_taken_is_told_or_passed_over() -> None:
    with listen(Listener(port=0)) as first:
        port = first.getsockname()[1]
        with pytest.raises(Unavailable) as caught:
            listen(Listener(port=port))
        assert caught.value.code == "broker-port-taken"
        assert str(port) in str(caught.value)
        with listen(Listener(), preferred=port) as second:
            assert port < second.getsockname()[1] <= port + 50 or second.getsockname()[1] > 0


def test_an_address_that_is_not_ours() -> None:
    with pytest.raises(Unavailable) as caught:
        listen(Listener(address="192.0.2.1", port=0))
    assert caught.value.code == "broker-cannot-listen"
    with pytest.raises(Unavailable):
        listen(Listener(address="no.such.host.invalid", port=0))


def test_plain_listeners_have_no_tls() -> None:
    assert tls(Listener("mqtt")) is None
    assert tls(Listener("ws")) is None


def test_tls_is_modern_and_asks_for_certificates_as_told(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate, key = authority.server()
    context = tls(Listener("mqtts", certificate=certificate, key=key))
    assert context is not None
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_NONE
    asking = tls(Listener("wss", certificate=certificate, key=key, client_ca=authority.file))
    requiring = tls(Listener("wss", "", None, certificate, key, authority.file, True))
    assert asking is not None
    assert requiring is not None
    assert (asking.verify_mode, requiring.verify_mode) == (ssl.CERT_OPTIONAL, ssl.CERT_REQUIRED)


def test_wrong_files_are_told(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate, key = authority.server()
    _, other = authority.client("other")
    rubbish = tmp_path / "rubbish.pem"
    rubbish.write_text("no certificate")
    secret = authority.with_pass_phrase("server")
    for code, listener in {
        "broker-no-certificate": Listener("mqtts", key=key),
        "broker-no-file": Listener("mqtts", certificate=certificate, key=str(tmp_path / "none")),
        "broker-no-client-ca": Listener("mqtts", "", 0, certificate, key, "", True),
        "broker-bad-client-ca": Listener("mqtts", "", 0, certificate, key, str(rubbish)),
    }.items():
        with pytest.raises(BadInput) as caught:
            tls(listener)
        assert caught.value.code == code
    for wrong in ((str(rubbish), key), (certificate, str(rubbish)), (certificate, other), (certificate, secret)):
        with pytest.raises(BadInput) as caught:
            tls(Listener("mqtts", certificate=wrong[0], key=wrong[1]))
        assert caught.value.code == "broker-bad-certificate"
