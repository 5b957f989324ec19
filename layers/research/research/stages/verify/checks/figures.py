"""Where the numbers, years and dates of a claim are found: quoted, nearby, computed, or nowhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.arithmetic.derivations import Derivation, derivation
from research.stages.verify.checks.computed_numbers import is_computed
from research.stages.verify.checks.derived_numbers import derived_numbers, is_ratio, weekdays
from research.stages.verify.checks.numbers import is_loose
from research.text.days.dates import Moment, moments, without_dates
from research.text.figures.counted import is_year
from research.text.figures.quantities import Quantity, quantities
from research.text.figures.same_number import is_given, quantities_said
from research.text.names import names
from research.text.sentences import sentence_spans

_NEAR_CHARACTERS = 3_000
"""So much of the text ahead of a quote may give its numbers."""
_MOST_COUNTED = 12
_DAYS_NEAR = 8
"""A report of today speaks of days so near to it by "Monday" or "last week"."""
_MONTH_DAYS = 30
_NEXT = re.compile(r"\b(?:next|coming|upcoming|spring|will|scheduled|january|february|march)\b")
_LAST = re.compile(r"\b(?:last|previous|earlier|ago)\b")


@dataclass(frozen=True, slots=True)
class FoundFigures:
    """The claim's numbers and dates by where they are; `nowhere` are those without any place."""

    quoted: int
    computed: int
    in_other_unit: int
    """Those that the evidence gives as a number of something else: 590 km for 590 miles."""
    unexplained: int
    """Parts in words, such as "a third", that are nowhere: too vague to refute by."""
    nowhere: tuple[str, ...]
    dates_nowhere: tuple[str, ...]


def find_figures(claim: str, evidence: ClaimEvidence) -> FoundFigures:
    """Looks the numbers and dates of `claim` up in all of its evidence."""
    bare = without_dates(claim)
    wanted = [q for q in quantities(bare) if not is_loose(q)]
    said, around = quantities_said(evidence.said), quantities_said(evidence.around)
    derived = derived_numbers(evidence.said, said)
    quoted = computed = 0
    unexplained = 0
    missing = []
    for one in wanted:
        if _is_in(one, bare, said, evidence.said):
            quoted += 1
        elif (
            _is_in(one, bare, derived, evidence.said)
            or is_ratio(one, bare, said)
            or is_computed(one, bare, said)
        ):
            computed += 1
        elif _is_elsewhere(one, bare, around, evidence):
            continue
        elif (follows := derivation(one, bare, evidence)) is not Derivation.NONE:
            computed += follows is Derivation.NAMED
        elif one.is_word and 0 < one.readings[0].value < 1:
            unexplained += 1
        elif not is_computed(one, bare, said, needs_cue=False):
            missing.append(one.written)
    others = [q for q in wanted if not q.is_word and not _is_in(q, bare, around, evidence.around)]
    return FoundFigures(
        quoted,
        computed,
        sum(any(_values(one) & _values(other) for other in around) for one in others),
        unexplained,
        tuple(missing),
        tuple(_dates_nowhere(claim, evidence)),
    )


def _is_in(wanted: Quantity, claim: str, said: Sequence[Quantity], text: str) -> bool:
    return any(is_given(wanted, other, claim, text) for other in said)


def _values(quantity: Quantity) -> set[object]:
    value = quantity.readings[0].value
    return {value, value / quantity.times[1]}


def _is_elsewhere(
    wanted: Quantity, claim: str, around: Sequence[Quantity], evidence: ClaimEvidence
) -> bool:
    value = wanted.readings[0].value
    if _is_in(wanted, claim, around, evidence.around):
        return True
    if is_year(wanted):
        return _is_year_of(int(value), evidence)
    is_count = not wanted.readings[0].unit and value.denominator == 1
    if is_count and 2 <= value <= _MOST_COUNTED and _is_length(int(value), evidence.around):
        return True
    near = f"{evidence.heading}\n{evidence.before[-_NEAR_CHARACTERS:]}"
    return _is_in(wanted, claim, quantities_said(near), near)


def _is_length(number: int, text: str) -> bool:
    """Whether a sentence of `text` lists so many things, or names so many."""
    for span in sentence_spans(text):
        sentence = span.of(text)
        if len(names(sentence)) == number:
            return True
        if sentence.count(",") + sentence.count(" and ") in (number - 1, number):
            return True
    return False


def _is_year_of(year: int, evidence: ClaimEvidence) -> bool:
    """Whether the evidence names the year, or its own date and "next" or "last" mean it."""
    if str(year) in evidence.everything:
        return True
    if evidence.published is None:
        return False
    around = evidence.around.lower()
    apart = year - evidence.published.year
    return apart == 0 or bool(
        (apart == 1 and _NEXT.search(around)) or (apart == -1 and _LAST.search(around))
    )


def _dates_nowhere(claim: str, evidence: ClaimEvidence) -> list[str]:
    said = moments(evidence.everything)
    found = []
    for wanted in moments(claim):
        written = claim[wanted.start : wanted.end]
        if not wanted.is_sure:
            continue
        if (
            _is_other_weekday(wanted, evidence)
            if wanted.weekday and not wanted.month
            else not _is_date_of(wanted, said, evidence)
        ):
            found.append(written)
    return found


def _is_date_of(wanted: Moment, said: Sequence[Moment], evidence: ClaimEvidence) -> bool:
    """Whether the evidence gives a date, or its own date and a word such as "next" mean it."""
    if wanted.year and not _is_year_of(wanted.year, evidence):
        return False
    if any(wanted.agrees(one) or _is_its_month(wanted, one) for one in said):
        return True
    return evidence.published is not None and _is_near(wanted, evidence.published)


def _is_other_weekday(wanted: Moment, evidence: ClaimEvidence) -> bool:
    """Whether the quote's sentences name other days of the week, and nothing names this one."""
    said = moments(evidence.said)
    days = {one.weekday_number() for one in said} | {
        one.weekday_number() for one in moments(evidence.everything)
    }
    counted = weekdays(evidence.said, quantities_said(evidence.said))
    is_named = any(one.weekday_number() for one in said)
    return is_named and wanted.weekday not in days | counted


def _is_its_month(wanted: Moment, other: Moment) -> bool:
    return not wanted.day and other.month == wanted.month


def _is_near(wanted: Moment, published: date) -> bool:
    """Whether a date may be what a text of `published` calls "Monday" or "next month"."""
    if not wanted.day:
        nearby = {(published + timedelta(_MONTH_DAYS * n)).month for n in (-1, 0, 1)}
        return wanted.month in nearby
    days = (published + timedelta(n) for n in range(-_DAYS_NEAR, _DAYS_NEAR + 1))
    return any((day.month, day.day) == (wanted.month, wanted.day) for day in days)
