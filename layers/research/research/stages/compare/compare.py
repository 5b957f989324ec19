"""Which of the disagreements among what was selected a report shows."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from research.domain.claim import Disagreement
from research.domain.source import Source
from research.stages.compare.disagree import find_disagreements
from research.text.source_sentences import Sentence, sentences_of

MAX_SHOWN = 4
"""The surest come first; further down, more of them only look like one."""
MIN_STANDALONE = 0.45
"""A sentence that begins with "this" or "she" is one still: whom it means is told before it."""
MIN_TERMS = 3
MAX_BEFORE_CHARACTERS = 200


def differing(sources: Sequence[Source]) -> tuple[Disagreement, ...]:
    """Where `sources`, all about one query, seem to differ; a subject once, the surest first."""
    shown: list[Disagreement] = []
    for one in all_differing(sources):
        if len(shown) < MAX_SHOWN and not any(_is_same(one, other) for other in shown):
            shown.append(one)
    return tuple(shown)


def all_differing(sources: Sequence[Source]) -> list[Disagreement]:
    """Every pair of sentences of `sources` that seem to contradict each other, the surest first.

    All that they say is compared, not what was selected of it: what is said twice in other figures
    is seldom worth the words of a report twice.
    """
    texts = {source.id: source.text for source in sources}
    titles = {source.id: source.title for source in sources}
    telling = [s for s in _sentences(sources) if len(s.terms) >= MIN_TERMS]
    return find_disagreements(
        [s.citation(texts[s.source]) for s in telling],
        [f"{titles[s.source]}.\n{_before(s, texts[s.source])}" for s in telling],
    )


def _sentences(sources: Sequence[Source]) -> Iterator[Sentence]:
    """The sentences that stand alone, the first of each source first: few sources have many."""
    of_each = [[s for s in sentences_of(source) if s.standalone >= MIN_STANDALONE]
               for source in sources]  # fmt: skip
    for turn in zip_longest(*of_each):
        yield from (sentence for sentence in turn if sentence is not None)


def _before(sentence: Sentence, text: str) -> str:
    """What its source says just before a sentence."""
    start = sentence.span.start
    return text[max(0, start - MAX_BEFORE_CHARACTERS) : start]


def _is_same(one: Disagreement, other: Disagreement) -> bool:
    """Whether a side of one is a side of the other, or both speak of the same in other words."""
    mine, theirs = set(one.subject.split()), set(other.subject.split())
    shares_a_side = not set(one.citations).isdisjoint(other.citations)
    return shares_a_side or 2 * len(mine & theirs) > min(len(mine), len(theirs))
