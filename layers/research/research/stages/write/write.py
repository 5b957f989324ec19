"""Writes a draft without a model: every sentence of it is a sentence of a source, cited.

What a model writes instead is in `model_claims` and `conclusion`, their prompts included, and what
is left out of it in `shortening`; their functions are called from here.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import nan
from typing import TYPE_CHECKING

from research.domain.claim import AnswerStatus, Claim, Draft, PartAnswer, answer_claims
from research.domain.errors import NothingFoundError
from research.domain.passage import Selection
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import Embedder, Progress
from research.stages.write.conclusion import Conclusion, conclude
from research.stages.write.model_claims import ReportText, write_sections
from research.stages.write.runs import runs_of
from research.stages.write.sections import ChosenSentences, lay_out
from research.stages.write.sentence_choice import (
    ScoredSentence,
    cover,
    gain_of,
    on_topic,
    term_worth,
    weigh,
)
from research.stages.write.shortening import NO_ROOM, fit_words
from research.stages.write.worth import (
    UNWANTED,
    UNWANTED_UNANSWERED,
    UNWANTED_UNJUDGED,
    Nearness,
    Topic,
    wanted,
)
from research.stages.write.written_report import WrittenOpening, WrittenSection
from research.text.agreement.corroboration import Publishers, corroborating
from research.text.cleaning import title_of
from research.text.days.relative_days import lacks_day
from research.text.printed_quotes import printed
from research.text.source_sentences import (
    Sentence,
    SentenceKey,
    candidate_sentences,
)
from research.text.standing.speech import asker
from research.text.terms import terms, word_count
from research.web.publishers import publishers_of

if TYPE_CHECKING:
    from research.ports import Matrix

__all__ = [
    "NO_ROOM",
    "Conclusion",
    "ReportText",
    "WrittenOpening",
    "WrittenSection",
    "conclude",
    "fit_words",
    "write",
    "write_sections",
]


async def write(
    query: str,
    selection: Selection,
    sources: Sequence[Source],
    *,
    max_words: int,
    embedder: Embedder,
    progress: Progress,
    answer: Sequence[PartAnswer] = (),
    findings: Sequence[Claim] = (),
    answering: Mapping[SentenceKey, float] | None = None,
) -> Draft:
    """Key findings, then a section for each question that has an answer: `max_words` at most.

    `answer` is read before them, and `findings` are the first of them: their words are of those
    `max_words`, and what they say is not said again. `answering` is how sure each sentence is to
    answer, by its key, where that was judged.

    Raises `NothingFoundError` when no sentence can stand in a report, and `EmbedderError`.
    """
    questions = _answerable([evidence.question for evidence in selection.evidence], answer)
    days = {source.id: source.published for source in sources}
    candidates = await asyncio.to_thread(candidates_of, query, questions, selection, sources)
    vectors = await embedder.embed([sentence.text for sentence in candidates])
    around = await embedder.embed([sentence.around for sentence in candidates])
    (asked,) = await embedder.embed([query])
    near = nearness_of(query, candidates, vectors @ asked, around @ asked, answering)
    worth, weighed = await asyncio.to_thread(_weighed, candidates, near, selection, sources)
    said = [*answer_claims(answer), *findings]
    least = _least(answer) if answering is not None else UNWANTED_UNJUDGED
    chosen = await asyncio.to_thread(
        cover,
        [one for one in _wanted(weighed, least, said) if not _is_said(one.sentence, said)],
        worth,
        max_words - sum(word_count(claim.text) for claim in said),
        said=[terms(claim.text) for claim in said],
    )
    if not chosen and not said:
        raise NothingFoundError("no sentence of the pages that were read answers the question")
    rows = {sentence: row for row, sentence in enumerate(candidates)}
    texts = {source.id: source.text for source in sources}
    publishers = {source.id: publishers_of(source) for source in sources}
    sentences = [weighed.sentence for weighed in chosen]
    draft = lay_out(
        title_of(query),
        questions,
        await embedder.embed([question.text for question in questions]),
        ChosenSentences(chosen, vectors[[rows[sentence] for sentence in sentences]]),
        await asyncio.to_thread(
            lambda: {
                sentence: cite(sentence, candidates, texts, publishers, days[sentence.source])
                for sentence in sentences
            }
        ),
        findings,
    )
    words = sum(sentence.words for sentence in sentences)
    progress(
        Step(
            stage=Stage.WRITE,
            done=len(chosen),
            total=len(chosen),
            message=f"{len(chosen)} claims, {words} words",
        )
    )
    return draft.model_copy(update={"answer": tuple(answer)})


def _least(answer: Sequence[PartAnswer]) -> float:
    """How likely wanted a sentence has to be."""
    is_whole = all(part.status is not AnswerStatus.NOT_FOUND for part in answer)
    return UNWANTED if is_whole else UNWANTED_UNANSWERED


def nearness_of(
    query: str,
    candidates: Sequence[Sentence],
    own: "Matrix",
    around: "Matrix",
    answering: Mapping[SentenceKey, float] | None = None,
) -> list[Nearness]:
    """How near each of `candidates` is to `query`; `own` and `around` are cosines, `answering` is
    as for `write`: a sentence that it lacks was too far from all parts to be looked at.
    """
    asked = frozenset(terms(query))
    return [
        Nearness(
            float(near),
            float(near_around),
            len(asked & one.terms) / (len(asked) or 1),
            nan
            if answering is None
            else max(answering.get(key, 0.0) for key in (one.key, *one.brings)),
        )
        for one, near, near_around in zip(candidates, own, around, strict=True)
    ]


def _weighed(
    candidates: Sequence[Sentence],
    nearness: Sequence[Nearness],
    selection: Selection,
    sources: Sequence[Source],
) -> tuple[dict[str, float], list[ScoredSentence]]:
    """The worth of each term, and the candidates, weighed."""
    documents = {source.id: terms(f"{source.title} {source.text}") for source in sources}
    worth = term_worth(sources, selection.relevance, documents)
    gains = [gain_of(sentence, worth) for sentence in candidates]
    topic = Topic.of(documents, selection.relevance)
    weighed = [
        weigh(sentence, near, selection.relevance[sentence.source], looks)
        for sentence, near, looks in zip(
            candidates, nearness, wanted(candidates, nearness, gains, topic), strict=True
        )
    ]
    return worth, weighed


def _wanted(
    weighed: Sequence[ScoredSentence], least: float, said: Sequence[Claim]
) -> list[ScoredSentence]:
    """Those of `weighed` that are wanted with a probability of `least`; all, where there would
    else be no report.
    """
    kept = [one for one in weighed if one.wanted >= least]
    return kept if kept or said else list(weighed)


def candidates_of(
    query: str, questions: Sequence[Question], selection: Selection, sources: Sequence[Source]
) -> list[Sentence]:
    """The sentences that the report is chosen from, those that stand alone if there are any, and
    these with what leans on them.

    Each is as long as it is printed, days in brackets included.
    """
    days = {source.id: source.published for source in sources}
    asking = asker(query).union(terms(query))
    known = {source.id: asking.union(terms(source.title)) for source in sources}
    every = candidate_sentences(selection, sources)
    on_query = on_topic(query, questions, every, sources)
    standing = _standing(on_query, known, days)
    runs = [
        one
        for one in runs_of(standing, every, sources, known)
        if not lacks_day(one.text, days[one.source])
    ]
    return [
        replace(one, words=word_count(printed(one.text, days[one.source])))
        for one in [*standing, *runs] or on_query
    ]


def _answerable(questions: Sequence[Question], answer: Sequence[PartAnswer]) -> list[Question]:
    """`questions` but those of which the answer says that no source answers them: no section may
    have such a heading.
    """
    silent = {tuple(terms(part.part)) for part in answer if part.status is AnswerStatus.NOT_FOUND}
    left = [one for one in questions if tuple(terms(one.heading)) not in silent]
    return left or list(questions)


def _standing(
    candidates: Sequence[Sentence],
    known: Mapping[int, frozenset[str]],
    days: Mapping[int, date | None],
) -> list[Sentence]:
    """Those of `candidates` that a reader of the query and their title understands alone, and not
    "today" where nobody knows when that was.
    """
    return [
        one
        for one in candidates
        if one.stands_alone(known[one.source]) and not lacks_day(one.text, days[one.source])
    ]


def _is_said(sentence: Sentence, claims: Sequence[Claim]) -> bool:
    """Whether one of `claims` cites `sentence` or a part of it."""
    return any(
        citation.touches(sentence.source, sentence.span)
        for claim in claims
        for citation in claim.citations
    )


def cite(
    sentence: Sentence,
    candidates: Sequence[Sentence],
    texts: Mapping[int, str],
    publishers: Publishers,
    published: date | None = None,
) -> Claim:
    """The claim that `sentence` makes, with its place and those of others that say the same.

    Of each other publisher it is the candidate that says it best. `texts` and `publishers` are by
    source number; `published` is the day of its source, from which "today" and "last week" count.
    """
    own = sentence.citation(texts[sentence.source])
    others = corroborating(sentence, candidates, texts, publishers)
    return Claim(text=printed(sentence.text, published), citations=(own, *others))
