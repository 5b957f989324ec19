"""Planning without a model: the questions in a query, and the subjects of its first results."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.question import QuestionKind
from research.stages.plan.hit_subjects import subjects_of
from research.stages.plan.plan import MAX_QUESTIONS, MIN_QUESTIONS, plan
from research.text.cleaning import clean_line
from tests.unit.stages.sources import hit


def headings(query: str) -> list[str]:
    return [q.heading for q in plan(query, []) if q.kind is QuestionKind.ASKED]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Who built the ferry and what did it cost?",
         ["Who built the ferry?", "What did it cost?"]),
        ("What is feather lung, how is it treated, and can it come back?",
         ["What is feather lung?", "How is it treated?", "Can it come back?"]),
        ("Why did it sink? Who was on board?", ["Why did it sink?", "Who was on board?"]),
        ("ferries on batteries", ["Ferries on batteries"]),
        ("What do cats and dogs eat", ["What do cats and dogs eat?"]),
        ("When did it open, and why?", ["When did it open, and why?"]),
        ("ما هي فوائد العبارات الكهربائية؟", ["ما هي فوائد العبارات الكهربائية؟"]),
        ("电动渡轮的成本是多少", ["电动渡轮的成本是多少"]),
    ],
)  # fmt: skip
def test_a_query_is_parted_where_it_asks_again(query: str, expected: list[str]) -> None:
    assert headings(query) == expected


def test_a_later_part_is_searched_with_the_subject_of_the_first() -> None:
    first, second, *_ = plan("Who built the Nordholm ferry and what did it cost?", [])
    assert first.search_query == "built Nordholm ferry"
    assert second.search_query == "built Nordholm ferry cost"


def test_a_query_of_one_part_is_searched_as_it_is_and_only_once() -> None:
    questions = plan("ferries on batteries", [])
    assert {question.search_query for question in questions} == {"ferries on batteries"}


def test_subjects_are_names_that_several_hits_share() -> None:
    hits = [
        hit("Battery ferry delayed", "The Vessa Ferry Company blames the quay at Nordholm.", 1),
        hit("New battery ferry", "A grant from the Coastal Fund paid the Vessa Ferry Company.", 2),
        hit("Battery ferry jobs", "The Coastal Fund and the Vessa Ferry Company plan more.", 3),
        hit("Pruning apples", "Only the Orchard Society knows, says the Orchard Society.", 4),
        hit("Apple pie", "A recipe from the Orchard Society.", 5),
    ]
    assert subjects_of("battery ferry", hits) == ["Vessa Ferry Company", "Coastal Fund"]


def test_what_the_query_names_is_no_subject_of_its_own() -> None:
    hits = [hit(f"Nordholm ferry {n}", "A boat to Nordholm sails.", n) for n in range(1, 4)]
    assert subjects_of("Nordholm ferry", hits) == []


def test_titles_in_title_case_name_nobody() -> None:
    hits = [hit(f"Battery Ferry Sails Again Part {n}", "", n) for n in range(1, 4)]
    assert subjects_of("battery ferry", hits) == []


@given(st.text(max_size=300).map(clean_line).filter(bool), st.lists(st.text(max_size=80)))
def test_any_query_has_a_plan(query: str, titles: list[str]) -> None:
    hits = [hit(title, title, rank) for rank, title in enumerate(titles, start=1)]
    questions = plan(query, hits)
    assert len(questions) <= MAX_QUESTIONS
    assert len(questions) >= MIN_QUESTIONS or not query.strip(" ,;")
    assert all(q.text and q.search_query and q.heading for q in questions)
