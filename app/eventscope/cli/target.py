"""Where a command connects to: options of the command line to a connection and a password."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args
from urllib.parse import urlsplit

from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.workspace import Connection, Scheme

IDENT = "target"
LONGEST = 65_535  # bytes of a password in MQTT
PORTS = {"mqtt": 1883, "mqtts": 8883, "ws": 80, "wss": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """A connection (id IDENT) and its password, which is in no argument list and no file of ours."""

    connection: Connection
    password: bytes | None


def target(
    url: str,
    user: str = "",
    password_file: Path | None = None,
    ask_password: bool = False,
    cafile: str = "",
    cert: str = "",
    key: str = "",
    insecure: bool = False,
    version: str = "5",
    client_id: str = "",
) -> Target:
    """Put options together; BadInput says which of them is wrong."""
    from eventscope.core.workspace import Connection, Tls, Version

    if version not in get_args(Version):
        raise BadInput("bad-version", "--version is 3.1.1 or 5, not {version!r}.", version=version)
    parts = address(url)
    for path in filter(None, (cafile, cert, key)):
        if not Path(path).is_file():
            raise BadInput("no-file", "There is no file {path}.", path=path)
    connection = Connection(
        id=IDENT,
        name=parts.host,
        scheme=parts.scheme,
        host=parts.host,
        port=parts.port,
        path=parts.path,
        version=version,  # type: ignore[arg-type]
        client_id=client_id,
        user=user or parts.user,
        tls=Tls(ca_file=cafile, certificate=cert, key=key, insecure=insecure),
    )
    return Target(connection, password(password_file, ask_password))


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a broker's URL."""

    scheme: Scheme
    host: str
    port: int
    path: str
    user: str


def address(url: str) -> Address:
    """Read a URL; BadInput says what is wrong with it."""
    from eventscope.core.workspace import usual_path

    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _no_url(url, error) from None
    if parts.password is not None:
        sentence = "A password in a URL can be seen by everybody on this machine. Use --password-file instead."
        raise BadInput("password-in-url", sentence)
    if parts.scheme not in PORTS or not parts.hostname:
        raise _no_url(url, "write mqtt://, mqtts://, ws:// or wss:// and a host")
    if port == 0:
        raise _no_url(url, "a port is 1 to 65535")
    scheme = cast("Scheme", parts.scheme)
    path = parts.path if parts.path not in ("", "/") else usual_path(scheme)
    query = f"?{parts.query}" if parts.query else ""
    return Address(scheme, parts.hostname, port or PORTS[scheme], path + query, parts.username or "")


def _no_url(url: str, why: object) -> BadInput:
    if "@" in url:  # what stands before it may be a password
        return BadInput("bad-url-hidden", "This is no broker's URL. Write it as mqtt://USER@HOST:PORT.")
    return BadInput("bad-url", "{url!r} is no broker's URL: {words}.", url=url, words=why)


def password(file: Path | None, ask: bool) -> bytes | None:
    """From the first line of a file, or asked for; None where neither was wanted."""
    if file is not None:
        try:
            with file.open("rb") as stream:  # which may be a pipe, and one that never ends
                first = stream.read(LONGEST + 1).splitlines()[0]
        except OSError as error:
            words = error.strerror or error
            raise BadInput("cannot-read", "{path} could not be read: {words}.", path=file, words=words) from None
        except IndexError:
            raise BadInput("empty-file", "{path} is empty; its first line should be the password.", path=file) from None
        if len(first) > LONGEST:
            sentence = "The first line of {path} is longer than {longest} bytes; that is no password."
            raise BadInput("password-long", sentence, path=file, longest=LONGEST)
        return first
    return getpass.getpass("Password: ").encode() if ask else None
