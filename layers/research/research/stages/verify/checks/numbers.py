"""Checks that the numbers and dates of a claim are those of its evidence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.derived_numbers import derived_numbers, is_ratio, weekdays
from research.stages.verify.checks.evidence import Doubt, partial, unsupported
from research.text.clauses import clause_words
from research.text.days.dates import moments, without_dates
from research.text.figures.counted import counted_terms, is_year
from research.text.figures.number_words import Bound
from research.text.figures.quantities import Quantity, quantities
from research.text.figures.same_number import is_given, is_near, quantities_said

_LOOSE = frozenset("one first both pair couple twice".split())
"""Words that count and also point ("one of them", "first of all"): wrong only against another."""
_LONG_SPAN = re.compile(
    r"\b(?:decade|century|hundred|thousand|million|billion|dozen)", re.IGNORECASE
)
_TWO = 2
_TWO_NAMED = re.compile(r"[A-Z]\w+ and [A-Z]\w+")
_ONLY_OR_NOT = re.compile(
    r"\b(?:only|not?|never|none|neither|exempt\w*|cannot|without)\b|n['’]t\b", re.IGNORECASE
)
_OPPOSITE_BOUND = {Bound.ABOVE: Bound.BELOW, Bound.BELOW: Bound.ABOVE}
_NONE = re.compile(r"\b(?:no|none|nobody|nothing|never|without|not any|zero)\b", re.IGNORECASE)
_ONE = re.compile(r"\b(?:a|an|another|single|sole|each|per|every|one|only|the)$", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:initial|original|earliest|maiden|debut|inaugural|new)\w*", re.IGNORECASE)
_LOOK_BACK = 20


def number_doubts(claim: str, evidence: ClaimEvidence) -> Iterator[Doubt]:
    """A doubt for each number of `claim` that its evidence does not give."""
    bare = without_dates(claim)
    numbers = quantities(bare)
    if not numbers:
        return
    said = quantities_said(evidence.said)
    more = derived_numbers(evidence.said, said)
    for wanted in numbers:
        if is_loose(wanted):
            yield from _loose_doubts(bare, wanted, evidence.said, said)
        elif not any(is_given(wanted, other, bare, evidence.said) for other in said):
            is_derived = any(is_given(wanted, other, bare, evidence.said) for other in more)
            is_derived = is_derived or _is_complement(wanted, bare, evidence.said, said)
            is_derived = is_derived or _is_pair(wanted, evidence.said)
            if not is_derived and not is_ratio(wanted, bare, said):
                yield from _missing(wanted, bare, said, evidence)
        else:
            yield from _misplaced(bare, wanted, evidence.said, said)


def _is_complement(wanted: Quantity, claim: str, text: str, said: Sequence[Quantity]) -> bool:
    """Whether one denies below a number what the other says above it: "only with more than 500"."""
    if wanted.bound not in _OPPOSITE_BOUND or not _ONLY_OR_NOT.search(f"{claim} {text}"):
        return False
    turned = replace(wanted, bound=_OPPOSITE_BOUND[wanted.bound])
    return any(
        other.bound is turned.bound and other.readings[0] == turned.readings[0] for other in said
    )


def _is_pair(wanted: Quantity, text: str) -> bool:
    """Whether "two" counts those whom the evidence names."""
    return wanted.readings[0].value == _TWO and bool(_TWO_NAMED.search(text))


def is_loose(wanted: Quantity) -> bool:
    """Whether the word for a number need not count: "a", "one", "both", "doubled"."""
    word = wanted.written.split()[0].lower()
    if word in ("a", "an"):
        return wanted.readings[0].value == wanted.times[1] and not _LONG_SPAN.search(wanted.written)
    if wanted.is_word and word.endswith(("led", "ved")):
        return False
    is_pointing = word in _LOOSE or word.startswith(("doubl", "tripl", "halv"))
    return wanted.is_word and is_pointing and not wanted.readings[0].unit


def _missing(
    wanted: Quantity, claim: str, said: Sequence[Quantity], evidence: ClaimEvidence
) -> Iterator[Doubt]:
    """A doubt that the evidence lacks a number, but for none at all and a year said beside it."""
    if not wanted.readings[0].value and _NONE.search(evidence.said):
        return
    if is_year(wanted) and not any(map(is_year, said)):
        around = quantities_said(evidence.around)
        if any(is_given(wanted, other, claim, evidence.around) for other in around):
            return
    near = [other for other in said if is_near(wanted, other)]
    if near:
        yield unsupported(f"the quote says {near[0].phrase}, not {wanted.phrase}")
    else:
        yield unsupported(f"the number {wanted.written} is not in the quote")


def _loose_doubts(
    claim: str, wanted: Quantity, text: str, said: Sequence[Quantity]
) -> Iterator[Doubt]:
    """A doubt where the same noun is counted otherwise: "one ship" against "five ships"."""
    noun = counted_terms(claim, wanted)[:1]
    others = [q for q in said if noun and noun[0] in counted_terms(text, q)[:1]]
    if wanted.is_ordinal and not others:
        others = [q for q in said if q.is_ordinal]
    if not others or any(
        q.readings[0].value == wanted.readings[0].value or q.is_ordinal != wanted.is_ordinal
        for q in others
    ):
        return
    before = [
        text[max(0, word.start - _LOOK_BACK) : word.start].rstrip()
        for word in clause_words(text)
        if word.term in noun
    ]
    is_other_word = _FIRST.search(text) if wanted.is_ordinal else any(map(_ONE.search, before))
    if not is_other_word:
        yield unsupported(f"the quote says {others[0].written}, not {wanted.written}")


def _misplaced(
    claim: str, wanted: Quantity, text: str, said: Sequence[Quantity]
) -> Iterator[Doubt]:
    """A doubt where the evidence gives the number for another thing, and another for this."""
    noun = counted_terms(claim, wanted)[:1]
    if not noun or wanted.is_ordinal or is_year(wanted):
        return
    same = [q for q in said if is_given(wanted, q, claim, text)]
    rivals = [q for q in said if q not in same and counted_terms(text, q)[:1] == noun]
    if rivals and all(
        counted_terms(text, q) and noun[0] not in counted_terms(text, q) for q in same
    ):
        yield partial(
            f"the quote says {rivals[0].written} of what the claim counts as {wanted.written}"
        )


def date_doubts(claim: str, evidence: ClaimEvidence) -> Iterator[Doubt]:
    """A doubt for each date of `claim` that its evidence does not give."""
    days = moments(claim)
    if not days:
        return
    said, near = moments(evidence.said), moments(evidence.around)
    years = {q.readings[0].value for q in quantities_said(evidence.around)}
    years |= {Fraction(moment.year) for moment in near}
    derived = weekdays(evidence.said, quantities_said(evidence.said))
    for wanted in days:
        written = claim[wanted.start : wanted.end]
        if not wanted.is_sure:
            continue
        if any(wanted.agrees(moment) for moment in said):
            if wanted.year and wanted.year not in years:
                yield partial(f"the quote does not say that it was in {wanted.year}")
        elif wanted.weekday in derived:
            continue
        elif any(wanted.agrees(moment) for moment in near):
            yield partial(f"{written} stands near the quote, not in it")
        else:
            yield unsupported(f"the date {written} is not in the quote")
