"""Selects, for each question, the passages that may answer it, from the sources about the query.

For a model they are then divided: among the questions, so that no two sections say the same, and
among the calls that write one section at once.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from statistics import fmean, pstdev

from research.domain.errors import NothingFoundError
from research.domain.passage import Evidence, Passage, Selection
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import Embedder, Progress, VectorStore
from research.stages.select.source_relevance import relevant_sources
from research.text.bm25 import bm25_scores
from research.text.sentences import sentence_spans
from research.text.terms import terms, word_count

__all__ = ["limit_claims", "relevant_sources", "select", "share_out", "share_passages"]

PASSAGES_PER_QUESTION = 24
"""2,000 words to choose from: a section takes a tenth of that."""
_REPEATED_SOURCE = 0.15
"""What each further passage of the same source costs, in standard deviations of the scores."""

STATEMENTS_PER_CLAIM = 1.4
"""Sentences to choose each claim from: with fewer a writer repeats itself, and more are paid for
and not used."""
MAX_WORDS_PER_CLAIM = 60
"""Of what is to choose from, where sentences are long or a list has none."""
MIN_STATEMENTS_PER_CLAIM = 1.0
"""Where there are fewer, fewer claims are asked for."""
MIN_STATEMENT_WORDS = 8
"""A shorter sentence needs its neighbours to say something, and headings have no full stop."""
MIN_PASSAGES = 3


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
) -> Selection:
    """The sources about `query`, and for each question passages of theirs, best first.

    `relevance` is what `relevant_sources` found, where that was asked before.

    Raises `NothingFoundError` when no source is about the query, `EmbedderError`, `StoreError`.
    """
    if relevance is None:
        relevance = await relevant_sources(query, sources, embedder)
    if not relevance:
        pages = "the one page" if len(sources) == 1 else f"none of the {len(sources)} pages"
        verb = "is not" if len(sources) == 1 else "is"
        raise NothingFoundError(f"{pages} that could be read {verb} about the question")
    relevant = [passage for passage in passages if passage.source in relevance]
    words = await asyncio.to_thread(lambda: [terms(passage.text) for passage in relevant])
    question_vectors = await embedder.embed([question.text for question in questions])
    evidence = []
    for number, question in enumerate(questions):
        cosines = await vectors.similarities(
            job_id, question_vectors[number : number + 1], len(passages)
        )
        asked = terms(f"{question.text} {question.search_query}")
        scores = _fused(
            [cosines.get(passage.id, 0.0) for passage in relevant],
            await asyncio.to_thread(bm25_scores, asked, words),
            [relevance[passage.source] for passage in relevant],
        )
        best = await asyncio.to_thread(_diverse, relevant, scores)
        evidence.append(Evidence(question=question, passages=best))
        done, total = number + 1, len(questions)
        progress(Step(stage=Stage.SELECT, done=done, total=total, message=question.heading))
    return Selection(relevance=relevance, evidence=tuple(evidence))


def share_passages(
    evidence: Sequence[Evidence],
    relevance: Mapping[int, float],
    used: Collection[str] = (),
    *,
    claims: int,
) -> list[tuple[Question, tuple[Passage, ...]]]:
    """Each question of `evidence` with passages enough for `claims` claims, no passage twice.

    Questions take turns, each taking its best passage that is left. A passage of a less relevant
    source ranks lower by as much; one whose id is in `used` is given to none.
    """
    ranked = [_ranking(one.passages, relevance) for one in evidence]
    taken = set(used)
    shares: list[list[Passage]] = [[] for _ in evidence]
    open_shares = list(range(len(shares)))
    while open_shares:
        for number in tuple(open_shares):
            best = next((p for p in ranked[number] if p.id not in taken), None)
            if best is not None:
                taken.add(best.id)
                shares[number].append(best)
            if best is None or _is_enough(shares[number], claims):
                open_shares.remove(number)
    return [(one.question, tuple(share)) for one, share in zip(evidence, shares, strict=True)]


def share_out(passages: Sequence[Passage], parts: int) -> list[tuple[Passage, ...]]:
    """`passages` in `parts` parts of about as many statements, the best spread over all of them.

    No part is empty where there are as many passages. In each part those of one source stand
    together, in its order.
    """
    shares: list[list[Passage]] = [[] for _ in range(parts)]
    for passage in passages:
        min(shares, key=lambda share: (count_statements(share), len(share))).append(passage)
    return [_by_source(share) for share in shares]


def limit_claims(passages: Sequence[Passage], claims: int) -> int:
    """`claims`, or fewer where `passages` have too few statements for them; at least one."""
    return max(1, min(claims, round(count_statements(passages) / MIN_STATEMENTS_PER_CLAIM)))


def _fused(
    cosines: Sequence[float], bm25: Sequence[float], relevance: Sequence[float]
) -> list[float]:
    """The sum of the scores' z-scores: better than ranks, which forget by how much one leads.

    On two public collections the sum retrieves better than either score alone.
    """
    return [
        c + b + r
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


def _by_source(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    order = list(dict.fromkeys(passage.source for passage in passages))
    return tuple(sorted(passages, key=lambda p: (order.index(p.source), p.start)))


def count_statements(passages: Sequence[Passage]) -> int:
    """How many sentences of `passages` are long and complete enough to state something."""
    return sum(
        word_count(text) >= MIN_STATEMENT_WORDS and not text[-1].isalnum()
        for passage in passages
        for text in (span.of(passage.text) for span in sentence_spans(passage.text))
    )


def _is_enough(share: Sequence[Passage], claims: int) -> bool:
    if len(share) < MIN_PASSAGES:
        return False
    words = sum(word_count(passage.text) for passage in share)
    return words >= MAX_WORDS_PER_CLAIM * claims or (
        count_statements(share) >= STATEMENTS_PER_CLAIM * claims
    )


def _ranking(passages: Sequence[Passage], relevance: Mapping[int, float]) -> list[Passage]:
    places = {passage.id: (place + 1) / relevance[passage.source]
              for place, passage in enumerate(passages)}  # fmt: skip
    return sorted(passages, key=lambda passage: places[passage.id])
