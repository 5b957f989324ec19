"""The schema that is sent for a form, and answers as they are and as they come."""

import json
import time
from contextlib import suppress
from enum import StrEnum
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from research.adapters.llm.answer_form import (
    Keep,
    answer_schema,
    cut_answer,
    repaired_answer,
    whole_answer,
)
from research.adapters.llm.json_values import json_values
from research.domain.errors import ModelAnswerError
from research.domain.model_call import A
from research.domain.value import Value
from tests.model_forms import TEXT, VALUE, Port, Ports


def repaired(text: str, form: type[A]) -> A:
    return repaired_answer(json_values(text), form)


def cut_of(text: str, form: type[A]) -> A | None:
    return cut_answer(json_values(text), form)


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40
)
ports = st.builds(Port, name=names, ships=st.integers(0, 10**6))
answers = st.builds(Ports, ports=st.lists(ports, min_size=1, max_size=3).map(tuple))


@given(answers)
def test_what_is_right_comes_back_as_it_is(value: Ports) -> None:
    text = value.model_dump_json()
    assert whole_answer(text, Ports) == value
    assert repaired(text, Ports) == value


@given(answers, st.sampled_from(["Here:\n```json\n%s\n```", "```\n%s\n```\nDone.", "\ufeff\n%s\n"]))
def test_what_is_around_it_does_no_harm(value: Ports, around: str) -> None:
    assert repaired(around % json.dumps(value.model_dump(), indent=1), Ports) == value


@given(answers, st.data())
def test_of_a_cut_answer_only_whole_items_are_taken(value: Ports, data: st.DataObject) -> None:
    text = value.model_dump_json()
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    found = cut_of(cut, Ports)
    assert found is None or found.ports == value.ports[: len(found.ports)]


@given(st.text(max_size=400) | st.text("[]{}\",:\\'`\n a1", max_size=400))
def test_any_text_is_an_answer_or_an_error_of_ours(text: str) -> None:
    for read in (whole_answer, repaired, cut_of):
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
        assert repaired(text, Ports) == VALUE
    assert time.process_time() - began < 3


def test_of_several_objects_the_one_of_the_form_is_taken() -> None:
    assert repaired(f'{{"thought": 1}} {TEXT}', Ports) == VALUE


def test_a_lone_surrogate_is_no_text() -> None:
    with pytest.raises(ModelAnswerError):
        repaired('{"ports": [{"name": "\\ud800", "ships": 1}]}', Ports)


def test_says_what_is_wrong() -> None:
    with pytest.raises(ModelAnswerError, match=r"^ports\.0\.ships: missing; ports: too_short$"):
        repaired('{"ports": [{"name": "Brest"}]}', Ports)
    with pytest.raises(ModelAnswerError, match="no JSON object"):
        repaired("I can't.", Ports)


class Colour(StrEnum):
    RED = "red"


class Inner(Value):
    """What no model needs to read."""

    title: str = Field(default="", max_length=9, description="A heading.")
    colour: Colour
    note: str | None = None


class Outer(Value):
    properties: tuple[Inner, ...]
    default: Inner
    required: bool = True


class Endless(Value):
    again: "Endless | None"


def objects(node: Any) -> list[dict[str, Any]]:
    found = [node] if isinstance(node, dict) and node.get("type") == "object" else []
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return found + [one for part in parts for one in objects(part)]


@pytest.mark.parametrize("keep", Keep)
def test_every_object_is_closed_and_every_property_required(keep: Keep) -> None:
    found = objects(answer_schema(Outer, keep))
    assert len(found) == 3
    for one in found:
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])


@pytest.mark.parametrize("keep", Keep)
def test_fields_may_have_the_names_of_keywords(keep: Keep) -> None:
    schema = answer_schema(Outer, keep)
    assert list(schema["properties"]) == ["properties", "default", "required"]
    assert list(schema["properties"]["default"]["properties"]) == ["title", "colour", "note"]


@pytest.mark.parametrize("keep", Keep)
def test_what_the_form_takes_fits_the_schema(keep: Keep) -> None:
    schema = answer_schema(Outer, keep)
    jsonschema.Draft202012Validator.check_schema(schema)
    inner = Inner(title="x", colour=Colour.RED)
    value = Outer(properties=(inner,), default=inner)
    jsonschema.validate(value.model_dump(mode="json"), schema)
    assert "$ref" not in str(schema)


def test_limits_are_left_out_as_far_as_asked() -> None:
    full, numbers, bare = (str(answer_schema(Ports, keep)) for keep in Keep)
    assert "maxLength" in full
    assert "maxLength" not in numbers
    assert "maxItems" in numbers
    assert "minimum" in numbers
    assert "maxItems" not in bare
    assert "minimum" not in bare


def test_notes_for_people_are_not_sent_but_notes_on_fields_are() -> None:
    sent = str(answer_schema(Outer, Keep.EVERYTHING))
    assert "What no model needs" not in sent
    assert "A heading." in sent


def test_a_form_that_holds_itself_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="nested too deep"):
        answer_schema(Endless, Keep.EVERYTHING)
