"""Answers a query with sentences of its sources, part by part, or says that none answers it."""

import asyncio
from collections.abc import Mapping, Sequence

from research.domain.claim import AnswerStatus, Claim
from research.domain.source import Source
from research.ports import Embedder, Reranker
from research.stages.answer.choice import choose
from research.stages.answer.expectation.expected import EXACT
from research.stages.answer.features import features
from research.stages.answer.likeliest import agreed, printable
from research.stages.answer.model import AnswerModel, fitted_model, shares
from research.stages.answer.not_found import as_question, not_found_message
from research.stages.answer.order import in_order, unrepeated
from research.stages.answer.part_judgement import Answers, PartJudgement
from research.stages.answer.parts import Part, parts_of, parts_of_questions, without_request
from research.stages.answer.pool import Pool, pool_of
from research.stages.answer.quotes import claim_of, quote_words, unlike
from research.stages.answer.rerank import reranked
from research.stages.answer.silence import signs
from research.text.questions.distinct_questions import is_question
from research.text.source_sentences import ReadSentences, sentences_of
from research.text.statements import asks_nothing
from research.text.terms import word_count

__all__ = [
    "Answers",
    "Part",
    "answer",
    "asked_parts",
    "decide",
    "not_found_message",
    "parts_of_questions",
    "unanswered",
    "wants_overview",
]

NEARBY_WORDS = 100
"""What is said nearby, where there is no answer."""
_MAX_NEARBY = 3
OVERVIEW_WORDS = 400
"""Of the sources about the query: less is hardly more than what answers."""
SURE = 0.65
"""Where the sentences chosen for a part are less likely to hold its answer, a reader wants the
rest. Two blind readers of ten pairs of reports missed facts most where an answer was short and
wrong; on 57 questions it prints two more of 205 sentences that are called off the question."""
MORE_SENTENCES = 6
"""Further sentences of each part that may be worth a place in the report."""
_DOUBTFUL = 0.5
"""From this share on of the probability from which a part counts as answered, what is nearby may
answer it: a report that says flatly that nothing does would be contradicted by its next line."""
_IN_OTHER_WORDS = (0.2, 0.5)
"""Where the sentence that has most of what a part asks has a share between these, it was asked in
other words, and what is nearby may answer it: unless the query names a year of which no page is. Of
questions as people put them the probability tells little (AUC .61 on 120): it alone denied two in
five of those that the sources answer, and with this one in nine. With less, nothing is near."""

Rows = Sequence[Mapping[str, float]]


def asked_parts(query: str) -> tuple[str, ...]:
    """What `query` asks, part by part, each as a question of its own; one at least."""
    return tuple(as_question(part.text) for part in parts_of(query))


async def answer(
    query: str,
    sources: Sequence[Source],
    relevance: Mapping[int, float],
    *,
    embedder: Embedder,
    encoder: Embedder,
    parts: Sequence[Part] | None = None,
    reranker: Reranker | None = None,
    model: AnswerModel | None = None,
    read_sentences: ReadSentences = sentences_of,
) -> Answers:
    """The answers of `sources`, in the order of the search, to `query`, or to `parts` of it.

    Looked through are the sources that `relevance` names, as `select.relevant_sources` finds them,
    and the first, each by `read_sentences`. Raises `EmbedderError`, also where the reranker fails.
    """
    are_apart = bool(parts)
    parts = tuple(parts or parts_of(query))
    pool = await pool_of(
        query,
        parts,
        sources,
        relevance,
        embedder=embedder,
        encoder=encoder,
        read_sentences=read_sentences,
        are_apart=are_apart,
    )
    rows = await asyncio.to_thread(_rows, parts, pool)
    model = model or fitted_model()
    if reranker is None:
        return await asyncio.to_thread(decide, query, parts, pool, rows, model)
    scores = [[model.answers.score(row) for row in of_part] for of_part in rows]
    added = [
        await reranked(part, pool, of_part, reranker)
        for part, of_part in zip(parts, scores, strict=True)
    ]
    return await asyncio.to_thread(decide, query, parts, pool, rows, model, added)


def _rows(parts: Sequence[Part], pool: Pool) -> list[list[dict[str, float]]]:
    """The features of every candidate, for each part."""
    return [
        [features(number, part, one, pool) for one in pool.candidates]
        for number, part in enumerate(parts)
    ]


def decide(
    query: str,
    parts: Sequence[Part],
    pool: Pool,
    rows: Sequence[Rows],
    model: AnswerModel,
    added: Sequence[Sequence[float]] | None = None,
) -> Answers:
    """The answers, from the features of every candidate for every part."""
    if not pool.candidates:
        return Answers(tuple(_silent(part) for part in parts), ())
    scores = [[model.answers.score(row) for row in of_part] for of_part in rows]
    told = [
        signs(query, part, pool, rows[number], scores[number]) for number, part in enumerate(parts)
    ]
    if added:
        scores = [
            [a + b for a, b in zip(*pair, strict=True)] for pair in zip(scores, added, strict=True)
        ]
    answering = [shares(of_part) for of_part in scores]
    likely = [agreed(printable(of_part, pool), pool) for of_part in answering]
    words = [quote_words(one) for one in pool.candidates]
    probabilities = [model.probability(one) for one in told]
    are_answered = [
        one >= model.not_found_below or _is_subject(query, part)
        for one, part in zip(probabilities, parts, strict=True)
    ]
    chosen = [
        in_order(part, rows_of_part, of_part, pool)
        for part, rows_of_part, of_part in zip(
            parts, unrepeated(choose(likely, words, are_answered), pool), likely, strict=True
        )
    ]
    found = tuple(
        _part_answer(
            part,
            probabilities[number],
            told[number],
            chosen[number],
            likely[number],
            pool,
            model,
            is_subject=_is_subject(query, part),
        )
        for number, part in enumerate(parts)
    )
    return Answers(
        found,
        _more(likely, chosen, pool, model),
        wants_overview(parts, pool)
        or _is_unsure(chosen, likely)
        or any(one.may_answer for one in found),
        {
            one.sentence.key: max(of_part[row] for of_part in answering)
            for row, one in enumerate(pool.candidates)
        },
        pool.beside,
    )


