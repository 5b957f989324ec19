"""Pairs of statements of our own writing: the same, changed, or about something else."""

import pytest

from research.stages.follow_up.statements import Relation, Statement, plain, relation, stands_in

FERRY = "The new ferry cost 24 million euros, of which the state paid 9 million."

SAME = [
    (FERRY, FERRY),
    (FERRY, "The new ferry cost €24m, of which the state paid 9 million."),
    ("“It is quiet,” said Ragna Holt, the ship's engineer.",
     '"It is quiet", said Ragna Holt, the ship\'s engineer.'),
    ("The battery ferry will carry 1,000 passengers a day.",
     "The battery ferry will carry 1000 passengers each day."),
]  # fmt: skip
CHANGED = [
    (FERRY, "The new ferry cost 26 million euros, of which the state paid 9 million."),
    (FERRY, "The new ferry cost 24.3 million euros, of which the state paid 9 million."),
    ("The battery ferry to Nordholm will run from May 2026.",
     "The battery ferry to Nordholm will run from September 2026."),
    ("The council will pay for the transformer at the quay.",
     "The council will not pay for the transformer at the quay."),
    ("The price of a ferry ticket to Nordholm rose last winter.",
     "The price of a ferry ticket to Nordholm fell last winter."),
    ("The ferry company expects 310,000 passengers in its first year.",
     "The ferry company now expects 410,000 passengers in the first year of the line."),
]  # fmt: skip
OTHER = [
    (FERRY, "The county council of Vessa heard that diesel is saved every year."),
    ("The ferry sails at noon.", "The ferry sails at night."),
    (FERRY, "Prune apple trees when they have lost their leaves, before the buds swell."),
    ("The state paid 9 million euros.", "The engine room is quiet."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_in_the_same_words_or_nearly(one: str, other: str) -> None:
    assert relation(Statement(one), Statement(other)) is Relation.SAME
    assert relation(Statement(other), Statement(one)) is Relation.SAME


@pytest.mark.parametrize(("one", "other"), CHANGED)
def test_another_figure_day_or_direction_is_a_change(one: str, other: str) -> None:
    assert relation(Statement(one), Statement(other)) is Relation.CHANGED
    assert relation(Statement(other), Statement(one)) is Relation.CHANGED


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_shares_few_words_is_about_something_else(one: str, other: str) -> None:
    assert relation(Statement(one), Statement(other)) is Relation.OTHER


def test_a_quote_is_found_whatever_stands_between_its_words() -> None:
    text = plain("He said: “The ferry\n is  late.” Nobody answered.")
    assert stands_in(["The ferry is late."], [text])
    assert not stands_in(["The ferry is later."], [text])
    assert not stands_in(["ferry is lat"], [text])
    assert not stands_in(["…"], [text])


def test_a_quote_of_two_sentences_stands_where_both_do() -> None:
    text = plain("State and county shared the bill for it. Work began in May. The ferry sails now.")
    assert stands_in(["State and county shared the bill for it. The ferry sails now."], [text])
    assert not stands_in(["State and county shared the bill. The ferry sank."], [text])
    assert not stands_in(["State and county shared the bill for it. So it is."], [text])
