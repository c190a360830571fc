"""Where webhooks are posted, and what goes with each: credentials, headers of one's own, the key that signs."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field

from eventscope.core.errors import BadInput
from eventscope.core.workspace import Connection, Tls
from eventscope.links.http import signature
from eventscope.links.http.address import Address
from eventscope.links.mqtt import tls
from eventscope.links.mqtt.troubles import Ended

Headers = tuple[tuple[bytes, bytes], ...]
CONNECT_WITHIN = 10  # seconds
# What the client sets itself, and what belongs to the scheme that signs.
_OURS = frozenset(
    b"host content-length transfer-encoding connection expect te trailer upgrade accept-encoding webhook-id "
    b"webhook-timestamp webhook-signature".split()
)


@dataclass(frozen=True, slots=True, repr=False)
class Site:
    """Secrets are in `headers` and `key`, so that it has no repr. `place` is for words about trouble."""

    address: Address
    tls: Tls = field(default_factory=Tls)
    headers: Headers = ()
    key: bytes | None = None
    connect_timeout: int = CONNECT_WITHIN

    @property
    def place(self) -> Connection:
        """As those who explain troubles want it."""
        return Connection(
            "http", "http", host=self.address.host, port=self.address.port, tls=self.tls,
            connect_timeout=self.connect_timeout,
        )  # fmt: skip

    def context(self) -> ssl.SSLContext | None:
        """TLS of the site; reads files. Raises BadInput for one that cannot be used."""
        if not self.address.tls:
            return None
        try:
            return tls.context(self.tls)
        except Ended as error:
            found = error.trouble
            raise BadInput(found.code, "{words}", words=found.words) from None


def site(
    url: str,
    tls_: Tls,
    user: str = "",
    password: bytes | None = None,
    secret: bytes | None = None,
    headers: Sequence[tuple[str, str]] = (),
    connect_timeout: int = CONNECT_WITHIN,
) -> Site:
    """`secret` signs. A password goes with a user as Basic, and alone as a Bearer token. Raises BadInput."""
    own = [_own(name, value) for name, value in headers]
    if password is not None or user:
        own.append((b"authorization", _authorization(user, password or b"")))
    key = signature.key(secret) if secret is not None else None
    return Site(Address.of(url), tls_, tuple(own), key, connect_timeout)


def _authorization(user: str, password: bytes) -> bytes:
    if user:
        return b"Basic " + base64.b64encode(user.encode() + b":" + password)
    try:
        if password.decode("ascii").isprintable() and b" " not in password:
            return b"Bearer " + password
    except UnicodeDecodeError:
        pass
    raise BadInput("bad-token", "A bearer token has printable ASCII letters only and no blanks.")


def _own(name: str, value: str) -> tuple[bytes, bytes]:
    if name.strip().lower().encode("utf-8", "replace") in _OURS:
        raise BadInput("header-is-ours", "The header {name} is set by Eventscope itself; leave it out.", name=name[:40])
    try:
        made = (name.strip().encode("ascii"), value.strip().encode("latin-1"))
    except UnicodeEncodeError:
        made = (b"", b"")
    if (
        not made[0]
        or any(byte < 33 or byte in b'"(),/:;<=>?@[\\]{}\x7f' for byte in made[0])
        or set(made[1]) & {0, 10, 13}
    ):
        raise BadInput("bad-header", "{name} is no header of HTTP: a name in ASCII letters and a value of one line.",
                       name=repr(name[:40]))  # fmt: skip
    return made
