"""Asks a model to answer the query from the verified claims of a report, and to name what is open.

That is for reports whose sections are written in several calls: one call that writes them all
writes what the report begins with, too (`model_claims`). The sentences are not checked here: each
names the claims that it is drawn from, and the stage `verify` holds it against what those cite.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Annotated

from pydantic import Field, StringConstraints

from research.domain.claim import Claim
from research.domain.errors import ContextOverflowError
from research.domain.model_call import ModelCall, cut_to
from research.domain.value import Value
from research.ports import LanguageModel
from research.stages.write.written_report import (
    MAX_ASSESSMENT,
    MAX_OPEN_QUESTIONS,
    MAX_SENTENCES,
    MAX_UNCERTAIN,
    MissingPoint,
    OpenQuestions,
    without_orders,
)
from research.text.cleaning import clean_line
from research.text.prompts.evidence import Brief
from research.text.prompts.quoting import (
    DATA_RULE,
    language_name,
    mark_for,
    quote_data,
    quote_request,
)
from research.text.prompts.styles import style_rule

_TOKENS_PER_PART = 450
_BASE_TOKENS = 900

INSTRUCTIONS = """\
task: write what a research report begins with, from its numbered claims, all of them verified, in \
{language}, as JSON with
- "title": at most 12 words that state the main finding, not the subject; "title_claims": the \
numbers of the claims that say so
- "answers": for each numbered part of the query {{"part": 1, "sentences": [...], "missing": ""}}: \
one to three sentences which answer that part outright, the answer itself in the first words, with \
its names, figures and dates; none where no claim answers it. The first has one figure or pair of \
figures at most; none says where a finding was published, unless asked. "missing": what of the \
part no claim answers, as a question, or ""; what one writer did not find, another section may say
- "uncertain": at most {uncertain} sentences, which introduce whom they name, on what the \
claims leave open or differ on (disputed, estimated, said by one side alone), and why, or []; two \
measures of two things do not differ; nothing of the answer again
- "assessment": at most {assessment} sentences on what it all comes to, which no claim says: which \
finding weighs most, what explains what, what follows for who asks, how far the sources carry that \
(one side's word, at second hand, a single case); no fact or figure again, no platitude; [] where \
nothing follows
- each sentence is {{"text": "...", "claims": [2, 7]}}: the numbers of all claims that it is drawn \
from. It may join several, and says no more than they do: every figure, date and name is theirs
- "open_questions": at most three, short, which nothing above tells{style}
{data_rule}"""


class ConcludedSentence(Value):
    """A sentence of the answer as the model wrote it."""

    text: Annotated[str, cut_to(500), StringConstraints(min_length=1, max_length=500)]
    claims: Annotated[tuple[Annotated[int, Field(ge=1)], ...], cut_to(6)] = Field(max_length=6)


class ConcludedPart(Value):
    """The model's answer to one part of the query."""

    part: int = Field(ge=1)
    sentences: Annotated[tuple[ConcludedSentence, ...], cut_to(MAX_SENTENCES)] = Field(
        max_length=MAX_SENTENCES
    )
    missing: MissingPoint = ""


class ReportConclusion(Value):
    """The model's answer."""

    title: Annotated[str, cut_to(100), StringConstraints(min_length=1, max_length=100)]
    title_claims: Annotated[tuple[Annotated[int, Field(ge=1)], ...], cut_to(6)] = Field(
        default=(), max_length=6
    )
    answers: tuple[ConcludedPart, ...] = ()
    uncertain: Annotated[tuple[ConcludedSentence, ...], cut_to(MAX_UNCERTAIN)] = Field(
        default=(), max_length=MAX_UNCERTAIN
    )
    assessment: Annotated[tuple[ConcludedSentence, ...], cut_to(MAX_ASSESSMENT)] = Field(
        default=(), max_length=MAX_ASSESSMENT
    )
    open_questions: OpenQuestions = Field(default=(), max_length=MAX_OPEN_QUESTIONS)


Drawn = tuple[str, tuple[Claim, ...]]
"""A sentence, and the claims that it is drawn from."""


@dataclass(frozen=True, slots=True)
class PartConclusion:
    """What was concluded on one part of the query."""

    sentences: tuple[Drawn, ...] = ()
    missing: str = ""
    """What it asks and no claim says."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A title, an answer to each part of the query, what is uncertain, what it all comes to, and
    what stays open.
    """

    title: str
    title_basis: tuple[Claim, ...] = ()
    """The claims that the title is drawn from, as the model says."""
    parts: tuple[PartConclusion, ...] = ()
    """One for each part of the query, in its order; none where the model did not conclude."""
    uncertain: tuple[Drawn, ...] = ()
    assessment: tuple[Drawn, ...] = ()
    open_questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


async def conclude(
    brief: Brief,
    parts: Sequence[str],
    claims: Sequence[Claim],
    missing: Sequence[str],
    model: LanguageModel,
) -> Conclusion:
    """The conclusion from `claims`, all that a report has; from the first half, where all are too
    much for the model. Raises `ModelError`.

    `parts` are what the query asks; `missing` is what the sections' writers found no source to say.
    """
    try:
        said = await _ask(brief, parts, claims, missing, model)
    except ContextOverflowError:
        claims = claims[: ceil(len(claims) / 2)]
        said = await _ask(brief, parts, claims, (), model)
    return Conclusion(
        title=clean_line(said.title, 150),
        title_basis=_named(said.title_claims, claims),
        parts=tuple(_part(number, said.answers, claims) for number in range(1, len(parts) + 1)),
        uncertain=tuple(_drawn(said.uncertain, claims)),
        assessment=tuple(_drawn(said.assessment, claims)),
        open_questions=tuple(without_orders(said.open_questions)),
    )


async def _ask(
    brief: Brief,
    parts: Sequence[str],
    claims: Sequence[Claim],
    missing: Sequence[str],
    model: LanguageModel,
) -> ReportConclusion:
    listed = _listed(claims)
    asked = "\n".join(f"{number}. {part}" for number, part in enumerate(parts, start=1))
    notes = "\n".join(f"- {one}" for one in missing)
    mark = mark_for([brief.query, asked, listed, notes])
    blocks = [
        f"today: {brief.today}",
        quote_request("query", brief.query, mark),
        quote_data("parts of the query", asked, mark),
        quote_data("claims", listed, mark),
    ]
    if notes:
        blocks.append(quote_data("not found by the writers", notes, mark))
    answer = await model.ask(
        ModelCall(
            purpose="conclude",
            instructions=INSTRUCTIONS.format(
                language=language_name(brief.language, "the language of the query"),
                uncertain=MAX_UNCERTAIN,
                assessment=MAX_ASSESSMENT,
                style=style_rule(brief.style),
                data_rule=DATA_RULE.format(mark=mark),
            ),
            material="\n".join(blocks),
            answer=ReportConclusion,
            max_answer_tokens=_BASE_TOKENS + _TOKENS_PER_PART * len(parts),
        )
    )
    return answer.value


def _listed(claims: Sequence[Claim]) -> str:
    """All claims, numbered, each with the numbers of its sources."""
    lines = []
    for number, claim in enumerate(claims, start=1):
        cited = dict.fromkeys(citation.source for citation in claim.citations)
        lines.append(f"{number}. {claim.text} (source {', '.join(map(str, cited))})")
    return "\n".join(lines)


def _part(number: int, answers: Sequence[ConcludedPart], claims: Sequence[Claim]) -> PartConclusion:
    for one in answers:
        if one.part == number:
            missing = next(iter(without_orders([one.missing])), "")
            return PartConclusion(tuple(_drawn(one.sentences, claims)), missing)
    return PartConclusion()


def _drawn(sentences: Sequence[ConcludedSentence], claims: Sequence[Claim]) -> list[Drawn]:
    """The sentences that name claims there are, with these."""
    found = [(one.text, _named(one.claims, claims)) for one in sentences]
    return [(text, basis) for text, basis in found if basis]


def _named(numbers: Sequence[int], claims: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple(claims[n - 1] for n in dict.fromkeys(numbers) if n <= len(claims))
