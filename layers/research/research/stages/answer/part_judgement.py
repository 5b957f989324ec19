"""What the sources say to the parts of a query: as judged, and as a report prints it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from research.domain.claim import AnswerStatus, Claim, PartAnswer
from research.domain.source import Source
from research.stages.answer.not_found import as_question, not_found_message
from research.stages.answer.parts import Part
from research.text.source_sentences import SentenceKey
from research.text.terms import word_count


@dataclass(frozen=True, slots=True)
class PartJudgement:
    """What the sources say to one part of the query, and how sure that is."""

    part: Part
    status: AnswerStatus
    probability: float
    """That the sources answer it."""
    claims: tuple[Claim, ...]
    """The sentences that answer it, at most three, likeliest first; none where it is not found. One
    that answers two parts best is there for both: a page prints it once."""
    nearby: tuple[Claim, ...]
    """Where it is not found, what the sources say nearby: at most 100 words."""
    may_answer: bool = False
    """Where it is not found, whether what is nearby may answer it after all."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the sources say to each part of a query, in the order asked."""

    parts: tuple[PartJudgement, ...]
    more: tuple[Claim, ...]
    """Further sentences that may answer, likeliest first: what a brief report goes on with."""
    wants_overview: bool = False
    """Whether a report should go on with all that the sources say, and not with `more` alone."""
    answering: Mapping[SentenceKey, float] = field(default_factory=dict)
    """How sure each sentence that was looked at is to answer some part, if one sentence does."""
    beside: frozenset[int] = frozenset()
    """The numbers of sources that are about something else than what was asked after all."""

    @property
    def is_silent(self) -> bool:
        """Whether no part is answered."""
        return all(one.status is AnswerStatus.NOT_FOUND for one in self.parts)

    @property
    def is_denied(self) -> bool:
        """Whether no part is answered, nor may be by what is nearby."""
        return self.is_silent and not any(one.may_answer for one in self.parts)

    @property
    def answered(self) -> int:
        """How many parts are answered, in part at least."""
        return sum(one.status is not AnswerStatus.NOT_FOUND for one in self.parts)

    def about_query(self, relevance: Mapping[int, float]) -> dict[int, float]:
        """`relevance`, of sources by number, without those that are about something else."""
        return {number: one for number, one in relevance.items() if number not in self.beside}

    def for_report(
        self, query: str, sources: Sequence[Source], max_words: int
    ) -> tuple[PartAnswer, ...]:
        """The answers in `max_words` words at most; a part that has none says so in words.

        The best claim of each part comes before the second of any. `sources` are those read.
        """
        kept = self._within(max_words)
        return tuple(
            PartAnswer(
                part=as_question(one.part.text),
                status=one.status,
                claims=tuple(claim for claim in one.claims if claim in kept),
                message=(
                    not_found_message(one.part.text, query, sources, may_answer=one.may_answer)
                    if one.status is AnswerStatus.NOT_FOUND
                    else ""
                ),
                nearby=tuple(claim for claim in one.nearby if claim in kept),
                may_answer=one.may_answer,
            )
            for one in self.parts
        )

    def further(self, max_words: int, most: int | None = None) -> tuple[Claim, ...]:
        """What a report of `max_words` words has room for after the answers, at most `most`.

        The likeliest have room first; those of one source stand together, in its order.
        """
        kept = self._within(max_words)
        room = max_words - sum(word_count(claim.text) for claim in kept)
        further: list[Claim] = []
        for claim in self.more:
            if most is not None and len(further) >= most:
                break
            if claim not in kept and (words := word_count(claim.text)) <= room:
                room -= words
                further.append(claim)
        order = list(dict.fromkeys(claim.citations[0].source for claim in further))
        places = (order.index(claim.citations[0].source) for claim in further)
        keyed = zip(places, (claim.citations[0].start for claim in further), further, strict=True)
        return tuple(claim for _, _, claim in sorted(keyed, key=lambda row: row[:2]))

    def _within(self, max_words: int) -> list[Claim]:
        kept: list[Claim] = []
        for turn in zip_longest(*((*one.claims, *one.nearby) for one in self.parts)):
            for claim in turn:
                if claim is None or claim in kept:
                    continue
                if (words := word_count(claim.text)) <= max_words:
                    max_words -= words
                    kept.append(claim)
        return kept
