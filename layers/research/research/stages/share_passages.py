"""Gives each selected passage to one question, so that no two sections say the same."""

from collections.abc import Collection, Mapping, Sequence
from math import ceil

from research.models import Evidence, Passage, Question

PASSAGES_PER_CLAIM = 0.4
"""A sentence of 22 words is chosen from the best 36: more costs more than it adds."""
MIN_PASSAGES = 3


def share_passages(
    evidence: Sequence[Evidence],
    relevance: Mapping[int, float],
    used: Collection[str] = (),
    *,
    claims: int,
) -> list[tuple[Question, tuple[Passage, ...]]]:
    """Each question with the passages for `claims` claims; a passage goes where it ranks best.

    Questions take turns, so that none is left without while another has plenty. A passage of a
    less relevant source ranks lower by as much; one that is `used`, by id, goes nowhere.
    """
    ranked = [_ranking(one.passages, relevance) for one in evidence]
    taken = set(used)
    shares: list[list[Passage]] = [[] for _ in evidence]
    for _ in range(max(MIN_PASSAGES, ceil(PASSAGES_PER_CLAIM * claims))):
        for number, ranking in enumerate(ranked):
            best = next((p for p in ranking if p.id not in taken), None)
            if best is not None:
                taken.add(best.id)
                shares[number].append(best)
    return [(one.question, tuple(share)) for one, share in zip(evidence, shares, strict=True)]


def _ranking(passages: Sequence[Passage], relevance: Mapping[int, float]) -> list[Passage]:
    places = {passage.id: (place + 1) / relevance[passage.source]
              for place, passage in enumerate(passages)}  # fmt: skip
    return sorted(passages, key=lambda passage: places[passage.id])
