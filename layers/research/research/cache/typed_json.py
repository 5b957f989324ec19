"""JSON that remembers types: what is written comes back equal and of the same type.

It is read from bytes that others may have written, where pickle would run their code. None, bool,
int, float, str, list, and dict with text for keys are plain JSON. Everything else is an object
whose key ``$`` names its type and whose ``v`` holds its content::

    (1, b"b")   {"$":"tuple","v":[1,{"$":"builtins.bytes","v":"Yg=="}]}
    Span(...)   {"$":"record","c":"research.domain.value:Span","v":{"start":0,"end":9}}

Bytes of more than `ATTACHED_BYTES` are not text in it: they follow behind a line break, which JSON
of ours has none of, and their object says where: ``{"$":"attached","v":[start, length]}``. As text,
those of a large page would keep all other threads waiting while they are written and read.

Supported: bytes; float, nan and inf too; tuple, set, frozenset, dict with any keys; date, time and
datetime (naive, at a fixed offset, or in a zone of the IANA database), timedelta; enums, pydantic
models, dataclasses; numpy arrays of float32. Subclasses of built-in types are refused.
"""

import dataclasses
import json
import math
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from enum import Enum, Flag
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, RootModel

from research.domain.errors import CorruptValueError, ValueNotStorableError, ValueTooLargeError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MAX_DEPTH = 64
"""Values inside values. A value that holds itself ends here too."""
MAX_BYTES = 16_000_000
ATTACHED_BYTES = 4_096
MAX_INT_BITS = 14_000
"""Python itself refuses to read integers of more than 4,300 digits."""
_PLAIN = (type(None), bool, int, str)
_SEQUENCES = {"tuple": tuple, "set": set, "frozenset": frozenset}
_ENCODING = ("utf-8", "surrogatepass")  # a lone surrogate is a legal str
_ATTACHED = "attached"
_FLOAT32 = "<f4"

_Moment = TypeVar("_Moment", datetime, time)


class KnownClasses:
    """The pydantic models, dataclasses and enums that may be rebuilt, by their stored name.

    A stored name is only ever looked up here: it imports nothing, and reaches no class that the
    program did not name itself.
    """

    def __init__(self) -> None:
        self._by_name: dict[str, type] = {}
        self._searched: set[type] = set()

    def add(self, kind: type) -> str:
        """Add `kind` and return its name, made of its module and qualified name.

        Raises `ValueNotStorableError` if another class has that name.
        """
        name = f"{kind.__module__}:{kind.__qualname__}"
        if self._by_name.setdefault(name, kind) is not kind:
            raise ValueNotStorableError(f"there are two classes that are called {name}")
        return name

    def add_named_in(self, annotation: object) -> None:
        """Add every class that can be stored in `annotation`, and those in their fields."""
        for part in get_args(annotation):
            self.add_named_in(part)
        if not isinstance(annotation, type) or annotation in self._searched:
            return
        self._searched.add(annotation)
        if issubclass(annotation, Enum):
            self.add(annotation)
        elif _is_record(annotation):
            self.add(annotation)
            for hint in _type_hints(annotation).values():
                self.add_named_in(hint)

    def get(self, name: object) -> type:
        """Return the class of that name. Raises `CorruptValueError` when none is known."""
        known = self._by_name.get(name) if isinstance(name, str) else None
        if known is None:
            raise CorruptValueError(f"no class is known here as {str(name)[:100]!r}")
        return known


