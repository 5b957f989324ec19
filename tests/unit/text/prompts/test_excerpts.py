"""Cited sentences with what a judge needs beside them, and without the rest."""

import pytest

from research.domain.claim import Citation
from research.domain.source import Source
from research.text.prompts.excerpts import excerpts
from tests.unit.stages.sources import source

PARAGRAPH = (
    "Ada Holm has led the harbour of Lund for eleven years.",
    "The county elected nobody else in all that time for the office.",
    "Boats are sold on the quay every Sunday at noon.",
    "She asked the council for 4 million crowns in May.",
    "However, the council gave half of them a month later.",
    "Nets dry on the northern wall for most of the summer.",
)
LAST = "The ferry of Lund leaves at noon and carries forty people, dogs included."


def page(*lines: str) -> Source:
    return source(1, "\n".join(("What Lund paid for", *lines)))


def shown(of: Source, *words: str) -> list[str]:
    places = []
    for one in words:
        start = of.text.index(one)
        places.append(Citation(source=1, quote=one, start=start, end=start + len(one)))
    found = excerpts(places, of)
    assert all(of.text[one.start : one.end] == one.text for one in found)
    return [one.text for one in found]


def test_the_sentences_beside_it_come_along_and_what_is_farther_does_not() -> None:
    told = shown(page(" ".join(PARAGRAPH)), "elected nobody else")
    assert told == [" ".join(PARAGRAPH[:3])]


def test_who_she_is_stands_at_the_beginning_of_the_paragraph() -> None:
    told = shown(page(" ".join(PARAGRAPH)), "half of them")
    assert told == [PARAGRAPH[0], " ".join(PARAGRAPH[3:])]


def test_or_in_the_paragraph_before() -> None:
    two = page(" ".join(PARAGRAPH[:3]), " ".join(PARAGRAPH[3:]))
    assert shown(two, "asked the council") == [
        PARAGRAPH[0], f"{PARAGRAPH[2]}\n{PARAGRAPH[3]} {PARAGRAPH[4]}"
    ]  # fmt: skip


def test_another_paragraph_comes_along_where_it_leans_on_this_one_alone() -> None:
    assert shown(page(PARAGRAPH[5], PARAGRAPH[3]), "Nets dry") == [
        f"{PARAGRAPH[5]}\n{PARAGRAPH[3]}"
    ]
    assert shown(page(PARAGRAPH[5], LAST), "Nets dry") == [PARAGRAPH[5]]


def test_its_heading_stands_above() -> None:
    assert shown(page("Trade on the quay", LAST), "forty people") == [f"Trade on the quay\n{LAST}"]


@pytest.mark.parametrize("credit", ["[The Lund Post]", "— Ada Holm, of the harbour"])
def test_who_is_quoted_stands_below(credit: str) -> None:
    told = shown(page(" ".join(PARAGRAPH[:4]), credit, LAST), "harbour of Lund")
    assert told == [" ".join(PARAGRAPH[:2]), credit]


def test_few_words_between_two_are_shown_rather_than_left_out() -> None:
    short = page(f"{PARAGRAPH[2]} {PARAGRAPH[5]} So it is. {LAST} {PARAGRAPH[1]}")
    assert shown(short, "Boats are sold", "all that time") == [short.text.partition("\n")[2]]


def test_a_page_without_line_breaks_is_shown_around_what_is_cited() -> None:
    long = page(" ".join([*PARAGRAPH[1:3] * 40, LAST, *PARAGRAPH[1:3] * 40]))
    assert shown(long, "forty people") == [f"{PARAGRAPH[2]} {LAST} {PARAGRAPH[1]}"]
