"""What calls that write a report, or judge it, begin with."""

from datetime import date

from research.stages.index.index import passages_of
from research.text.prompts.evidence import Brief, evidence_prompt
from tests.unit.stages.sources import COUNCIL, HARBOUR, source

BRIEF = Brief("What does the ferry cost?", ("Who pays?",), date(2026, 11, 24))
PAGES = {1: source(1, HARBOUR), 2: source(2, COUNCIL)}


def test_passages_are_numbered_and_each_page_is_headed_once() -> None:
    first, second = (next(iter(passages_of(page))) for page in PAGES.values())
    again = first.model_copy(update={"id": "again"})
    told = evidence_prompt(BRIEF, [first, again, second], PAGES).evidence
    assert [line.partition(" ")[2] for line in told.splitlines() if " passage " in line] == [
        "passage 1",
        "passage 2 of the same page",
        "passage 3",
    ]
    assert told.count(f"[{PAGES[1].title} | text]") == told.count(f"[{PAGES[2].title} | text]") == 1


def test_query_and_day_come_first_and_the_plan_where_there_is_one() -> None:
    planned = evidence_prompt(BRIEF, [], PAGES)
    assert planned.evidence.startswith("today: 2026-11-24\n")
    assert BRIEF.query in planned.evidence.splitlines()[1]
    assert "- Who pays?" in planned.evidence
    plain = evidence_prompt(Brief(BRIEF.query, (), BRIEF.today), [], PAGES)
    assert "plan" not in plain.evidence


def test_what_is_asked_comes_after_the_evidence() -> None:
    prompt = evidence_prompt(BRIEF, [], PAGES)
    assert prompt.material("task: write", "data") == f"{prompt.evidence}\ntask: write\ndata"
    assert prompt.mark in prompt.instructions
