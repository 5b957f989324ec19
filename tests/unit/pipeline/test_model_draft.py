"""The draft of what a model wrote: its title, its findings, and what the answer says already."""

from research.domain.claim import AnswerStatus, Cell, Citation, Claim, Draft, PartAnswer
from research.pipeline.answer import Answer
from research.pipeline.model_draft import compose, distinct_sections, retitle, unsaid_sections
from research.pipeline.report_opening import ReportOpening
from tests.unit.stages.sources import question

CITED = (Citation(source=1, quote="x", start=0, end=1),)


def test_a_title_stays_only_while_a_claim_that_is_left_carries_it() -> None:
    cost = Claim(text="The battery ferry cost 24 million euros in May.", citations=CITED)
    quay = Claim(text="The quay of Vessa got a new transformer.", citations=CITED)
    whole = Draft(title="The ferry cost 24 million euros", key_findings=(cost, quay), sections=())
    without_quay = whole.model_copy(update={"key_findings": (cost,)})
    without_cost = whole.model_copy(update={"key_findings": (quay,)})
    assert retitle(whole, whole, "the ferry") == whole
    assert retitle(without_quay, whole, "the ferry").title == whole.title
    assert retitle(without_cost, whole, "the ferry").title == "The ferry"


def test_a_title_that_was_judged_stays_while_what_it_cites_is_cited() -> None:
    other = Citation(source=2, quote="y", start=0, end=1)
    cost = Claim(text="The battery ferry cost 24 million euros in May.", citations=(other,))
    quay = Claim(text="The quay of Vessa got a new transformer.", citations=CITED)
    whole = Draft(
        title="Nordholm pays, and the 24 million euros bought 80 ships",
        key_findings=(cost, quay),
        sections=(),
    )
    fitted = whole.model_copy(update={"key_findings": (quay,)})
    assert (
        retitle(fitted, whole, "the ferry", CITED).title
        == "Nordholm pays, and the 24 million euros bought 80 ships"
    )
    assert retitle(fitted, whole, "the ferry", (other,)).title == "The ferry"


def cells() -> list[Claim]:
    """A table of six cells."""
    places = [
        Cell(row=f"Row {row}", column=f"Column {column}", row_number=row, column_number=column,
             text=f"{row} of {column}")
        for row in (1, 2, 3) for column in (1, 2)
    ]  # fmt: skip
    return [Claim(text=one.statement, citations=CITED, paragraph=1, cell=one) for one in places]


def test_no_cell_of_a_table_is_a_key_finding() -> None:
    sentence = Claim(text="The ferry sails.", citations=CITED, paragraph=2)
    sections = [("First", cells()), ("Second", [*cells(), sentence])]
    made = compose("Title", ReportOpening(), sections, None, ())
    assert made.key_findings == (sentence,)
    assert [len(section.claims) for section in made.sections] == [6, 6]
    only = compose("Title", ReportOpening(), sections[:1], None, ())
    assert (only.key_findings, only.sections[0].claims) == ((), tuple(cells()))


def test_two_tables_under_one_heading_stay_two() -> None:
    first, second, loose = (
        Claim(text=text, citations=CITED, paragraph=paragraph)
        for text, paragraph in (("The ferry sails.", 1), ("The quay is new.", 1), ("It rains.", 0))
    )
    table = [cell.model_copy(update={"paragraph": 2}) for cell in cells()]
    answer = (PartAnswer(part="Why?", status=AnswerStatus.NOT_FOUND),)
    sections = [("Costs", [first, *table]), ("Crew", [first]), ("Costs", [loose, second, *table])]
    made = compose("Title", ReportOpening(answer=answer), sections, None, ())
    assert [section.question for section in made.sections] == ["Costs", "Crew"]
    joined = made.sections[0].claims
    assert [one.paragraph for one in joined] == [1, *[2] * 6, 0, 3, *[4] * 6]
    assert [one.text for one in joined] == [
        one.text for one in (first, *table, loose, second, *table)
    ]


def test_a_table_stays_whole_where_the_answer_says_what_a_cell_does() -> None:
    sentence = Claim(text="The ferry sails.", citations=CITED, paragraph=1)
    said = (cells()[0].alone, sentence.alone)
    part = PartAnswer(part="Does it?", status=AnswerStatus.ANSWERED, claims=said)
    sections = [("First", [sentence, *cells()])]
    [(_, left)], said = unsaid_sections(sections, ReportOpening(answer=(part,)))
    assert left == cells()
    assert [one.text for one in said] == [sentence.text]


GREW = "The adults' rate grew faster, by 37 percent against 25 percent of the youths'."
AGAIN = "The adults' rate grew faster: by 37 percent, against 25 percent of the youths'."
REWORDED = "Faster grew the adults' rate, 37 percent against the youths' 25 percent."


def section_of(*texts: str) -> tuple[list[str], list[str]]:
    """What is left of a section of `texts`, one paragraph, where the answer says `GREW`; and what
    is told to be left out.
    """
    answered = Claim(text=GREW, citations=CITED)
    part = PartAnswer(part="Did it?", status=AnswerStatus.ANSWERED, claims=(answered,))
    own = [Claim(text=text, citations=CITED, paragraph=1) for text in texts]
    [(_, left)], said = unsaid_sections([("First", own)], ReportOpening(answer=(part,)))
    assert all(GREW in claim.reason for claim in said)
    return [claim.text for claim in left], [claim.text for claim in said]


def test_what_the_answer_says_in_the_same_words_is_not_said_again() -> None:
    other, last = "The survey asked 505,796 people.", "Opponents doubt the survey."
    assert section_of(other, AGAIN, last) == ([other, last], [AGAIN])
    assert section_of(other, REWORDED, last) == ([other, REWORDED, last], [])
    assert section_of(other, AGAIN, "They doubt it.")[0][1] == AGAIN
    assert section_of(AGAIN) == ([AGAIN], [])


def test_what_two_sections_say_in_the_same_words_is_told_once_and_told_of() -> None:
    claims = tuple(Claim(text=text, citations=CITED) for text in (GREW, AGAIN, REWORDED))
    answers = [Answer(question(f"{n}?"), claims, ()) for n in ("Why", "How")]
    (_, first), (_, second) = distinct_sections(answers)[0]
    assert first == (claims[0], claims[2])
    assert second == ()
    left_out = distinct_sections(answers)[1]
    assert [one.text for one in left_out] == [AGAIN, GREW, AGAIN, REWORDED]
    assert all(one.reason for one in left_out)
