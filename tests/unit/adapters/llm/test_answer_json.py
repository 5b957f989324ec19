"""Answers of models, as they are and as they come."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.adapters.llm.answer_json import cut_answer, repaired_answer, whole_answer
from research.domain.errors import ModelAnswerError
from tests.model_forms import TEXT, VALUE, Port, Ports

names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40
)
ports = st.builds(Port, name=names, ships=st.integers(0, 10**6))
answers = st.builds(Ports, ports=st.lists(ports, min_size=1, max_size=3).map(tuple))


@given(answers)
def test_what_is_right_comes_back_as_it_is(value: Ports) -> None:
    text = value.model_dump_json()
    assert whole_answer(text, Ports) == value
    assert repaired_answer(text, Ports) == value


@given(answers, st.sampled_from(["Here:\n```json\n%s\n```", "```\n%s\n```\nDone.", "\ufeff\n%s\n"]))
def test_what_is_around_it_does_no_harm(value: Ports, around: str) -> None:
    assert repaired_answer(around % json.dumps(value.model_dump(), indent=1), Ports) == value


@given(answers, st.data())
def test_of_a_cut_answer_only_whole_items_are_taken(value: Ports, data: st.DataObject) -> None:
    text = value.model_dump_json()
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    found = cut_answer(cut, Ports)
    assert found is None or found.ports == value.ports[: len(found.ports)]


@given(st.text(max_size=400) | st.text("[]{}\",:\\'`\n a1", max_size=400))
def test_any_text_is_an_answer_or_an_error_of_ours(text: str) -> None:
    for read in (whole_answer, repaired_answer, cut_answer):
        try:
            found = read(text, Ports)
        except ModelAnswerError:
            continue
        assert found is None or isinstance(found, Ports)


LONG = {
    "lists": "[" * 200_000,
    "objects": '{"a":' * 50_000,
    "a text": '{"a": "' + '\\"' * 50_000,
    "items": '{"ports": [' + "{}, " * 30_000,
    "fences": "```json\n" * 20_000,
    "half fences": "``` " * 30_000,
    "thoughts": "<think>" * 30_000,
    "answers": TEXT * 3_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_time_is_bounded(text: str) -> None:
    began = time.process_time()
    with suppress(ModelAnswerError):
        assert repaired_answer(text, Ports) == VALUE
    assert time.process_time() - began < 3


def test_of_several_objects_the_one_of_the_form_is_taken() -> None:
    assert repaired_answer(f'{{"thought": 1}} {TEXT}', Ports) == VALUE


def test_a_lone_surrogate_is_no_text() -> None:
    with pytest.raises(ModelAnswerError):
        repaired_answer('{"ports": [{"name": "\\ud800", "ships": 1}]}', Ports)


def test_says_what_is_wrong() -> None:
    with pytest.raises(ModelAnswerError, match=r"^ports\.0\.ships: missing; ports: too_short$"):
        repaired_answer('{"ports": [{"name": "Brest"}]}', Ports)
    with pytest.raises(ModelAnswerError, match="no JSON object"):
        repaired_answer("I can't.", Ports)
