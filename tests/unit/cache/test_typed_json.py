"""Typed JSON: every nest of what it holds comes back; nothing else goes in, nothing runs."""

import json
import subprocess
import sys
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo
from enum import Enum, Flag, IntEnum, StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, RootModel, SecretStr

from research.cache.typed_json import MAX_DEPTH, TypedJson, return_annotation
from research.domain.errors import CorruptValueError, ValueNotStorableError, ValueTooLargeError
from research.domain.report import Report
from research.domain.source import Page, SearchHit, Source, SourceKind


class Colour(Enum):
    RED = 1
    CRIMSON = 1  # noqa: PIE796, an alias
    BLUE = ("b", 2)


class Level(IntEnum):
    LOW = 1


class Tone(StrEnum):
    DRY = "dry"


class Right(Flag):
    READ = 1
    WRITE = 2


class Model(BaseModel):
    a: object
    b: object = None
    named: int = Field(default=0, alias="Name")


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    a: object = None


class Holder(BaseModel):
    items: tuple[object, ...]  # pydantic makes another tuple of it


class Names(RootModel[list[str]]):
    pass


@dataclass(frozen=True)
class Point:
    x: object
    y: object = 0
    total: int = field(init=False, default=3)


@dataclass(slots=True, kw_only=True)
class Slotted:
    x: object


def arrays() -> st.SearchStrategy[Any]:
    shapes = st.lists(st.integers(0, 4), max_size=3).map(tuple)
    return shapes.map(lambda shape: np.arange(np.prod(shape), dtype=np.float32).reshape(shape))


OFFSETS = st.timedeltas(timedelta(hours=-23, minutes=-59), timedelta(hours=23, minutes=59))
ZONES = st.none() | OFFSETS.map(timezone) | st.timezones()
HASHABLE_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters())
    | st.text(st.characters(categories=["Cs"]))
    | st.binary()
    | st.dates()
    | st.datetimes(timezones=ZONES)
    | st.times(timezones=st.none() | OFFSETS.map(timezone))
    | st.timedeltas()
    | st.sampled_from([*Colour, *Level, *Tone, *Right, Right(0), Right.READ | Right.WRITE])
)
HASHABLE = st.recursive(
    HASHABLE_LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3) | inner.map(Point)
    ),
    max_leaves=6,
)
VALUES = st.recursive(
    HASHABLE,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.sets(HASHABLE, max_size=3)
        | st.dictionaries(st.text() | st.just("$"), inner, max_size=3)
        | st.dictionaries(HASHABLE, inner, max_size=3)
        | st.tuples(inner, inner)
        | st.builds(Model, a=inner, b=inner)
        | st.builds(Model, a=inner)
        | inner.map(lambda value: Open(a=value, more=value))
        | inner.map(lambda value: Slotted(x=value))
        | inner.map(lambda value: Point(value, value))
    ),
    max_leaves=8,
)


