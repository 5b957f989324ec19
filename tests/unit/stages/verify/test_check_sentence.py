"""Numbers and dates that stand nowhere refuse a sentence; all else is for the judge to weigh."""

from datetime import date

import pytest

from research.domain.claim import Cell, Citation, Claim, Computation, Operation, Verdict
from research.domain.passage import Passage
from research.stages.verify.check_sentence import CheckedClaim, check_sentence
from tests.unit.stages.sources import source

TEXT = "The ferry crossed in 41 minutes on Monday. A year before, it had taken 52 minutes."
PAGE = source(1, TEXT).model_copy(
    update={
        "title": "Petrel 16 sets a record",
        "published": date(2026, 5, 12),
        "site": "Vessa News",
    }
)
WHOLE = Passage(id="1", source=1, start=0, end=len(TEXT), text=TEXT)
QUOTE = TEXT.partition(". ")[0] + "."
CITATION = Citation(source=1, quote=QUOTE, start=0, end=len(QUOTE))


def checked(text: str, *computed: Computation, also: tuple[str, ...] = ()) -> CheckedClaim:
    claim = Claim(text=text, citations=(CITATION,))
    return check_sentence(claim, [WHOLE], {1: PAGE}, computed, also)


def test_a_number_of_the_title_and_a_date_of_the_page_are_said() -> None:
    one = checked("Vessa News wrote on May 12, 2026, that the Petrel 16 crossed in 41 minutes.")
    assert one.claim.verdict is None


def test_a_number_of_another_sentence_of_the_paragraph_is_said() -> None:
    assert checked("The crossing had taken 52 minutes before.").claim.verdict is None


def test_a_number_or_a_date_that_stands_nowhere_refuses() -> None:
    number = checked("The ferry crossed in 14 minutes.").claim
    assert number.verdict is Verdict.UNSUPPORTED
    assert "14" in number.reason
    day = checked("The ferry crossed in 41 minutes on June 3, 2021.").claim
    assert day.verdict is Verdict.UNSUPPORTED


def test_the_second_that_was_named_is_no_number() -> None:
    text = "It took 52 minutes and then 41: the first was by day, and the second crossed at night."
    assert checked(text).claim.verdict is None
    assert checked(text.replace("41", "44")).claim.verdict is Verdict.UNSUPPORTED
    assert checked("On its first day the ferry crossed in 41 minutes.").claim.verdict is None
    assert checked("A first-day crossing took 44 minutes.").claim.verdict is Verdict.UNSUPPORTED


def test_a_figure_that_was_computed_rightly_is_said() -> None:
    text = "That was worth 11 minutes to those on board."
    right = Computation(result="11", inputs=("52", "41"), op=Operation.DIFFERENCE)
    assert checked(text).claim.verdict is Verdict.UNSUPPORTED
    assert checked(text, right).claim.verdict is None
    wrong = right.model_copy(update={"result": "12"})
    assert checked(text.replace("11", "12"), wrong).claim.verdict is Verdict.UNSUPPORTED


def test_a_sum_that_the_words_name_is_judged_whether_it_was_told_or_not() -> None:
    text = "It was 11 minutes faster than a year before."
    assert checked(text).claim.verdict is None
    assert checked(text.replace("11", "12")).claim.verdict is Verdict.UNSUPPORTED


def test_what_follows_from_the_quote_by_any_operation_is_judged() -> None:
    text = "The ferry carries 900 people, a third of them children, and 40 crew."
    page = PAGE.model_copy(update={"text": text})
    whole = Passage(id="1", source=1, start=0, end=len(text), text=text)
    for number, verdict in ((300, None), (310, Verdict.UNSUPPORTED)):
        claim = Claim(
            text=f"Children are {number} of those on the ferry.",
            citations=(Citation(source=1, quote=text, start=0, end=len(text)),),
        )
        assert check_sentence(claim, [whole], {1: page}, (), ()).claim.verdict is verdict


def test_what_is_computed_may_be_computed_with() -> None:
    text = "That is 11 minutes faster, so a crossing lasts 30 minutes more than what it saves."
    assert checked(text).claim.verdict is None
    assert checked(text.replace("30", "29")).claim.verdict is Verdict.UNSUPPORTED
    text = "Of the 52 minutes a crossing takes 41 minutes, which leaves 11 minutes to all on board."
    assert checked(text).claim.verdict is None


