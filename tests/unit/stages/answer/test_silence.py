"""The signs that a part is answered, and that it isn't."""

from datetime import date

from research.stages.answer.features import features
from research.stages.answer.parts import parts_of
from research.stages.answer.silence import signs
from tests.unit.stages.answer.pools import pool_for
from tests.unit.stages.sources import COUNCIL, HARBOUR, source


async def _signs(query: str) -> dict[str, float]:
    parts = parts_of(query)
    sources = [
        source(number, text).model_copy(update={"published": date(2024, 5, 1)})
        for number, text in enumerate((HARBOUR, COUNCIL), start=1)
    ]
    pool = await pool_for(query, sources, {1: 1.0, 2: 0.9})
    rows = [features(0, parts[0], one, pool) for one in pool.candidates]
    scores = [row["own_near"] + row["fit"] for row in rows]
    return signs(query, parts[0], pool, rows, scores)


async def test_what_the_sources_do_not_name_is_missing() -> None:
    there = await _signs("How many passengers does the ferry company expect?")
    missing = await _signs("How many helicopters does the ferry company own?")
    assert there["missing_beside"] < missing["missing_beside"]
    assert there["most_own"] > missing["most_own"]


async def test_a_name_that_is_not_beside_the_answer_is_missing() -> None:
    there = await _signs("How much diesel will the ferry to Nordholm save?")
    missing = await _signs("How much diesel will the ferry to Calypso save?")
    assert there["name_missing_anywhere"] < missing["name_missing_anywhere"]


async def test_a_year_that_no_sentence_has_is_another() -> None:
    assert (await _signs("Which ferry will be replaced in 2026?"))["other_year"] == 0.0
    assert (await _signs("Which ferry will be replaced in 2031?"))["other_year"] == 1.0


async def test_a_later_year_that_a_source_speaks_of_is_not_later() -> None:
    assert (await _signs("Which ferry will be replaced in 2031?"))["later_year"] == 1.0
    assert (await _signs("Which ferry will be replaced in May 2026?"))["later_year"] == 0.0


async def test_what_is_asked_of_a_name_is_missing_though_the_name_is_not() -> None:
    there = await _signs("How many passengers does Nordholm expect?")
    missing = await _signs("How many sailors drown near Nordholm?")
    assert there["unasked"] < missing["unasked"]
    assert there["asked_beside"] > missing["asked_beside"]
