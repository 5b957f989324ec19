"""Finds where two sources give another number or date for the same, or one has a "not" more.

Made to be right when it speaks and silent otherwise. Figures are compared where both sentences name
the same, speak of the same years, single nothing out, and have the same words around the figure.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

from research.models import Citation, Disagreement
from research.stages.disagree_figures import (
    Figure,
    are_near,
    figures_of,
    have_one_limit,
    limits_of,
    may_be_one,
    telling_words,
)
from research.stages.verify_evidence import Evidence
from research.stages.verify_negations import negation_doubts
from research.stages.verify_opposites import opposite_doubts
from research.text.clauses import Word
from research.text.names import names
from research.text.near_words import NEAR

MIN_SHARE = 0.3
"""Of the rarity of the words around a number, so much must be around the other's too."""
MIN_SHARE_DATED = 0.42
"""The same for a date: much happens to one and the same at different times."""
MIN_SHARE_OPPOSED = 0.7
"""Without figures to compare there must be more, for a "not" is easily another matter's."""
MIN_SHARE_NAMED = 0.5
"""The same where each figure stands beside a name that the other sentence has not."""
MIN_SHARED_TERMS = 2
"""Beside the names; for a date one will do."""
MIN_SHARED_OPPOSED = 3
MAX_STATEMENTS = 500
"""Pairs grow with the square; a report's candidates are fewer."""
_SUBJECT_WORDS = 6


@dataclass(frozen=True, slots=True, eq=False)
class _Statement:
    """A sentence, and what it says by its parts."""

    citation: Citation
    words: tuple[Word, ...]
    terms: frozenset[str]
    names: frozenset[str]
    figures: tuple[Figure, ...]
    limits: tuple[frozenset[int], frozenset[str]]


def find_disagreements(statements: Sequence[Citation]) -> list[Disagreement]:
    """The disagreements among `statements`, each a sentence of a source, the surest first.

    A sentence is in at most one for each other source. At most `MAX_STATEMENTS` are compared.
    """
    read = [_read(citation) for citation in statements[:MAX_STATEMENTS]]
    rarity = _rarity(read)
    found: list[tuple[float, Disagreement]] = []
    for one, other in combinations(read, 2):
        if one.citation.source != other.citation.source and (one.names & other.names):
            sureness = max(_figures_apart(one, other, rarity), _opposed(one, other, rarity))
            if sureness:
                subject, both = _subject(one, other), (one.citation, other.citation)
                found.append((sureness, Disagreement(subject=subject, citations=both)))
    found.sort(key=lambda item: -item[0])
    return list(_once_each([disagreement for _, disagreement in found]))


def _read(citation: Citation) -> _Statement:
    words = tuple(telling_words(citation.quote))
    return _Statement(
        citation=citation,
        words=words,
        terms=frozenset(word.term for word in words),
        names=frozenset(w.term for name in names(citation.quote) for w in name.words),
        figures=tuple(figures_of(citation.quote)),
        limits=limits_of(citation.quote),
    )


def _rarity(statements: Sequence[_Statement]) -> Mapping[str, float]:
    """How much a term tells: its inverse document frequency (Spärck Jones, 1972)."""
    counts = Counter(term for statement in statements for term in statement.terms)
    return {term: log(1 + len(statements) / count) for term, count in counts.items()}


def _figures_apart(one: _Statement, other: _Statement, rarity: Mapping[str, float]) -> float:
    """How surely a figure of one is of the same as one of the other, and no other's is its own."""
    common = len(_in_common(one, other))
    if not common or not have_one_limit(one.limits, other.limits):
        return 0.0
    best = 0.0
    for mine in one.figures:
        if mine.number and common < MIN_SHARED_TERMS:
            continue
        theirs = [figure for figure in other.figures if figure.kinds & mine.kinds]
        ours = [figure for figure in one.figures if figure.kinds & mine.kinds]
        if any(may_be_one(a, b) for a in ours for b in theirs):
            continue
        for figure in theirs:
            share = _share(mine.near, figure.near, rarity)
            enough = MIN_SHARE_DATED if mine.moment else MIN_SHARE
            if mine.near & one.names - other.names and figure.near & other.names - one.names:
                enough = MIN_SHARE_NAMED
            if share >= enough and are_near(mine, figure):
                best = max(best, share)
    return best


def _opposed(one: _Statement, other: _Statement, rarity: Mapping[str, float]) -> float:
    """How surely the two say the same, but one denies what the other states."""
    share = _share(one.terms, other.terms, rarity)
    if share < MIN_SHARE_OPPOSED or len(_in_common(one, other)) < MIN_SHARED_OPPOSED:
        return 0.0
    is_opposed = _contradicts(one.citation, other.citation) or _contradicts(
        other.citation, one.citation
    )
    return share if is_opposed else 0.0


def _contradicts(claim: Citation, said: Citation) -> bool:
    evidence = Evidence(said=said.quote, around=said.quote)
    return any(negation_doubts(claim.quote, evidence)) or any(
        opposite_doubts(claim.quote, evidence)
    )


def _share(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    """How much of the fewer terms the others have, or words near them, by rarity."""
    less, more = sorted((one, other), key=len)
    shared = [term for term in less if term in more or NEAR.get(term, frozenset()) & more]
    if not shared:
        return 0.0
    return sum(rarity[term] for term in shared) / sum(rarity[term] for term in less)


def _in_common(one: _Statement, other: _Statement) -> set[str]:
    """The terms of one that the other has too, or near ones, and that name nobody."""
    return {
        term
        for term in one.terms - one.names - other.names
        if term in other.terms or NEAR.get(term, frozenset()) & other.terms
    }


def _subject(one: _Statement, other: _Statement) -> str:
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
