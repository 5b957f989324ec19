"""The sentences that may answer a query, those nearest to it: what is looked at closely."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from research.domain.source import Source
from research.domain.value import Span
from research.ports import Embedder
from research.stages.answer.parts import Part
from research.text.bm25 import TermWeights, bm25_scores, inverse_document_frequencies
from research.text.cleaning import capitalised
from research.text.days.relative_days import lacks_day
from research.text.sentences import sentence_spans
from research.text.source_sentences import (
    MIN_STANDALONE,
    ReadSentences,
    Sentence,
    essential,
    sentences_of,
)
from research.text.standalone import (
    asker,
    is_to_somebody_else,
    needs_context,
    points_back,
    standalone,
)
from research.text.terms import names_in, stem, terms, word_count

if TYPE_CHECKING:
    from research.ports import Matrix

MAX_CANDIDATES = 50
"""Of each part: what is looked at closely. In 57 questions the answers to 86 of 89 parts are
among them, and a page has about 360 sentences beside."""
IMAGINED_SENTENCES = 200
"""Beside those of the sources. Three notes of one's own have too few to tell that "ferry" says as
much as "cost". On pages of news, which have hundreds, they change nothing, cross-validated."""
_NEIGHBOURS_SHARE = 0.4
"""An answer may share no word with the question, and stand beside a sentence that does."""
_NEAR_ENOUGH = 0.5
"""Of the cosine of the nearest sentence. Of 80 relevant sources of 57 questions each has one of
.55 or more; of 20 others that were taken for relevant, three have none."""
_MAX_HEADING_WORDS = 14
_HEADING_LINES = 8
_MARK = 4
"""Characters that the mark of a list has at most."""
_LONGEST_QUOTE_WORDS = 60
_FARTHEST = 2
"""Characters between two sentences that are read as one quote."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A sentence, where it stands, and how near it is to each part of the query."""

    source: Source
    sentence: Sentence
    relevance: float
    """Of its source, 0 to 1."""
    nearness: tuple[float, ...]
    """To each part, a cosine."""
    paragraph_nearness: tuple[float, ...]
    """The same, of its paragraph."""
    known: frozenset[str]
    """The terms that a reader knows: those asked for, and those of its source's title."""
    to_title: float
    """Nearness to the title of its source: what stands below an article is far from it."""
    answering: tuple[float, ...]
    """How near the encoder finds it to each part as its answer, a cosine."""
    answering_query: tuple[float, ...]
    """The same, to the whole query of each part."""

    @cached_property
    def title(self) -> frozenset[str]:
        """The terms of its source's title."""
        return frozenset(terms(self.source.title))

    @property
    def opens_paragraph(self) -> bool:
        """Whether its paragraph begins with it, a mark of a list or so aside."""
        before = self.source.text[
            max(0, self.sentence.span.start - _MARK) : self.sentence.span.start
        ]
        return "\n" in before or self.sentence.span.start < _MARK

    @cached_property
    def heading(self) -> frozenset[str]:
        """The terms of the nearest line above that is short and ends like no sentence."""
        above = self.source.text[: self.sentence.span.start].rpartition("\n")[0]
        lines = above.split("\n")[-_HEADING_LINES:]
        for line in filter(None, map(str.strip, reversed(lines))):
            if line[-1] not in ".!”\"’'" and len(line.split()) < _MAX_HEADING_WORDS:
                return frozenset(terms(line))
        return frozenset()

    @cached_property
    def around(self) -> frozenset[str]:
        """The terms of it and all around it: neighbours, paragraph, heading and title."""
        paragraph = _paragraph(self.source.text, self.sentence.span)
        near = terms(f"{self.sentence.around} {paragraph}")
        return frozenset(near) | self.heading | self.title

    @cached_property
    def leans(self) -> bool:
        """Whether a reader who knows the query and the title would ask which, whose or who."""
        return needs_context(self.sentence.text, self.known)

    @property
    def stands(self) -> bool:
        """Whether its quote can be read alone: by who doesn't know its page's day, either."""
        text = self.sentence.text
        if lacks_day(text, self.source.published) or is_to_somebody_else(text, self.known):
            return False
        if self.quote != self.sentence.span:
            return True
        return self.sentence.stands_alone(self.known)

    @property
    def answers_alone(self) -> bool:
        """Whether it can be read as an answer: with the question, "The report says" has a report.

        Of 257 parts, three more are answered at once than with those that stand in any place.
        """
        text = self.sentence.text
        return self.stands or (
            self.sentence.standalone >= MIN_STANDALONE
            and not points_back(text, self.known)
            and not is_to_somebody_else(text, self.known)
            and not lacks_day(text, self.source.published)
        )

    @cached_property
    def quote(self) -> Span:
        """Its place, and that of the sentence before it where it leans on one that stands."""
        own, text = self.sentence.span, self.source.text
        if not self.leans:
            return own
        before = list(sentence_spans(text[: own.start]))[-1:]
        if not before or own.start - before[0].end > _FARTHEST:
            return own
        first = essential(text, before[0])
        leading = capitalised(first.of(text))
        is_long = word_count(leading) + self.sentence.words > _LONGEST_QUOTE_WORDS
        leans_too = needs_context(leading, self.known)
        leans_too = leans_too or is_to_somebody_else(leading, self.known)
        if is_long or leans_too or standalone(leading, self.known) < MIN_STANDALONE:
            return own
        return Span(start=first.start, end=own.end)


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates for a query, and what its words say."""

    candidates: tuple[Candidate, ...]
    weights: TermWeights
    beside: frozenset[int] = frozenset()
    """The numbers of sources looked through that are about something else after all."""


async def pool_of(
    query: str,
    parts: Sequence[Part],
    sources: Sequence[Source],
    relevance: Mapping[int, float],
    *,
    embedder: Embedder,
    encoder: Embedder,
    read_sentences: ReadSentences = sentences_of,
    are_apart: bool = False,
) -> Pool:
    """The candidates of `sources` for the `parts` of `query`, in the order of the text.

    The `embedder` reads every sentence; the `encoder`, which takes longer and sees more, those that
    are near then. Parts that `are_apart` are questions of their own, and no parts of the query.
    Raises `EmbedderError`.
    """
    found, weights = await asyncio.to_thread(
        _sentences_for, query, sources, relevance, read_sentences
    )
    if not found or not parts:
        return Pool((), weights)
    words = [word for part in parts for word in (*part.words, *part.context)]
    asking = frozenset(map(stem, words)).union(*(asker(part.text) for part in parts))
    asked = await embedder.embed([part.whole for part in parts])
    vectors = await embedder.embed([sentence.text for _, sentence in found])
    near = vectors @ asked.T
    lexical = await asyncio.to_thread(_wordings, parts, [sentence for _, sentence in found])
    own = np.array([relevance.get(source.id, 0.0) for source, _ in found], dtype=np.float32)
    rows = _best_rows(near + lexical + own[:, np.newaxis])
    titles = await embedder.embed([source.title for source in sources])
    title_rows = {source.id: row for row, source in enumerate(sources)}
    paragraphs = [_paragraph(found[row][0].text, found[row][1].span) for row in rows]
    near_paragraphs = (await embedder.embed(paragraphs)) @ asked.T
    encoded = await encoder.embed([query, *(part.text for part in parts)])
    answering = (await encoder.embed([found[row][1].text for row in rows])) @ encoded.T
    beside = _beside([found[row][0].id for row in rows], answering)
    candidates = tuple(
        Candidate(
            *found[row],
            relevance=float(own[row]),
            known=asking.union(terms(found[row][0].title)),
            nearness=tuple(map(float, near[row])),
            paragraph_nearness=tuple(map(float, near_paragraphs[place])),
            to_title=float(vectors[row] @ titles[title_rows[found[row][0].id]]),
            answering=tuple(map(float, answering[place, 1:])),
            answering_query=tuple(
                float(near) if are_apart else float(answering[place, 0])
                for near in answering[place, 1:]
            ),
        )
        for place, row in enumerate(rows)
        if found[row][0].id not in beside
    )
    return Pool(candidates, weights, beside)


def _beside(numbers: Sequence[int], answering: "Matrix") -> frozenset[int]:
    """The numbers of sources of which no sentence is near to the query, or to a part of it, beside
    the nearest of all; `numbers` has the source of each row of `answering`.

    "Michigan" brings a page on Eastern Michigan's football to a question on deaths in Michigan.
    """
    best = answering.max(axis=0)
    near = np.minimum(best, _NEAR_ENOUGH * best)
    about = {n for n, row in zip(numbers, answering, strict=True) if (row >= near).any()}
    return frozenset(numbers) - about


def _looked_through(
    query: str, sources: Sequence[Source], relevance: Mapping[int, float]
) -> frozenset[int]:
    """The numbers of the sources about `query`, and of the first if it has one of its names.

    A round-up of news answers questions that it is not about.
    """
    names = set(names_in(query))
    first = {
        one.id
        for one in sources[:1]
        if not names or not names.isdisjoint(terms(f"{one.title} {one.text}"))
    }
    return frozenset(relevance).union(first)


def _sentences_for(
    query: str,
    sources: Sequence[Source],
    relevance: Mapping[int, float],
    read_sentences: ReadSentences,
) -> tuple[list[tuple[Source, Sentence]], TermWeights]:
    """The sentences that may answer, each with its source, and the weights of all their terms."""
    read = _looked_through(query, sources, relevance)
    every = [(source, sentence) for source in sources for sentence in read_sentences(source)]
    weights = inverse_document_frequencies(
        (terms(sentence.text) for _, sentence in every), imagined=IMAGINED_SENTENCES
    )
    found = [
        (source, one) for source, one in every if source.id in read and not _is_question(one.text)
    ]
    return found, weights


def _wordings(parts: Sequence[Part], sentences: Sequence[Sentence]) -> "Matrix":
    """The BM25 of each of `sentences`, a row each, for each of `parts`, a column each."""
    documents = [terms(sentence.text) for sentence in sentences]
    return np.array([_bm25(part, documents) for part in parts], dtype=np.float32).T


def _is_question(text: str) -> bool:
    return text.rstrip("\"”’') ").endswith("?")


def _bm25(part: Part, documents: Sequence[Sequence[str]]) -> list[float]:
    """BM25 of each document for `part`, the best having 1."""
    scores = bm25_scores(terms(part.whole), documents)
    best = max(scores, default=0.0) or 1.0
    return [score / best for score in scores]


def _best_rows(scores: "Matrix") -> list[int]:
    """The rows of the best sentences for each column, those beside good ones counting more."""
    beside = np.maximum(np.roll(scores, 1, axis=0), np.roll(scores, -1, axis=0))
    order = np.argsort(-(scores + _NEIGHBOURS_SHARE * beside), axis=0, kind="stable")
    return sorted({int(row) for row in order[:MAX_CANDIDATES].flat})


def _paragraph(text: str, place: Span) -> str:
    end = text.find("\n", place.end)
    return text[text.rfind("\n", 0, place.start) + 1 : end if end >= 0 else len(text)]
