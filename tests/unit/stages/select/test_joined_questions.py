"""Planned questions that share too little evidence make one section, which answers them all."""

from research.domain.question import Question, QuestionKind
from research.stages.index.index import passages_of
from research.stages.select.select import join_questions
from tests.unit.stages.sources import COUNCIL, HARBOUR, source

PAGES = {1: source(1, HARBOUR), 2: source(2, COUNCIL)}
FERRY, TALK = (tuple(passages_of(page)) for page in PAGES.values())


def planned(text: str, heading: str = "") -> Question:
    return Question(
        text=text,
        search_query=text,
        more_queries=(f"more on {text}",),
        heading=heading or text,
        kind=QuestionKind.PLANNED,
    )


COST = planned("What does it cost?", "Costs of the ferry")
NOISE = planned("How loud is it?", "Noise on board")
OIL = planned("What is saved?")


def test_questions_of_the_same_evidence_are_one_that_asks_and_is_headed_by_them_all() -> None:
    ((question, pack),) = join_questions([(COST, FERRY), (NOISE, FERRY)], PAGES)
    assert question.text == "What does it cost? How loud is it?"
    assert question.heading == "Costs of the ferry; Noise on board"
    assert question.search_query == COST.search_query
    assert question.more_queries == (*COST.more_queries, NOISE.text, *NOISE.more_queries)
    assert question.kind is QuestionKind.JOINED
    assert "".join(one.text for one in pack).count("24 million euros") == 1


def test_headings_that_are_questions_follow_each_other_as_they_are() -> None:
    ((question, _),) = join_questions([(OIL, FERRY), (COST, FERRY)], PAGES)
    assert question.heading == "What is saved? Costs of the ferry"


def test_each_question_is_a_sentence_of_its_own() -> None:
    bare = planned("What does it cost, and who pays")
    told = planned("Tell what is saved.")
    ((question, _),) = join_questions([(bare, FERRY), (told, FERRY), (NOISE, FERRY)], PAGES)
    assert question.text == "What does it cost, and who pays? Tell what is saved. How loud is it?"


def test_questions_of_other_evidence_stay_as_they_are() -> None:
    evidence = ((COST, FERRY), (OIL, TALK), (NOISE, ()))
    assert join_questions(evidence, PAGES) == evidence
