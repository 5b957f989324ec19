"""Which question each section of a model's answer is for."""

import pytest

from research.stages.write.model_claims import WrittenSection, by_question


@pytest.mark.parametrize(
    ("named", "count", "placed"),
    [
        ([1, 2, 3], 3, {0: 0, 1: 1, 2: 2}),
        ([2, 1], 2, {1: 0, 0: 1}),
        ([1, 1, 1], 3, {0: 0, 1: 1, 2: 2}),
        ([1, 1, 1], 2, {0: 0, 1: 1}),
        ([2], 3, {1: 0}),
        ([2, 2], 3, {1: 0}),
        ([1, 1, 2], 2, {0: 0, 1: 2}),
    ],
    ids=["as asked", "by number", "one number", "more", "one", "twice", "first"],
)
def test_a_section_is_for_the_question_that_it_names_else_for_that_of_its_place(
    named: list[int], count: int, placed: dict[int, int]
) -> None:
    sections = [WrittenSection(question=number, paragraphs=()) for number in named]
    found = by_question(sections, count)
    numbers = {id(one): number for number, one in enumerate(sections)}
    assert {place: numbers[id(one)] for place, one in found.items()} == placed
