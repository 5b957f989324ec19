"""What the cache stores for a value: bytes that show whether they are what was kept under this key.

An entry is a mark of its form, a digest over key and value, and the value in typed JSON. Bytes that
were cut, changed, written by another program or kept under another key fail the digest. It is no
signature: who can write to the store can also compute it, but can't make us run code.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from research.cache.typed_json import TypedJson
from research.domain.errors import CorruptValueError, ValueTooLargeError

FORM = b"crp1"
DIGEST_BYTES = 16

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CachedValue:
    """A value, and its typed JSON, from which further callers get a copy of their own."""

    value: object
    body: bytes | None
    is_hit: bool


class Entries:
    """Turns values into entries and back, and counts outcomes. Safe to use from many threads."""

    def __init__(self, codec: TypedJson) -> None:
        self._codec = codec
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def count(self, outcome: str) -> None:
        """Count one more `outcome`: a field of `CacheStats`."""
        with self._lock:
            self._counts[outcome] += 1

    def counted(self, outcome: str) -> int:
        """Return how many there were."""
        return self._counts[outcome]

    def pack(self, key: str, value: object) -> bytes:
        """Return the entry for `value`. Raises `ValueNotStorableError`, `ValueTooLargeError`."""
        return _seal(key, self._codec.encode(value))

    def pack_result(
        self, key: str, value: object, accept: Callable[[object], bool]
    ) -> tuple[CachedValue, bytes | None]:
        """Return a computed value and its entry; no entry if it is too large or not accepted."""
        body = None
        if accept(value):
            try:
                body = self._codec.encode(value)
            except ValueTooLargeError:
                self.count("refused")
        cached = CachedValue(value, body, is_hit=False)
        return cached, None if body is None else _seal(key, body)

    def unpack(
        self, key: str, entry: bytes | None, accept: Callable[[object], bool]
    ) -> CachedValue | None:
        """Return the value in `entry`; None, with a warning, if it is damaged or not accepted."""
        if entry is None:
            return None
        try:
            body = _open(key, entry)
            value = self._codec.decode(body)
            _check(value, accept)
        except CorruptValueError as error:
            self.count("damaged")
            _log.warning("the cache holds something else under %s: %s", key, error)
            return None
        return CachedValue(value, body, is_hit=True)

    def share(self, cached: CachedValue, *, began: bool) -> object:
        """Return what one caller gets, who may change it, and count the outcome.

        The value itself goes to the one caller that `began` the look-up, a copy to the others.
        """
        self.count("hits" if cached.is_hit else "misses" if began else "shared")
        if began or cached.body is None:
            return cached.value
        return self._codec.decode(cached.body)


def _check(value: object, accept: Callable[[object], bool]) -> None:
    if not accept(value):
        raise CorruptValueError(f"a {type(value).__qualname__} that is not wanted there")


def _seal(key: str, body: bytes) -> bytes:
    return FORM + _digest(key, body) + body


def _open(key: str, entry: bytes) -> bytes:
    start = len(FORM) + DIGEST_BYTES
    body = entry[start:]
    if entry[:start] != FORM + _digest(key, body):
        raise CorruptValueError("no entry of ours, or damaged")
    return body


def _digest(key: str, body: bytes) -> bytes:
    digest = blake2b(key.encode("ascii") + b"\n", digest_size=DIGEST_BYTES)
    digest.update(body)
    return digest.digest()
