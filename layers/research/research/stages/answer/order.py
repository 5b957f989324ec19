"""Puts the sentences that were chosen for the parts of a query in the order they are read in."""

from collections.abc import Sequence

from research.stages.answer.candidates import Candidate
from research.stages.answer.expectation.expected import Expected
from research.stages.answer.parts import Part
from research.stages.answer.pool import Pool
from research.stages.answer.quotes import brings, unlike
from research.text.standing.speech import asker
from research.text.terms import stem

_NEARLY = 0.8
"""So much of its share has one with a name asked for that stands before one of other names. With
less, .5, one part in 90 is no longer answered in 75 words."""


def unrepeated(chosen: Sequence[Sequence[int]], pool: Pool) -> list[list[int]]:
    """`chosen` without what only says again, in its part or one before, what is said, and with the
    longer quote where one sentence brings another along.
    """
    said: list[int] = []
    kept = []
    for rows in _joined(chosen, pool):
        repeated = [row for row in rows if row in said]
        kept.append(repeated + unlike((row for row in rows if row not in said), said, pool))
        said += kept[-1]
    return kept


def _joined(chosen: Sequence[Sequence[int]], pool: Pool) -> list[list[int]]:
    """`chosen`, where a sentence that another one brings along gives its place to both."""
    every = [row for rows in chosen for row in rows]
    longer = {row: next((b for b in every if brings(b, row, pool)), row) for row in every}
    return [list(dict.fromkeys(longer[row] for row in rows)) for rows in chosen]


def in_order(part: Part, rows: Sequence[int], likely: Sequence[float], pool: Pool) -> list[int]:
    """`rows`, the likeliest first, but for steps, which have the order of their page, and what
    tells of others: "Aldvik beat Lund" comes behind what tells how Vessa did, if that is asked.
    """
    told = {row: pool.candidates[row] for row in rows}
    is_of_one_page = len({one.source.id for one in told.values()}) == 1
    if is_of_one_page and part.expected is Expected.MANNER and asker(part.text):
        return sorted(rows, key=lambda row: told[row].sentence.place)
    named = frozenset(stem(word) for word in part.named if not _has_figure(word))
    best = max((likely[row] for row in rows if told[row].sentence.terms & named), default=0.0)
    return sorted(
        rows, key=lambda row: _is_of_others(told[row], named) and best >= _NEARLY * likely[row]
    )


def _is_of_others(candidate: Candidate, named: frozenset[str]) -> bool:
    """Whether it has names, and none of those `named`, of which there are some."""
    names = {name for name in candidate.sentence.particulars if not _has_figure(name)}
    return bool(named) and named.isdisjoint(candidate.sentence.terms) and bool(names - named)


def _has_figure(word: str) -> bool:
    return any(map(str.isdigit, word))
