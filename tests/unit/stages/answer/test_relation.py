"""How far a sentence says what is asked of the names in a question."""

from research.stages.answer.parts import parts_of
from research.stages.answer.relation import Relation, relation
from research.text.bm25 import inverse_document_frequencies
from research.text.terms import terms

PAGE = (
    "Ragna Holt earns 91,000 euros a year.",
    "Ragna Holt signed a deal of three years.",
    "The ferry cost 24 million euros, and its captain is paid well.",
)
WEIGHTS = inverse_document_frequencies(map(terms, PAGE))


def _relation(query: str, text: str) -> Relation:
    return relation(parts_of(query)[0], text, WEIGHTS)


def test_a_sentence_about_the_name_may_not_say_what_is_asked_of_it() -> None:
    pay, deal = (_relation("How much does Ragna Holt earn?", text) for text in PAGE[:2])
    assert pay.named == deal.named == 1.0
    assert (pay.asked, pay.least, pay.verb) == (1.0, 1.0, 1.0)
    assert (deal.asked, deal.least, deal.verb) == (0.0, 0.0, 0.0)


def test_what_is_asked_counts_more_the_nearer_it_stands_to_a_value() -> None:
    cost = _relation("How much did the ferry cost?", PAGE[2])
    paid = _relation("How much is the captain paid?", PAGE[2])
    assert 0.0 < paid.beside < cost.beside <= 1.0


def test_a_sentence_without_a_value_has_nothing_beside_one() -> None:
    assert _relation("How much does Ragna Holt earn?", "Ragna Holt earns much.").beside == 0.0


def test_of_whether_something_is_so_the_words_themselves_count() -> None:
    assert 0.0 < _relation("Is the captain paid?", PAGE[2]).beside < 1.0


def test_a_question_of_names_alone_lacks_nothing() -> None:
    found = _relation("Who is Ragna Holt?", PAGE[0])
    assert (found.asked, found.least, found.verb) == (1.0, 1.0, 1.0)