class TypedJson:
    """Writes and reads typed JSON, and knows the `classes` that it may rebuild.

    A class is known once an instance of it was written here, or once it was added.
    """

    def __init__(self, *, max_bytes: int = MAX_BYTES) -> None:
        self.classes = KnownClasses()
        self._max_bytes = max_bytes

    def encode(self, value: object) -> bytes:
        """Return `value` in UTF-8. Raises `ValueNotStorableError`, `ValueTooLargeError`."""
        return self._encode(value, sort=False)

    def encode_key(self, value: object) -> bytes:
        """Return the same bytes for equal values of the same types: the order of a dict is lost.

        Raises `ValueNotStorableError`, `ValueTooLargeError`.
        """
        return self._encode(value, sort=True)

    def decode(self, data: bytes) -> object:
        """Return the value encoded as `data`. Raises `CorruptValueError` for anything else."""
        if len(data) > self._max_bytes:
            raise CorruptValueError(f"{len(data):,} bytes, more than are ever written")
        try:
            text, _, attached = data.partition(b"\n")
            node = json.loads(text.decode(*_ENCODING), parse_constant=_refuse_constant)
            return _Reader(self.classes, attached).read(node, 0)
        except CorruptValueError:
            raise
        except Exception as error:  # a class may raise anything for fields that aren't its own
            raise CorruptValueError(f"not typed JSON: {type(error).__name__}") from error

    def _encode(self, value: object, *, sort: bool) -> bytes:
        writer = _Writer(self.classes, self._max_bytes, sort_pairs=sort)
        node = writer.write(value, 0)
        if writer.records:
            self._check_comes_back(node, writer.records, sort=sort)
        places = _Places()
        text = _dump(node, sort_keys=sort, default=places.note).encode(*_ENCODING)
        data = b"\n".join([text, b"".join(places.bodies)]) if places.bodies else text
        if len(data) > self._max_bytes:
            raise ValueTooLargeError(f"{len(data):,} bytes, {self._max_bytes:,} at most")
        return data

    def _check_comes_back(self, node: object, records: set[str], *, sort: bool) -> None:
        """A class may change what it is given, or ask for more than its fields."""
        names = ", ".join(sorted(records))
        try:
            back = _Reader(self.classes).read(node, 0)
        except Exception as error:  # a class may raise anything
            raise ValueNotStorableError(f"not made from its fields: one of {names}") from error
        if _Writer(self.classes, self._max_bytes, sort_pairs=sort).write(back, 0) != node:
            raise ValueNotStorableError(f"changed when it is made from its fields: one of {names}")


@dataclasses.dataclass(frozen=True, slots=True)
class _Attached:
    """Bytes that stand behind the JSON."""

    body: bytes


