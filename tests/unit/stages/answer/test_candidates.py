"""The sentences that are looked at, and what is known of each."""

import threading

import pytest

from research.stages.answer import candidates
from research.stages.answer.candidates import MAX_CANDIDATES, Candidate, Pool
from research.text.terms import terms
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


async def test_a_sentence_that_stands_comes_alone() -> None:
    one = _holding(await _pool("Where did the ferry dock?"), "Ragna Holt")
    assert one.quote == one.sentence.span


async def test_the_heading_above_and_the_place_in_the_paragraph() -> None:
    pool = await _pool("What is kept in reserve?")
    reserve, docked = _holding(pool, "reserve"), _holding(pool, "docked")
    assert reserve.heading == {"winter", "plan"}
    assert reserve.opens_paragraph
    assert not docked.opens_paragraph


async def test_no_more_are_looked_at_than_the_best() -> None:
    many = "\n".join(f"Ferry number {n} sails to quay {n} of the long fjord." for n in range(300))
    pool = await _pool("Which ferry sails to quay 7?", many)
    assert len(pool.candidates) == MAX_CANDIDATES
    assert any("quay 7 " in one.sentence.text for one in pool.candidates)


async def test_no_whole_text_is_read_where_others_are_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[threading.Thread] = []

    def seen(text: str) -> list[str]:
        if len(text) > len(TALE):
            threads.append(threading.current_thread())
        return terms(text)

    monkeypatch.setattr(candidates, "terms", seen)
    await _pool("Where did Ragna Holt dock?")
    assert threads
    assert threading.main_thread() not in threads


async def test_what_search_found_first_is_looked_through_where_it_has_a_name_asked_for() -> None:
    round_up = source(1, "News of the week\nNine people died on the quays of Oslo in a storm.")
    about = source(2, "Vessa storm\nThree people died on the quays of Vessa in a storm.")
    query = "How many people died in Vessa?"
    of_oslo = await pool_for(query, [round_up, about], {2: 1.0})
    assert {one.source.id for one in of_oslo.candidates} == {2}
    with_name = source(1, f"{round_up.text} Eight people were hurt in Vessa on Monday.")
    of_both = await pool_for(query, [with_name, about], {2: 1.0})
    assert {one.source.id for one in of_both.candidates} == {1, 2}


async def test_a_source_about_something_else_that_shares_a_word_is_passed_over() -> None:
    about = source(1, "Vessa storm\nThree people died on the quays of Vessa in a storm on Monday.")
    football = source(
        2,
        "Rovers of Vessa win again\nBo Winther kicked two goals for the Rovers of Vessa on Sunday. "
        "The Rovers led 2-0 at the break and play Nordholm next.",
    )
    pool = await pool_for("What did people in Vessa die of?", [about, football])
    assert pool.beside == {2}
    assert {one.source.id for one in pool.candidates} == {1}
