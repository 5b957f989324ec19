"""Selects, for each question, the passages that may answer it, from the sources about the query.

For a model they then become packs of whole paragraphs (`evidence_packs`), and questions whose packs
are the same may become one section (`joined_questions`).
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean, pstdev

from research.domain.errors import NothingFoundError
from research.domain.passage import Evidence, Passage, Selection
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import Embedder, Progress, VectorStore
from research.stages.select.evidence_packs import pack_evidence, unite_packs, whole_pages
from research.stages.select.joined_questions import join_questions
from research.stages.select.source_relevance import relevant_sources, relevant_to_any
from research.text.bm25 import bm25_scores
from research.text.terms import terms

__all__ = [
    "join_questions",
    "pack_evidence",
    "relevant_sources",
    "relevant_to_any",
    "select",
    "unite_packs",
    "whole_pages",
]

PASSAGES_PER_QUESTION = 24
"""2,000 words to choose from: a section takes a tenth of that."""
_REPEATED_SOURCE = 0.15
"""What each further passage of the same source costs, in standard deviations of the scores."""


async def select(
    query: str,
    questions: Sequence[Question],
    sources: Sequence[Source],
    passages: Sequence[Passage],
    *,
    job_id: str,
    embedder: Embedder,
    vectors: VectorStore,
    progress: Progress,
    relevance: Mapping[int, float] | None = None,
    relevance_weight: float = 1.0,
) -> Selection:
    """The sources about `query`, and for each question passages of theirs, best first.

    `relevance` is what `relevant_sources` found, where that was asked before; its weight is beside
    1 for how near a passage is to its question, by vectors and by words each.

    Raises `NothingFoundError` when no source is about the query, `EmbedderError`, `StoreError`.
    """
    if relevance is None:
        relevance = await relevant_sources(query, sources, embedder)
    if not relevance:
        pages = "the one page" if len(sources) == 1 else f"none of the {len(sources)} pages"
        verb = "is not" if len(sources) == 1 else "is"
        raise NothingFoundError(f"{pages} that could be read {verb} about the question")
    about = [passage for passage in passages if passage.source in relevance]
    relevant = await asyncio.to_thread(_distinct, about)
    words = await asyncio.to_thread(lambda: [terms(passage.text) for passage in relevant])
    question_vectors = await embedder.embed([question.text for question in questions])
    evidence = []
    for number, question in enumerate(questions):
        cosines = await vectors.similarities(
            job_id, question_vectors[number : number + 1], len(passages)
        )
        searched = " ".join((question.search_query, *question.more_queries))
        asked = terms(f"{question.text} {searched}")
        scores = _fused(
            [cosines.get(passage.id, 0.0) for passage in relevant],
            await asyncio.to_thread(bm25_scores, asked, words),
            [relevance[passage.source] for passage in relevant],
            relevance_weight,
        )
        best = await asyncio.to_thread(_diverse, relevant, scores)
        evidence.append(Evidence(question=question, passages=best))
        done, total = number + 1, len(questions)
        progress(Step(stage=Stage.SELECT, done=done, total=total, message=question.heading))
    return Selection(relevance=relevance, evidence=tuple(evidence))


def _distinct(passages: Sequence[Passage]) -> list[Passage]:
    """`passages` without those that say what one before them of the same source says."""
    said = {(passage.source, frozenset(terms(passage.text))): passage
            for passage in reversed(passages)}  # fmt: skip
    kept = {passage.id for passage in said.values()}
    return [passage for passage in passages if passage.id in kept]


def _fused(
    cosines: Sequence[float], bm25: Sequence[float], relevance: Sequence[float], weight: float
) -> list[float]:
    """The sum of the scores' z-scores: better than ranks, which forget by how much one leads.

    On two public collections the sum retrieves better than either score alone.
    """
    return [
        c + b + weight * r
        for c, b, r in zip(_z_scores(cosines), _z_scores(bm25), _z_scores(relevance), strict=True)
    ]


def _z_scores(scores: Sequence[float]) -> list[float]:
    mean, spread = fmean(scores), pstdev(scores)
    return [(score - mean) / spread if spread else 0.0 for score in scores]


def _diverse(passages: Sequence[Passage], scores: Sequence[float]) -> tuple[Passage, ...]:
    """The best passages, each further one of a source counting a little less."""
    taken: Counter[int] = Counter()
    chosen: list[Passage] = []
    left: Mapping[int, float] = dict(enumerate(scores))
    while left and len(chosen) < PASSAGES_PER_QUESTION:
        best = max(left, key=lambda i: (left[i] - _REPEATED_SOURCE * taken[passages[i].source], -i))
        chosen.append(passages[best])
        taken[passages[best].source] += 1
        left = {i: score for i, score in left.items() if i != best}
    return tuple(chosen)
