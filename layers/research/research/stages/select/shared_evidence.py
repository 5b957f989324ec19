"""Tells which questions have the same evidence, and how many sections so little of it can make.

Where one article is all that was found, each question is answered from the whole of it: a section
for each says the same figures again.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from research.domain.passage import Passage
from research.domain.source import Source
from research.stages.select.evidence_packs import unite_packs
from research.text.terms import word_count

SAME_EVIDENCE = 0.8
"""Two packs are the same where they have so much of the smaller one in common."""
WORDS_READ_PER_SECTION = 300
"""Of shared evidence: with fewer to read for each, sections repeat each other."""


def share_evidence(
    packs: Sequence[Sequence[Passage]], sources: Mapping[int, Source]
) -> list[list[int]]:
    """The places of `packs`, in groups of those that are to make one section, in their order.

    Packs of the same evidence make no more sections than there are words for. An empty pack is a
    group by itself.
    """
    groups = [
        group for same in _same(packs) for group in _parted(same, [packs[n] for n in same], sources)
    ]
    return sorted(groups)


def _same(packs: Sequence[Sequence[Passage]]) -> list[list[int]]:
    """The places of packs that are the same, each as one of its group."""
    found: list[list[int]] = []
    for place, pack in enumerate(packs):
        alike = [group for group in found if any(_is_same(pack, packs[n]) for n in group)]
        found = [group for group in found if group not in alike]
        found.append(sorted([*(n for group in alike for n in group), place]))
    return found


def _parted(
    places: Sequence[int], packs: Sequence[Sequence[Passage]], sources: Mapping[int, Source]
) -> list[list[int]]:
    """`places` in as many groups as their `packs` have words for; the first may be smaller."""
    words = sum(word_count(passage.text) for passage in unite_packs(packs, sources))
    count = max(1, min(len(places), words // WORDS_READ_PER_SECTION))
    ends = [place * len(places) // count for place in range(count + 1)]
    return [list(places[start:end]) for start, end in pairwise(ends)]


def _is_same(one: Sequence[Passage], other: Sequence[Passage]) -> bool:
    smaller = min(_length(one), _length(other))
    common = sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in one
        for b in other
        if a.source == b.source
    )
    return smaller > 0 and common >= SAME_EVIDENCE * smaller


def _length(pack: Sequence[Passage]) -> int:
    return sum(passage.end - passage.start for passage in pack)
