"""The word table: base forms, kinds, and which words are near."""

import pytest

from research.text.words.lexicon import (
    base_term,
    bases,
    is_irregular_form,
    is_near,
    is_word,
    main_kind,
    may_be,
    phrasal,
)


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("ships", ("ship", "n")),
        ("children", ("child", "n")),
        ("fell", ("fall", "v")),
        ("planned", ("plan", "v")),
        ("carries", ("carry", "v")),
        ("larger", ("large", "a")),
    ],
)
def test_a_form_leads_to_its_base(word: str, base: tuple[str, str]) -> None:
    assert base in bases(word)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("purchased", "bought"),
        ("kids", "children"),
        ("doctors", "physicians"),
        ("seldom", "rarely"),
        ("unearthed", "uncovered"),
        ("turn_down", "rejected"),
    ],
)
def test_words_that_mean_nearly_the_same_are_near_both_ways(word: str, other: str) -> None:
    assert is_near(word, other)
    assert is_near(other, word)


@pytest.mark.parametrize(
    ("word", "other"),
    [("patients", "mice"), ("bought", "sold"), ("maize", "sorghum"), ("xqz", "ship")],
)
def test_others_are_not(word: str, other: str) -> None:
    assert not is_near(word, other)


def test_kinds_of_word() -> None:
    assert main_kind("house") == "n"
    assert main_kind("reduce") == "v"
    assert main_kind("xqz") == ""
    assert may_be("house", "v")
    assert is_word("sorghum")
    assert not is_word("xqz")


def test_a_verb_of_two_parts() -> None:
    assert phrasal("turned", "down") == "turn_down"
    assert phrasal("turned", "sideways") == ""


@pytest.mark.parametrize(
    ("word", "term"),
    [("bought", "buy"), ("written", "write"), ("died", "die"), ("ships", "ship"), ("lay", "lay")],
)
def test_the_term_of_an_irregular_form_is_that_of_its_verb(word: str, term: str) -> None:
    assert base_term(word) == base_term(term)


def test_irregular_forms_of_listed_verbs() -> None:
    assert is_irregular_form("bought")
    assert not is_irregular_form("buy")
    assert not is_irregular_form("left")
