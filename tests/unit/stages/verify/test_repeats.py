"""What was said already is not said, judged or paid for again."""

import pytest

from research.domain.claim import Cell, Citation, Claim, Verdict
from research.stages.verify.repeats import says_again, without_repeats

CITED = (Citation(source=1, quote="x", start=0, end=1),)


def kept(*texts: str, verdict: Verdict = Verdict.SUPPORTED) -> list[str]:
    claims = [Claim(text=text, citations=CITED, verdict=verdict) for text in texts]
    return [claim.text for claim in without_repeats(claims, [])]


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
    assert without_repeats([lie, truth, truth], []) == [lie, truth]


def test_what_was_said_in_other_sections_counts() -> None:
    said: list[set[str]] = []
    claim = Claim(text="The battery ferry charges at each quay.", citations=CITED)
    assert without_repeats([claim], said) == [claim]
    assert without_repeats([claim], said) == []


@pytest.mark.parametrize(
    ("text", "source", "is_said"),
    [
        ("The adults' rate grew faster, though, by 37 percent against the youths' 25 percent.", 1,
         True),
        ("The adults' rate grew faster, though, by 38 percent against the youths' 25 percent.", 1,
         False),
        ("The adults' rate grew faster, though, by 37 percent against the youths' 25 percent.", 2,
         False),
        ("Adults' grew faster, 37 percent against 25 percent, as shops, taxes and laws changed.",
         1, False),
        ("The rate grew.", 1, False),
    ],
)  # fmt: skip
def test_what_says_all_of_another_claim_and_nothing_else_says_it_again(
    text: str,
    source: int,
    is_said: bool,
) -> None:
    first = (
        "Youths had the higher rate, but the adults' grew faster, 37 percent against 25 percent."
    )
    cited = (CITED[0].model_copy(update={"source": source}),)
    claims = [Claim(text=one, citations=by) for one, by in ((text, cited), (first, CITED))]
    assert says_again(*claims) is is_said


def test_a_cell_of_a_table_neither_repeats_nor_is_repeated() -> None:
    cell = Cell(row="Cost", column="Ferry", row_number=1, column_number=1, text="24 million euros")
    in_table = Claim(text=cell.statement, citations=CITED, cell=cell)
    sentence = Claim(text="Cost of the ferry: 24 million euros.", citations=CITED)
    assert without_repeats([sentence, in_table], []) == [sentence, in_table]
    assert without_repeats([in_table, sentence], []) == [in_table, sentence]
    assert without_repeats([sentence, in_table.alone], []) == [sentence]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sales of cars in Germany fell by 5 percent in 2024.",
         "Sales of cars in France fell by 5 percent in 2024."),
        ("The new drug is not approved for children under 12.",
         "The new drug is approved for children under 12."),
        ("The number of ferries rose from 3 to 5 in a year.",
         "The number of ferries rose from 5 to 3 in a year."),
    ],
)  # fmt: skip
def test_another_name_order_or_denial_makes_another_claim(one: str, other: str) -> None:
    claims = [Claim(text=text, citations=CITED) for text in (one, other)]
    assert not says_again(*claims)
    assert not says_again(*claims[::-1])
    assert says_again(claims[0], claims[0])
