"""TLS is verified by default; files that cannot be used are named."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from certificates import Authority
from eventscope.core.workspace import Tls
from eventscope.links.mqtt.tls import context
from eventscope.links.mqtt.troubles import Ended, Trouble


def trouble_of(tls: Tls) -> Trouble:
    with pytest.raises(Ended) as ended:
        context(tls)
    return ended.value.trouble


def test_verified_host_name_checked_and_no_old_version() -> None:
    made = context(Tls())
    assert made.verify_mode is ssl.CERT_REQUIRED
    assert made.check_hostname
    assert made.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_a_ca_file_takes_the_place_of_the_systems(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    made = context(Tls(ca_file=authority.file))
    assert len(made.get_ca_certs()) == 1


def test_insecure_is_explicit() -> None:
    made = context(Tls(insecure=True))
    assert made.verify_mode is ssl.CERT_NONE
    assert not made.check_hostname
    assert made.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_a_missing_or_broken_ca_file_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "none.pem"
    trouble = trouble_of(Tls(ca_file=str(missing)))
    assert trouble.code == "bad-ca-file"
    assert trouble.params["file"] == str(missing)
    missing.write_text("no certificate")
    assert trouble_of(Tls(ca_file=str(missing))).code == "bad-ca-file"


@pytest.mark.parametrize("file", ["/dev/zero", "a\0b", "/"])
def test_what_is_no_file_is_named_and_not_waited_for(file: str) -> None:
    assert trouble_of(Tls(ca_file=file)).code == "bad-ca-file"
    assert trouble_of(Tls(certificate=file)).code == "bad-client-certificate"


def test_a_home_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    Authority(tmp_path)
    context(Tls(ca_file="~/ca.pem"))


def test_a_client_certificate_with_the_wrong_key_is_named(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    (certificate, key), (_, other) = authority.client("me"), authority.client("other")
    context(Tls(certificate=certificate, key=key))
    trouble = trouble_of(Tls(certificate=certificate, key=other))
    assert trouble.code == "bad-client-certificate"
    assert "do not belong together" in trouble.words
    assert trouble.lasting


def test_a_locked_key_does_not_ask_on_the_terminal(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate, _ = authority.client("me")
    locked = authority.with_pass_phrase("me")
    assert trouble_of(Tls(certificate=certificate, key=locked)).code == "bad-client-certificate"


def test_alpn_is_accepted() -> None:
    context(Tls(alpn=("mqtt", "x-amzn-mqtt-ca")))
