"""Shortens a verified draft to the words that were asked for, by leaving out whole claims.

A table stays whole or goes: one with holes would hide what it compares.

A model is asked for a number of claims, not of words: how long they turn out, how many of them
hold and what further rounds add is known only once all are there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from research.domain.claim import Claim, Draft, Section, Verdict, answer_claims
from research.domain.errors import NothingFoundError
from research.text.terms import word_count

NO_ROOM = "left out for length alone: the report has the words it may have"

Place = tuple[int, int]
"""The row of a claim, which is 0 for key findings and a section's number from 1, and its place."""


@dataclass(frozen=True, slots=True)
class ShortenedDraft:
    """A draft that is short enough, and the claims that it had no room for."""

    draft: Draft
    left_out: tuple[Claim, ...] = ()
    """Each with its verdict, and `NO_ROOM` as its reason."""


def fit_words(draft: Draft, max_words: int) -> ShortenedDraft:
    """`draft` in at most `max_words` words of claims, as a report counts them, order kept.

    Key findings have room first, in their order; then each section's first claim that fits; then
    what is supported before what is in part, what has more sources before what has fewer, and what
    its section says earlier before what it says later. A draft that fits loses nothing, and none
    loses its answer. Raises `NothingFoundError` when every claim is longer than `max_words`.
    """
    rows = [draft.key_findings, *(section.claims for section in draft.sections)]
    answer = answer_claims(draft.answer)
    kept = _kept(rows, max_words - sum(word_count(claim.printed) for claim in answer))
    if not kept and any(rows) and not answer:
        raise NothingFoundError(f"no claim that was written fits in {max_words} words")
    findings, *sections = (_of(row, number, kept) for number, row in enumerate(rows))
    named = zip(draft.sections, sections, strict=True)
    return ShortenedDraft(
        draft.model_copy(
            update={
                "key_findings": findings,
                "sections": tuple(
                    Section(question=section.question, claims=claims)
                    for section, claims in named
                    if claims
                ),
            }
        ),
        tuple(
            claim.model_copy(update={"reason": NO_ROOM})
            for number, row in enumerate(rows)
            for place, claim in enumerate(row)
            if (number, place) not in kept
        ),
    )


def _kept(rows: Sequence[Sequence[Claim]], max_words: int) -> set[Place]:
    """The places of the claims that have room."""
    kept: set[Place] = set()
    room = max_words
    for options in _in_order_of_worth(rows):
        for row, place in options:
            whole = _whole(rows[row], place)
            words = sum(word_count(rows[row][one].printed) for one in whole)
            if (row, place) not in kept and words <= room:
                kept.update((row, one) for one in whole)
                room -= words
                break
    return kept


def _whole(claims: Sequence[Claim], place: int) -> Sequence[int]:
    """The place of a claim; of one in a table, the places of all its cells."""
    claim = claims[place]
    if claim.cell is None:
        return (place,)
    return [n for n, one in enumerate(claims) if one.cell and one.paragraph == claim.paragraph]


def _in_order_of_worth(rows: Sequence[Sequence[Claim]]) -> Iterator[list[Place]]:
    """Places of which one is to be kept, where one has room: what is worth most comes first."""
    places = [[(row, place) for place in range(len(claims))] for row, claims in enumerate(rows)]
    findings, *sections = places
    yield from ([place] for place in findings)
    yield from sections
    left = [place for section in sections for place in section]
    yield from ([place] for place in sorted(left, key=lambda place: _rank(rows, place)))


def _rank(rows: Sequence[Sequence[Claim]], at: Place) -> tuple[bool, int, int, int]:
    """Lowest for the claim that is worth most; a table, which stays whole, is its weakest cell."""
    row, place = at
    whole = [rows[row][one] for one in _whole(rows[row], place)]
    fewest = min(len({citation.source for citation in claim.citations}) for claim in whole)
    is_weak = any(claim.verdict is not Verdict.SUPPORTED for claim in whole)
    return (is_weak, -fewest, place, row)


def _of(claims: Sequence[Claim], row: int, kept: set[Place]) -> tuple[Claim, ...]:
    return tuple(claim for place, claim in enumerate(claims) if (row, place) in kept)
