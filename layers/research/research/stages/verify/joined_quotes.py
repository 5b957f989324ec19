"""Joins quotes that follow one another in a paragraph: one longer quote is read in one go.

A sentence that rests on three neighbouring ones would else have three marks and three cards in the
list of sources, each of which says a third.
"""

from collections.abc import Sequence

from research.domain.claim import Citation
from research.domain.passage import Passage
from research.text.terms import word_count

LONGEST_WORDS = 75
"""Three sentences of usual length: in a longer quote a reader doesn't see what a claim rests on."""


def join_quotes(citations: Sequence[Citation], passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """`citations` of `passages`, those that only blanks part in a paragraph joined, none twice.

    They come in the order in which `citations` first name a part of them. Where one quote of them
    all would be too long, the first are joined as far as they go.
    """
    joined: list[tuple[int, Citation]] = []
    for one in sorted(set(citations), key=lambda one: (one.source, one.start, one.end)):
        turn = citations.index(one)
        if joined and (both := _joined(joined[-1][1], one, passages)):
            joined[-1] = min(turn, joined[-1][0]), both
        else:
            joined.append((turn, one))
    return tuple(one for _, one in sorted(joined, key=lambda told: told[0]))


def without_parts(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Those of `citations`, all different, whose words another of them doesn't quote too."""
    return tuple(
        one
        for one in citations
        if not any(
            one != other
            and one.source == other.source
            and other.start <= one.start
            and one.end <= other.end
            for other in citations
        )
    )


def _joined(first: Citation, then: Citation, passages: Sequence[Passage]) -> Citation | None:
    """Both as one quote, where they overlap or touch and that is short enough."""
    end = max(first.end, then.end)
    for passage in passages:
        is_both = passage.start <= first.start and end <= passage.end
        if not (first.source == then.source == passage.source and is_both):
            continue
        between = passage.text[first.end - passage.start : then.start - passage.start]
        quote = passage.text[first.start - passage.start : end - passage.start]
        if between.strip() or "\n" in between or word_count(quote) > LONGEST_WORDS:
            return None
        return Citation(source=first.source, quote=quote, start=first.start, end=end)
    return None
