"""Finds where two sources contradict each other, and picks what a report shows of it.

Made to be right when it speaks and silent otherwise. Two figures contradict each other where both
sentences name the same and say the same around the figure (`same_subject`), nothing keeps the two
figures apart (`qualifiers`), and they can't both be right (`number_conflicts`, `date_conflicts`).
Two wordings do where one denies what the other says (`wording_conflicts`). A model, where there is
one, is then asked whether they do (`judge_disagreements`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product, zip_longest

from research.domain.claim import Citation, Claim, Disagreement
from research.domain.source import Source
from research.stages.compare.date_conflicts import date_conflict
from research.stages.compare.judge_disagreements import judge_disagreements
from research.stages.compare.number_conflicts import number_conflict
from research.stages.compare.same_subject import MIN_SHARED_UNNAMED
from research.stages.compare.statement import (
    Side,
    Statement,
    known_names,
    read_statement,
    term_rarity,
)
from research.stages.compare.wording_conflicts import wording_conflict
from research.text.source_sentences import ReadSentences, Sentence, sentences_of

__all__ = ["all_disagreements", "compare", "find_disagreements", "judge_disagreements", "untold"]

MAX_SHOWN = 4
"""The surest come first; further down, more of them are no contradictions."""
MIN_STANDALONE = 0.45
"""Low enough for a sentence that begins with "she": the text before it says who is meant."""
MIN_TERMS = 3
MAX_BEFORE_CHARACTERS = 200
MAX_STATEMENTS = 500
"""Pairs grow with the square; a report's candidates are fewer."""
MAX_COMPARED = 20_000
"""Pairs of sentences, and of their figures: a page that says the same five hundred times costs a
few seconds and no more. The pages of one query take some thousands."""
_SUBJECT_WORDS = 6
_FIGURE = re.compile(r"\d[\d.,]*")


def compare(
    sources: Sequence[Source], read_sentences: ReadSentences = sentences_of
) -> tuple[Disagreement, ...]:
    """What a report shows of where `sources` differ: each subject once, the surest first."""
    shown: list[Disagreement] = []
    for one in all_disagreements(sources, read_sentences):
        if len(shown) < MAX_SHOWN and not any(_is_same(one, other) for other in shown):
            shown.append(one)
    return tuple(shown)


def untold(found: Iterable[Disagreement], claims: Sequence[Claim]) -> list[Disagreement]:
    """Those of `found` of which no claim tells, as one that cites both sentences does, or both
    sources and has a figure of each that the other lacks.
    """
    return [one for one in found if not any(_tells_of(claim, one.citations) for claim in claims)]


def _tells_of(claim: Claim, both: tuple[Citation, Citation]) -> bool:
    if all(any(own.touches(one.source, one) for own in claim.citations) for one in both):
        return True
    first, second = (_figures(one.quote) for one in both)
    said = _figures(claim.text)
    is_cited = {one.source for one in both} <= {own.source for own in claim.citations}
    return is_cited and bool(said & (first - second)) and bool(said & (second - first))


def _figures(text: str) -> set[str]:
    return {figure.rstrip(".,") for figure in _FIGURE.findall(text)}


def all_disagreements(
    sources: Sequence[Source], read_sentences: ReadSentences = sentences_of
) -> list[Disagreement]:
    """Every pair of sentences of `sources` that seem to contradict each other, the surest first.

    Whole sources are compared, not the passages that were selected: of two sentences that differ in
    a figure only, selection keeps one.
    """
    texts = {source.id: source.text for source in sources}
    titles = {source.id: source.title for source in sources}
    candidates = [s for s in _sentences(sources, read_sentences) if len(s.terms) >= MIN_TERMS]
    return find_disagreements(
        [s.citation(texts[s.source]) for s in candidates],
        [f"{titles[s.source]}.\n{_before(s, texts[s.source])}" for s in candidates],
    )


