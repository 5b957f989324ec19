"""When a model that writes sections is asked for tables, and what of them is read."""

from datetime import date
from typing import Any

import pytest

from research.domain.model_call import ModelCall
from research.domain.question import QuestionKind
from research.domain.request_bounds import DEFAULT_STYLE, Style
from research.stages.index.index import passages_of
from research.stages.write.model_claims import MIN_TABLE_WORDS, ReportText, write_sections
from research.stages.write.written_report import HeadedReport, by_question, with_tables
from research.text.prompts.evidence import Brief
from tests.fakes.language_model import FakeLanguageModel
from tests.unit.stages.sources import HARBOUR, question, source

TABLE = {
    "question": 1,
    "columns": ["Cost", "Of the state"],
    "rows": [{"name": "The ferry", "cells": [{"text": "24 million", "cites": [3]}, None]}],
}


def writer(**more: object) -> FakeLanguageModel:
    def answer(_: ModelCall[Any]) -> dict[str, object]:
        sentence = {"text": "It cost 24 million euros.", "cites": [3]}
        sections = [{"question": 1, "paragraphs": [{"sentences": [sentence]}]}]
        return {"sections": sections, **more}

    return FakeLanguageModel(answer)


async def write(
    model: FakeLanguageModel,
    words: int,
    style: Style = DEFAULT_STYLE,
    *,
    may_have_tables: bool = True,
    parts: tuple[str, ...] = (),
) -> ReportText:
    page = source(1, HARBOUR)
    return await write_sections(
        Brief("The ferry", (), date(2026, 11, 24), style=style),
        [question("What does it cost?")],
        tuple(passages_of(page)),
        {1: page},
        words=words,
        model=model,
        may_have_tables=may_have_tables,
        parts=parts,
    )


@pytest.mark.parametrize(
    ("words", "style", "is_asked"),
    [
        (MIN_TABLE_WORDS, DEFAULT_STYLE, True),
        (MIN_TABLE_WORDS - 1, DEFAULT_STYLE, False),
        (MIN_TABLE_WORDS - 1, Style.TABLE, True),
    ],
)
async def test_a_table_is_asked_for_where_there_is_room_or_where_tables_are_wanted(
    words: int, style: Style, *, is_asked: bool
) -> None:
    model = writer()
    await write(model, words, style)
    (call,) = model.calls
    assert ('- "tables": for' in call.material) is is_asked
    assert ('"tables": [], "computed"' in call.material) is is_asked
    assert "{table" not in call.material


async def test_there_is_room_for_a_table_in_the_answer() -> None:
    with_table, without = writer(), writer()
    await write(with_table, MIN_TABLE_WORDS)
    await write(without, MIN_TABLE_WORDS - 1)
    more = with_table.calls[0].max_answer_tokens - without.calls[0].max_answer_tokens
    assert more >= 300


async def test_a_section_is_read_with_its_table_or_without_one() -> None:
    found = (await write(writer(tables=[TABLE]), 200)).sections[0]
    assert [[one.text for one in block] for block in found.blocks] == [
        ["It cost 24 million euros."], ["The ferry, Cost: 24 million."]
    ]  # fmt: skip
    assert len((await write(writer(), 200)).sections[0].blocks) == 1


@pytest.mark.parametrize("style", [DEFAULT_STYLE, Style.TABLE])
async def test_where_no_table_may_be_none_is_asked_for_and_one_that_comes_is_left_out(
    style: Style,
) -> None:
    model = writer(tables=[TABLE])
    found = (await write(model, 200, style, may_have_tables=False)).sections[0]
    assert '"tables"' not in model.calls[0].material
    assert [[one.text for one in block] for block in found.blocks] == [
        ["It cost 24 million euros."]
    ]


@pytest.mark.parametrize("parts", [(), ("cost",)])
@pytest.mark.parametrize("kind", [QuestionKind.PLANNED, QuestionKind.JOINED])
async def test_a_heading_is_asked_for_where_a_section_answers_several_questions(
    kind: QuestionKind, parts: tuple[str, ...]
) -> None:
    model, page = writer(), source(1, HARBOUR)
    await write_sections(
        Brief("The ferry", (), date(2026, 11, 24)),
        [question("What does it cost? Who pays?", kind)],
        passages_of(page),
        {1: page},
        words=200,
        model=model,
        parts=parts,
    )
    (call,) = model.calls
    is_joined = kind is QuestionKind.JOINED
    assert ('"heading"' in call.material) == is_joined
    assert ("'heading'" in str(call.answer.model_json_schema())) == is_joined


async def test_the_writers_heading_is_read_where_it_was_asked_for() -> None:
    sections = [{"question": 1, "paragraphs": [], "heading": "Costs", "missing": ""}]
    form = HeadedReport.model_validate({"sections": sections})
    assert with_tables(by_question(form.sections, 1), ())[0].heading == "Costs"


async def test_how_many_sentences_one_may_cite_is_said_as_the_form_has_it() -> None:
    model, page = writer(), source(1, HARBOUR)
    await write_sections(
        Brief("The ferry", (), date(2026, 11, 24)),
        [question("What does it cost?")],
        passages_of(page),
        {1: page},
        words=200,
        model=model,
        parts=["cost"],
    )
    (call,) = model.calls
    forms = call.answer.model_json_schema()["$defs"]
    most = forms["WrittenSentence"]["properties"]["cites"]["maxItems"]
    most_of_summary = forms["SummarySentence"]["properties"]["cites"]["maxItems"]
    assert f"the 1 to {most} sentences of pages" in call.material
    assert f"from 1 to {most_of_summary} sentences of pages" in call.material


async def test_explanations_are_weighed_in_sections_or_in_the_answer_not_in_both() -> None:
    alone, whole = writer(), writer(answers=[])
    await write(alone, 200)
    await write(whole, 200, parts=("What does it cost?",))
    (of_sections,), (of_all,) = alone.calls, whole.calls
    assert "- weigh several explanations" in of_sections.material
    assert "stands in the answer alone" not in of_sections.material
    assert "- weigh several explanations" not in of_all.material
    assert "stands in the answer alone" in of_all.material
    assert "{weigh" not in of_sections.material + of_all.material


@pytest.mark.parametrize("parts", [(), ("cost",)])
async def test_a_length_is_the_most_a_section_may_have_and_old_pages_are_told_as_old(
    parts: tuple[str, ...],
) -> None:
    model = writer()
    await write(model, 200, parts=parts)
    told = model.calls[0].material
    assert "at most 200 words" in told
    assert "nothing to fill" in told
    assert "today: 2026-11-24" in told
    assert "over three months older than today" in told
    assert "as of when" in told
    assert ("where sources differ" in told) != bool(parts)
    assert ("says that it is open, and not again how" in told) is bool(parts)
