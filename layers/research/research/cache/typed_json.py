"""JSON that remembers types: what is written comes back equal and of the same type.

For bytes that others may have written, where pickle would run their code. None, bool, int, float,
str, list, and dict with text for keys are plain JSON. Everything else is an object whose key ``$``
says what it is and whose ``v`` holds it::

    (1, b"b")   {"$":"tuple","v":[1,{"$":"builtins.bytes","v":"Yg=="}]}
    Span(...)   {"$":"record","c":"research.domain.value:Span","v":{"start":0,"end":9}}

Written: bytes; float, nan and inf too; tuple, set, frozenset, dict with any keys; date, time and
datetime (naive, at a fixed offset, or in a zone of the IANA database), timedelta; enums, pydantic
models, dataclasses; numpy arrays of float32. Subclasses of built-in types are refused.
"""

import json
import math
from enum import Enum
from typing import Any

from pydantic import BaseModel

from research.cache import typed_json_leaves as leaves
from research.cache.typed_json_classes import (
    KnownClasses,
    fields_of,
    is_record,
    member_key,
    member_of,
    rebuilt,
)
from research.domain.errors import ValueDamagedError, ValueNotStorableError, ValueTooLargeError

MAX_DEPTH = 64
"""Values inside values. A value that holds itself ends here too."""
MAX_BYTES = 16_000_000
_SEQUENCES = {"tuple": tuple, "set": set, "frozenset": frozenset}
_ENCODING = ("utf-8", "surrogatepass")  # a lone surrogate is a legal str


class TypedJson:
    """Writes and reads typed JSON, and knows the `classes` that it may rebuild.

    A class is known once an instance of it was written here, or once it was added.
    """

    def __init__(self, *, max_bytes: int = MAX_BYTES) -> None:
        self.classes = KnownClasses()
        self._max_bytes = max_bytes

    def encode(self, value: object) -> bytes:
        """`value` in UTF-8. Raises `ValueNotStorableError`, `ValueTooLargeError`."""
        return self._encoded(_Writer(self.classes, self._max_bytes).write(value, 0))

    def encode_key(self, value: object) -> bytes:
        """The same bytes for equal values of the same types: the order of a dict is lost.

        Raises `ValueNotStorableError`, `ValueTooLargeError`.
        """
        node = _Writer(self.classes, self._max_bytes, sort_pairs=True).write(value, 0)
        return self._encoded(node, sort_keys=True)

    def decode(self, data: bytes) -> object:
        """The value that was encoded as `data`. Raises `ValueDamagedError` for anything else."""
        if len(data) > self._max_bytes:
            raise ValueDamagedError(f"{len(data):,} bytes, more than are ever written")
        try:
            node = json.loads(data.decode(*_ENCODING), parse_constant=_no_constant)
            return _Reader(self.classes).read(node, 0)
        except ValueDamagedError:
            raise
        except Exception as error:  # a class may raise anything for fields that aren't its own
            raise ValueDamagedError(f"not typed JSON: {type(error).__name__}") from error

    def _encoded(self, node: object, *, sort_keys: bool = False) -> bytes:
        data = _text(node, sort_keys=sort_keys).encode(*_ENCODING)
        if len(data) > self._max_bytes:
            raise ValueTooLargeError(f"{len(data):,} bytes, {self._max_bytes:,} at most")
        return data