def test_a_figure_that_was_declared_may_be_computed_with() -> None:
    text = "That was worth 11 minutes to those on board, and 30 minutes stayed."
    saved = Computation(result="11", inputs=("52", "41"), op=Operation.DIFFERENCE)
    left = Computation(result="30", inputs=("41", "11"), op=Operation.DIFFERENCE)
    assert checked(text, saved, left).claim.verdict is None
    assert checked(text, left).claim.verdict is Verdict.UNSUPPORTED


def test_the_rest_of_a_number_that_a_verified_sentence_says_is_judged() -> None:
    also = ("Of 27 crossings, one took 41 minutes.",)
    assert checked("The other 26 took longer.", also=also).claim.verdict is None
    assert checked("The other 24 took longer.", also=also).claim.verdict is Verdict.UNSUPPORTED
    assert checked("The other 26 took longer.").claim.verdict is Verdict.UNSUPPORTED


def test_what_a_verified_sentence_says_is_said() -> None:
    assert (
        checked("It was 11 minutes faster.", also=("It saved 11 minutes.",)).claim.verdict is None
    )


def test_a_doubt_does_not_refuse() -> None:
    one = checked("The ferry of Quistberg crossed in 41 minutes on Monday.")
    assert one.claim.verdict is None
    assert "Quistberg" in "; ".join(one.doubts)


def test_what_speaks_against_the_wording_is_for_who_has_no_judge() -> None:
    one = checked("The ferry never crossed in 41 minutes on Monday.")
    assert one.claim.verdict is None
    assert one.wording
    assert not one.doubts


def test_the_words_of_a_source_need_no_judge() -> None:
    assert checked(QUOTE).claim.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("said", "is_said"),
    [
        ("on May 11, 2026", True),
        ("on May 18, 2026", True),
        ("on May 10, 2026", False),
        ("on May 25, 2026", False),
        ("in 2025", True),
        ("in 2023", False),
    ],
)
def test_a_weekday_is_one_beside_its_page_and_last_year_the_year_before(
    said: str, is_said: bool
) -> None:
    text = "The ferry crossed in 41 minutes on Monday. Last year it had taken 52 minutes."
    page = PAGE.model_copy(update={"text": text})
    passage = Passage(id="1", source=1, start=0, end=len(text), text=text)
    claim = Claim(text=f"It took 41 or 52 minutes {said}.", citations=(CITATION,))
    one = check_sentence(claim, [passage], {1: page}).claim
    assert (one.verdict is None) == is_said


@pytest.mark.parametrize(
    ("when", "said", "is_said"),
    [
        ("last Monday", "on May 4, 2026", True),
        ("on Monday", "on May 4, 2026", False),
        ("over the weekend", "on May 9 and 10, 2026", True),
        ("over the weekend", "on May 8, 2026", False),
        ("before next year's fair", "in 2027", True),
    ],
)
def test_last_monday_may_be_a_week_ago_and_a_weekend_is_two_days(
    when: str, said: str, is_said: bool
) -> None:
    text = f"The ferry crossed in 41 minutes {when}. A year before, it had taken 52 minutes."
    page = PAGE.model_copy(update={"text": text})
    passage = Passage(id="1", source=1, start=0, end=len(text), text=text)
    quote = CITATION.model_copy(update={"quote": text[:40], "start": 0, "end": 40})
    claim = Claim(text=f"It took 41 minutes {said}.", citations=(quote,))
    assert (check_sentence(claim, [passage], {1: page}).claim.verdict is None) == is_said


def test_a_small_number_in_words_may_count_what_is_listed() -> None:
    one = checked("The paper gives two figures, 41 and 52 minutes.")
    assert one.claim.verdict is None
    assert checked("The paper gives 2 million times.").claim.verdict is Verdict.UNSUPPORTED
    assert checked("The paper gives two million times.").claim.verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("A third crossing took 41 minutes.", None),
        ("A third of the crossings took 41 minutes.", Verdict.UNSUPPORTED),
        ("The crossing in 41 minutes was a third faster.", None),
        ("It took 41 minutes, a third less.", Verdict.UNSUPPORTED),
    ],
)
def test_a_third_thing_is_one_more_and_a_third_of_it_a_number(
    text: str, verdict: Verdict | None
) -> None:
    assert checked(text).claim.verdict is verdict


@pytest.mark.parametrize(
    "text",
    [
        "It took 41 minutes, where the year before it had been 52.",
        "It was 41 to the 52 of the year before.",
        "The Petrel had 16 cabins and crossed in 41 minutes.",
    ],
)
def test_a_number_that_is_said_with_a_unit_or_without_is_judged(text: str) -> None:
    assert checked(text).claim.verdict is None


