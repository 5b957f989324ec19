"""The sentences that are looked at, and what is known of each."""

from research.stages.answer.candidates import Candidate
from research.stages.answer.pool import Pool
from tests.unit.stages.answer.pools import pool_for
from tests.unit.stages.sources import source

TALE = (
    "The ferry that came late\n"
    "Ragna Holt steered the battery ferry through the ice of the Vessa fjord for nine hours. "
    "She docked it in Nordholm without a scratch.\n"
    "Winter plans\n"
    "- The Vessa Ferry Company will keep a diesel ferry in reserve until spring.\n"
    "It was built in Oslo and carries two hundred passengers in all weathers."
)


async def _pool(query: str, text: str = TALE) -> Pool:
    return await pool_for(query, [source(1, text)])


def _holding(pool: Pool, words: str) -> Candidate:
    return next(one for one in pool.candidates if words in one.sentence.text)


async def test_a_sentence_that_leans_comes_with_the_one_before() -> None:
    one = _holding(await _pool("Where did the ferry dock?"), "docked")
    assert one.quote.of(TALE).startswith("Ragna Holt steered")
    assert one.quote.of(TALE).endswith("without a scratch.")


async def test_a_sentence_that_leans_on_one_that_leans_too_does_not_stand() -> None:
    said = (
        "The group told the council that the quay is too short for any ferry.\n"
        "The agency said that the mast of the diesel ferry is broken in two. "
        "It will be mended in Nordholm before the winter."
    )
    one = _holding(
        await _pool("Where will the diesel ferry be mended?", f"Quays\n{said}"), "mended"
    )
    assert one.quote == one.sentence.span
    assert not one.stands


async def test_beside_the_question_a_sentence_may_speak_of_the_report() -> None:
    text = "Hulls\nWinter is long.\n{} says that hulls of oak last for ninety years in salt water."
    query = "How long do hulls of oak last?"
    report = _holding(await _pool(query, text.format("The report")), "ninety")
    assert (report.stands, report.answers_alone) == (False, True)
    it = _holding(await _pool(query, text.format("It also")), "ninety")
    assert not it.answers_alone


async def test_beside_the_question_a_sentence_may_speak_of_the_two() -> None:
    page = "Ferries\nWinter is long.\nA difference in the two ferries is their price of 24 euros."
    two = _holding(await _pool("How do the Lark and the Tern differ?", page), "difference")
    assert (two.stands, two.answers_alone) == (False, True)
    page = "Ferries\nWinter is long.\nThe Tern of Vessa costs its guests just as much."
    much = _holding(await _pool("What does the Tern cost?", page), "much")
    assert not much.answers_alone


async def test_a_sentence_that_stands_comes_alone() -> None:
    one = _holding(await _pool("Where did the ferry dock?"), "Ragna Holt")
    assert one.quote == one.sentence.span


async def test_the_heading_above_and_the_place_in_the_paragraph() -> None:
    pool = await _pool("What is kept in reserve?")
    reserve, docked = _holding(pool, "reserve"), _holding(pool, "docked")
    assert reserve.heading == {"winter", "plan"}
    assert reserve.opens_paragraph
    assert not docked.opens_paragraph
