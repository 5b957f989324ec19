"""Finds the sentences of sources that may answer a query: those nearest to it, by several signs."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from research.domain.source import Source
from research.ports import Embedder
from research.stages.answer.candidates import Candidate, paragraph_around
from research.stages.answer.parts import Part
from research.text.bm25 import TermWeights, bm25_scores, inverse_document_frequencies
from research.text.source_sentences import ReadSentences, Sentence, sentences_of
from research.text.standing.speech import asker
from research.text.terms import names_in, stem, terms

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

_Found = tuple[Source, Sentence]


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates for a query, and what its words say."""

    candidates: tuple[Candidate, ...]
    weights: TermWeights
    beside: frozenset[int] = frozenset()
    """The numbers of sources looked through that are about something else after all."""


@dataclass(frozen=True, slots=True)
class _Nearness:
    """How near sentences are, a row each: to the parts, a column each, or to their titles."""

    own: "Matrix"
    paragraphs: "Matrix"
    titles: "Matrix"
    answering: "Matrix"
    """By the encoder: first to the whole query, then to the parts."""


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
    every, weights = await asyncio.to_thread(
        _sentences_for, query, sources, relevance, read_sentences
    )
    if not every or not parts:
        return Pool((), weights)
    asked = await embedder.embed([part.whole for part in parts])
    vectors = await embedder.embed([sentence.text for _, sentence in every])
    rows = await asyncio.to_thread(_likeliest, parts, every, vectors @ asked.T, relevance)
    found = [every[row] for row in rows]
    near = _Nearness(
        vectors[rows] @ asked.T,
        *await _around(found, vectors[rows], asked, embedder),
        answering=await _answering(query, parts, found, encoder),
    )
    beside = _beside([source.id for source, _ in found], near.answering)
    asking = _asking(parts)
    candidates = tuple(
        _candidate(one, place, near, relevance, asking, are_apart=are_apart)
        for place, one in enumerate(found)
        if one[0].id not in beside
    )
    return Pool(candidates, weights, beside)


def _asking(parts: Sequence[Part]) -> frozenset[str]:
    """The terms that whoever asks `parts` knows."""
    words = [word for part in parts for word in (*part.words, *part.context)]
    return frozenset(map(stem, words)).union(*(asker(part.text) for part in parts))


def _likeliest(
    parts: Sequence[Part], every: Sequence[_Found], near: "Matrix", relevance: Mapping[int, float]
) -> list[int]:
    """The places in `every` of the sentences that come nearest to a part."""
    lexical = _wordings(parts, [sentence for _, sentence in every])
    own = np.array([relevance.get(source.id, 0.0) for source, _ in every], dtype=np.float32)
    return _best_rows(near + lexical + own[:, np.newaxis])


async def _around(
    found: Sequence[_Found], vectors: "Matrix", asked: "Matrix", embedder: Embedder
) -> tuple["Matrix", "Matrix"]:
    """How near the paragraph of each is to the parts, and each to the title of its source."""
    paragraphs = [paragraph_around(source.text, sentence.span) for source, sentence in found]
    titles = list(dict.fromkeys(source.title for source, _ in found))
    of_titles = await embedder.embed(titles)
    own_titles = of_titles[[titles.index(source.title) for source, _ in found]]
    return (await embedder.embed(paragraphs)) @ asked.T, (vectors * own_titles).sum(axis=1)


async def _answering(
    query: str, parts: Sequence[Part], found: Sequence[_Found], encoder: Embedder
) -> "Matrix":
    encoded = await encoder.embed([query, *(part.text for part in parts)])
    nearness: Matrix = (await encoder.embed([one.text for _, one in found])) @ encoded.T
    return nearness


def _candidate(
    found: _Found,
    place: int,
    near: _Nearness,
    relevance: Mapping[int, float],
    asking: frozenset[str],
    *,
    are_apart: bool,
) -> Candidate:
    """The candidate whose nearness is the row `place` of `near`."""
    source, sentence = found
    to_query, *to_parts = map(float, near.answering[place])
    return Candidate(
        source,
        sentence,
        relevance=relevance.get(source.id, 0.0),
        known=asking.union(terms(source.title)),
        nearness=tuple(map(float, near.own[place])),
        paragraph_nearness=tuple(map(float, near.paragraphs[place])),
        to_title=float(near.titles[place]),
        answering=tuple(to_parts),
        answering_query=tuple(to_parts if are_apart else [to_query] * len(to_parts)),
    )


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
