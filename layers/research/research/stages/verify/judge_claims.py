"""Asks a model whether passages say what sentences say, and to mend those that they don't.

One call judges the sentences of several sections: what they cite is mostly the same, and is read
once. It mends what falls in the same answer, for the judge has read the evidence and knows the
reason. It sees the whole paragraphs that are cited; of a sentence that rules refuse, those that
have most of its words besides, for what carries it may stand elsewhere.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from research.domain.claim import Citation, Computation, Verdict
from research.domain.errors import ContextOverflowError, ModelError
from research.domain.model_call import ModelCall
from research.domain.passage import Passage
from research.domain.source import Source
from research.ports import LanguageModel
from research.stages.verify.check_sentence import CheckedClaim
from research.stages.verify.entailed import unjudged
from research.stages.verify.judge_rules import (
    BESIDE,
    CELLS,
    DOUBTS,
    LEADS_OVER,
    MEND,
    REPEATS,
    RULES,
    SUMS_UP,
    answer_rule,
    sentence_line,
)
from research.stages.verify.judgements import (
    JudgedClaim,
    Judgement,
    MendingJudgement,
    answer_form,
    answer_tokens,
    with_verdicts,
)
from research.stages.verify.naming import naming_sentences
from research.text.paragraphs import passage_of
from research.text.prompts.evidence import Brief, evidence_prompt
from research.text.prompts.excerpts import excerpts
from research.text.prompts.quoting import quote_data
from research.text.prompts.sentence_numbers import numbered_sentences
from research.text.terms import terms

MAX_SENTENCES = 64
"""In one call: those of a standard report. What is judged in longer lists is skimmed."""
SEEN_OF_REFUSED = 5
"""Sentences, beside those that are cited."""
_TASK = (
    """\
task: for each numbered sentence of the report decide whether the pages carry it, what it cites \
(the numbers in brackets) and stands around that first, judging by the pages, their titles, dates \
and sites alone and not by what you know
"""
    + RULES
    + LEADS_OVER
    + REPEATS
)
_BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """A checked sentence before the judge: the question of its section, what its writer saw."""

    checked: CheckedClaim
    question: str
    passages: Sequence[Passage]
    is_summary: bool = False
    """Whether it is of what the report begins with."""
    computed: Sequence[Computation] = ()
    """The figures that its writer computed, of it or others."""
    before: str = ""
    """What stands before it, where that is not judged with it; empty: nothing, or what is."""
    after: str = ""
    also_shown: Sequence[Citation] = ()
    """What the judge sees beside what it cites."""

    @property
    def heading(self) -> str:
        """What it is listed under."""
        return f"{_BEGINNING if self.is_summary else 'question'}: {self.question}"

    @property
    def is_refused(self) -> bool:
        """Whether rules have refused it, so that it can only be mended."""
        return self.checked.claim.verdict is Verdict.UNSUPPORTED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the judge made of one sentence."""

    judged: JudgedClaim
    shown: Sequence[Passage] = ()
    """The passages that it saw, by whose numbers it quotes."""
    error: str = ""
    """Why it was not judged; empty where it was."""


async def judge_claims(
    brief: Brief,
    sentences: Sequence[JudgedSentence],
    sources: Mapping[int, Source],
    model: LanguageModel,
    *,
    mends: bool,
) -> list[Outcome]:
    """The model's verdicts on `sentences`, in their order; unsupported where it gave none.

    What a failing model leaves unjudged is partial at best, and told by `error`: nothing is raised.
    """
    batches = await asyncio.gather(
        *(_judge_batch(brief, batch, sources, model, mends=mends) for batch in _batches(sentences))
    )
    return [outcome for batch in batches for outcome in batch]


