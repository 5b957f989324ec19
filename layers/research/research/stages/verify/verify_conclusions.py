"""Verifies what a report begins with: sentences drawn from claims that are verified already."""

import asyncio
from collections.abc import Mapping, Sequence

from research.domain.claim import Claim
from research.domain.errors import ModelError
from research.domain.passage import Passage
from research.domain.source import Source
from research.ports import Entailment, LanguageModel
from research.stages.verify.check_sentence import CheckedClaim, check_sentence
from research.stages.verify.cite_sentence import cite_claims, cited_passages
from research.stages.verify.entailed import by_entailment, unjudged, without_the_sure
from research.stages.verify.judge_conclusions import judge_conclusions
from research.stages.verify.strictness import Strictness


async def verify_conclusions(
    query: str,
    conclusions: Sequence[tuple[str, Sequence[Claim]]],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    *,
    strictness: Strictness,
    entailment: Entailment,
    model: LanguageModel,
) -> tuple[Claim, ...]:
    """`conclusions`, each with the verified claims that it is drawn from, as claims with verdicts.

    Each cites what those claims cite, is checked by rules like any other, with what they say
    themselves counted as said, and is judged by them. `query` is what they answer, `passages` hold
    all that they cite. Raises nothing of the model's: what it leaves unjudged is partial at best.
    """
    checked = await asyncio.to_thread(
        lambda: [_check_conclusion(*one, passages, sources) for one in conclusions]
    )
    if strictness is Strictness.OFF:
        return tuple(await by_entailment(checked, entailment))
    checked = await without_the_sure(checked, entailment)
    unsettled = [place for place, one in enumerate(checked) if one.claim.verdict is None]
    try:
        judged = await judge_conclusions(
            query,
            [checked[place] for place in unsettled],
            [conclusions[place][1] for place in unsettled],
            model,
        )
    except ModelError:
        return tuple(unjudged(one) for one in checked)
    verdicts = dict(zip(unsettled, judged, strict=True))
    return tuple(
        verdicts[place].claim if place in verdicts else one.claim
        for place, one in enumerate(checked)
    )


def _check_conclusion(
    text: str,
    basis: Sequence[Claim],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
) -> CheckedClaim:
    claim = cite_claims(text, basis)
    shown = cited_passages(claim, passages)
    return check_sentence(claim, shown, sources, also=[one.text for one in basis])