def shape_of(value: Any) -> Any:
    """The types in `value`, all the way down: 1, 1.0 and True are equal and not the same."""
    if isinstance(value, BaseModel):
        inside = {**dict(value), "set": value.model_fields_set}
        return type(value), {name: shape_of(item) for name, item in inside.items()}
    if isinstance(value, Point | Slotted):
        return type(value), shape_of(value.x)
    if isinstance(value, dict):
        return [(shape_of(key), shape_of(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return type(value), [shape_of(item) for item in value]
    if isinstance(value, set | frozenset):
        return type(value), sorted(map(repr, map(shape_of, value)))
    if isinstance(value, datetime):
        return datetime, value.fold, str(value.tzinfo)
    return type(value), str(value)


@given(VALUES)
def test_what_goes_in_comes_back_equal_and_of_the_same_types(value: Any) -> None:
    codec = TypedJson()
    back = codec.decode(codec.encode(value))
    assert back == value
    assert shape_of(back) == shape_of(value)


@given(VALUES)
def test_encoding_again_gives_the_same_bytes(value: Any) -> None:
    codec = TypedJson()
    assert codec.encode(codec.decode(codec.encode(value))) == codec.encode(value)


@given(arrays())
def test_arrays_keep_shape_and_type_and_can_be_written_to(array: Any) -> None:
    codec = TypedJson()
    back: Any = codec.decode(codec.encode([array]))[0]
    assert back.dtype == np.float32
    assert back.shape == array.shape
    assert np.array_equal(back, array)
    assert back.flags.writeable


def test_floats_that_json_has_no_digits_for() -> None:
    codec = TypedJson()
    text = codec.decode(codec.encode([float("nan"), float("inf"), float("-inf"), -0.0]))
    assert str(text) == "[nan, inf, -inf, -0.0]"


@pytest.mark.parametrize(
    "value",
    [
        Page(url="http://a", final_url="http://b", body=bytes(range(256))),
        [SearchHit(url="u", provider="p", rank=1, published=date(2024, 2, 29))],
        Names(["a", "b"]),
        Model.model_validate({"a": 1, "Name": 2}),
        Model.model_construct(a=1, b=2, named=3, _fields_set={"b"}),
        Right.READ | Right.WRITE,
        Colour.CRIMSON,
        datetime(2024, 10, 27, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1),
    ],
)
def test_examples_come_back(value: Any) -> None:
    codec = TypedJson()
    back = codec.decode(codec.encode({"value": value}))
    assert back == {"value": value}
    assert shape_of(back) == shape_of({"value": value})


class Shouting(BaseModel):
    text: str

    def model_post_init(self, context: object) -> None:
        self.text += "!"


class Hidden(BaseModel):
    _state: int = PrivateAttr(default=1)


@dataclass
class Counting:
    given: int
    twice: int = field(init=False)

    def __post_init__(self) -> None:
        self.twice = 2 * self.given


@dataclass
class Needy:
    x: int = field(init=False)


class TextList(list[str]):
    pass


class Zone(tzinfo):
    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(0)


def two_of_one_name() -> list[object]:
    def made() -> object:
        @dataclass
        class Twin:
            x: int = 0

        return Twin()

    return [made(), made()]


def holds_itself() -> list[object]:
    endless: list[object] = []
    endless.append(endless)
    return endless


def changed_after(value: Counting) -> Counting:
    value.twice = 5
    return value


@pytest.mark.parametrize(
    "value",
    [
        object(),
        print,
        int,
        bytearray(b"a"),
        1j,
        SecretStr("s"),
        TextList("a"),
        np.float32(1),
        np.zeros(2, np.float64),
        np.zeros(2, ">f4"),
        Shouting(text="a"),
        Hidden(),
        Needy(),
        changed_after(Counting(1)),
        Model.model_construct(b=1),
        two_of_one_name(),
        holds_itself(),
        1 << 20_000,
        datetime(2024, 1, 1, tzinfo=Zone()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_would_not_come_back_is_refused(value: object) -> None:
    with pytest.raises(ValueNotStorableError):
        TypedJson().encode([value])


def test_a_class_may_fill_in_fields_as_long_as_it_always_does_it_alike() -> None:
    codec = TypedJson()
    assert codec.decode(codec.encode(Counting(4))) == Counting(4)


def test_depth_is_bounded_both_ways() -> None:
    deep: Any = 1
    for _ in range(MAX_DEPTH):
        deep = [deep]
    codec = TypedJson()
    assert codec.decode(codec.encode(deep)) == deep
    with pytest.raises(ValueNotStorableError, match="deep"):
        codec.encode([deep])
    for depth in (MAX_DEPTH + 1, 100_000):
        with pytest.raises(CorruptValueError):
            codec.decode(b"[" * depth + b"1" + b"]" * depth)


def test_size_is_bounded_both_ways() -> None:
    codec = TypedJson(max_bytes=1_000)
    for value in (bytes(800), "\N{SNOWMAN}" * 400, [1] * 1_001, np.zeros(251, np.float32)):
        with pytest.raises(ValueTooLargeError):
            codec.encode(value)
    with pytest.raises(CorruptValueError):
        codec.decode(b" " * 1_000 + b"1")


def test_shared_parts_can_not_grow_without_end() -> None:
    value: list[object] = []
    for _ in range(40):
        value = [value, value]
    with pytest.raises(ValueTooLargeError):
        TypedJson(max_bytes=100_000).encode(value)


def test_records_in_records_take_time_that_grows_with_their_number_alone() -> None:
    value: object = 1
    for _ in range(30):
        value = Holder(items=(value,))
    codec = TypedJson()
    assert codec.decode(codec.encode(value)) == value


def knows_all() -> TypedJson:
    codec = TypedJson()
    for kind in (Model, Open, Names, Point, Slotted, Colour, Right, Page, Needy):
        codec.classes.add(kind)
    return codec


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
TAGS = st.sampled_from(
    """tuple set frozenset dict enum record builtins.float builtins.bytes datetime.date
    datetime.datetime datetime.time datetime.timedelta numpy.ndarray attached os.system""".split()
)
CLASSES = st.sampled_from(
    [f"{__name__}:{name}" for name in ("Model", "Open", "Names", "Point", "Colour", "Right")]
    + ["research.domain.source:Page", "os:system", "builtins:eval", "subprocess:Popen"]
)
FOREIGN = st.fixed_dictionaries({"$": TAGS | JSON}, optional={"v": JSON, "c": CLASSES, "s": JSON})
SHAPES = st.lists(st.integers(-(10**20), 10**20), max_size=40)


@given(st.binary() | JSON.map(json.dumps).map(str.encode))
def test_garbage_is_a_value_or_a_damaged_one(data: bytes) -> None:
    with suppress(CorruptValueError):
        knows_all().decode(data)


@given(st.lists(FOREIGN, max_size=3))
def test_garbage_in_our_own_form_is_too(nodes: list[object]) -> None:
    with suppress(CorruptValueError):
        knows_all().decode(json.dumps(nodes).encode())


@given(SHAPES, st.binary(max_size=16))
def test_arrays_of_any_pretended_shape_are_refused_without_taking_memory(
    shape: list[int], body: bytes
) -> None:
    node = {"$": "numpy.ndarray", "v": ["<f4", shape, body.hex()]}
    try:
        back: Any = TypedJson().decode(json.dumps(node).encode())
    except CorruptValueError:
        return
    assert back.nbytes <= len(body) * 2


@given(VALUES, st.data())
def test_what_was_cut_is_damaged_or_another_value(value: object, data: st.DataObject) -> None:
    codec = TypedJson()
    whole = codec.encode(value)
    with suppress(CorruptValueError):
        codec.decode(whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.mark.parametrize("name", ["os:system", "antigravity:fly", "tests.unit:nothing", 1, [], {}])
def test_a_class_that_was_not_named_is_never_looked_for(name: object) -> None:
    before = set(sys.modules)
    node = {"$": "record", "c": name, "v": {}}
    with pytest.raises(CorruptValueError):
        TypedJson().decode(json.dumps(node).encode())
    assert set(sys.modules) == before


def test_a_class_of_another_process_is_damaged_until_it_is_named() -> None:
    data = TypedJson().encode(SearchHit(url="u", provider="p", rank=1))
    fresh = TypedJson()
    with pytest.raises(CorruptValueError, match="no class is known here"):
        fresh.decode(data)
    fresh.classes.add_named_in(SearchHit)
    assert fresh.decode(data) == SearchHit(url="u", provider="p", rank=1)


def annotated() -> dict[str, list[Source] | None]:
    return {}


def vainly_annotated() -> "NoSuchName":  # noqa: F821
    return None


def test_classes_are_found_in_annotations_and_in_their_fields() -> None:
    known = TypedJson().classes
    known.add_named_in(return_annotation(annotated))
    assert known.get("research.domain.source:Source") is Source
    assert known.get("research.domain.source:SourceKind") is SourceKind
    known.add_named_in(Report)
    assert known.get("research.domain.claim:Verdict")
    known.add_named_in(return_annotation(vainly_annotated))


def test_fields_are_checked_on_the_way_in() -> None:
    codec = knows_all()
    for fields in ({"url": 1}, {}, {"url": "a", "final_url": "b", "body": "not bytes", "no": 1}):
        node = {"$": "record", "c": "research.domain.source:Page", "v": fields}
        with pytest.raises(CorruptValueError):
            codec.decode(json.dumps(node).encode())


LARGE = bytes(range(256)) * 40


@pytest.mark.parametrize(
    "value",
    [
        LARGE,
        [LARGE, b"small", LARGE[1:]],
        {"a": (LARGE, {"b": LARGE[2:]})},
        {LARGE, LARGE[1:], LARGE[2:], (LARGE[3:], 1)},
        Page(url="http://a", final_url="http://a", body=LARGE, content_type="text/html"),
        Model(a=LARGE, b={LARGE[1:]}),
    ],
)
def test_large_bytes_come_back(value: object) -> None:
    codec = TypedJson()
    assert codec.decode(codec.encode(value)) == value


def test_large_bytes_stand_behind_the_json_as_they_are() -> None:
    data = TypedJson().encode([LARGE, 1, LARGE[1:]])
    text, _, attached = data.partition(b"\n")
    assert attached == LARGE + LARGE[1:]
    assert json.loads(text)[0] == {"$": "attached", "v": [0, len(LARGE)]}


def test_what_was_stored_before_they_stood_there_is_still_read() -> None:
    node = {"$": "builtins.bytes", "v": b64encode(LARGE).decode()}
    assert TypedJson().decode(json.dumps(node).encode()) == LARGE


@pytest.mark.parametrize("place", [[0, 11], [-1, 1], [5, 6], [0], ["0", 1], [0, -1], None])
def test_attached_bytes_that_are_not_there_are_damage(place: object) -> None:
    node = json.dumps({"$": "attached", "v": place}).encode()
    with pytest.raises(CorruptValueError):
        TypedJson().decode(node + b"\n" + b"0123456789")


def test_keys_with_large_bytes_do_not_depend_on_an_order() -> None:
    codec = TypedJson()
    parts = [LARGE[number:] for number in range(9)]
    assert codec.encode_key({"b": set(parts), "a": LARGE}) == codec.encode_key(
        {"a": LARGE, "b": {LARGE[number:] for number in (8, 3, 5, 0, 7, 1, 2, 6, 4)}}
    )


def test_keys_do_not_depend_on_the_order_of_a_dict_or_a_set() -> None:
    codec = TypedJson()
    for one, other in [
        ({"a": 1, "b": {2: 3, (): 4}}, {"b": {(): 4, 2: 3}, "a": 1}),
        ({"$": 1, "b": 2}, {"b": 2, "$": 1}),
        (set("abcdef"), set("fedcba")),
    ]:
        assert codec.encode_key(one) == codec.encode_key(other)
    different = [1, 1.0, True, "1", b"1", (1,), [1], {1}, frozenset({1}), None, Level.LOW]
    assert len({codec.encode_key(value) for value in different}) == len(different)


def test_it_loads_no_numpy() -> None:
    code = "import sys, research.cache.typed_json; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
