"""Chooses what of an analysis a report shows: what a reader of the report learns something from.

What is left out stands in the report's JSON. A list that the question's reader has no use for costs
the trust in the rest.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from research.domain.analysis.analysis import Analysis, TimelineEvent
from research.domain.analysis.entities import Entity, EntityKind, RelationshipBasis
from research.domain.claim import Citation, Claim, answer_claims, claims_as_read
from research.domain.report import Report
from research.text.questions.distinct_questions import distinct_questions
from research.text.terms import names_in, terms, words

MIN_EVENTS = 4
"""Fewer are read faster in the text."""
MIN_SHARED = 2
"""Of what the query speaks of: an event that shares less of it is of something beside, unless it
has all names of the query."""
MIN_NAMED = 2
"""Sources that name somebody: what one of them names stands in that."""
MAX_ENTITIES = 24
MIN_UNTYPED_SOURCES = 3
"""A name of which nothing tells what it is may be none, unless many have it."""
ANSWERED_SHARE = 0.75
"""Of a question's terms: a claim that has so many of them answers it."""
_MIN_ANSWERED_TERMS = 3
_ASKS_BEYOND = re.compile(
    r"^why\b|^who is\b|\b(?:could|would|should|might|by now|since)\b", re.IGNORECASE
)
"""Of such a question a claim may have all words and no answer: it says that it is so."""
_ASKS_WHO = re.compile(r"who is\b", re.IGNORECASE)
REPEATED_SHARE = 0.5
"""Of the terms that the shorter of two questions has beside the report's subject."""
_MIN_REPEATED_TERMS = 2
_RELATED = frozenset(terms("involved related connected linked tied role play"))
"""Who asks how two names are related names nothing else: a report on both has told it."""


def events_worth_showing(report: Report, found: Analysis) -> tuple[TimelineEvent, ...]:
    """The events of `found` that concern the query, or that `report` tells; none of a few."""
    told = [citation for claim in _claims(report) for citation in claim.citations]
    asked = list(_asked(report.query))
    kept = tuple(
        event for event in found.timeline if _is_told(event, told) or _concerns(event, asked)
    )
    return kept if len(kept) >= MIN_EVENTS else ()


def names_worth_showing(found: Analysis) -> list[Entity]:
    """The names of `found` that several sources have, or that a sentence says how they are related.

    The first `MAX_ENTITIES` of them.
    """
    related = {
        name
        for tie in found.relationships
        if tie.basis is RelationshipBasis.STATED
        for name in (tie.subject, tie.object)
    }
    return [
        one
        for one in found.entities
        if (one.kind is not EntityKind.OTHER or len(one.sources) >= MIN_UNTYPED_SOURCES)
        and (len(one.sources) >= MIN_NAMED or one.name in related)
    ][:MAX_ENTITIES]


def questions_worth_asking(report: Report, found: Analysis) -> tuple[str, ...]:
    """The related questions of `found` that `report` neither asks nor answers; none of who somebody
    is of whom it tells nothing.
    """
    asked = (*(section.question for section in report.sections), *report.open_questions)
    said = [frozenset(terms(claim.text)) for claim in _claims(report)]
    subject = frozenset(terms(f"{report.query} {report.title}"))
    told = subject.union(
        *(terms(section.question) for section in report.sections),
        *(terms(claim.text) for claim in answer_claims(report.answer)),
    )
    read = subject.union(*said)
    return tuple(
        text
        for text in distinct_questions(found.related_questions, asked)
        if (read.issuperset(names_in(text)) or not _ASKS_WHO.match(text))
        and not _is_answered(text, said)
        and not _is_told_of(text, told)
        and not any(_repeats(text, other, subject) for other in report.open_questions)
    )


def _claims(report: Report) -> Iterator[Claim]:
    return claims_as_read(report.answer, report.key_findings, report.sections)


def _is_told(event: TimelineEvent, told: Iterable[Citation]) -> bool:
    return any(one.touches(own.source, own) for own in event.citations for one in told)


def _concerns(event: TimelineEvent, asked: Sequence[tuple[frozenset[str], bool]]) -> bool:
    said = frozenset(terms(event.text))
    shared = {one for one, _ in asked if one & said}
    names = {one for one, is_name in asked if is_name}
    return len(shared) >= MIN_SHARED or (bool(names) and names <= shared)


def _asked(query: str) -> Iterator[tuple[frozenset[str], bool]]:
    """What `query` speaks of, and whether that is a name: a term each, the words of a name together
    ("Hong Kong").
    """
    runs = groupby(words(query), lambda word: word[0].isupper())
    for is_name, run in runs:
        own = [terms(word) for word in run]
        units = [[term for each in own for term in each]] if is_name else own
        yield from ((frozenset(unit), is_name) for unit in units if unit)


def _is_answered(question: str, said: Iterable[frozenset[str]]) -> bool:
    wanted = frozenset(terms(question))
    if len(wanted) < _MIN_ANSWERED_TERMS or _ASKS_BEYOND.search(question):
        return False
    return any(len(wanted & one) >= ANSWERED_SHARE * len(wanted) for one in said)


def _is_told_of(question: str, told: frozenset[str]) -> bool:
    """Whether `question` names nothing but what the report is of, and its own head tells."""
    wanted = frozenset(terms(question)) - _RELATED
    return len(wanted) > 1 and wanted <= told and not _ASKS_BEYOND.search(question)


def _repeats(question: str, other: str, subject: frozenset[str]) -> bool:
    """Whether both ask about the same thing beside the report's `subject`, if in other words."""
    if bool(_ASKS_BEYOND.search(question)) != bool(_ASKS_BEYOND.search(other)):
        return False
    one, two = (frozenset(terms(text)) - subject for text in (question, other))
    shared = len(one & two)
    return shared >= max(_MIN_REPEATED_TERMS, REPEATED_SHARE * min(len(one), len(two)))