class _Places:
    """Where attached bytes stand, in the order in which they are written."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self._end = 0

    def note(self, attached: _Attached) -> object:
        """What `json` writes instead of them."""
        start, length = self._end, len(attached.body)
        self.bodies.append(attached.body)
        self._end += length
        return {"$": _ATTACHED, "v": [start, length]}


class _Writer:
    """Turns one value into what `json` can write, and counts what that takes."""

    def __init__(self, classes: KnownClasses, max_bytes: int, *, sort_pairs: bool) -> None:
        self.records: set[str] = set()
        self._classes = classes
        self._max_bytes = max_bytes
        self._bytes_left = max_bytes
        self._sort_pairs = sort_pairs
        self._is_sorted = sort_pairs
        """Whether the text of what is written now decides its place among others."""

    def write(self, value: Any, depth: int) -> object:
        if depth > MAX_DEPTH:
            raise ValueNotStorableError(f"values inside values, more than {MAX_DEPTH} deep")
        self._count(value)
        kind = type(value)
        name = f"{kind.__module__}.{kind.__qualname__}"
        if _is_plain(value):
            return value
        if kind is list:
            return [self.write(item, depth + 1) for item in value]
        if kind in _SEQUENCES.values():
            return {"$": kind.__name__, "v": self._write_items(value, depth + 1)}
        if kind is dict:
            return self._write_dict(value, depth + 1)
        if isinstance(value, Enum):
            return {"$": "enum", "c": self._classes.add(kind), "v": _member_key(value)}
        if _is_record(kind):
            return self._write_record(value, depth + 1)
        if kind is bytes and len(value) > ATTACHED_BYTES and not self._is_sorted:
            return _Attached(value)
        if name in _LEAVES:
            return {"$": name, "v": _LEAVES[name][0](value)}
        raise ValueNotStorableError(f"a {name} can't be stored")

    def _count(self, value: object) -> None:
        """Count while writing: parts that are shared could otherwise grow without end."""
        size = len(value) if isinstance(value, str | bytes) else getattr(value, "nbytes", 1)
        self._bytes_left -= size if isinstance(size, int) else 1
        if self._bytes_left < 0:
            raise ValueTooLargeError(f"more than {self._max_bytes:,} bytes")

    def _write_items(self, items: Any, depth: int) -> list[object]:
        """Those of a tuple in their order, of a set sorted by their text."""
        if type(items) is tuple:
            return [self.write(item, depth) for item in items]
        before, self._is_sorted = self._is_sorted, True
        nodes = [self.write(item, depth) for item in items]
        self._is_sorted = before
        return sorted(nodes, key=_dump)

    def _write_dict(self, value: dict[object, object], depth: int) -> object:
        pairs = [(self.write(key, depth), self.write(item, depth)) for key, item in value.items()]
        if "$" not in value and all(type(key) is str for key in value):
            return dict(pairs)
        return {"$": "dict", "v": sorted(pairs, key=_dump) if self._sort_pairs else pairs}

    def _write_record(self, record: object, depth: int) -> object:
        kind = type(record)
        fields = _fields_of(record)
        nodes = {name: self.write(item, depth) for name, item in fields.items()}
        self.records.add(kind.__qualname__)
        node = {"$": "record", "c": self._classes.add(kind), "v": nodes}
        if isinstance(record, BaseModel) and record.model_fields_set != fields.keys():
            node["s"] = sorted(record.model_fields_set)
        return node


class _Reader:
    """Turns what `json` has read into one value. Raises any exception for what is not ours."""

    def __init__(self, classes: KnownClasses, attached: bytes = b"") -> None:
        self._classes = classes
        self._attached = attached

    def read(self, node: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise CorruptValueError(f"values inside values, more than {MAX_DEPTH} deep")
        if isinstance(node, list):
            return self._read_list(node, depth + 1)
        if not isinstance(node, dict):
            return node.body if isinstance(node, _Attached) else node
        if "$" not in node:
            return {key: self.read(item, depth + 1) for key, item in node.items()}
        tag, content = node["$"], node["v"]
        if tag in _SEQUENCES:
            return _SEQUENCES[tag](self._read_list(content, depth + 1))
        if tag == "dict":
            return {self.read(key, depth + 1): self.read(item, depth + 1) for key, item in content}
        if tag == "enum":
            return _find_member(self._classes.get(node["c"]), content)
        if tag == "record":
            return self._read_record(node, depth + 1)
        return self._read_attached(*content) if tag == _ATTACHED else _LEAVES[tag][1](content)

    def _read_attached(self, start: int, length: int) -> bytes:
        body = self._attached[start : start + length]
        if start < 0 or len(body) != length:
            raise CorruptValueError("attached bytes are missing")
        return body

    def _read_list(self, nodes: list[object], depth: int) -> list[Any]:
        return [self.read(item, depth) for item in nodes]

    def _read_record(self, node: dict[str, Any], depth: int) -> object:
        fields = {name: self.read(item, depth) for name, item in node["v"].items()}
        record = _rebuild(self._classes.get(node["c"]), fields)
        if isinstance(record, BaseModel) and "s" in node:
            record.model_fields_set.intersection_update(node["s"])
        return record


def return_annotation(function: Callable[..., object]) -> object:
    """Return what `function` is annotated to return; None where that is unknown."""
    return _type_hints(function).get("return")


def _type_hints(of: Any) -> dict[str, object]:
    if isinstance(of, type) and issubclass(of, BaseModel):
        return {name: field.annotation for name, field in of.model_fields.items()}
    try:
        return get_type_hints(of)
    except Exception:  # an annotation may be any text: a name that only the type checker knows
        return {}


def _is_plain(value: Any) -> bool:
    if type(value) is int and value.bit_length() > MAX_INT_BITS:
        raise ValueNotStorableError(f"an integer of more than {MAX_INT_BITS:,} bits")
    return type(value) in _PLAIN or (type(value) is float and math.isfinite(value))


def _is_record(kind: type) -> bool:
    return issubclass(kind, BaseModel) or dataclasses.is_dataclass(kind)


def _fields_of(record: Any) -> dict[str, object]:
    """Raises `ValueNotStorableError` when a field has no value, or there is state beside them."""
    if isinstance(record, BaseModel):
        if record.__pydantic_private__:
            raise ValueNotStorableError(f"a {type(record).__qualname__} has private attributes")
        return dict(record)
    try:
        return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    except AttributeError as error:
        raise ValueNotStorableError(f"a {type(record).__qualname__} is incomplete") from error


def _rebuild(kind: type, fields: dict[str, object]) -> object:
    """The class checks and completes the fields in its own way, and raises what it likes."""
    if issubclass(kind, RootModel):
        return kind.model_validate(fields["root"])
    if issubclass(kind, BaseModel):
        return kind.model_validate(fields, by_alias=False, by_name=True)
    if not dataclasses.is_dataclass(kind):
        raise CorruptValueError(f"{kind.__qualname__} is not a class with fields")
    derived = {field.name for field in dataclasses.fields(kind) if not field.init}
    return kind(**{name: value for name, value in fields.items() if name not in derived})


def _member_key(member: Enum) -> object:
    """What finds `member` in its class: its name, or the bits of a combination of flags."""
    if isinstance(member, Flag):
        return member.value
    if type(member).__members__.get(member.name) is not member:
        raise ValueNotStorableError(f"{type(member).__qualname__} does not list {member!r}")
    return member.name


def _find_member(kind: type, key: object) -> Enum:
    if issubclass(kind, Flag) and type(key) is int:
        return kind(key)
    if issubclass(kind, Enum) and isinstance(key, str) and key in kind.__members__:
        return kind.__members__[key]
    raise CorruptValueError(f"{kind.__qualname__} has no such member")


def _write_bytes(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _read_bytes(text: str) -> bytes:
    return b64decode(text, validate=True)


def _write_moment(moment: datetime | time) -> list[object]:
    zone = moment.tzinfo
    if type(zone) is timezone:  # as numbers: in text, Python reads +00:00:00.000001 as UTC
        zone_part: object = _write_timedelta(zone.utcoffset(None))
    elif type(zone) is ZoneInfo and _is_zone(zone.key):
        zone_part = zone.key
    elif zone is None:
        zone_part = None
    else:
        raise ValueNotStorableError(f"the time zone {zone!r} can't be stored")
    return [moment.replace(tzinfo=None).isoformat(), moment.fold, zone_part]


def _read_moment(kind: type[_Moment], parts: list[Any]) -> _Moment:
    text, fold, zone_part = parts
    zone: tzinfo | None = None
    if isinstance(zone_part, list):
        zone = timezone(timedelta(*zone_part))
    elif zone_part is not None:
        # Looked up first: ZoneInfo would search the disk, and import, by the name it is given.
        if not _is_zone(zone_part):
            raise CorruptValueError("no such time zone")
        zone = ZoneInfo(zone_part)
    return kind.fromisoformat(text).replace(fold=fold, tzinfo=zone)


def _write_timedelta(value: timedelta) -> list[object]:
    return [value.days, value.seconds, value.microseconds]


def _is_zone(key: str) -> bool:
    # The same zones once more, without and with leap seconds, which the list leaves out.
    return key.removeprefix("posix/").removeprefix("right/") in _zone_names()


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def _write_array(array: "npt.NDArray[Any]") -> list[object]:
    if array.dtype.str != _FLOAT32:
        raise ValueNotStorableError(f"an array of {array.dtype} can't be stored, only of float32")
    return [_FLOAT32, list(array.shape), _write_bytes(array.tobytes())]


def _read_array(parts: list[Any]) -> "npt.NDArray[np.float32]":
    import numpy as np

    dtype, shape, body = parts
    if dtype != _FLOAT32 or any(type(length) is not int or length < 0 for length in shape):
        raise CorruptValueError("not an array of float32")
    # A copy, since what frombuffer returns can't be written to.
    return np.frombuffer(_read_bytes(body), dtype=np.float32).reshape(shape).copy()


_LEAVES: dict[str, tuple[Callable[[Any], object], Callable[[Any], object]]] = {
    "builtins.float": (str, float),  # those that JSON has no digits for
    "builtins.bytes": (_write_bytes, _read_bytes),
    "datetime.date": (date.isoformat, date.fromisoformat),
    "datetime.datetime": (_write_moment, partial(_read_moment, datetime)),
    "datetime.time": (_write_moment, partial(_read_moment, time)),
    "datetime.timedelta": (_write_timedelta, lambda parts: timedelta(*parts)),
    "numpy.ndarray": (_write_array, _read_array),
}
"""How values that hold no other values are written and read. The key is both the qualified name of
the type and its tag, so numpy is loaded by those who use it alone."""


def _dump(
    node: object, *, sort_keys: bool = True, default: Callable[[Any], object] | None = None
) -> str:
    return json.dumps(
        node,
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
        sort_keys=sort_keys,
        default=default,
    )


def _refuse_constant(name: str) -> object:
    raise CorruptValueError(f"{name} is not JSON")
