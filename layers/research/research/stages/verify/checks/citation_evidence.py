"""Gathers the evidence of a claim from the sources it cites: whole paragraphs, titles and dates."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from research.domain.claim_evidence import ClaimEvidence
from research.domain.value import Span
from research.stages.verify.checks.evidence import evidence_of

_BESIDE_CHARACTERS = 4_000
"""What is looked at ahead of a quote, and after it."""
_MAX_PARAGRAPH_CHARACTERS = 3_000
"""Of a longer paragraph only what is near the quote is its evidence: a page may have one only."""
_NEAR_CHARACTERS = 1_000


class CitedText(Protocol):
    """What is needed of a source: a read document has it too."""

    @property
    def text(self) -> str:
        """Paragraphs, parted by newlines."""

    @property
    def title(self) -> str:
        """The title; may be empty."""

    @property
    def site(self) -> str:
        """The site's name; may be empty."""

    @property
    def published(self) -> date | None:
        """The day of publication, if known."""


def citation_evidence(quotes: Sequence[tuple[CitedText, Span]]) -> ClaimEvidence:
    """The evidence that `quotes`, each a place in a source, give together.

    Said are the sentences that hold them; around are their paragraphs, each with the one before it.
    """
    paragraphs = [_paragraphs(source.text, span) for source, span in quotes]
    found = evidence_of(
        [span.of(source.text) for source, span in quotes],
        [here.of(source.text) for (source, _), (_, here) in zip(quotes, paragraphs, strict=True)],
    )
    return ClaimEvidence(
        said=found.said,
        around=_joined(
            whole.of(source.text)
            for (source, _), (whole, _) in zip(quotes, paragraphs, strict=True)
        ),
        heading=_joined(_heading(source) for source, _ in quotes),
        before=_joined(
            source.text[max(0, span.start - _BESIDE_CHARACTERS) : span.start]
            for source, span in quotes
        ),
        after=_joined(
            source.text[span.end : span.end + _BESIDE_CHARACTERS] for source, span in quotes
        ),
        published=next((source.published for source, _ in quotes if source.published), None),
    )


def _paragraphs(text: str, span: Span) -> tuple[Span, Span]:
    """The quote's paragraph with the one before it, and the quote's paragraph alone."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    first = text.rfind("\n", 0, max(0, start - 2)) + 1
    if end - first > _MAX_PARAGRAPH_CHARACTERS:
        near = Span(
            start=max(start, span.start - _NEAR_CHARACTERS),
            end=min(end, span.end + _NEAR_CHARACTERS),
        )
        return near, near
    return Span(start=first, end=end), Span(start=start, end=end)


def _heading(source: CitedText) -> str:
    day = source.published
    told = f"{day:%B} {day.day}, {day.year}" if day else ""
    return "\n".join(filter(None, (source.title, source.site, told)))


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(texts))
