"""Judges checked sentences and mends once those that fall: what becomes of each in the end."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from research.domain.claim import (
    Citation,
    Claim,
    Computation,
    Verdict,
    WrittenCell,
    WrittenSentence,
)
from research.domain.passage import Passage
from research.domain.source import Source
from research.ports import Entailment, LanguageModel
from research.stages.verify.check_sentence import CheckedClaim, check_sentence
from research.stages.verify.cite_sentence import cite_cell, cite_sentence
from research.stages.verify.entailed import by_entailment, without_the_sure
from research.stages.verify.first_judgement import FirstJudgement
from research.stages.verify.judge_claims import JudgedSentence, Outcome, judge_claims
from research.stages.verify.judgements import JudgedClaim
from research.stages.verify.strictness import Strictness
from research.text.paragraphs import pack_places
from research.text.prompts.evidence import Brief
from research.text.terms import terms, words


@dataclass(frozen=True, slots=True)
class Verifier:
    """What sentences are held against, and by whom."""

    brief: Brief
    sources: Mapping[int, Source]
    strictness: Strictness
    entailment: Entailment
    model: LanguageModel

    def check(
        self,
        written: WrittenSentence,
        paragraph: int,
        passages: Sequence[Passage],
        computed: Sequence[Computation],
    ) -> CheckedClaim:
        """`written`, cited from `passages` and checked by the paragraphs that it cites.

        A cell of a table is cited and checked as its statement.

        `computed` are figures that its writer computed, of this sentence or others.
        """
        if isinstance(written, WrittenCell):
            claim = cite_cell(written, passages)
        else:
            claim = cite_sentence(written, passages)
        claim = claim.model_copy(update={"paragraph": paragraph})
        shown = pack_places(claim.citations, self.sources)
        return check_sentence(claim, shown, self.sources, computed)

    async def judge(self, sentences: Sequence[JudgedSentence], *, mends: bool) -> list[Outcome]:
        """`sentences`, those that rules don't settle with the model's verdict.

        Where it `mends`, it is shown what rules refused, too, in its place, but for cells of
        tables, which are left empty.
        """
        checked = await without_the_sure([one.checked for one in sentences], self.entailment)
        asked = {
            place: replace(sentences[place], checked=one)
            for place, one in enumerate(checked)
            if one.claim.verdict is None
            or (mends and one.claim.verdict is Verdict.UNSUPPORTED and one.claim.cell is None)
        }
        outcomes = await judge_claims(
            self.brief, list(asked.values()), self.sources, self.model, mends=mends
        )
        found = dict(zip(asked, outcomes, strict=True))
        return [
            found.get(place, Outcome(JudgedClaim(one.claim))) for place, one in enumerate(checked)
        ]


@dataclass(frozen=True, slots=True)
class VerifiedSentence:
    """A sentence at the end: the claim, and the one that it was mended from."""

    claim: Claim
    replaced: Claim | None = None
    error: str = ""


async def judge_and_repair(
    verifier: Verifier, sentences: Sequence[JudgedSentence]
) -> list[VerifiedSentence]:
    """`sentences` as they end, in their order."""
    if verifier.strictness is Strictness.OFF:
        found = await by_entailment([one.checked for one in sentences], verifier.entailment)
        return [VerifiedSentence(claim) for claim in found]
    outcomes = await verifier.judge(sentences, mends=verifier.strictness is Strictness.STRICT)
    verified = [
        VerifiedSentence(
            one.judged.claim, error=one.error and f"some claims were not judged: {one.error}"
        )
        for one in outcomes
    ]
    for place, mended in (await _repair(verifier, sentences, outcomes)).items():
        verified[place] = mended
    return verified


async def _repair(
    verifier: Verifier, sentences: Sequence[JudgedSentence], outcomes: Sequence[Outcome]
) -> dict[int, VerifiedSentence]:
    """By its place, what the judge mended of what fell, and what leans on a sentence that fell.

    What is mended is cited, checked and judged like any other, beside what stands before and after
    it, but not mended again. A mended sentence is no cell: those are not mended. "They" in the next
    one may mean others now, or nobody: it is judged again, with what is read before it.
    """
    first = FirstJudgement(sentences, outcomes, verifier.strictness)
    again = await asyncio.to_thread(
        lambda: {
            place: replace(
                _mended(verifier, sentences[place], outcomes[place], mended)
                if (mended := outcomes[place].judged.mended) is not None and place in first.mended
                else sentences[place],
                before=first.beside(place, -1),
                after=first.beside(place, 1),
            )
            for place in sorted(first.mended | first.leaning)
        }
    )
    judged = await verifier.judge(list(again.values()), mends=False)
    return {
        place: _in_place_of(outcomes[place].judged.claim, new, is_mended=place in first.mended)
        for place, new in zip(again, judged, strict=True)
    }


def _in_place_of(old: Claim, new: Outcome, *, is_mended: bool) -> VerifiedSentence:
    """What stands for `old` when it was judged again; itself where it only leans on what was
    mended and the model failed.
    """
    error = new.error and f"some claims were not judged when mended: {new.error}"
    if not is_mended:
        return VerifiedSentence(old if error else new.judged.claim, error=error)
    claim = new.judged.claim.model_copy(update={"is_repaired": True})
    return VerifiedSentence(claim, replaced=old, error=error)


def _mended(
    verifier: Verifier, fallen: JudgedSentence, outcome: Outcome, mended: WrittenSentence
) -> JudgedSentence:
    """What is judged in the place of `fallen`, beside what that cited and `mended` names."""
    old = outcome.judged.claim
    checked = verifier.check(mended, old.paragraph, outcome.shown, fallen.computed)
    return replace(fallen, checked=checked, also_shown=_naming(old.citations, checked.claim))


def _naming(cited: Sequence[Citation], claim: Claim) -> tuple[Citation, ...]:
    """Those of `cited` that have a name or a number of `claim` that nothing has which it cites.

    Without them a judge finds a name nowhere that the sentence before it was mended from had right.
    """
    said = {term for one in claim.citations for term in terms(one.quote)}
    named = [word for word in words(claim.text) if word[0].isupper() or word[0].isdigit()]
    wanted = set(terms(" ".join(named))) - said
    return tuple(one for one in cited if wanted.intersection(terms(one.quote)))
