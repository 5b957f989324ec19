"""Lets a cross-encoder judge the best sentences for a part again."""

from collections.abc import Sequence
from statistics import fmean, pstdev

from research.ports import Reranker
from research.stages.answer.parts import Part
from research.stages.answer.pool import Pool

_RERANKED = 50
_RERANK_WEIGHT = 2.0
"""Of a reranker's standardised score beside the fitted one, whose spread is about 2. Not fitted:
no cross-encoder was at hand."""


async def reranked(
    part: Part, pool: Pool, scores: Sequence[float], reranker: Reranker
) -> list[float]:
    """What the reranker adds to each score: its own, standardised, for the best of them."""
    best = sorted(range(len(scores)), key=lambda row: -scores[row])[:_RERANKED]
    if len(best) < 2:
        return [0.0] * len(scores)
    found = await reranker.score(part.whole, [pool.candidates[row].sentence.text for row in best])
    middle, spread = fmean(found), pstdev(found) or 1.0
    added = {
        row: _RERANK_WEIGHT * (one - middle) / spread for row, one in zip(best, found, strict=True)
    }
    lowest = min(added.values())
    return [added.get(row, lowest) for row in range(len(scores))]
