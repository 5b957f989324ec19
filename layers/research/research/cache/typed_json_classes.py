"""The classes whose instances typed JSON may rebuild, by the name they are stored under.

A stored name is only ever looked up here: it imports nothing, and reaches no class that the
program did not name itself.
"""

import dataclasses
from collections.abc import Callable
from enum import Enum, Flag
from typing import get_args, get_type_hints

from pydantic import BaseModel, RootModel

from research.domain.errors import ValueDamagedError, ValueNotStorableError


class KnownClasses:
    """Pydantic models, dataclasses and enums, by module and qualified name."""

    def __init__(self) -> None:
        self._by_name: dict[str, type] = {}

    def add(self, kind: type) -> str:
        """Make `kind` known; its name. Raises `ValueNotStorableError` if another goes by it."""
        name = f"{kind.__module__}:{kind.__qualname__}"
        if self._by_name.setdefault(name, kind) is not kind:
            raise ValueNotStorableError(f"there are two classes that are called {name}")
        return name

    def add_named_in(self, annotation: object) -> None:
        """Make known every class that can be stored in `annotation`, and in their fields."""
        for kind in _classes_in(annotation, set()):
            self.add(kind)

    def get(self, name: object) -> type:
        """The class of that name. Raises `ValueDamagedError` when none is known."""
        known = self._by_name.get(name) if isinstance(name, str) else None
        if known is None:
            raise ValueDamagedError(f"no class is known here as {str(name)[:100]!r}")
        return known


def is_record(kind: type) -> bool:
    """Whether `kind` is a pydantic model or a dataclass."""
    return issubclass(kind, BaseModel) or dataclasses.is_dataclass(kind)


def fields_of(record: object) -> dict[str, object]:
    """The fields of a model or dataclass.

    Raises `ValueNotStorableError` when one has no value, or when there is state beside them.
    """
    extra: dict[str, object] = {}
    if isinstance(record, BaseModel):
        if record.__pydantic_private__:
            raise ValueNotStorableError(f"a {type(record).__qualname__} has private attributes")
        names, extra = list(type(record).model_fields), record.model_extra or {}
    else:
        names = [field.name for field in dataclasses.fields(record)]  # type: ignore[arg-type]
    try:
        return {name: getattr(record, name) for name in names} | extra
    except AttributeError as error:
        raise ValueNotStorableError(f"a {type(record).__qualname__} is incomplete") from error


def rebuilt(kind: type, fields: dict[str, object]) -> object:
    """An instance of `kind`, which checks and completes the fields in its own way.

    Raises whatever the class raises for fields that are not its own.
    """
    if issubclass(kind, RootModel):
        return kind.model_validate(fields["root"])
    if issubclass(kind, BaseModel):
        return kind.model_validate(fields, by_alias=False, by_name=True)
    if not dataclasses.is_dataclass(kind):
        raise ValueDamagedError(f"{kind.__qualname__} is not a class with fields")
    derived = {field.name for field in dataclasses.fields(kind) if not field.init}
    return kind(**{name: value for name, value in fields.items() if name not in derived})


def member_key(member: Enum) -> object:
    """What finds `member` in its class: its name, or the bits of a combination of flags.

    Raises `ValueNotStorableError` for a member that nothing finds.
    """
    if isinstance(member, Flag):
        return member.value
    if type(member).__members__.get(member.name) is not member:
        raise ValueNotStorableError(f"{type(member).__qualname__} does not list {member!r}")
    return member.name


def member_of(kind: type, key: object) -> Enum:
    """The member that `key` finds. Raises `ValueDamagedError`."""
    if issubclass(kind, Flag) and type(key) is int:
        return kind(key)
    if issubclass(kind, Enum) and isinstance(key, str) and key in kind.__members__:
        return kind.__members__[key]
    raise ValueDamagedError(f"{kind.__qualname__} has no such member")


def return_annotation(function: Callable[..., object]) -> object:
    """What `function` says it returns; None where it does not say, or says it in vain."""
    try:
        return get_type_hints(function).get("return")
    except Exception:  # the text of an annotation may be any expression
        return None


def _classes_in(annotation: object, found: set[type]) -> set[type]:
    for part in get_args(annotation):
        _classes_in(part, found)
    if not isinstance(annotation, type) or annotation in found:
        return found
    if issubclass(annotation, Enum):
        found.add(annotation)
    elif is_record(annotation):
        found.add(annotation)
        for hint in _field_hints(annotation):
            _classes_in(hint, found)
    return found


def _field_hints(kind: type) -> list[object]:
    if issubclass(kind, BaseModel):
        return [field.annotation for field in kind.model_fields.values()]
    try:
        return list(get_type_hints(kind).values())
    except Exception:  # a name that exists for the type checker alone
        return []