def test_a_number_of_another_unit_refuses() -> None:
    assert checked("The ferry crossed in 41 miles.").claim.verdict is Verdict.UNSUPPORTED


def test_a_computed_figure_may_have_a_unit_of_two_words() -> None:
    right = Computation(result="0.8", inputs=("3.8", "3"), op=Operation.DIFFERENCE)
    page = PAGE.model_copy(update={"text": "It was 3.8 percent in 2016, against 3 percent."})
    passage = WHOLE.model_copy(update={"text": page.text, "end": len(page.text)})
    citation = Citation(source=1, quote=page.text, start=0, end=len(page.text))
    claim = Claim(text="It was 0.8 percentage points more in 2016.", citations=(citation,))
    assert check_sentence(claim, [passage], {1: page}, [right]).claim.verdict is None


def test_a_rate_may_be_told_as_so_many_in_a_thousand() -> None:
    page = PAGE.model_copy(
        update={"text": "It rose from 2.18 percent to 2.72 percent of crossings."}
    )
    passage = WHOLE.model_copy(update={"text": page.text, "end": len(page.text)})
    citation = Citation(source=1, quote=page.text, start=0, end=len(page.text))
    more = "5 more crossings in 1,000"
    claim = Claim(text=f"About {more} were late.", citations=(citation,))
    right = Computation(result=more, inputs=("2.72", "2.18"), op=Operation.PER_1000)
    assert check_sentence(claim, [passage], {1: page}, [right]).claim.verdict is None
    refused = check_sentence(claim, [passage], {1: page}).claim
    assert refused.verdict is Verdict.UNSUPPORTED


COSTS = "The old quay cost $4.1 million and the new one $9.25 million by 3 March 2025."


def checked_cell(row: str, column: str, text: str) -> CheckedClaim:
    cell = Cell(row=row, column=column, row_number=1, column_number=1, text=text)
    page = PAGE.model_copy(update={"text": COSTS})
    passage = WHOLE.model_copy(update={"text": COSTS, "end": len(COSTS)})
    citation = Citation(source=1, quote=COSTS, start=0, end=len(COSTS))
    claim = Claim(text=cell.statement, citations=(citation,), cell=cell)
    return check_sentence(claim, [passage], {1: page})


@pytest.mark.parametrize(
    ("row", "column", "text", "doubted"),
    [
        ("Old quay", "Cost ($ million)", "4.1", "4.1"),
        ("Old quay", "Cost, $m", "4.1", "4.1"),
        ("Old quay", "Cost, millions", "$4.1", "4.1"),
        ("Option 2: old quay", "Cost", "$4.1 million", "2"),
        ("Old quay", "Of 7 quays", "$4.1 million", "7"),
        ("Old quay", "By 5 June 2021", "$4.1 million", "2021"),
    ],
)
def test_what_may_be_the_writers_own_way_to_name_a_figure_of_a_cell_is_judged(
    row: str, column: str, text: str, doubted: str
) -> None:
    found = checked_cell(row, column, text)
    assert found.claim.verdict is None
    assert any(doubted in one for one in found.doubts)


@pytest.mark.parametrize(("column", "is_doubted"), [("Penalty", False), ("DNV", True)])
def test_the_capital_that_the_name_of_a_column_begins_with_makes_no_name(
    column: str, *, is_doubted: bool
) -> None:
    found = checked_cell("Old quay", column, "$4.1 million")
    assert any(column in one for one in found.doubts) is is_doubted


@pytest.mark.parametrize(
    "text", ["5.1", "4.1 billion", "4.1 miles", "£4.1", "41", "$4.2 million", "4 March 2025"]
)
def test_a_figure_of_a_cell_that_stands_nowhere_refuses(text: str) -> None:
    for column in ("Cost ($ million)", "Of 7 quays"):
        found = checked_cell("Old quay", column, text).claim
        assert found.verdict is Verdict.UNSUPPORTED


def test_a_sentence_without_its_magnitude_refuses() -> None:
    page = PAGE.model_copy(update={"text": COSTS})
    passage = WHOLE.model_copy(update={"text": COSTS, "end": len(COSTS)})
    citation = Citation(source=1, quote=COSTS, start=0, end=len(COSTS))
    claim = Claim(text="The old quay cost $4.1 in all.", citations=(citation,))
    assert check_sentence(claim, [passage], {1: page}).claim.verdict is Verdict.UNSUPPORTED
