"""The schema that is sent for a form."""

from enum import StrEnum
from typing import Any

import jsonschema
import pytest
from pydantic import Field

from research.adapters.llm.answer_schema import Keep, answer_schema
from research.domain.value import Value
from tests.model_forms import Ports


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
