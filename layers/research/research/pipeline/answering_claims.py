"""Finds which claims of a report's sections answer a part of its query.

The judgement is the one that finds answers in sources where there is no model: the claims are read
as if they were a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from research.domain.claim import AnswerStatus, Claim
from research.domain.source import Source, SourceKind
from research.domain.value import Span
from research.pipeline.run_context import Run
from research.pipeline.steps import judges_language, relevance_of
from research.stages.answer.answer import answer, asked_parts


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """The claim that answers one part of the query best, and how far it is answered."""

    status: AnswerStatus
    claim: Claim


async def claims_that_answer(
    run: Run, sections: Sequence[tuple[str, Sequence[Claim]]], sources: Sequence[Source]
) -> dict[str, ClaimAnswer]:
    """By each part of the query that is answered, the claim of `sections` that answers it best.

    None, where `sources`, which they are from, are in another language than English, which is all
    that can be judged. Raises `EmbedderError`.
    """
    claims = [claim for _, own in sections for claim in own]
    if not claims or not judges_language(run.request.language, sources):
        return {}
    page, places = _as_page(run.query, sections)
    relevance = max((await relevance_of(run, sources)).values(), default=1.0)
    found = await answer(
        run.query,
        [page],
        {page.id: relevance},
        embedder=run.ports.embedder,
        encoder=run.ports.encoder,
        reranker=run.ports.reranker,
    )
    answered = {
        name: (part.status, part.claims[0].citations[0])
        for name, part in zip(asked_parts(run.query), found.parts, strict=True)
        if part.claims
    }
    return {
        name: ClaimAnswer(status, claim.alone)
        for name, (status, said) in answered.items()
        for span, claim in reversed(list(zip(places, claims, strict=True)))
        if said.overlaps(span)
    }


def _as_page(
    query: str, sections: Sequence[tuple[str, Sequence[Claim]]]
) -> tuple[Source, list[Span]]:
    """A page that says what `sections` do, a line for each paragraph, and where each claim is."""
    text, places = "", []
    for _, own in sections:
        for _, paragraph in groupby(own, key=lambda claim: claim.paragraph):
            for claim in paragraph:
                places.append(Span(start=len(text), end=len(text) + len(claim.text)))
                text += f"{claim.text} "
            text = f"{text[:-1]}\n"
    digest = sha256(text.encode()).hexdigest()
    page = Source(
        id=1,
        url="",
        title=query,
        kind=SourceKind.TEXT,
        sha256=digest,
        raw_sha256=digest,
        text=text,
        raw=b"",
    )
    return page, places
