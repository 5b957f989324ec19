"""The keys under which values and results of calls are stored."""

import inspect
import json
import re
from collections.abc import Callable
from hashlib import sha256

from research.cache.typed_json import TypedJson
from research.domain.errors import ValueNotStorableError

MAX_KEY_CHARACTERS = 200
_PLAIN_KEY = re.compile(rf"[!-}}][!-~]{{0,{MAX_KEY_CHARACTERS - 1}}}")
_RECEIVERS = ("self", "cls")


def stored_key(key: str) -> str:
    """Return `key` as stores accept it: printable ASCII without spaces, of bounded length."""
    if _PLAIN_KEY.fullmatch(key):
        return key
    return "~" + sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def key_of(*parts: str | int) -> str:
    """Return one key for several parts; other parts give another key."""
    return json.dumps(parts)


class CallKeys:
    """Makes the keys of one function's calls: its name, a version, and a digest of the arguments.

    Arguments are bound first, so ``f(1)`` and ``f(x=1)`` are one call. They count by value and
    type, or by the `cache_key` they have, an attribute or a method without parameters. A receiver
    (`self`, `cls`) counts by `cache_key` alone: without one, all objects share their results.
    """

    def __init__(self, function: Callable[..., object], version: str | int) -> None:
        """Raises `TypeError` for a lambda, whose name says nothing."""
        if function.__name__ == "<lambda>":
            raise TypeError("a lambda has no name that its results could be kept under")
        self._name = f"{function.__module__}.{function.__qualname__}"
        self._version = version
        self._signature = inspect.signature(function)
        first = next(iter(self._signature.parameters), "")
        self._receiver = first if first in _RECEIVERS else ""
        self._codec = TypedJson()

    def key(self, args: tuple[object, ...], kwargs: dict[str, object]) -> str:
        """Return the key of a call. Raises `TypeError` for arguments that don't fit the signature.

        Raises `ValueNotStorableError`, naming the parameter, for one that is no value.
        """
        bound = self._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        # One a line: typed JSON holds no line breaks.
        parts = [name.encode() + b"=" + self._part(name, v) for name, v in bound.arguments.items()]
        digest = sha256(b"\n".join(parts)).hexdigest()
        return f"{self._name}:{self._version}:{digest}"

    def _part(self, name: str, value: object) -> bytes:
        own = getattr(value, "cache_key", None)
        try:
            if own is not None and not isinstance(value, type):
                kind = type(value)
                key = own() if callable(own) else own
                return self._codec.encode_key((kind.__module__, kind.__qualname__, key))
            return self._codec.encode_key(None if name == self._receiver else value)
        except ValueNotStorableError as error:
            raise ValueNotStorableError(
                f"{self._name}: {name!r} can't be part of a key: {error}; a cache_key could"
            ) from error
