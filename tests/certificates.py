"""A certificate authority for tests: makes real certificates in a folder, each file a PEM."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)


class Authority:
    """`file` is the CA's certificate. Certificates are for localhost, 127.0.0.1 and ::1."""

    def __init__(self, folder: Path, name: str = "Test CA") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._name = _subject(name)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._keys: dict[str, ec.EllipticCurvePrivateKey] = {}
        builder = self._builder(self._name, self._key.public_key(), 1)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_usage(sign=True), critical=True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), False)
        self.file = str(folder / "ca.pem")
        Path(self.file).write_bytes(_pem(builder.sign(self._key, hashes.SHA256())))

    def server(self, name: str = "server", host: str = "localhost", days: int = 1) -> tuple[str, str]:
        """The files of a server's certificate and key; negative `days` make it expired."""
        return self._issue(name, host, ExtendedKeyUsageOID.SERVER_AUTH, days)

    def client(self, name: str = "client") -> tuple[str, str]:
        """The files of a client's certificate and key."""
        return self._issue(name, name, ExtendedKeyUsageOID.CLIENT_AUTH, 1)

    def context(self, certificate: tuple[str, str] | None = None) -> ssl.SSLContext:
        """TLS of a client that trusts this authority, with a certificate of its own where one is given."""
        context = ssl.create_default_context(cafile=self.file)
        if certificate:
            context.load_cert_chain(*certificate)
        return context

    def with_pass_phrase(self, name: str) -> str:
        """The file of a key that was issued before, encrypted."""
        file = self.folder / f"{name}.locked.key"
        file.write_bytes(_key_pem(self._keys[name], serialization.BestAvailableEncryption(b"secret")))
        return str(file)

    def _issue(self, name: str, host: str, usage: x509.ObjectIdentifier, days: int) -> tuple[str, str]:
        key = self._keys[name] = ec.generate_private_key(ec.SECP256R1())
        builder = self._builder(_subject(name), key.public_key(), days)
        names = [x509.DNSName(host)]
        if host == "localhost":
            names += [x509.IPAddress(ipaddress.ip_address(text)) for text in ("127.0.0.1", "::1")]  # type: ignore[misc]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(sign=False), critical=True)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), False
        )
        certificate, key_file = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        certificate.write_bytes(_pem(builder.sign(self._key, hashes.SHA256())))
        key_file.write_bytes(_key_pem(key, serialization.NoEncryption()))
        return str(certificate), str(key_file)

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        start, end = (now - DAY, now + days * DAY) if days > 0 else (now - 3 * DAY, now + days * DAY)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self._name).public_key(key)
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(start).not_valid_after(end)


def self_signed(folder: Path, host: str = "localhost") -> tuple[str, str]:
    """The files of a certificate that nobody vouches for, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(_subject(host)).issuer_name(_subject(host))
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - DAY).not_valid_after(now + DAY)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    certificate, key_file = folder / f"self-signed-{host}.pem", folder / f"self-signed-{host}.key"
    certificate.write_bytes(_pem(builder.sign(key, hashes.SHA256())))
    key_file.write_bytes(_key_pem(key, serialization.NoEncryption()))
    return str(certificate), str(key_file)


def server_context(identity: tuple[str, str], client_ca: str = "") -> ssl.SSLContext:
    """TLS of a server; with `client_ca` it asks for a certificate of that authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*identity)
    if client_ca:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(client_ca)
    return context


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=sign,
        crl_sign=sign,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey, lock: serialization.KeySerializationEncryption) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
