"""What was said already is not said, judged or paid for again."""

import pytest

from research.domain.claim import Cell, Citation, Claim, Verdict
from research.stages.verify.repeats import repeats, without_repeats

CITED = (Citation(source=1, quote="x", start=0, end=1),)


def kept(*texts: str, verdict: Verdict = Verdict.SUPPORTED) -> list[str]:
    claims = [Claim(text=text, citations=CITED, verdict=verdict) for text in texts]
    return [claim.text for claim in without_repeats(claims, []).kept]


def test_the_same_in_almost_the_same_words_is_left_out() -> None:
    first = "The battery ferry to Nordholm cost the company 24 million euros in May."
    assert kept(first, first, first.replace("company", "Company").replace(" in May", "")) == [first]


def test_another_figure_or_another_subject_is_news() -> None:
    texts = (
        "The battery ferry to Nordholm cost the company 24 million euros in May.",
        "The battery ferry to Nordholm cost the company 42 million euros in May.",
        "The quay of Vessa got a transformer for charging.",
    )
    assert kept(*texts) == list(texts)


def test_what_is_refuted_takes_no_place() -> None:
    text = "The battery ferry sank."
    lie = Claim(text=text, citations=CITED, verdict=Verdict.UNSUPPORTED)
    truth = lie.model_copy(update={"verdict": Verdict.SUPPORTED})
    assert without_repeats([lie, truth, truth], []).kept == (lie, truth)


def test_what_was_said_in_other_sections_counts() -> None:
    said: list[Claim] = []
    claim = Claim(text="The battery ferry charges at each quay.", citations=CITED)
    assert without_repeats([claim], said).kept == (claim,)
    assert without_repeats([claim], said).kept == ()


def test_what_repeats_is_told_with_what_it_repeats() -> None:
    first = "The battery ferry to Nordholm cost the company 24 million euros in May."
    claims = [Claim(text=text, citations=CITED) for text in (first, first.replace(" in May", ""))]
    found = without_repeats(claims, [])
    assert found.kept == (claims[0],)
    [again] = found.repeated
    assert again.text == claims[1].text
    assert first in again.reason


def test_what_goes_on_from_a_sentence_with_its_terms_is_not_said_again() -> None:
    told = (
        "The captain of the ferry ordered the crew to leave the burning engine room.",
        "The crew of the ferry left the captain in the burning engine room.",
    )
    assert kept(*told) == list(told)


def test_a_cell_of_a_table_neither_repeats_nor_is_repeated() -> None:
    cell = Cell(row="Cost", column="Ferry", row_number=1, column_number=1, text="24 million euros")
    in_table = Claim(text=cell.statement, citations=CITED, cell=cell)
    sentence = Claim(text="Cost, ferry: 24 million euros.", citations=CITED)
    assert without_repeats([sentence, in_table], []).kept == (sentence, in_table)
    assert without_repeats([in_table, sentence], []).kept == (in_table, sentence)
    assert without_repeats([sentence, in_table.alone], []).kept == (sentence,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sales of cars in Germany fell by 5 percent in 2024.",
         "Sales of cars in France fell by 5 percent in 2024."),
        ("The new drug is not approved for children under 12.",
         "The new drug is approved for children under 12."),
        ("The number of ferries rose from 3 to 5 in a year.",
         "The number of ferries rose from 5 to 3 in a year."),
        ("The number of people on the ferries of Vessa rose in the first quarter of the year.",
         "The number of people on the ferries of Vessa fell in the first quarter of the year."),
        ("The number of people on the ferries of Vessa rose in the first quarter of the year.",
         "The number of people on the ferries of Vessa rose in the second quarter of the year."),
    ],
)  # fmt: skip
def test_another_name_order_figure_denial_or_opposite_makes_another_claim(
    one: str, other: str
) -> None:
    claims = [Claim(text=text, citations=CITED) for text in (one, other)]
    assert not repeats(*claims)
    assert not repeats(*claims[::-1])
    assert repeats(claims[0], claims[0])
