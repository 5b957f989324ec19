"""Leaves out what a page says of something else: a round-up has one item about the question.

A page about the question speaks of it all along, and its sentences need not name it each time. Of
another page, only the paragraphs that name what is asked about are about it.
"""

import re
from collections.abc import Collection, Sequence

from research.domain.question import Question
from research.domain.source import Source
from research.text.source_sentences import Sentence
from research.text.terms import terms

ABOUT_IT = 0.25
"""The share of a page's paragraphs with a term of the question from which on all of it may be."""
MIN_PARAGRAPH_TERMS = 4
"""Shorter ones are headings, captions and links."""


def on_topic(
    query: str,
    questions: Sequence[Question],
    candidates: Sequence[Sentence],
    sources: Sequence[Source],
) -> list[Sentence]:
    """Those of `candidates` that are about `query` or a question, and not their pages alone.

    A page in whose title or text none of the terms occurs, such as one in another language, was
    found by its meaning and is kept whole.
    """
    asked = frozenset(terms(" ".join([query, *(question.text for question in questions)])))
    texts = {source.id: source.text for source in sources}
    naming = {source.id: _naming(source, asked) for source in sources if _is_mixed(source, asked)}
    return [
        sentence
        for sentence in candidates
        if sentence.source not in naming
        or asked & sentence.terms
        or _paragraph_start(texts[sentence.source], sentence.span.start) in naming[sentence.source]
    ]


def _is_mixed(source: Source, asked: Collection[str]) -> bool:
    """Whether `source` speaks of what is asked about in a few of its paragraphs alone."""
    if not asked or not set(terms(source.title)).isdisjoint(asked):
        return False
    paragraphs = [set(terms(line)) for line in source.text.split("\n")]
    long = [found for found in paragraphs if len(found) >= MIN_PARAGRAPH_TERMS]
    naming = sum(not found.isdisjoint(asked) for found in long)
    return 0 < naming < ABOUT_IT * len(long)


def _naming(source: Source, asked: frozenset[str]) -> frozenset[int]:
    """Where the paragraphs start that name what is asked about: each is read once, however many
    sentences it has.
    """
    lines = re.finditer("[^\n]+", source.text)
    return frozenset(line.start() for line in lines if not asked.isdisjoint(terms(line[0])))


def _paragraph_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1
