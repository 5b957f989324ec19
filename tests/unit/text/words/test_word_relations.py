"""Words that stand for each other, and opposites."""

import pytest

from research.text.clauses import clause_words
from research.text.terms import stem
from research.text.words.word_relations import (
    are_opposite,
    are_placed_opposite,
    country_words,
    has_opposite,
    is_converse,
    is_graded,
    measure_terms,
    near_terms,
    on_one_side,
    opposite_sides,
    sides_of,
)


def opposed(one: str, other: str) -> bool:
    return are_opposite(clause_words(one)[0], clause_words(other)[0])


def test_near_words_and_words_of_one_measure() -> None:
    assert stem("company") in near_terms(stem("firm"))
    assert near_terms(stem("sorghum")) == frozenset()
    assert measure_terms(stem("deep")) == {stem("deep"), stem("depth")}


def test_words_for_one_country() -> None:
    assert {"uk", "british"} <= country_words("britain")
    assert country_words("vessa") == frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [("rose", "fell"), ("bought", "sold"), ("safe", "unsafe"), ("direct", "indirect")],
)
def test_opposites_both_ways(one: str, other: str) -> None:
    assert opposed(one, other)
    assert opposed(other, one)


@pytest.mark.parametrize(("one", "other"), [("rose", "grew"), ("formed", "informed")])
def test_no_opposites(one: str, other: str) -> None:
    assert not opposed(one, other)


def test_prepositions_are_opposites_after_the_same_word_only() -> None:
    assert are_placed_opposite("with", "against")
    assert not are_placed_opposite("with", "into")
    assert not opposed("with", "against")


def test_sides() -> None:
    assert on_one_side("rise", "climb")
    assert not on_one_side("rise", "fall")
    assert sides_of("rise") & opposite_sides("fall")
    assert has_opposite("rise", ["ferri", "fall"])
    assert has_opposite("safe", ["unsaf", "unsafe"])
    assert not has_opposite("rise", ["climb"])


def test_what_is_between_opposites_and_what_is_two_sides_of_one_event() -> None:
    assert is_graded("rise")
    assert not is_graded("import")
    assert is_converse("buy")
    assert not is_converse("rise")