class _Writer:
    """Turns one value into what `json` can write, and counts what that takes."""

    def __init__(
        self,
        classes: KnownClasses,
        max_bytes: int,
        *,
        sort_pairs: bool = False,
        check_records: bool = True,
    ) -> None:
        self._classes = classes
        self._max_bytes = max_bytes
        self._bytes_left = max_bytes
        self._sort_pairs = sort_pairs
        self._check_records = check_records

    def write(self, value: Any, depth: int) -> object:
        if depth > MAX_DEPTH:
            raise ValueNotStorableError(f"values inside values, more than {MAX_DEPTH} deep")
        self._count(value)
        kind = type(value)
        name = f"{kind.__module__}.{kind.__qualname__}"
        if kind in leaves.PLAIN or (kind is float and math.isfinite(value)):
            return value
        if kind is int:
            return leaves.checked_int(value)
        if kind is list:
            return [self.write(item, depth + 1) for item in value]
        if kind in _SEQUENCES.values():
            items = [self.write(item, depth + 1) for item in value]
            return {"$": kind.__name__, "v": items if kind is tuple else sorted(items, key=_text)}
        if kind is dict:
            return self._dict(value, depth + 1)
        if isinstance(value, Enum):
            return {"$": "enum", "c": self._classes.add(kind), "v": member_key(value)}
        if is_record(kind):
            return self._record(value, depth + 1)
        if name in leaves.WRITERS:
            return {"$": name, "v": leaves.WRITERS[name](value)}
        raise ValueNotStorableError(f"a {name} can't be stored")

    def _count(self, value: object) -> None:
        """Count while writing: parts that are shared could otherwise grow without end."""
        size = len(value) if isinstance(value, str | bytes) else getattr(value, "nbytes", 1)
        self._bytes_left -= size if isinstance(size, int) else 1
        if self._bytes_left < 0:
            raise ValueTooLargeError(f"more than {self._max_bytes:,} bytes")

    def _dict(self, value: dict[object, object], depth: int) -> object:
        pairs = [(self.write(key, depth), self.write(item, depth)) for key, item in value.items()]
        if "$" not in value and all(type(key) is str for key in value):
            return dict(pairs)
        return {"$": "dict", "v": sorted(pairs, key=_text) if self._sort_pairs else pairs}

    def _record(self, value: object, depth: int) -> object:
        kind = type(value)
        fields = fields_of(value)
        nodes = {name: self.write(item, depth) for name, item in fields.items()}
        if self._check_records:
            self._check_comes_back(kind, fields, nodes, depth)
        node = {"$": "record", "c": self._classes.add(kind), "v": nodes}
        if isinstance(value, BaseModel) and value.model_fields_set != fields.keys():
            node["s"] = sorted(value.model_fields_set)
        return node

    def _check_comes_back(
        self, kind: type, fields: dict[str, object], nodes: dict[str, object], depth: int
    ) -> None:
        """A class may change what it is given, or ask for more than its fields."""
        try:
            back = fields_of(rebuilt(kind, fields))
        except Exception as error:
            raise ValueNotStorableError(
                f"a {kind.__qualname__} can't be made from its fields: {type(error).__name__}"
            ) from error
        again = _Writer(
            self._classes, self._max_bytes, sort_pairs=self._sort_pairs, check_records=False
        )
        for name, item in fields.items():
            if name not in back or (
                back[name] is not item and again.write(back[name], depth) != nodes[name]
            ):
                raise ValueNotStorableError(
                    f"a {kind.__qualname__} made from its fields has another {name!r}"
                )


class _Reader:
    """Turns what `json` has read into one value. Raises anything for what is not ours."""

    def __init__(self, classes: KnownClasses) -> None:
        self._classes = classes

    def read(self, node: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise ValueDamagedError(f"values inside values, more than {MAX_DEPTH} deep")
        if isinstance(node, list):
            return self._list(node, depth + 1)
        if not isinstance(node, dict):
            return node
        if "$" not in node:
            return {key: self.read(item, depth + 1) for key, item in node.items()}
        tag, held = node["$"], node["v"]
        if tag in _SEQUENCES:
            return _SEQUENCES[tag](self._list(held, depth + 1))
        if tag == "dict":
            return {self.read(key, depth + 1): self.read(item, depth + 1) for key, item in held}
        if tag == "enum":
            return member_of(self._classes.get(node["c"]), held)
        if tag == "record":
            return self._record(node, depth + 1)
        return leaves.READERS[tag](held)

    def _list(self, nodes: list[object], depth: int) -> list[Any]:
        return [self.read(item, depth) for item in nodes]

    def _record(self, node: dict[str, Any], depth: int) -> object:
        fields = {name: self.read(item, depth) for name, item in node["v"].items()}
        record = rebuilt(self._classes.get(node["c"]), fields)
        if isinstance(record, BaseModel) and "s" in node:
            record.model_fields_set.intersection_update(node["s"])
        return record


def _text(node: object, *, sort_keys: bool = True) -> str:
    return json.dumps(
        node, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=sort_keys
    )


def _no_constant(name: str) -> object:
    raise ValueDamagedError(f"{name} is not JSON")
