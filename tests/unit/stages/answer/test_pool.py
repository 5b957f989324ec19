"""Which sentences of which sources are looked at for an answer."""

import threading

import pytest

from research.stages.answer import pool
from research.stages.answer.pool import MAX_CANDIDATES
from research.text.terms import terms
from tests.unit.stages.answer.pools import pool_for
from tests.unit.stages.sources import source

TALE = (
    "The ferry that came late\n"
    "Ragna Holt steered the battery ferry through the ice of the Vessa fjord for nine hours."
)


async def test_no_more_are_looked_at_than_the_best() -> None:
    many = "\n".join(f"Ferry number {n} sails to quay {n} of the long fjord." for n in range(300))
    found = await pool_for("Which ferry sails to quay 7?", [source(1, many)])
    assert len(found.candidates) == MAX_CANDIDATES
    assert any("quay 7 " in one.sentence.text for one in found.candidates)


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
    found = await pool_for("What did people in Vessa die of?", [about, football])
    assert found.beside == {2}
    assert {one.source.id for one in found.candidates} == {1}


async def test_no_whole_text_is_read_where_others_are_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[threading.Thread] = []

    def seen(text: str) -> list[str]:
        if len(text) > len(TALE):
            threads.append(threading.current_thread())
        return terms(text)

    monkeypatch.setattr(pool, "terms", seen)
    await pool_for("Where did Ragna Holt dock?", [source(1, TALE)])
    assert threads
    assert threading.main_thread() not in threads