def _sentences(sources: Sequence[Source], read_sentences: ReadSentences) -> Iterator[Sentence]:
    """The sentences that stand alone, the first of each source first: few sources have many."""
    of_each = [
        [s for s in read_sentences(source) if s.standalone >= MIN_STANDALONE] for source in sources
    ]
    for turn in zip_longest(*of_each):
        yield from (sentence for sentence in turn if sentence is not None)


def _before(sentence: Sentence, text: str) -> str:
    """The text of its source just before a sentence."""
    start = sentence.span.start
    return text[max(0, start - MAX_BEFORE_CHARACTERS) : start]


def _is_same(one: Disagreement, other: Disagreement) -> bool:
    """Whether a side of one is a side of the other, or both speak of the same in other words."""
    mine, theirs = set(one.subject.split()), set(other.subject.split())
    shares_a_side = not set(one.citations).isdisjoint(other.citations)
    return shares_a_side or 2 * len(mine & theirs) > min(len(mine), len(theirs))


def find_disagreements(
    statements: Sequence[Citation], before: Sequence[str] = ()
) -> list[Disagreement]:
    """The disagreements among `statements`, each a sentence of a source, the surest first.

    `before`: for each statement the text before it, which tells who "the firm" is; without it, a
    statement must name whom it is about, or say nearly the same as the other. A sentence is in at
    most one disagreement with each other source. At most `MAX_STATEMENTS` are compared, and of
    their pairs as many as `MAX_COMPARED` allows.
    """
    said = statements[:MAX_STATEMENTS]
    texts = [*before[: len(said)], *[""] * (len(said) - len(before))]
    headed = dict.fromkeys(text.partition("\n")[0] for text in texts)
    known = known_names([*(citation.quote for citation in said), *headed])
    everyone = [
        read_statement(citation, text, known) for citation, text in zip(said, texts, strict=True)
    ]
    rarity = term_rarity(everyone)
    found: list[tuple[float, Disagreement]] = []
    for one, other in _pairs(everyone):
        confidence = max(_figure_conflict(one, other, rarity), wording_conflict(one, other, rarity))
        if confidence:
            subject, both = _subject(one, other), (one.citation, other.citation)
            found.append((confidence, Disagreement(subject=subject, citations=both)))
    found.sort(key=lambda item: -item[0])
    return list(_once_each([disagreement for _, disagreement in found]))


def _pairs(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """The pairs that may be about the same, as many as `MAX_COMPARED` allows."""
    compared = 0
    for one, other in combinations(statements, 2):
        if _may_be_about_the_same(one, other):
            compared += 1 + len(one.figures) * len(other.figures)
            if compared > MAX_COMPARED:
                return
            yield one, other


def _may_be_about_the_same(one: Statement, other: Statement) -> bool:
    """Whether two sentences of two sources share a name, or many words."""
    if one.citation.source == other.citation.source or one.citation.quote == other.citation.quote:
        return False
    return not one.named.isdisjoint(other.named) or (
        len(one.terms & other.terms) >= MIN_SHARED_UNNAMED
    )


def _figure_conflict(one: Statement, other: Statement, rarity: Mapping[str, float]) -> float:
    """How surely a figure of one contradicts a figure of the other, 0 (not) to 1."""
    pairs = product(one.figures, other.figures)
    return max(
        (
            (number_conflict if a.number else date_conflict)(Side(one, a), Side(other, b), rarity)
            for a, b in pairs
            if bool(a.number) == bool(b.number)
        ),
        default=0.0,
    )


def _subject(one: Statement, other: Statement) -> str:
    """The first few words that both have."""
    shared = [word.text for word in one.words if word.term in one.terms & other.terms]
    return " ".join(list(dict.fromkeys(shared))[:_SUBJECT_WORDS])


def _once_each(disagreements: Sequence[Disagreement]) -> Iterator[Disagreement]:
    """Those of `disagreements` whose sentences are in no surer one with the same other source."""
    seen: set[tuple[int, int, int]] = set()
    for disagreement in disagreements:
        one, other = disagreement.citations
        keys = {(one.source, one.start, other.source), (other.source, other.start, one.source)}
        if not keys & seen:
            yield disagreement
        seen |= keys
