"""What was said already is not said, judged or paid for again."""

from research.domain.claim import Cell, Citation, Claim, Verdict
from research.stages.verify.repeats import without_repeats

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


def test_a_cell_of_a_table_neither_repeats_nor_is_repeated() -> None:
    cell = Cell(row="Cost", column="Ferry", row_number=1, column_number=1, text="24 million euros")
    in_table = Claim(text=cell.statement, citations=CITED, cell=cell)
    sentence = Claim(text="Cost of the ferry: 24 million euros.", citations=CITED)
    assert without_repeats([sentence, in_table], []) == [sentence, in_table]
    assert without_repeats([in_table, sentence], []) == [in_table, sentence]
    assert without_repeats([sentence, in_table.alone], []) == [sentence]
