"""Selecting: which passages answer which question, and how they are divided by what they say."""

import pytest

from research.domain.errors import NothingFoundError
from research.domain.passage import Evidence, Passage, Selection
from research.domain.source import Source
from research.stages.index.index import index, passages_of
from research.stages.select.select import (
    MIN_PASSAGES,
    count_statements,
    limit_claims,
    select,
    share_out,
    share_passages,
)
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.vector_store import FakeVectorStore
from tests.unit.stages.sources import COUNCIL, GARDEN, HARBOUR, ferry_sources, question, source

QUERY = "What does the battery ferry to Nordholm cost?"
FACT = "The ferry number {} carried four hundred passengers across the sound on Monday."


async def run(query: str, sources: tuple[Source, ...], *questions: str) -> Selection:
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


def passage(number: int, text: str, of: int = 1) -> Passage:
    return Passage(id=str(number), source=of, start=number * 1_000, end=number * 1_000 + len(text),
                   text=text)  # fmt: skip


def facts(*counts: int) -> list[Passage]:
    return [
        passage(number, " ".join(FACT.format(f"{number}-{n}") for n in range(count)))
        for number, count in enumerate(counts)
    ]


def test_a_statement_is_a_sentence_of_some_length_with_an_end() -> None:
    assert count_statements(facts(3, 2)) == 5
    assert (
        count_statements([passage(1, "Battery ferry figures at a glance for our readers in May")])
        == 0
    )
    assert count_statements([passage(1, "It sails. So it does.")]) == 0


def test_no_more_claims_are_asked_for_than_there_is_to_say() -> None:
    assert limit_claims(facts(3, 3), 20) == 6
    assert limit_claims(facts(3, 3), 4) == 4
    assert limit_claims([passage(1, "Ferries")], 20) == 1


def test_no_passage_goes_to_two_questions_and_none_twice() -> None:
    passages = tuple(p for n, text in enumerate((HARBOUR, COUNCIL, GARDEN), start=1)
                     for p in passages_of(source(n, text)))  # fmt: skip
    evidence = [Evidence(question=question(text), passages=passages) for text in ("a", "b")]
    shares = share_passages(evidence, {1: 1.0, 2: 0.9, 3: 0.5}, {passages[0].id}, claims=9)
    given = [p.id for _, share in shares for p in share]
    assert sorted([*given, passages[0].id]) == sorted(p.id for p in passages)


def test_a_question_gets_enough_and_not_all() -> None:
    evidence = [Evidence(question=question("a"), passages=tuple(facts(*[3] * 20)))]
    [(_, share)] = share_passages(evidence, {1: 1.0}, claims=10)
    assert 10 < count_statements(share) < 20
    [(_, few)] = share_passages(evidence, {1: 1.0}, claims=1)
    assert len(few) == MIN_PASSAGES


def test_what_has_no_sentences_is_bounded_by_its_words() -> None:
    lists = tuple(passage(n, "diesel battery quay " * 30) for n in range(24))
    [(_, share)] = share_passages([Evidence(question=question("a"), passages=lists)], {1: 1.0},
                                  claims=5)  # fmt: skip
    assert len(share) == 4


def test_parts_say_about_as_much_and_lose_nothing() -> None:
    passages = facts(4, 1, 3, 2, 2)
    parts = share_out(passages, 2)
    assert sorted(p.id for part in parts for p in part) == [p.id for p in passages]
    assert [count_statements(part) for part in parts] == [6, 6]


def test_no_part_is_empty_where_the_best_passage_states_nothing() -> None:
    passages = [passage(1, "A list without an end"), passage(2, FACT.format(2))]
    assert [len(part) for part in share_out(passages, 2)] == [1, 1]


def test_in_a_part_the_passages_of_a_source_stand_together_in_its_order() -> None:
    passages = [passage(3, "x", of=2), passage(2, "x"), passage(1, "x", of=2)]
    assert [(p.source, p.id) for p in share_out(passages, 1)[0]] == [(2, "1"), (2, "3"), (1, "2")]
