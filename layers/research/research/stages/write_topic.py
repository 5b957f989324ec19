"""Leaves out what a page says of something else: a round-up has one item about the question.

A page about the question speaks of it all along, and its sentences need not name it each time. Of
another page, only the paragraphs that name what is asked about are about it.
"""

from collections.abc import Collection, Sequence

from research.models import Question, Source
from research.stages.write_sentences import Sentence
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
    mixed = {source.id for source in sources if _is_mixed(source, asked)}
    return [
        sentence
        for sentence in candidates
        if sentence.source not in mixed
        or asked & sentence.terms
        or not asked.isdisjoint(terms(_paragraph(texts[sentence.source], sentence.span.start)))
    ]


def _is_mixed(source: Source, asked: Collection[str]) -> bool:
    """Whether `source` speaks of what is asked about in a few of its paragraphs alone."""
    if not asked or not set(terms(source.title)).isdisjoint(asked):
        return False
    paragraphs = [set(terms(line)) for line in source.text.split("\n")]
    long = [found for found in paragraphs if len(found) >= MIN_PARAGRAPH_TERMS]
    naming = sum(not found.isdisjoint(asked) for found in long)
    return 0 < naming < ABOUT_IT * len(long)


def _paragraph(text: str, place: int) -> str:
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : len(text) if end < 0 else end]
