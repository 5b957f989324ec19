"""How likely each sentence is to answer a part, once its quote and those that agree are known."""

from collections.abc import Sequence

from research.stages.answer.pool import Pool
from research.stages.answer.quotes import says_again

_COMPARED = 12
"""The likeliest sentences of a part, among which some may say the same."""
_UNREADABLE = 0.1
"""What is left of the share of a sentence that leans on one which can't come with it."""


def printable(likely: Sequence[float], pool: Pool) -> list[float]:
    """`likely`, next to nothing for a sentence that leans on one that can't come with it."""
    pairs = zip(likely, pool.candidates, strict=True)
    return [share if one.answers_alone else share * _UNREADABLE for share, one in pairs]


def agreed(likely: Sequence[float], pool: Pool) -> list[float]:
    """`likely`, where the best of those that say the same has the shares of all."""
    found = list(likely)
    ranked = sorted(range(len(likely)), key=lambda row: -likely[row])[:_COMPARED]
    for place, row in enumerate(ranked):
        for better in ranked[:place]:
            if found[better] and says_again(pool.candidates[row], pool.candidates[better]):
                found[better] += found[row]
                found[row] = 0.0
                break
    return found
