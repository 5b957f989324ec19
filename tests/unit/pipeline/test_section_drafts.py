"""Sections drafted by a model: several in a call where they are short, none lost without a word."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from research.domain.errors import ContextOverflowError, ModelError
from research.domain.model_call import ModelCall
from research.domain.passage import Passage
from research.domain.progress import Step
from research.domain.question import Question
from research.pipeline.section_drafts import (
    FEWEST_WORDS,
    LEFT_OUT,
    NO_PASSAGES,
    WORDS_PER_CALL,
    Drafts,
    Planned,
    SectionDraft,
    SectionWriter,
)
from research.stages.index.index import passages_of
from research.text.prompts.evidence import Brief
from research.text.terms import word_count
from tests.fakes.language_model import FakeLanguageModel
from tests.fakes.shown_sentences import count_questions, sections
from tests.unit.stages.sources import COUNCIL, HARBOUR, question, source

PAGES = {1: source(1, HARBOUR), 2: source(2, COUNCIL)}
SHOWN: list[tuple[Passage, ...]] = [tuple(passages_of(page)) for page in PAGES.values()]
COST, DIESEL, NOTHING = map(question, ("What does it cost?", "What is saved?", "Who sings?"))
BRIEF = Brief("The ferry", (), date(2026, 11, 24))
SAID = [{"text": "It cost 24 million euros.", "cites": [3]}]


def both(call: ModelCall[Any]) -> dict[str, Any]:
    return sections(call.material, SAID)


async def drafts(
    *evidence: Planned, model: FakeLanguageModel, words: int = 200, steps: list[Step] | None = None
) -> Sequence[SectionDraft]:
    told = steps if steps is not None else []
    return (await SectionWriter(BRIEF, PAGES, words, model, told.append).write(evidence)).sections


async def test_short_sections_share_a_call_and_what_it_shows() -> None:
    model, steps = FakeLanguageModel(both), []
    found = await drafts((COST, SHOWN[0]), (DIESEL, SHOWN[1]), model=model, steps=steps)
    assert [one.question for one in found] == [COST, DIESEL]
    assert [one.section.question for one in found if one.section] == [1, 2]
    assert {passage.source for passage in found[0].passages} == {1, 2}
    (call,) = model.calls
    assert call.material.index(HARBOUR[:20]) < call.material.index("1. What does it cost?")
    assert [step.message for step in steps][-1] == "written: What does it cost?, What is saved?"


@pytest.mark.parametrize(
    ("count", "words", "calls"),
    [(2, WORDS_PER_CALL, [1, 1]), (3, WORDS_PER_CALL // 2, [1, 2]), (7, 200, [3, 4]), (0, 200, [])],
)
async def test_long_ones_are_parted_into_calls_of_about_the_same_size(
    count: int, words: int, calls: list[int]
) -> None:
    model = FakeLanguageModel(both)
    asked: list[Question] = [question(f"What of quay {number}?") for number in range(count)]
    found = await drafts(*((one, SHOWN[0]) for one in asked), model=model, words=words)
    assert [one.question for one in found] == asked
    assert [count_questions(call.material) for call in model.calls] == calls


async def test_so_little_to_read_makes_short_sections() -> None:
    model, long = FakeLanguageModel(both), FakeLanguageModel(both)
    await drafts((COST, SHOWN[0]), (DIESEL, SHOWN[1]), model=model)
    assert f"each of at most {FEWEST_WORDS} words:" in model.calls[0].material
    page = source(1, "\n".join(f"{HARBOUR} {n}" for n in range(40)))
    writer = SectionWriter(BRIEF, {1: page}, 200, long, lambda _: None)
    await writer.write([(COST, tuple(passages_of(page)))])
    assert "each of at most 200 words:" in long.calls[0].material


async def test_of_one_article_sections_are_asked_for_that_are_about_as_long_as_it() -> None:
    model, page = FakeLanguageModel(both), source(1, "\n".join(f"{HARBOUR} {n}" for n in range(3)))
    shown = tuple(passages_of(page))
    writer = SectionWriter(BRIEF, {1: page}, 550, model, lambda _: None)
    await writer.write([(COST, shown), (DIESEL, shown)])
    told = int(model.calls[0].material.partition("each of at most ")[2].partition(" ")[0])
    read = sum(word_count(passage.text) for passage in shown)
    assert 0.9 * read <= 2 * told <= read


async def test_what_has_no_passage_is_asked_of_nobody() -> None:
    model = FakeLanguageModel(both)
    nothing, cost = await drafts((NOTHING, ()), (COST, SHOWN[0]), model=model)
    assert (nothing.section, nothing.passages, nothing.error) == (None, (), NO_PASSAGES)
    assert cost.section
    assert "1. What does it cost?" in model.calls[0].material
    assert "Who sings?" not in model.calls[0].material
    assert (await drafts((NOTHING, ()), model=FakeLanguageModel({})))[0].error == NO_PASSAGES


async def test_what_is_passed_over_or_fails_says_why() -> None:
    def first_and_another(call: ModelCall[Any]) -> dict[str, Any]:
        first, other = sections(call.material, SAID)["sections"]
        return {"sections": [first, {**first, "paragraphs": []}, {**other, "question": 7}]}

    planned = ((COST, SHOWN[0]), (DIESEL, SHOWN[1]))
    cost, diesel = await drafts(*planned, model=FakeLanguageModel(first_and_another))
    assert cost.section
    assert cost.section.paragraphs  # of two answers the first
    assert (diesel.section, diesel.error) == (None, LEFT_OUT)
    failed = await drafts(*planned, model=FakeLanguageModel(lambda _: ModelError("away")))
    assert [(one.section, one.error) for one in failed] == [(None, "away")] * 2


async def test_what_is_too_much_at_once_is_written_half_by_half() -> None:
    def narrow(call: ModelCall[Any]) -> dict[str, Any] | ModelError:
        is_wide = count_questions(call.material) > 1
        return ContextOverflowError("too much") if is_wide else both(call)

    model = FakeLanguageModel(narrow)
    found = await drafts((COST, SHOWN[0]), (DIESEL, SHOWN[1]), (NOTHING, ()), model=model)
    assert [one.section is not None for one in found] == [True, True, False]
    assert [{passage.source for passage in one.passages} for one in found] == [{1}, {2}, set()]
    never = FakeLanguageModel(lambda _: ContextOverflowError("too much"))
    assert [one.error for one in await drafts((COST, SHOWN[0]), model=never)] == ["too much"]


def with_opening(call: ModelCall[Any]) -> dict[str, Any]:
    figure = {"result": "15", "inputs": ["24", "9"], "op": "difference"}
    said = {**both(call), "computed": [figure]}
    if "answers" in call.answer.model_fields:
        said["answers"] = [{"part": 1, "sentences": SAID}]
    return said


async def opened(*evidence: Planned, model: FakeLanguageModel, words: int = 200) -> Drafts:
    writer = SectionWriter(BRIEF, PAGES, words, model, lambda _: None, ("What of it?",))
    return await writer.write(evidence)


async def test_the_call_that_writes_all_writes_what_the_report_begins_with() -> None:
    model = FakeLanguageModel(with_opening)
    found = await opened((COST, SHOWN[0]), (DIESEL, SHOWN[1]), model=model)
    (call,) = model.calls
    assert "1. What of it?" in call.material
    assert found.opening
    assert [one.text for one in found.opening.opening.parts[0].sentences] == [SAID[0]["text"]]
    assert found.opening.passages == found.sections[0].passages
    assert [one.result for one in found.opening.computed] == ["15"]
    assert found.sections[1].computed == found.opening.computed


async def test_several_calls_write_sections_alone() -> None:
    model = FakeLanguageModel(with_opening)
    planned = ((COST, SHOWN[0]), (DIESEL, SHOWN[1]))
    found = await opened(*planned, model=model, words=WORDS_PER_CALL)
    assert found.opening is None
    assert not any("What of it?" in call.material for call in model.calls)

    def narrow(call: ModelCall[Any]) -> dict[str, Any] | ModelError:
        is_wide = count_questions(call.material) > 1
        return ContextOverflowError("too much") if is_wide else with_opening(call)

    found = await opened(*planned, model=FakeLanguageModel(narrow))
    assert found.opening is None
    assert [one.section is not None for one in found.sections] == [True, True]


async def test_an_opening_is_none_where_the_writer_gives_no_answer_or_fails() -> None:
    for model in (FakeLanguageModel(both), FakeLanguageModel(lambda _: ModelError("away"))):
        assert (await opened((COST, SHOWN[0]), model=model)).opening is None
