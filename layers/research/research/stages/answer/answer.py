"""Answers a query with sentences of its sources, part by part, or says that none answers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from research.domain.claim import AnswerStatus, Claim, PartAnswer
from research.domain.source import Source
from research.ports import Embedder, Reranker
from research.stages.answer.candidates import Pool, pool_of
from research.stages.answer.choice import choose
from research.stages.answer.features import features
from research.stages.answer.model import AnswerModel, fitted_model, shares
from research.stages.answer.not_found import as_question, not_found_message
from research.stages.answer.parts import Part, parts_of
from research.stages.answer.quotes import claim_of, quote_words
from research.stages.answer.silence import signs
from research.text.terms import word_count

NEARBY_WORDS = 100
"""What is said nearby, where there is no answer."""
_MAX_NEARBY = 3
MORE_SENTENCES = 6
"""Further sentences of each part that may be worth a place in the report."""
_RERANKED = 50
_RERANK_WEIGHT = 2.0
"""Of a reranker's standardised score beside the fitted one, whose spread is about 2. Not fitted:
no cross-encoder was at hand."""

Rows = Sequence[Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the sources say to each part of a query, in the order asked."""

    parts: tuple[PartAnswer, ...]
    """A sentence that answers two parts is only in the first."""
    probabilities: tuple[float, ...]
    """For each part, that the sources answer it."""
    more: tuple[Claim, ...]
    """Further sentences that may answer, likeliest first: what a report goes on with."""

    @property
    def is_silent(self) -> bool:
        """Whether no part is answered."""
        return all(one.status is AnswerStatus.NOT_FOUND for one in self.parts)


async def answer(
    query: str,
    sources: Sequence[Source],
    relevance: Mapping[int, float],
    *,
    embedder: Embedder,
    parts: Sequence[Part] | None = None,
    reranker: Reranker | None = None,
    model: AnswerModel | None = None,
    max_words: int | None = None,
) -> Answers:
    """The answers of `sources` to `query`, or to `parts` of it. All sources are looked through.

    All parts together have `max_words` words at most; the best claim of each comes before the
    second of any.

    `relevance`, of `select_sources`, is 0 where a source isn't named in it. Raises `EmbedderError`
    and what the reranker raises.
    """
    parts = tuple(parts or parts_of(query))
    pool = await pool_of(parts, sources, relevance, embedder)
    rows = [
        [features(number, part, one, pool) for one in pool.candidates]
        for number, part in enumerate(parts)
    ]
    reranked = [await _reranked(part, pool, reranker) for part in parts]
    answers = decide(query, parts, pool, rows, model or fitted_model(), reranked)
    found = tuple(_in_words(one, query, sources) for one in answers.parts)
    return replace(answers, parts=found if max_words is None else _within(found, max_words))


def _in_words(one: PartAnswer, query: str, sources: Sequence[Source]) -> PartAnswer:
    """`one`, as a question; where nothing was found, with a sentence that says so."""
    message = ""
    if one.status is AnswerStatus.NOT_FOUND:
        message = not_found_message(one.part, query, sources)
    return one.model_copy(update={"part": as_question(one.part), "message": message})


def _within(parts: Sequence[PartAnswer], max_words: int) -> tuple[PartAnswer, ...]:
    """`parts` with as many of their claims as `max_words` allow, in turn."""
    room, kept = max_words, [list[Claim]() for _ in parts]
    for turn in zip_longest(*((*one.claims, *one.nearby) for one in parts)):
        for place, claim in enumerate(turn):
            if claim is not None and (words := word_count(claim.text)) <= room:
                room -= words
                kept[place].append(claim)
    return tuple(
        one.model_copy(
            update={
                "claims": tuple(c for c in one.claims if c in left),
                "nearby": tuple(c for c in one.nearby if c in left),
            }
        )
        for one, left in zip(parts, kept, strict=True)
    )


async def _reranked(part: Part, pool: Pool, reranker: Reranker | None) -> list[float]:
    """What a reranker adds to the score of each candidate: standardised; nothing without one."""
    texts = [one.sentence.text for one in pool.candidates[:_RERANKED]]
    if reranker is None or len(texts) < 2:
        return [0.0] * len(pool.candidates)
    found = await reranker.score(part.whole, texts)
    mean = sum(found) / len(found)
    spread = (sum((one - mean) ** 2 for one in found) / len(found)) ** 0.5 or 1.0
    added = [_RERANK_WEIGHT * (one - mean) / spread for one in found]
    return added + [min(added)] * (len(pool.candidates) - len(added))


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
        return Answers(tuple(map(_silent, parts)), tuple(0.0 for _ in parts), ())
    scores = [[model.answers.score(row) for row in of_part] for of_part in rows]
    probabilities = [
        model.probability(signs(query, part, pool, rows[number], scores[number]))
        for number, part in enumerate(parts)
    ]
    if added:
        scores = [
            [a + b for a, b in zip(*pair, strict=True)] for pair in zip(scores, added, strict=True)
        ]
    likely = [shares(of_part) for of_part in scores]
    words = [quote_words(one) for one in pool.candidates]
    chosen = choose(likely, words)
    found = tuple(
        _part_answer(part, probability, chosen[number], likely[number], pool, model)
        for number, (part, probability) in enumerate(zip(parts, probabilities, strict=True))
    )
    return Answers(found, tuple(probabilities), _more(likely, chosen, pool, model))


def _silent(part: Part) -> PartAnswer:
    return PartAnswer(part=part.text, status=AnswerStatus.NOT_FOUND)


def _part_answer(
    part: Part,
    probability: float,
    chosen: Sequence[int],
    likely: Sequence[float],
    pool: Pool,
    model: AnswerModel,
) -> PartAnswer:
    if probability < model.not_found_below:
        nearby = _nearby(likely, pool)
        return PartAnswer(part=part.text, status=AnswerStatus.NOT_FOUND, nearby=nearby)
    status = AnswerStatus.PARTLY if probability < model.partly_below else AnswerStatus.ANSWERED
    claims = tuple(claim_of(pool.candidates[row], pool) for row in chosen)
    return PartAnswer(part=part.text, status=status, claims=claims)


def _nearby(likely: Sequence[float], pool: Pool) -> tuple[Claim, ...]:
    """The likeliest sentences that have room."""
    room, kept = NEARBY_WORDS, []
    for row in sorted(range(len(likely)), key=lambda row: -likely[row])[:_MAX_NEARBY]:
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
        row for row in range(len(best)) if row not in taken and best[row] >= model.worth_printing
    ]
    ranked = sorted(left, key=lambda row: -best[row])[: MORE_SENTENCES * len(likely)]
    return tuple(claim_of(pool.candidates[row], pool) for row in ranked)
