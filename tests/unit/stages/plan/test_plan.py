"""Planning: a query's own questions, a model's, and what stands in where the model fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.errors import ModelError
from research.domain.question import ASPECTS, QuestionKind
from research.stages.plan.own_questions import MAX_ASKED
from research.stages.plan.plan import MAX_QUESTIONS, Plan, clarify, plan, plan_gaps
from research.text.cleaning import clean_line
from tests.fakes.language_model import FakeLanguageModel
from tests.unit.stages.sources import hit


async def headings(query: str) -> list[str]:
    planned = await plan(query, [])
    return [q.heading for q in planned.questions if q.kind is QuestionKind.ASKED]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Who built the ferry and what did it cost?",
         ["Who built the ferry?", "What did it cost?"]),
        ("What is feather lung, how is it treated, and can it come back?",
         ["What is feather lung?", "How is it treated?", "Can it come back?"]),
        ("Why did it sink? Who was on board?", ["Why did it sink?", "Who was on board?"]),
        ("ferries on batteries", ["Ferries on batteries"]),
        ("We sail with two children. Is the ferry safe?", ["Is the ferry safe?"]),
        ("In which year did it sail, and who built it?",
         ["In which year did it sail", "Who built it?"]),
        ("What do cats and dogs eat", ["What do cats and dogs eat?"]),
        ("When did it open, and why?", ["When did it open, and why?"]),
        ("ما هي فوائد العبارات الكهربائية؟", ["ما هي فوائد العبارات الكهربائية؟"]),
        ("电动渡轮的成本是多少", ["电动渡轮的成本是多少"]),
    ],
)  # fmt: skip
async def test_a_query_is_parted_where_it_asks_again(query: str, expected: list[str]) -> None:
    assert await headings(query) == expected


async def test_a_later_part_is_searched_with_the_subject_of_the_first() -> None:
    planned = await plan("Who built the Nordholm ferry and what did it cost?", [])
    first, second, *_ = planned.questions
    assert first.search_query == "built Nordholm ferry"
    assert second.search_query == "built Nordholm ferry cost"


async def test_a_query_of_one_part_is_searched_as_it_is_and_only_once() -> None:
    questions = (await plan("ferries on batteries", [])).questions
    assert {question.search_query for question in questions} == {"ferries on batteries"}


@given(st.text(max_size=300).map(clean_line).filter(bool), st.lists(st.text(max_size=80)))
async def test_any_query_has_a_plan(query: str, titles: list[str]) -> None:
    hits = [hit(title, title, rank) for rank, title in enumerate(titles, start=1)]
    questions = (await plan(query, hits)).questions
    assert {question.kind for question in questions} >= ASPECTS
    assert len(questions) <= MAX_ASKED + len(ASPECTS)
    assert all(q.text and q.search_query and q.heading for q in questions)


async def test_a_model_that_fails_leaves_the_questions_of_the_query() -> None:
    model = FakeLanguageModel(lambda _: ModelError("away"))
    planned = await plan("ferries on batteries", [], model)
    assert planned.questions == (await plan("ferries on batteries", [])).questions[:MAX_QUESTIONS]
    assert planned.warnings == (
        "The model did not plan (away): the questions are those of the query.",
    )
    assert await plan_gaps("ferries on batteries", planned.questions, [], model) == Plan(())


@pytest.mark.parametrize("query", ["Ferries on batteries", "ferries on batteries"])
async def test_a_model_with_too_few_questions_is_followed_by_those_that_need_none(
    query: str,
) -> None:
    asked = ["What do they cost?", "What do they cost?", "Ferries on batteries"]
    questions = [{"question": text, "queries": [text]} for text in asked]
    model = FakeLanguageModel(lambda _: {"questions": questions})
    planned = await plan(query, [], model)
    assert [one.heading for one in planned.questions] == [
        "What do they cost?",
        "What happens next",
        "What people say",
    ]


async def test_a_model_that_fails_asks_nothing_back() -> None:
    assert await clarify("ferries", [], FakeLanguageModel({"plan": ModelError("away")})) == ""
