"""Laying out: aspects instead of names, no section with the title's words, none of one sentence."""

import numpy as np

from research.domain.claim import Citation, Claim, Draft
from research.stages.plan.plan import plan
from research.stages.write.sections import ChosenSentences, lay_out
from research.stages.write.sentence_choice import ScoredSentence
from research.text.source_sentences import sentences_of
from tests.unit.stages.sources import source

QUERY = "What does the battery ferry cost?"
TEXT = """\
The battery ferry to Nordholm took 412,000 passengers in its first year, according to county data.
The ferry company received 9.5 million euros from the coastal fund for the charging station.
Mayor Ragna Holt said the town was proud of the ferry and of all who had built the quay.
Captain Jens Lund told the council that the crew of the ferry sleeps better without diesel.
A second ferry will be ordered from the same yard when the first has sailed for two years.
The council is expected to vote on a longer quay for the ferry in the spring.
The island of Nordholm has a school, a shop and a church with a wooden tower.
The harbour of Nordholm lies on the lee side of the island behind a long mole.
"""


CLAIM = Claim(
    text="The ferry cost 24 million euros.",
    citations=(Citation(source=1, quote="x", start=0, end=1),),
)


async def laid_out(query: str, *, first: tuple[Claim, ...] = ()) -> Draft:
    sentences = list(sentences_of(source(1, TEXT)))
    questions = (await plan(query, [])).questions
    vectors = np.zeros((len(sentences), 2), dtype=np.float32)
    claims = {one: Claim(text=one.text, citations=(one.citation(TEXT),)) for one in sentences}
    return lay_out(
        query,
        questions,
        np.zeros((len(questions), 2), dtype=np.float32),
        ChosenSentences([ScoredSentence(one, 1.0) for one in sentences], vectors),
        claims,
        first,
    )


async def test_sections_are_aspects_and_what_fits_none_is_the_rest() -> None:
    draft = await laid_out(QUERY, first=(CLAIM,) * 5)
    found = {
        section.question: [claim.text for claim in section.claims] for section in draft.sections
    }
    assert [text.split()[1] for text in found["What happens next"]] == ["second", "council"]
    assert all("Ragna" in text or "Jens" in text for text in found["What people say"])
    assert any("9.5 million" in text for text in found["In figures"])
    assert all("Nordholm" in text for text in found["What else the sources say"])
    assert list(found) == [
        "What happens next", "What people say", "In figures", "What else the sources say",
    ]  # fmt: skip


async def test_no_section_has_the_title_for_its_heading_and_none_has_one_sentence() -> None:
    draft = await laid_out(QUERY)
    assert all(section.question.casefold() != QUERY.casefold() for section in draft.sections)
    assert all(len(section.claims) > 1 for section in draft.sections)


async def test_findings_that_are_known_come_first_and_leave_less_room_for_others() -> None:
    draft = await laid_out(QUERY, first=(CLAIM,) * 4)
    assert draft.key_findings[:4] == (CLAIM,) * 4
    assert len(draft.key_findings) <= 5
