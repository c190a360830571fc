"""The certificate of the self-test: for localhost alone, valid now, and vouched for by nobody."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from cryptography import x509

from eventscope.cli.selftest.certificate import self_signed


def test_it_is_for_localhost_and_signed_by_itself(tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    found = x509.load_pem_x509_certificate(Path(certificate).read_bytes())
    assert found.issuer == found.subject
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert names.get_values_for_type(x509.IPAddress) == []
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)


def handshake(tmp_path: Path, cafile: str | None) -> None:
    """In memory, both sides."""
    certificate, key = self_signed(tmp_path)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate, key)
    client = ssl.create_default_context(cafile=certificate if cafile else None)
    pipes = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(pipes[0], pipes[1], server_hostname="localhost"),
        server.wrap_bio(pipes[1], pipes[0], server_side=True),
    ]
    for _ in range(4):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue


def test_only_who_trusts_it_accepts_it(tmp_path: Path) -> None:
    handshake(tmp_path, "trusted")
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(tmp_path, None)
