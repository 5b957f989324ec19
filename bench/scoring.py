"""Holds a report, or a baseline, against what a topic's file says a good one states and cites."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from miniweb import pages
from research.domain.report import Report
from research.text.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Score:
    """What one text states, and what it stands on. Shares from 0 to 1."""

    facts: float
    relevant: float
    missed: tuple[str, ...]
    """The facts it does not state."""


def score(topic: dict[str, Any], sentences: Sequence[str], cited: set[str]) -> Score:
    """How many of the facts of `topic` the `sentences` state, and what the `cited` pages are."""
    missed = tuple(
        fact["fact"]
        for fact in topic["facts"]
        if not any(states(fact, sentence) for sentence in sentences)
    )
    judged = cited - set(topic.get("marginal", ()))
    return Score(
        facts=1 - len(missed) / len(topic["facts"]),
        relevant=len(judged & set(topic["relevant"])) / max(1, len(judged)),
        missed=missed,
    )


def states(fact: Mapping[str, Any], sentence: str) -> bool:
    """Whether `sentence` states a `fact` of a topic."""
    return any(re.search(one, sentence, re.IGNORECASE | re.DOTALL) for one in fact["patterns"])


def missing_quotes(report: Report, folder: Path) -> list[str]:
    """The quotes of `report` that are not where they say in the snapshots under `folder`."""
    names = {source.id: source.sha256 for source in report.sources}
    texts = {
        number: (folder / "snapshots" / f"{name}.txt").read_bytes().decode()
        for number, name in names.items()
    }
    citations = (citation for claim in report.claims for citation in claim.citations)
    return [quote.quote for quote in citations if quote.of(texts[quote.source]) != quote.quote]


def baseline(
    topic: dict[str, Any], found: Sequence[str], max_words: int, *, is_interleaved: bool
) -> Score:
    """The score of the first sentences of the pages `found`, by id, best first.

    The first sentence of each page, then the second of each, and so on; or, unless
    `is_interleaved`, one page after the other.
    """
    texts = {page["id"]: page["text"] for page in pages() if page["id"] in found}
    columns = [
        [(page, span.of(texts[page])) for span in sentence_spans(texts[page])] for page in found
    ]
    rows = zip_longest(*columns) if is_interleaved else columns
    in_order = [pair for pair in chain.from_iterable(rows) if pair]
    kept = list(_up_to(max_words, in_order))
    return score(topic, [sentence for _, sentence in kept], {page for page, _ in kept})


def _up_to(max_words: int, sentences: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    words = 0
    for page, sentence in sentences:
        words += len(sentence.split())
        if words > max_words:
            return
        yield page, sentence
