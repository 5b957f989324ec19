"""How typed JSON holds the values that hold no other values: numbers, bytes, moments, arrays."""

import math
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from research.domain.errors import ValueDamagedError, ValueNotStorableError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

PLAIN = (type(None), bool, str)
"""What JSON holds as it is."""
MAX_INT_BITS = 14_000
"""Python itself refuses to read integers of more than 4,300 digits."""
_FLOAT32 = "<f4"

_Moment = TypeVar("_Moment", datetime, time)


def checked_int(value: int) -> int:
    """`value`, if it can be read again. Raises `ValueNotStorableError`."""
    if value.bit_length() > MAX_INT_BITS:
        raise ValueNotStorableError(f"an integer of more than {MAX_INT_BITS:,} bits")
    return value


def _moment_parts(moment: datetime | time) -> list[object]:
    return [moment.replace(tzinfo=None).isoformat(), moment.fold, _zone_part(moment.tzinfo)]


def _zone_part(zone: tzinfo | None) -> object:
    if zone is None:
        return None
    if type(zone) is timezone:  # as numbers: in text, Python reads +00:00:00.000001 as UTC
        return _timedelta_parts(zone.utcoffset(None))
    if type(zone) is ZoneInfo and _is_zone(zone.key):
        return zone.key
    raise ValueNotStorableError(f"the time zone {zone!r} can't be stored")


def _moment(kind: type[_Moment], parts: list[Any]) -> _Moment:
    text, fold, zone = parts
    return kind.fromisoformat(text).replace(fold=fold, tzinfo=_zone(zone))


def _zone(part: Any) -> tzinfo | None:
    if part is None:
        return None
    if isinstance(part, list):
        return timezone(timedelta(*part))
    # Looked up first: ZoneInfo would search the disk, and import, by the name it is given.
    if not _is_zone(part):
        raise ValueDamagedError("no such time zone")
    return ZoneInfo(part)


def _timedelta_parts(value: timedelta) -> list[object]:
    return [value.days, value.seconds, value.microseconds]


def _is_zone(key: str) -> bool:
    # The same zones once more, without and with leap seconds, which the list leaves out.
    return key.removeprefix("posix/").removeprefix("right/") in _zone_names()


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)


def _array_parts(array: "npt.NDArray[Any]") -> list[object]:
    if array.dtype.str != _FLOAT32:
        raise ValueNotStorableError(f"an array of {array.dtype} can't be stored, only of float32")
    return [_FLOAT32, list(array.shape), _base64(array.tobytes())]


def _array(parts: list[Any]) -> "npt.NDArray[np.float32]":
    import numpy as np

    dtype, shape, body = parts
    if dtype != _FLOAT32 or any(type(length) is not int or length < 0 for length in shape):
        raise ValueDamagedError("not an array of float32")
    # A copy, since what frombuffer returns can't be written to.
    return np.frombuffer(_bytes(body), dtype=np.float32).reshape(shape).copy()


WRITERS: dict[str, Callable[[Any], object]] = {
    "builtins.float": str,  # those that JSON has no digits for
    "builtins.bytes": _base64,
    "datetime.date": date.isoformat,
    "datetime.datetime": _moment_parts,
    "datetime.time": _moment_parts,
    "datetime.timedelta": _timedelta_parts,
    "numpy.ndarray": _array_parts,
}
"""By the qualified name of the type, which is also its tag: numpy is loaded by its users alone."""

READERS: dict[str, Callable[[Any], object]] = {
    "builtins.float": {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}.__getitem__,
    "builtins.bytes": _bytes,
    "datetime.date": date.fromisoformat,
    "datetime.datetime": lambda parts: _moment(datetime, parts),
    "datetime.time": lambda parts: _moment(time, parts),
    "datetime.timedelta": lambda parts: timedelta(*parts),
    "numpy.ndarray": _array,
}
"""By tag. Each raises `ValueDamagedError`, or whatever comes, for what its writer did not write."""
