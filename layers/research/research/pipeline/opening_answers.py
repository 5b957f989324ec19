"""What a report begins with, as the call that writes its sections wrote it: verified, and kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from research.domain.claim import Citation, Claim
from research.domain.question import Question
from research.pipeline.section_drafts import OpeningDraft
from research.stages.verify.verify import Verification, WrittenAnswer
from research.stages.write.write import WrittenOpening

UNCERTAIN = "What is uncertain or contested"
ASSESSMENT = "Assessment"
"""The heading of what a report ends with: what it all comes to."""
TITLE = "The title"
MAX_TITLE_CHARACTERS = 150
"""A mended one that is longer is a sentence, and no title."""


@dataclass(frozen=True, slots=True)
class VerifiedPart:
    """What stands of the answer to one part of the query. A stored form."""

    part: str
    """The part, as a question."""
    claims: tuple[Claim, ...]
    missing: str
    """What it asks and the pages don't say, as a question; empty: nothing."""
    is_fallen: bool
    """Whether sentences were written and none stands."""

    @property
    def is_missing(self) -> bool:
        """Whether its writer said what is missing, and gave no answer."""
        return bool(self.missing) and not (self.claims or self.is_fallen)


@dataclass(frozen=True, slots=True)
class VerifiedOpening:
    """What stands of an opening. The journal keeps it: its fields are a stored form."""

    title: str
    is_title_verified: bool | None
    """None where it cites nothing: the words of the claims decide."""
    parts: tuple[VerifiedPart, ...]
    """One for each part of the query, in its order."""
    uncertain: tuple[Claim, ...]
    open_questions: tuple[str, ...]
    dropped: tuple[Claim, ...]
    title_citations: tuple[Citation, ...] = ()
    """What the title is from, where it is verified."""
    assessment: tuple[Claim, ...] = ()


def opening_answers(
    query: str, parts: Sequence[str], draft: OpeningDraft | None
) -> list[WrittenAnswer]:
    """What is to be verified of `draft`: the answer to each part, what is uncertain, what it comes
    to, the title.
    """
    if draft is None:
        return []
    opening = draft.opening
    titles = [opening.title_sentence] if opening.title_sentence else []
    answers = [part.sentences for part in opening.parts]
    sentences = [*answers, opening.uncertain, opening.assessment, titles]
    return [
        WrittenAnswer(
            Question(text=name, search_query=query, heading=name),
            [own],
            draft.passages,
            draft.computed,
            is_summary=True,
        )
        for name, own in zip([*parts, UNCERTAIN, ASSESSMENT, TITLE], sentences, strict=True)
    ]


def verified_opening(
    parts: Sequence[str], draft: OpeningDraft | None, verifications: Sequence[Verification]
) -> VerifiedOpening | None:
    """What stands of `draft` by `verifications`, those of its `opening_answers`."""
    if draft is None:
        return None
    opening = draft.opening
    *answers, uncertain, assessment, title = verifications
    return VerifiedOpening(
        title=_title_of(opening, title.accepted),
        is_title_verified=bool(title.accepted) if opening.title_sentence else None,
        parts=tuple(
            VerifiedPart(
                part,
                _unparted(found.accepted),
                one.missing,
                bool(one.sentences and not found.accepted),
            )
            for part, one, found in zip(parts, opening.parts, answers, strict=True)
        ),
        uncertain=_unparted(uncertain.accepted),
        assessment=_unparted(assessment.accepted),
        open_questions=opening.open_questions,
        dropped=_unparted(claim for one in verifications for claim in one.dropped),
        title_citations=tuple(cited for claim in title.accepted for cited in claim.citations),
    )


def _unparted(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """`claims` as those of no paragraph: a beginning has none."""
    return tuple(claim.alone for claim in claims)


def _title_of(opening: WrittenOpening, accepted: Sequence[Claim]) -> str:
    """The title as it was accepted: as written, or as its judge mended it; empty where neither is
    short enough for one.
    """
    said = next((claim.text.rstrip(".") for claim in accepted), "")
    is_as_written = opening.title_sentence and said == opening.title_sentence.text.rstrip(".")
    if not said or is_as_written:
        return opening.title
    return said if len(said) <= MAX_TITLE_CHARACTERS else ""
