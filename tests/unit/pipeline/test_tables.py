"""A model's table through a whole run: written, verified, printed, kept, resumed and followed."""

from typing import Any

from research.adapters.reports.memory_journal import MemoryJournal
from research.domain.claim import Claim, Verdict
from research.domain.errors import ModelError
from research.domain.model_call import ModelCall
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.pipeline.research import research
from research.stages.verify.tables import REMNANT
from research.stages.write.write import NO_ROOM
from research.text.terms import word_count
from tests.fakes.shown_sentences import number_of
from tests.unit.pipeline.pipeline_on_fakes import LIMITS, FakeWiring
from tests.unit.pipeline.test_rounds import Writer, claims, no_opening, run

PAID, SAVED = "the state paid 9 million", "will save 1,400 tonnes of diesel"
QUAY, RIDERS = "transformer cost 3.1 million", "expects 310,000 passengers"
COLUMNS = ("The ferry", "Beside it")
ROWS = (
    ("What was paid", ("24 million euros", PAID), ("3.1 million euros more for the quay", QUAY)),
    ("In a year", ("310,000 passengers", RIDERS), ("1,400 tonnes of diesel saved", SAVED)),
)
TEXTS = [text for _, *row in ROWS for text, _ in row]
Row = tuple[str, tuple[str, str], tuple[str, str]]


def table(material: str, rows: tuple[Row, ...] = ROWS) -> dict[str, object]:
    """`rows` as a model writes them that cites what `material` shows."""
    return {
        "question": 1,
        "columns": COLUMNS,
        "rows": [
            {
                "name": name,
                "cells": [
                    {"text": text, "cites": [number_of(quote, material)]} for text, quote in row
                ],
            }
            for name, *row in rows
        ],
    }


class TableWriter(Writer):
    """Writes `rows` as the table of the first section."""

    def __init__(self, rows: tuple[Row, ...] = ROWS, **script: Any) -> None:
        super().__init__(**script)
        self.rows = rows

    def _write(self, call: ModelCall[Any]) -> dict[str, object]:
        said: Any = super()._write(call)
        return {**said, "tables": [table(call.material, self.rows)]}


def with_row(*changed: tuple[str, str]) -> tuple[Row, ...]:
    """The rows, of which the second has other cells."""
    return (ROWS[0], (ROWS[1][0], *changed))  # type: ignore[return-value]


def cells(report: Report) -> list[Claim]:
    return [one for one in claims(report) if one.cell]


async def test_a_table_is_printed_whose_cells_are_cited_claims_of_their_section() -> None:
    report = await run(TableWriter())
    found = cells(report)
    assert [one.cell and one.cell.text for one in found] == TEXTS
    assert all(one.verdict is Verdict.SUPPORTED and one.citations for one in found)
    (section,) = [one for one in report.sections if any(claim.cell for claim in one.claims)]
    assert section.claims[-4:] == tuple(found)
    assert {one.paragraph for one in found} == {1 + section.claims[-5].paragraph}
    assert report.stats.claims == len(list(report.claims))
    assert report.stats.words == sum(word_count(one.printed) for one in report.claims)


async def test_a_false_figure_leaves_its_cell_empty_and_is_told() -> None:
    report = await run(TableWriter(with_row(("740,000 passengers", RIDERS), ROWS[1][2])))
    assert [one.cell and one.cell.text for one in cells(report)] == [*TEXTS[:2], TEXTS[3]]
    (dropped,) = [one for one in report.dropped_claims if one.cell]
    assert dropped.text == "In a year, The ferry: 740,000 passengers."
    assert "740,000" in dropped.reason


async def test_what_compares_nothing_any_more_is_left_out_and_never_printed_as_sentences() -> None:
    false = ("740,000 passengers", RIDERS)
    report = await run(TableWriter(with_row(false, false)))
    assert cells(report) == []
    assert not any("3.1 million euros more" in one.text for one in report.claims)
    told = {one.text: one.reason for one in report.dropped_claims}
    assert told["What was paid, The ferry: 24 million euros."] == REMNANT
    assert report.stats.claims_dropped == len(report.dropped_claims)


async def test_a_table_goes_whole_where_there_is_no_room_for_it() -> None:
    wide = await run(TableWriter(), max_words=300)
    words = wide.stats.words
    report = await run(TableWriter(), max_words=words - 1)
    assert report.stats.words < words
    left_out = [one for one in report.dropped_claims if one.cell and one.reason == NO_ROOM]
    assert (len(cells(report)), len(left_out)) in {(0, 4), (4, 0)}
    short = await run(TableWriter(), max_words=50)
    assert short.stats.words <= 50
    assert (len(cells(short)), len([c for c in short.dropped_claims if c.cell])) in {
        (0, 4), (4, 0)
    }  # fmt: skip


async def test_no_cell_is_a_key_finding_and_none_is_taken_out_of_its_table() -> None:
    report = await run(TableWriter(opens=no_opening, conclude=ModelError("away")))
    assert report.key_findings
    assert not any(one.cell for one in report.key_findings)
    assert len(cells(report)) == 4


async def test_an_answer_drawn_from_a_cell_is_a_sentence_and_the_table_stays_whole() -> None:
    def on_passengers(call: ModelCall[Any]) -> dict[str, object]:
        lines = call.material.splitlines()
        (number,) = [line.partition(".")[0] for line in lines if "The ferry: 310,000" in line]
        said = {"text": "It sank with 77 people aboard.", "claims": [int(number)]}
        return {"title": "The ferry", "answers": [{"part": 1, "sentences": [said]}]}

    report = await run(TableWriter(opens=no_opening, conclude=on_passengers))
    (answer,) = report.answer[0].claims
    assert answer.text == "In a year, The ferry: 310,000 passengers."
    assert (answer.cell, answer.paragraph) == (None, 0)
    assert [one.cell and one.cell.text for one in cells(report)] == TEXTS


async def test_a_table_is_kept_with_its_section_and_paid_for_once() -> None:
    journal, model = MemoryJournal(), TableWriter()
    first = await run(model, journal=journal)
    again = TableWriter()
    second = await run(again, journal=journal)
    assert cells(second) == cells(first) != []
    assert again.asked_for("write") == []


async def test_a_report_with_a_table_is_followed_as_any_other() -> None:
    wiring = FakeWiring(model=TableWriter())
    request = ResearchRequest(query="What does the battery ferry to Nordholm cost?", max_words=300)
    name = "20261124-120000-0123456789abcdef"
    for job_id, follows in ((name, None), ("job-2", name)):
        asked = request.model_copy(update={"follow_up_of": follows})
        made = await research(
            asked, job_id=job_id, ports=wiring.ports(), limits=LIMITS, progress=lambda _: None
        )
    assert cells(made.report)
    assert made.report.changes is not None
    assert made.report.changes.changes == ()
    assert made.report.changes.same == len({one.text for one in made.report.claims})
