"""A quote that is not in its source stops the run."""

from datetime import date

import pytest

from research.domain.claim import (
    AnswerStatus,
    Citation,
    Claim,
    Draft,
    PartAnswer,
    Section,
    Verdict,
)
from research.domain.errors import QuoteNotFoundError
from research.stages.verify.check_citations import check_citations
from tests.unit.stages.sources import HARBOUR, source

QUOTE = "The new ferry cost 24 million euros"
START = HARBOUR.index(QUOTE)


def citation(**changes: object) -> Citation:
    values = {"source": 1, "quote": QUOTE, "start": START, "end": START + len(QUOTE)}
    return Citation.model_validate(values | changes)


def draft(text: str, *citations: Citation) -> Draft:
    claim = Claim(text=text, citations=citations)
    return Draft(
        title="t", key_findings=(claim,), sections=(Section(question="q", claims=(claim,)),)
    )


def run(made: Draft) -> Draft:
    return check_citations(made, [source(1, HARBOUR)], progress=lambda _: None)


def test_a_quoted_sentence_is_supported_everywhere_it_stands() -> None:
    verified = run(draft(QUOTE, citation()))
    assert verified.key_findings[0].verdict is Verdict.SUPPORTED
    assert verified.sections[0].claims[0].verdict is Verdict.SUPPORTED


def test_the_answer_is_checked_as_the_rest_is() -> None:
    made = draft(QUOTE, citation())
    part = PartAnswer(
        part="What did it cost?",
        status=AnswerStatus.ANSWERED,
        claims=made.key_findings,
        nearby=made.key_findings,
    )
    answered = run(made.model_copy(update={"answer": (part,)})).answer[0]
    assert answered.claims[0].verdict is Verdict.SUPPORTED
    assert answered.nearby[0].verdict is Verdict.SUPPORTED
    wrong = draft(QUOTE, citation(start=START + 1, end=START + 1 + len(QUOTE))).key_findings
    for field in ("claims", "nearby"):
        broken = part.model_copy(update={field: wrong})
        with pytest.raises(QuoteNotFoundError):
            run(made.model_copy(update={"answer": (broken,)}))


def test_the_day_in_brackets_is_that_of_its_page_or_the_words_are_not_the_quote() -> None:
    text = "Ferry\nThe ferry was late\nthis morning and again on Monday."
    quote = text.partition("\n")[2]
    page = source(1, text).model_copy(update={"published": date(2019, 11, 20)})
    cited = Citation(source=1, quote=quote, start=6, end=6 + len(quote))
    for day, verdict in (("18", Verdict.SUPPORTED), ("19", Verdict.UNSUPPORTED)):
        said = (
            "The ferry was late this morning [20 November 2019] and again on Monday "
            f"[{day} November 2019]."
        )
        made = check_citations(draft(said, cited), [page], progress=lambda _: None)
        assert made.key_findings[0].verdict is verdict


def test_the_quote_may_be_told_as_the_words_of_its_site_and_of_nobody_else() -> None:
    said = "we sail to Nordholm “daily” today"
    page = source(1, f"Ferries\n{said}.").model_copy(
        update={"site": "Vessa Ferries", "published": date(2026, 5, 1)}
    )
    place = citation(quote=said, start=8, end=8 + len(said))
    told = "{}: “We sail to Nordholm ‘daily’ today [1 May 2026]”"
    for by, verdict in (
        ("Vessa Ferries", Verdict.SUPPORTED),
        ("Aldvik Ferries", Verdict.UNSUPPORTED),
    ):
        made = draft(told.format(by), place)
        checked = check_citations(made, [page], progress=lambda _: None)
        assert checked.key_findings[0].verdict is verdict


def test_the_case_of_the_first_letter_alone_may_differ() -> None:
    assert run(draft(f"t{QUOTE[1:]}", citation())).key_findings[0].verdict is Verdict.SUPPORTED
    assert run(draft(QUOTE.upper(), citation())).key_findings[0].verdict is Verdict.UNSUPPORTED


def test_a_quote_over_two_lines_is_a_claim_on_one() -> None:
    line_end = HARBOUR.index("\n", HARBOUR.index("\n") + 1)
    start, end = line_end - 20, line_end + 20
    quote = HARBOUR[start:end]
    assert "\n" in quote
    made = draft(" ".join(quote.split()), citation(quote=quote, start=start, end=end))
    assert run(made).key_findings[0].verdict is Verdict.SUPPORTED


def test_words_that_are_not_the_quote_are_unsupported() -> None:
    changed = QUOTE.replace("24", "42")
    assert run(draft(changed, citation())).key_findings[0].verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": START + 1, "end": START + 1 + len(QUOTE)},
        {"quote": QUOTE.replace("24", "25")},
        {"quote": QUOTE + " "},
        {"quote": QUOTE.replace(" ", "\N{NO-BREAK SPACE}", 1)},
        {"source": 2},
        {"quote": "", "end": START},
        {"start": 10_000, "end": 10_000 + len(QUOTE)},
    ],
)
def test_a_quote_that_is_not_where_it_says_stops_the_run(wrong: dict[str, object]) -> None:
    with pytest.raises(QuoteNotFoundError, match="does not have the quote"):
        run(draft(QUOTE, citation(**wrong)))
    with pytest.raises(QuoteNotFoundError):
        run(draft(QUOTE, citation(), citation(**wrong)))
