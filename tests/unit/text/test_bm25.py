"""How much a term tells of a document, by how few have it."""

import pytest

from research.text.bm25 import bm25_scores, inverse_document_frequencies

NOTES = (["council", "ferry", "paid"], ["ferry", "cars"], ["ferry", "mast"])


def test_rare_terms_weigh_more_than_common_ones_and_unknown_ones_most() -> None:
    weights = inverse_document_frequencies(NOTES)
    assert weights["cost"] > weights["council"] > weights["ferry"] > 0
    assert "council" in weights
    assert "cost" not in weights


def test_a_few_documents_do_not_tell_which_terms_are_rare() -> None:
    few, beside = (inverse_document_frequencies(NOTES, imagined=many) for many in (0, 200))
    assert few["cost"] / few["ferry"] > 10
    assert 1 < beside["cost"] / beside["ferry"] < 2
    assert "cost" not in beside


def test_many_documents_tell_it_whatever_is_imagined() -> None:
    many = [["ferry"]] * 1_000 + [["mast"]] * 10
    alone, beside = (inverse_document_frequencies(many, imagined=number) for number in (0, 200))
    assert beside["mast"] == pytest.approx(alone["mast"], rel=0.05)


def test_the_document_with_more_of_what_is_asked_scores_more() -> None:
    best, middle, none = bm25_scores(["council", "ferry"], [*NOTES[:2], ["quay"]])
    assert best > middle > none == 0.0