def unanswered(query: str, parts: Sequence[Part] = ()) -> Answers:
    """The answers where no source is about `query`: none, to any of its parts, or to `parts`."""
    return Answers(tuple(_silent(part) for part in parts or parts_of(query)), ())


def wants_overview(parts: Sequence[Part], pool: Pool) -> bool:
    """Whether a reader of the answers wants to know the rest that the sources say as well.

    Not who asks for a number, a name or a date alone; nor where the sources are so short that to
    print them would be the rest.
    """
    about = {one.source.id: one.source.text for one in pool.candidates if one.relevance}
    words = sum(word_count(text) for text in about.values())
    return words >= OVERVIEW_WORDS and any(part.expected not in EXACT for part in parts)


def _is_unsure(chosen: Sequence[Sequence[int]], likely: Sequence[Sequence[float]]) -> bool:
    """Whether a part may well not be answered by what is `chosen` for it: what else the sources
    say may have it.
    """
    return any(
        sum(of_part[row] for row in rows) < SURE
        for rows, of_part in zip(chosen, likely, strict=True)
    )


def _silent(part: Part) -> PartJudgement:
    return PartJudgement(part, AnswerStatus.NOT_FOUND, 0.0, (), ())


def _part_answer(
    part: Part,
    probability: float,
    told: Mapping[str, float],
    chosen: Sequence[int],
    likely: Sequence[float],
    pool: Pool,
    model: AnswerModel,
    *,
    is_subject: bool,
) -> PartJudgement:
    if probability < model.not_found_below and not is_subject:
        is_doubtful = probability >= _DOUBTFUL * model.not_found_below
        may_answer = is_doubtful or _is_in_other_words(told) or _is_open(part, told)
        nearby = _nearby(likely, pool)
        return PartJudgement(part, AnswerStatus.NOT_FOUND, probability, (), nearby, may_answer)
    status = AnswerStatus.PARTLY if probability < model.partly_below else AnswerStatus.ANSWERED
    claims = tuple(claim_of(pool.candidates[row], pool) for row in chosen)
    return PartJudgement(part, status, probability, claims, ())


def _is_subject(query: str, part: Part) -> bool:
    """Whether `part` only says what a report is to be about, so that no answer can be missing. Of
    what asks in another language no word tells, but its mark does.
    """
    return asks_nothing(part.text) and not is_question(without_request(query))


def _is_in_other_words(told: Mapping[str, float]) -> bool:
    low, high = _IN_OTHER_WORDS
    return low <= told["most_own"] < high and not _is_of_then(told)


def _is_open(part: Part, told: Mapping[str, float]) -> bool:
    """Whether `part` asks why or how, or for a judgement, of what some sentence speaks of, and of a
    time that the pages may tell of.

    Of 65 such parts that were denied flatly, cross-validated, the sources answer 24; of 132 that
    ask for a number, a name or a date they answer 13.
    """
    is_near = told["most_own"] >= _IN_OTHER_WORDS[0]
    return part.expected not in EXACT and is_near and not _is_of_then(told)


def _is_of_then(told: Mapping[str, float]) -> bool:
    return bool(told["other_year"] or told["later_year"])


def _nearby(likely: Sequence[float], pool: Pool) -> tuple[Claim, ...]:
    """The likeliest sentences that have room, none of which says another again."""
    room, kept = NEARBY_WORDS, []
    ranked = sorted(range(len(likely)), key=lambda row: -likely[row])
    for row in unlike(ranked[:_MAX_NEARBY], (), pool):
        if (words := quote_words(pool.candidates[row])) <= room:
            room -= words
            kept.append(claim_of(pool.candidates[row], pool))
    return tuple(kept)


def _more(
    likely: Sequence[Sequence[float]],
    chosen: Sequence[Sequence[int]],
    pool: Pool,
    model: AnswerModel,
) -> tuple[Claim, ...]:
    """What is not chosen and likely enough an answer to some part."""
    taken = {row for rows in chosen for row in rows}
    best = [max(of_part[row] for of_part in likely) for row in range(len(pool.candidates))]
    left = [
        row
        for row, one in enumerate(pool.candidates)
        if row not in taken and one.stands and best[row] >= model.worth_printing
    ]
    ranked = sorted(left, key=lambda row: -best[row])[: MORE_SENTENCES * len(likely)]
    return tuple(claim_of(pool.candidates[row], pool) for row in unlike(ranked, taken, pool))
