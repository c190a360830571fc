"""The checksum of what lies in a segment: of hundreds of megabytes a second, so it must cost next to nothing."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_HASH = AESGCM(b"Eventscope check")  # no secret: it shall find accidents, not forgers
_NONCE = bytes(12)


def check(raw: bytes | memoryview) -> int:
    """64 bits of GHASH over the bytes: the hash of AES-GCM [NIST SP 800-38D, 6.4], for which processors have a command.

    It is several times as quick as a CRC-32, and misses a difference once in 2^64.
    """
    return int.from_bytes(_HASH.encrypt(_NONCE, b"", raw)[:8], "little")
