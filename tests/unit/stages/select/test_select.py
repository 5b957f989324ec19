"""Selecting: which sources are about the query, and which passages answer which question."""

import pytest

from research.domain.errors import NothingFoundError
from research.domain.passage import Selection
from research.domain.source import Source
from research.stages.index.index import index
from research.stages.select.select import select
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.vector_store import FakeVectorStore
from tests.unit.stages.sources import COUNCIL, GARDEN, HARBOUR, ferry_sources, question, source

QUERY = "What does the battery ferry to Nordholm cost?"


async def run(
    query: str,
    sources: tuple[Source, ...],
    *questions: str,
    relevance: dict[int, float] | None = None,
    relevance_weight: float = 1.0,
) -> Selection:
    embedder, store = FakeEmbedder(), FakeVectorStore()
    passages = await index(
        sources, job_id="j", embedder=embedder, vectors=store, progress=lambda _: None
    )
    return await select(
        query,
        [question(text) for text in questions or (query,)],
        sources,
        passages,
        job_id="j",
        embedder=embedder,
        vectors=store,
        progress=lambda _: None,
        relevance=relevance,
        relevance_weight=relevance_weight,
    )


async def test_a_page_about_something_else_is_left_out() -> None:
    selection = await run(QUERY, ferry_sources())
    assert set(selection.relevance) == {1, 3, 4}
    assert max(selection.relevance.values()) <= 1.0
    assert all(p.source != 2 for evidence in selection.evidence for p in evidence.passages)


async def test_a_single_page_that_answers_is_kept() -> None:
    selection = await run(QUERY, (source(1, GARDEN), source(2, HARBOUR), source(3, GARDEN[:90])))
    assert set(selection.relevance) == {2}


async def test_one_source_alone_is_judged_too() -> None:
    assert set((await run(QUERY, (source(1, HARBOUR),))).relevance) == {1}
    with pytest.raises(NothingFoundError, match="the one page that could be read is not about"):
        await run("Who won the chess championship in Tashkent?", (source(1, GARDEN),))


async def test_no_page_about_the_query_is_an_error_that_says_how_many_were_read() -> None:
    with pytest.raises(NothingFoundError, match="none of the 4 pages that could be read is about"):
        await run("Who won the chess championship in Tashkent?", ferry_sources())


async def test_each_question_has_its_best_passages_first() -> None:
    asked = ("How much diesel is saved?", "What did the engineer of the ship say?")
    selection = await run(QUERY, (source(1, HARBOUR), source(2, COUNCIL)), *asked)
    saved, said = selection.evidence
    assert "1,400 tonnes of diesel" in saved.passages[0].text
    assert "Ragna Holt" in said.passages[0].text


async def test_how_near_a_source_is_to_the_query_counts_as_much_as_is_said() -> None:
    pages = (source(1, HARBOUR), source(2, "The bridge\nThe bridge to Nordholm opens in 2031."))
    first = []
    for weight in (9.0, 0.3):
        found = await run(
            QUERY,
            pages,
            "When does the bridge to Nordholm open?",
            relevance={1: 1.0, 2: 0.2},
            relevance_weight=weight,
        )
        first.append(found.evidence[0].passages[0].source)
    assert first == [1, 2]
