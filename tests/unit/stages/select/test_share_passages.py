"""Passages are given to questions, and to the calls that write, by how much they say."""

from research.domain.passage import Evidence, Passage
from research.domain.question import Question
from research.stages.index.index import passages_of
from research.stages.select.share_passages import (
    MIN_PASSAGES,
    carried,
    share_out,
    share_passages,
    statements,
)
from tests.unit.stages.sources import COUNCIL, GARDEN, HARBOUR, source

FACT = "The ferry number {} carried four hundred passengers across the sound on Monday."


def passage(number: int, text: str, of: int = 1) -> Passage:
    return Passage(id=str(number), source=of, start=number * 1_000, end=number * 1_000 + len(text),
                   text=text)  # fmt: skip


def facts(*counts: int) -> list[Passage]:
    return [
        passage(number, " ".join(FACT.format(f"{number}-{n}") for n in range(count)))
        for number, count in enumerate(counts)
    ]


def question(text: str) -> Question:
    return Question(text=text, search_query=text, heading=text)


def test_a_statement_is_a_sentence_of_some_length_with_an_end() -> None:
    assert statements(facts(3, 2)) == 5
    assert statements([passage(1, "Battery ferry figures at a glance for our readers in May")]) == 0
    assert statements([passage(1, "It sails. So it does.")]) == 0


def test_no_more_claims_are_asked_for_than_there_is_to_say() -> None:
    assert carried(facts(3, 3), 20) == 6
    assert carried(facts(3, 3), 4) == 4
    assert carried([passage(1, "Ferries")], 20) == 1


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
    assert 10 < statements(share) < 20
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
    assert [statements(part) for part in parts] == [6, 6]


def test_no_part_is_empty_where_the_best_passage_states_nothing() -> None:
    passages = [passage(1, "A list without an end"), passage(2, FACT.format(2))]
    assert [len(part) for part in share_out(passages, 2)] == [1, 1]


def test_in_a_part_the_passages_of_a_source_stand_together_in_its_order() -> None:
    passages = [passage(3, "x", of=2), passage(2, "x"), passage(1, "x", of=2)]
    assert [(p.source, p.id) for p in share_out(passages, 1)[0]] == [(2, "1"), (2, "3"), (1, "2")]
