"""URLs and options become a connection; a password is never among the arguments."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.cli.target import Address, address, password, target
from eventscope.core.errors import BadInput


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("mqtt://h", Address("mqtt", "h", 1883, "/mqtt", "")),
        ("mqtts://h:99", Address("mqtts", "h", 99, "/mqtt", "")),
        ("ws://h/", Address("ws", "h", 80, "/mqtt", "")),
        ("wss://h/a/b?c=d", Address("wss", "h", 443, "/a/b?c=d", "")),
        ("mqtt://ann@[::1]:7", Address("mqtt", "::1", 7, "/mqtt", "ann")),
    ],
)
def test_urls(url: str, parts: Address) -> None:
    assert address(url) == parts


@pytest.mark.parametrize(
    "url", ["", "h", "http://h", "mqtt://", "mqtt://h:x", "mqtt://h:99999", "mqtt://h:0", "mqtt://[::1"]
)
def test_what_is_no_url(url: str) -> None:
    with pytest.raises(BadInput, match="URL"):
        address(url)


def test_a_password_in_a_url_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadInput) as caught:
        address("mqtt://ann:canary@h")
    assert "--password-file" in str(caught.value)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("url", ["mqtt://a:canary@h:99999", "mqtt://a:canary@h:x", "http://a:canary@h", "a:canary@h",
                                 "mqtt://a:canary/x@h", "mqtt://a:canary@[::1"])  # fmt: skip
def test_a_password_in_a_wrong_url_is_not_repeated_either(url: str) -> None:
    with pytest.raises(BadInput, match="URL") as caught:
        address(url)
    assert "canary" not in str(caught.value)
    assert "canary" not in repr(caught.value.params)


def test_options(tmp_path: Path) -> None:
    for name in ("ca", "cert", "key"):
        (tmp_path / name).write_text("x")
    (tmp_path / "secret").write_bytes(b"s3 cret\xff\r\nsecond line")
    paths = {"cafile": str(tmp_path / "ca"), "cert": str(tmp_path / "cert"), "key": str(tmp_path / "key")}
    found = target(
        "mqtts://ann@h", user="bob", password_file=tmp_path / "secret", version="3.1.1", client_id="me", **paths
    )
    assert found.password == b"s3 cret\xff"
    connection = found.connection
    assert (connection.user, connection.version, connection.client_id) == ("bob", "3.1.1", "me")
    assert (connection.tls.ca_file, connection.tls.certificate, connection.tls.key) == tuple(paths.values())
    assert not connection.tls.insecure
    assert target("mqtt://ann@h").connection.user == "ann"


def test_what_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file"):
        target("mqtt://h", cafile=str(tmp_path / "none"))
    with pytest.raises(BadInput, match=r"3\.1\.1 or 5"):
        target("mqtt://h", version="4")
    with pytest.raises(BadInput, match="could not be read"):
        password(tmp_path / "none", False)
    (tmp_path / "empty").write_text("")
    with pytest.raises(BadInput, match="is empty"):
        password(tmp_path / "empty", False)
    (tmp_path / "long").write_bytes(b"x" * 70_000)
    with pytest.raises(BadInput, match="no password"):
        password(tmp_path / "long", False)


def test_a_password_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "s3cret")
    assert password(None, True) == b"s3cret"
    assert password(None, False) is None