def _batches(sentences: Sequence[JudgedSentence]) -> Iterator[Sequence[JudgedSentence]]:
    """As few batches as can be, of about the same size."""
    count = -(-len(sentences) // MAX_SENTENCES)
    yield from _parts(sentences, [n * len(sentences) // count for n in range(count)])


def _parts(
    sentences: Sequence[JudgedSentence], starts: Sequence[int]
) -> Iterator[Sequence[JudgedSentence]]:
    """`sentences` parted at `starts`. Where that parts a section, what goes on from a sentence is
    read with it.
    """
    for start, end in pairwise([*starts, len(sentences)]):
        first, *others = sentences[start:end]
        last = sentences[start - 1] if start else None
        is_parted = last is not None and last.heading == first.heading
        if last and is_parted and not first.before and not last.checked.claim.cell:
            first = replace(first, before=last.checked.claim.text)
        yield [first, *others]


async def _judge_batch(
    brief: Brief,
    batch: Sequence[JudgedSentence],
    sources: Mapping[int, Source],
    model: LanguageModel,
    *,
    mends: bool,
) -> list[Outcome]:
    """The verdicts on `batch`, judged half by half where all of it is too much for the model."""
    try:
        return await _judge(brief, batch, sources, model, mends=mends)
    except ContextOverflowError as failure:
        half = len(batch) // 2
        if not half:
            return _unjudged(batch, failure)
        return [
            outcome
            for part in _parts(batch, [0, half])
            for outcome in await _judge_batch(brief, part, sources, model, mends=mends)
        ]
    except ModelError as failure:
        return _unjudged(batch, failure)


def _unjudged(batch: Sequence[JudgedSentence], failure: ModelError) -> list[Outcome]:
    return [
        Outcome(JudgedClaim(unjudged(one.checked)), error=str(failure) or failure.code)
        for one in batch
    ]


async def _judge(
    brief: Brief,
    batch: Sequence[JudgedSentence],
    sources: Mapping[int, Source],
    model: LanguageModel,
    *,
    mends: bool,
) -> list[Outcome]:
    shown = await asyncio.to_thread(_shown, batch, sources)
    prompt = evidence_prompt(replace(brief, headings=()), shown, sources)
    has_summary = any(one.is_summary for one in batch)
    has_cell = any(one.checked.claim.cell for one in batch)
    has_beside = any(one.before or one.after for one in batch)
    has_doubt = any(one.checked.doubts for one in batch)
    task = _TASK + (SUMS_UP if has_summary else "") + (CELLS if has_cell else "")
    task += DOUBTS if has_doubt else ""
    task += BESIDE if has_beside else ""
    task += MEND if mends else ""
    task += answer_rule(mends=mends)
    answer = await model.ask(
        ModelCall(
            purpose="verify",
            instructions=prompt.instructions,
            material=prompt.material(
                task, quote_data("sentences", _listed(batch, shown), prompt.mark)
            ),
            answer=answer_form(len(batch), MendingJudgement if mends else Judgement),
            max_answer_tokens=answer_tokens(len(batch), mends=mends),
            is_small=True,
        )
    )
    judged = with_verdicts([one.checked for one in batch], answer.value)
    return [Outcome(one, shown) for one in judged]


def _shown(batch: Sequence[JudgedSentence], sources: Mapping[int, Source]) -> tuple[Passage, ...]:
    """What a judge of `batch` sees, by source in the order in which these are first cited."""
    places: dict[int, list[Citation | Passage]] = {}
    for place in (c for one in batch for c in (*one.checked.claim.citations, *one.also_shown)):
        places.setdefault(place.source, []).append(place)
    named = (p for one in batch for p in naming_sentences(one.checked.claim, sources))
    nearest = (p for one in batch if one.is_refused for p in _nearest(one, sources))
    for passage in (*named, *nearest):
        places.setdefault(passage.source, []).append(passage)
    return tuple(
        passage for number, own in places.items() for passage in excerpts(own, sources[number])
    )


def _nearest(refused: JudgedSentence, sources: Mapping[int, Source]) -> list[Passage]:
    """The sentences that its writer saw which have most of the words of `refused`."""
    wanted = set(terms(refused.checked.claim.text))
    seen = [passage_of(sources[one.source], span)
            for one, span in numbered_sentences(refused.passages)]  # fmt: skip
    return sorted(seen, key=lambda one: -len(wanted & set(terms(one.text))))[:SEEN_OF_REFUSED]


def _beside(place: str, text: str) -> list[str]:
    """A line, without a number, with what stands beside a sentence; none where nothing does."""
    return [f"   {place} it: {text}"] if text else []


def _listed(batch: Sequence[JudgedSentence], shown: Sequence[Passage]) -> str:
    """The sentences of `batch`, numbered from 1, under the questions of their sections."""
    lines = []
    places = [(passage.source, span) for passage, span in numbered_sentences(shown)]
    numbered = enumerate(batch, start=1)
    for heading, group in groupby(numbered, key=lambda item: item[1].heading):
        lines.append(heading)
        for number, one in group:
            cited = [
                place
                for place, (source, span) in enumerate(places, start=1)
                if any(c.touches(source, span) for c in one.checked.claim.citations)
            ]
            told = sentence_line(number, one.checked, cited)
            lines += [*_beside("before", one.before), told, *_beside("after", one.after)]
    return "\n".join(lines)
