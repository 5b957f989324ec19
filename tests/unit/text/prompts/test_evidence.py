"""What calls that write a report, or judge it, begin with."""

import re
from datetime import date

from research.domain.value import Span
from research.stages.index.index import passages_of
from research.text.paragraphs import passage_of
from research.text.prompts.evidence import Brief, evidence_prompt
from research.text.prompts.sentence_numbers import numbered_sentences
from tests.fakes.shown_sentences import numbered
from tests.unit.stages.sources import COUNCIL, HARBOUR, source

BRIEF = Brief("What does the ferry cost?", ("Who pays?",), date(2026, 11, 24))
PAGES = {1: source(1, HARBOUR), 2: source(2, COUNCIL)}


def test_sentences_are_numbered_through_and_each_page_is_headed_once() -> None:
    first, second = (next(iter(passages_of(page))) for page in PAGES.values())
    passages = [first, second]
    told = evidence_prompt(BRIEF, passages, PAGES).evidence
    assert re.findall(r"<<\w+ (page \d)$", told, re.MULTILINE) == ["page 1", "page 2"]
    assert told.count(f"[{PAGES[1].title} | text]") == told.count(f"[{PAGES[2].title} | text]") == 1
    shown = numbered_sentences(passages)
    assert [number for number, _ in numbered(told)] == list(range(1, len(shown) + 1))
    for number, sentence in numbered(told):
        passage, span = shown[number - 1]
        assert span.of(PAGES[passage.source].text) == sentence


def test_wherever_a_page_says_more_there_is_a_mark() -> None:
    page = source(1, "One ferry runs.\nTwo ferries lie still.\nThree were sold.\nFour sank.\n")

    def told(*shown: str) -> str:
        passages = [
            passage_of(page, Span(start=start, end=start + len(line)))
            for line in shown
            for start in [page.text.index(line)]
        ]
        return evidence_prompt(BRIEF, passages, {1: page}).evidence

    assert "...\n[1] Two ferries lie still.\n...\n[2] Four sank.\n" in told(
        "Two ferries lie still.", "Four sank."
    )
    assert "]\n[1] One ferry runs.\n...\n" in told("One ferry runs.")
    assert "..." not in told(page.text)


def test_what_looks_like_a_number_of_ours_is_shown_in_other_brackets() -> None:
    page = source(1, "Ferries\nThe state paid 9 million.[4] [7] Nobody else paid anything for it.")
    (passage,) = passages_of(page)
    told = evidence_prompt(BRIEF, [passage], {1: page}).evidence
    assert "(4)" in told
    assert "(7)" in told
    assert [number for number, _ in numbered(told)] == [
        n for n, _ in enumerate(numbered_sentences([passage]), start=1)
    ]


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
