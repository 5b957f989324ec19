"""The values in an answer, however it is cut into parts."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.adapters.llm.event_stream import AnswerPieces

VALUES = st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9) | st.integers()))


def read(body: bytes, *cuts: int) -> list[Any]:
    pieces = AnswerPieces()
    found: list[Any] = []
    places = [0, *sorted(cut % (len(body) + 1) for cut in cuts), len(body)]
    for start, end in pairwise(places):
        found += pieces.feed(body[start:end])
    return found + list(pieces.end())


@given(VALUES, st.lists(st.integers(min_value=0), max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_a_stream_has_the_same_values_wherever_it_is_cut(
    values: list[Any], cuts: list[int], end: str
) -> None:
    lines = [f": ping{end}{end}"]
    lines += [f"data: {json.dumps(one, ensure_ascii=False)}{end}{end}" for one in values]
    body = "".join([*lines, f"data: [DONE]{end}{end}"]).encode()
    assert read(body, *cuts) == values


@given(VALUES.filter(bool), st.lists(st.integers(min_value=0), max_size=4))
def test_values_in_one_piece_end_where_something_else_begins(
    values: list[Any], cuts: list[int]
) -> None:
    text = "\n".join(json.dumps(one) for one in values)
    assert read(f"\ufeff {text}\n\ndata: [DONE]\n".encode(), *cuts) == values


def test_an_event_of_several_lines_is_one_value() -> None:
    assert read(b'event: x\ndata: {"a":\ndata: 1}\n\n') == [{"a": 1}]


@pytest.mark.parametrize("body", [b"<html>", b'{"a": ', b"data: <html>\n\n", b"[" * 20_000])
def test_what_is_no_json_is_an_error(body: bytes) -> None:
    with pytest.raises((ValueError, RecursionError)):
        read(body)


def test_nothing_has_no_values() -> None:
    assert read(b"") == read(b"data: [DONE]") == read(b"\n\n: ping\n\n") == []


def test_many_lines_without_an_end_take_no_time() -> None:
    with pytest.raises((ValueError, RecursionError)):
        read(b"data: [1,\n" * 100_000)
