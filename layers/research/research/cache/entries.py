"""Values as bytes that can be trusted to be what was kept under this key, and what came of them.

An entry is a mark of the form, a digest over key and value, and the value in typed JSON. So bytes
that were cut, changed, written by someone else or kept under another key are told at once. The
digest is no signature: who can write to the store can also make one. What they can't is run code.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from research.cache.typed_json import TypedJson
from research.domain.errors import ValueDamagedError, ValueTooLargeError

FORM = b"crp1"
DIGEST_BYTES = 16

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and its typed JSON, from which others get a copy of their own."""

    value: object
    body: bytes | None
    is_hit: bool


class Entries:
    """Turns values into entries and back, and counts. Safe to use from many threads."""

    def __init__(self, codec: TypedJson) -> None:
        self._codec = codec
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def count(self, what: str) -> None:
        """Count one more `what`: a field of `models.CacheStats`."""
        with self._lock:
            self._counts[what] += 1

    def counted(self, what: str) -> int:
        """How many there were."""
        return self._counts[what]

    def pack(self, key: str, value: object) -> bytes:
        """The entry for `value`. Raises `ValueNotStorableError`, `ValueTooLargeError`."""
        return _sealed(key, self._codec.encode(value))

    def pack_computed(
        self, key: str, value: object, accept: Callable[[object], bool]
    ) -> tuple[Found, bytes | None]:
        """What was computed, and its entry; none for what is too large, or not as wished."""
        body = None
        if accept(value):
            try:
                body = self._codec.encode(value)
            except ValueTooLargeError:
                self.count("refused")
        found = Found(value, body, is_hit=False)
        return found, None if body is None else _sealed(key, body)

    def unpack(
        self, key: str, entry: bytes | None, accept: Callable[[object], bool]
    ) -> Found | None:
        """The value in `entry`. None, with a warning, for one that is damaged or not as wished."""
        if entry is None:
            return None
        try:
            body = _opened(key, entry)
            value = self._codec.decode(body)
            _check(value, accept)
        except ValueDamagedError as error:
            self.count("damaged")
            _log.warning("the cache holds something else under %s: %s", key, error)
            return None
        return Found(value, body, is_hit=True)

    def shared(self, found: Found, *, began: bool) -> object:
        """What to give to a caller, who may change it, and count it.

        The value itself goes to the one caller that `began` the search for it.
        """
        self.count("hits" if found.is_hit else "misses" if began else "shared")
        if began or found.body is None:
            return found.value
        return self._codec.decode(found.body)


def _check(value: object, accept: Callable[[object], bool]) -> None:
    if not accept(value):
        raise ValueDamagedError(f"a {type(value).__qualname__} that is not wanted there")


def _sealed(key: str, body: bytes) -> bytes:
    return FORM + _digest(key, body) + body


def _opened(key: str, entry: bytes) -> bytes:
    start = len(FORM) + DIGEST_BYTES
    body = entry[start:]
    if entry[:start] != FORM + _digest(key, body):
        raise ValueDamagedError("no entry of ours, or damaged")
    return body


def _digest(key: str, body: bytes) -> bytes:
    digest = blake2b(key.encode("ascii") + b"\n", digest_size=DIGEST_BYTES)
    digest.update(body)
    return digest.digest()
