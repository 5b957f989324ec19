"""API keys: kept as SHA-256 alone, compared without telling how far a guess was right."""

import hmac
from collections.abc import Sequence
from hashlib import sha256
from typing import Self

from pydantic import SecretStr

from research.domain.errors import InvalidKeyError

MESSAGE = "Invalid or missing API key"
NAME_CHARACTERS = 16


class KeyRing:
    """The keys that open the API. Several, so that one can be replaced without a gap."""

    def __init__(self, digests: Sequence[bytes] = ()) -> None:
        """`digests` are SHA-256 of keys. Keys are random, so a slow hash would add nothing."""
        self._digests = tuple(digests)

    @classmethod
    def of(cls, keys: SecretStr) -> Self:
        """The ring of the keys in a comma-separated list; without any, no key is asked for."""
        named = (key.strip() for key in keys.get_secret_value().split(","))
        return cls([sha256(key.encode()).digest() for key in named if key])

    @property
    def asks(self) -> bool:
        """Whether a key is asked for at all."""
        return bool(self._digests)

    def name_of(self, key: str | None) -> str:
        """A name for `key` in counters and logs, from its hash. Raises `InvalidKeyError`.

        Every digest is compared, so that time does not tell which one was near.
        """
        given = sha256((key or "").encode()).digest()
        matches = [hmac.compare_digest(given, digest) for digest in self._digests]
        if key is None or not any(matches):
            raise InvalidKeyError(MESSAGE)
        return given.hex()[:NAME_CHARACTERS]
