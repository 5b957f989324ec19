"""Which claims of a report answer a part of its query."""

import pytest

from research.domain.claim import AnswerStatus, Citation, Claim
from research.domain.request import ResearchRequest
from research.pipeline.answering_claims import claims_that_answer
from research.pipeline.run_context import Run
from tests.unit.pipeline.pipeline_on_fakes import LIMITS, QUERY, FakeWiring
from tests.unit.stages.sources import ferry_sources

COST = "The battery ferry to Nordholm cost 24 million euros to build."
CHARGES = "It charges for eleven minutes at each quay. That is short."
DIESEL = "The battery ferry will save 1,400 tonnes of diesel a year, the council heard."


def claim(text: str, paragraph: int = 1) -> Claim:
    cited = Citation(source=1, start=0, end=4, quote="Ferr")
    return Claim(text=text, citations=(cited,), paragraph=paragraph)


SECTIONS = [
    ("What is saved?", [claim(DIESEL), claim(CHARGES, 2)]),
    ("What does it cost?", [claim(COST)]),
]


def run_of(query: str, language: str = "") -> Run:
    request = ResearchRequest(query=query, language=language)
    return Run(request, "job-1", FakeWiring().ports(), LIMITS, lambda _: None)


async def test_the_claim_that_answers_is_found_whole_in_whichever_section() -> None:
    found = await claims_that_answer(run_of(QUERY), SECTIONS, ferry_sources())
    cost = found["What does the battery ferry to Nordholm cost?"]
    assert cost.status is not AnswerStatus.NOT_FOUND
    assert cost.claim == claim(COST, 0)


async def test_what_no_claim_answers_is_not_found() -> None:
    query = "Who won the chess championship in Tashkent?"
    assert await claims_that_answer(run_of(query), SECTIONS, ferry_sources()) == {}


@pytest.mark.parametrize("language", ["", "de"])
async def test_without_claims_or_in_another_language_nothing_is_judged(language: str) -> None:
    german = [one.model_copy(update={"language": "de"}) for one in ferry_sources()]
    run = run_of(QUERY, language)
    assert await claims_that_answer(run, SECTIONS, german) == {}
    assert await claims_that_answer(run, [("Empty", [])], ferry_sources()) == {}
