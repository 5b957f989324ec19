"""Compares a report with an earlier one on the same question: what is new, gone or changed.

A statement that the other report leaves out, while a source of it makes it, is neither new nor
gone: a report need not print all that its sources say. So the sources are looked through, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from research.domain.claim import Claim
from research.domain.follow_up.changes import Change, ChangeKind, ReportChanges
from research.domain.report import Report
from research.domain.source import Source
from research.stages.follow_up.statements import (
    Relation,
    Statement,
    likeness,
    plain,
    relation,
    stands_in,
)


@dataclass(frozen=True, slots=True)
class _Stated:
    claim: Claim
    statement: Statement


_Pair = tuple[_Stated, _Stated]


def report_changes(
    earlier: Report,
    earlier_sources: Sequence[Source],
    claims: Iterable[Claim],
    sources: Sequence[Source],
) -> ReportChanges:
    """How `claims`, of the report that is being made from `sources`, differ from `earlier`.

    Statements of the earlier report whose quotes are not in `earlier_sources`, which were read
    back, are passed over. It takes a second: not for an event loop.
    """
    texts = {source.id: source.text for source in earlier_sources}
    before = _distinct(claim for claim in earlier.claims if _is_quoted(claim, texts))
    now = _distinct(claims)
    same, before, now = _without_same(before, now)
    still, gone = _split(before, [plain(source.text) for source in sources])
    known, new = _split(now, [plain(text) for text in texts.values()])
    changes = _changes(*_paired(gone, new))
    cited = {c.source for one in changes if one.before for c in one.before.citations}
    return ReportChanges(
        follow_up_of=earlier.job_id,
        earlier_created_at=earlier.created_at,
        changes=changes,
        same=same,
        said_before=len(known),
        still_said=len(still),
        earlier_sources=tuple(record for record in earlier.sources if record.id in cited),
    )


def _changes(
    changed: Sequence[_Pair], gone: Sequence[_Stated], new: Sequence[_Stated]
) -> tuple[Change, ...]:
    return (
        *(Change(kind=ChangeKind.CHANGED, now=b.claim, before=a.claim) for a, b in changed),
        *(Change(kind=ChangeKind.NEW, now=one.claim) for one in new),
        *(Change(kind=ChangeKind.GONE, before=one.claim) for one in gone),
    )


def _is_quoted(claim: Claim, texts: dict[int, str]) -> bool:
    return all(one.of(texts.get(one.source, "")) == one.quote for one in claim.citations)


def _distinct(claims: Iterable[Claim]) -> list[_Stated]:
    by_words = {plain(claim.text): claim for claim in reversed(list(claims))}
    return [_Stated(claim, Statement(claim.text)) for claim in reversed(by_words.values())]


def _without_same(
    before: Sequence[_Stated], now: Sequence[_Stated]
) -> tuple[int, list[_Stated], list[_Stated]]:
    """How many of `now` the earlier report states, too, and what is left of both."""

    def without(stated: Sequence[_Stated], others: Sequence[_Stated]) -> list[_Stated]:
        return [
            one
            for one in stated
            if all(relation(one.statement, b.statement) is not Relation.SAME for b in others)
        ]

    others = without(now, before)
    return len(now) - len(others), without(before, now), others


def _split(
    stated: Sequence[_Stated], plain_texts: Sequence[str]
) -> tuple[list[_Stated], list[_Stated]]:
    """Those that have a quote in the texts, and those that have none."""
    found: tuple[list[_Stated], list[_Stated]] = [], []
    for one in stated:
        quotes = [citation.quote for citation in one.claim.citations]
        found[not stands_in(quotes, plain_texts)].append(one)
    return found


def _paired(
    gone: Sequence[_Stated], new: Sequence[_Stated]
) -> tuple[list[_Pair], list[_Stated], list[_Stated]]:
    """The pairs that are of the same, the likest first paired, and what has no pair."""
    candidates = sorted(
        (
            (-likeness(a.statement, b.statement), i, j)
            for i, a in enumerate(gone)
            for j, b in enumerate(new)
            if relation(a.statement, b.statement) is not Relation.OTHER
        ),
    )
    taken: dict[int, int] = {}
    for _, i, j in candidates:
        if i not in taken and j not in taken.values():
            taken[i] = j
    pairs = [(gone[i], new[j]) for i, j in sorted(taken.items(), key=lambda pair: pair[1])]
    return (
        pairs,
        [one for i, one in enumerate(gone) if i not in taken],
        [one for j, one in enumerate(new) if j not in taken.values()],
    )
