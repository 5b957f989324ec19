"""Makes a draft of what a model wrote and of what stands in for it where it failed."""

from collections.abc import Iterator, Sequence

from research.domain.claim import Claim, Draft, Section
from research.pipeline.answer import Answer
from research.stages.verify.repeats import without_repeats

MAX_FINDINGS = 5
CLAIMS_PER_FINDING = 5


def distinct(answers: Sequence[Answer]) -> list[tuple[str, list[Claim]]]:
    """Each heading with its claims, without those that an earlier one already made."""
    said: list[set[str]] = []
    return [(one.question.heading, without_repeats(one.claims, said)) for one in answers]


def compose(
    title: str,
    findings: Sequence[Claim],
    sections: Sequence[tuple[str, Sequence[Claim]]],
    stand_in: Draft | None,
) -> Draft:
    """Key findings first, then what else is said, section by section, none empty or twice.

    `stand_in` is what was written without the model: its findings come after the model's, its
    sections where the model has none of that heading.
    """
    lead = list(findings) or _first_of_each(sections)
    spare = stand_in.key_findings if stand_in else ()
    shown = [*lead, *spare][: max(MAX_FINDINGS, len(lead))]
    claims: dict[str, list[Claim]] = {}
    for heading, made in sections:
        claims.setdefault(heading, []).extend(made)
    for section in stand_in.sections if stand_in else ():
        claims.setdefault(section.question, []).extend(section.claims)
    if spare:
        last = stand_in.sections[-1].question if stand_in and stand_in.sections else title
        claims.setdefault(last, []).extend(claim for claim in spare if claim not in shown)
    return Draft(
        title=title,
        key_findings=tuple(shown),
        sections=tuple(
            Section(question=heading, claims=left)
            for heading, made in claims.items()
            if (left := tuple(claim for claim in made if claim not in shown))
        ),
    )


def _first_of_each(sections: Sequence[tuple[str, Sequence[Claim]]]) -> list[Claim]:
    """The first claim of each section, then the second, up to a share of all."""
    total = sum(len(claims) for _, claims in sections)
    wanted = max(1, min(MAX_FINDINGS, total // CLAIMS_PER_FINDING)) if total else 0
    return list(in_turn(sections))[:wanted]


def in_turn(sections: Sequence[tuple[str, Sequence[Claim]]]) -> Iterator[Claim]:
    """The first claim of each section, then the second of each, and so on."""
    longest = max((len(claims) for _, claims in sections), default=0)
    for place in range(longest):
        yield from (claims[place] for _, claims in sections if place < len(claims))
