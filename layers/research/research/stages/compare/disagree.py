"""Finds where two sources give another number or date for the same, or one has a "not" more.

Made to be right when it speaks and silent otherwise. Two figures are compared where both sentences
name the same and say the same around the figure (`disagreements.alike`), nothing keeps the two
apart (`disagreements.limits`), and both can't be right (`disagreements.values`).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from research.domain.claim import Citation, Disagreement
from research.stages.compare.alike import MIN_SHARED_UNNAMED
from research.stages.compare.dates import dates_apart
from research.stages.compare.numbers import numbers_apart
from research.stages.compare.opposed import opposed
from research.stages.compare.reading import Side, Statement, known_names, rarity_of, read

MAX_STATEMENTS = 500
"""Pairs grow with the square; a report's candidates are fewer."""
MAX_COMPARED = 20_000
"""Pairs of sentences, and of their figures: a page that says the same five hundred times costs a
few seconds and no more. The pages of one query take some thousands."""
_SUBJECT_WORDS = 6


def find_disagreements(
    statements: Sequence[Citation], before: Sequence[str] = ()
) -> list[Disagreement]:
    """The disagreements among `statements`, each a sentence of a source, the surest first.

    `before`: for each statement what its source says before it, which tells whom "the firm" is;
    without, each must name whom it speaks of, or say nearly the same. A sentence is in at most one
    disagreement for each other source. At most `MAX_STATEMENTS` are compared, and no more of their
    pairs than `MAX_COMPARED` allows.
    """
    said = statements[:MAX_STATEMENTS]
    told = [*before[: len(said)], *[""] * (len(said) - len(before))]
    known = known_names([*(citation.quote for citation in said), *told])
    everyone = [read(citation, text, known) for citation, text in zip(said, told, strict=True)]
    rarity = rarity_of(everyone)
    found: list[tuple[float, Disagreement]] = []
    for one, other in _pairs(everyone):
        confidence = max(_figures_apart(one, other, rarity), opposed(one, other, rarity))
        if confidence:
            subject, both = _subject(one, other), (one.citation, other.citation)
            found.append((confidence, Disagreement(subject=subject, citations=both)))
    found.sort(key=lambda item: -item[0])
    return list(_once_each([disagreement for _, disagreement in found]))


def _pairs(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """The pairs that may be of the same, until they are too many."""
    compared = 0
    for one, other in combinations(statements, 2):
        if _may_meet(one, other):
            compared += 1 + len(one.figures) * len(other.figures)
            if compared > MAX_COMPARED:
                return
            yield one, other


def _may_meet(one: Statement, other: Statement) -> bool:
    """Whether two sources say two things that may be of the same: by a name, or by many words."""
    if one.citation.source == other.citation.source or one.citation.quote == other.citation.quote:
        return False
    return not one.named.isdisjoint(other.named) or (
        len(one.terms & other.terms) >= MIN_SHARED_UNNAMED
    )


def _figures_apart(one: Statement, other: Statement, rarity: Mapping[str, float]) -> float:
    """How surely a figure of one contradicts one of the other, 0 to 1; 0 for not."""
    pairs = product(one.figures, other.figures)
    return max(
        (
            (numbers_apart if a.number else dates_apart)(Side(one, a), Side(other, b), rarity)
            for a, b in pairs
            if bool(a.number) == bool(b.number)
        ),
        default=0.0,
    )


def _subject(one: Statement, other: Statement) -> str:
    shared = [word.text for word in one.words if word.term in one.terms & other.terms]
    return " ".join(list(dict.fromkeys(shared))[:_SUBJECT_WORDS])


def _once_each(disagreements: Sequence[Disagreement]) -> Iterator[Disagreement]:
    """Those whose sentences are in no surer one with the same other source."""
    seen: set[tuple[int, int, int]] = set()
    for disagreement in disagreements:
        one, other = disagreement.citations
        keys = {(one.source, one.start, other.source), (other.source, other.start, one.source)}
        if not keys & seen:
            yield disagreement
        seen |= keys
