"""Decides which sources are about the query: a page that a search found need not be.

Two signs, each measured against the best source of the run, for no absolute number holds for every
subject: how near a source's beginning is to the query (meaning and words), and how much its
vocabulary is that of the sources which come nearest (pseudo-relevance feedback: Rocchio,
"Relevance feedback in information retrieval", 1971). The second sign tells apart what the first
can't: a page about another moon of another planet, and a page about ten things, one of them asked.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from research.domain.source import Source, SourceOrigin, origin_of
from research.ports import Embedder
from research.text.bm25 import TermWeights, inverse_document_frequencies
from research.text.questions.compared_things import compared_things
from research.text.terms import names_in, terms

RELEVANT = 0.45
"""Of the mean of both signs. In 16 topics over 181 news pages, sources about the query have 0.49 or
more, and those about something else 0.41 or less."""
RELEVANT_UNNAMED = 0.8
"""The same of a source that has none of the query's names. Of 777 relevant sources of 431 questions
18 had none; of those below this, each was about something else."""
MIN_NEARNESS = 0.25
"""When even the nearest source is less near, none is about the query: pages that only share a word
with it have 0.21 or less, the nearest page to a question that it answers 0.4 or more. A term that
no source has counts too, so a query of which nothing is found is near to nothing."""
ENOUGH = 3
"""So many sources about both sides of a comparison need none about one."""
ONE_SIDE = 0.7
"""What is left of the relevance of a source about one of the things that are compared."""
OWN_RELEVANCE = 0.5
"""Of a file of the asker's own that nothing shows to be about the query."""
LEAD_CHARACTERS = 800
"""Title and first paragraphs say what a page is about (the inverted pyramid of news)."""
_MOSTLY = 0.8
"""Of a text's letters: it is written in Latin ones, where a name looks alike in each language."""
_LEAD_SHARE = 0.7
_NAME_WEIGHT = 2.0
_NEAREST = 5
_NEAR = 0.6
"""Sources this near, of the nearest's nearness, say what the vocabulary is."""
_OTHERS_SHARE = 0.75
"""How much less a source counts in the vocabulary that it is itself compared with."""

Vector = dict[str, float]


async def relevant_sources(
    query: str, sources: Sequence[Source], embedder: Embedder
) -> dict[int, float]:
    """The relevance, 0 to 1, of each source about `query`, by the source's number; may be empty.

    Raises `EmbedderError`.
    """
    meaning = await _similarities(query, sources, embedder)
    return await asyncio.to_thread(_relevance, query, sources, meaning)


async def relevant_to_any(
    texts: Iterable[str], sources: Sequence[Source], embedder: Embedder
) -> dict[int, float]:
    """As `relevant_sources`, to the one of `texts` that each source is most about. Of a text that
    compares things, those about one of them are relevant as well, though less, where few are about
    all of it.

    Where none is about any and all are the asker's own files, none is ruled out: a short note says
    little of what it is about.
    """
    found: dict[int, float] = {}
    for text in texts:
        about = await relevant_sources(text, sources, embedder)
        if len(about) < ENOUGH:
            about = await _relevant_to_sides(text, sources, embedder) | about
        for number, relevance in about.items():
            found[number] = max(relevance, found.get(number, 0.0))
    if not found and all(origin_of(source.url) is SourceOrigin.FILE for source in sources):
        return {source.id: OWN_RELEVANCE for source in sources}
    return {source.id: found[source.id] for source in sources if source.id in found}


def _relevance(query: str, sources: Sequence[Source], meaning: Sequence[float]) -> dict[int, float]:
    """The relevance of those that are about `query`; `meaning` is how near each one's vector is."""
    documents = [terms(f"{source.title} {source.text}") for source in sources]
    weights = inverse_document_frequencies(documents)
    wording = _coverages(query, sources, documents, weights)
    nearness = [(m + w) / 2 for m, w in zip(meaning, wording, strict=True)]
    if max(nearness, default=0.0) < MIN_NEARNESS:
        return {}
    kinship = _kinships(nearness, [_vector(document, weights) for document in documents])
    relevance = [(n / max(nearness) + k) / 2 for n, k in zip(nearness, kinship, strict=True)]
    names = frozenset(names_in(query))
    return {
        source.id: value
        for source, document, value in zip(sources, documents, relevance, strict=True)
        if value >= (RELEVANT_UNNAMED if _lacks(names, document, source) else RELEVANT)
    }


async def _relevant_to_sides(
    query: str, sources: Sequence[Source], embedder: Embedder
) -> dict[int, float]:
    """The relevance of the sources about one of the things that `query` compares."""
    found: dict[int, float] = {}
    for thing in compared_things(query):
        named = [source for source in sources if _leads_with(thing, source)]
        for number, relevance in (await relevant_sources(thing, named, embedder)).items():
            found[number] = max(ONE_SIDE * relevance, found.get(number, 0.0))
    return found


def _leads_with(thing: str, source: Source) -> bool:
    """Whether the title or the beginning of `source` names `thing`."""
    return set(terms(thing)) <= set(terms(f"{source.title} {source.text[:LEAD_CHARACTERS]}"))


def _lacks(names: frozenset[str], document: Sequence[str], source: Source) -> bool:
    """Whether `source` has none of `names`, and writes names as the query does."""
    if not names or not names.isdisjoint(document):
        return False
    letters = [sign for sign in source.text[:LEAD_CHARACTERS] if sign.isalpha()]
    return sum(map(str.isascii, letters)) > _MOSTLY * len(letters)


async def _similarities(query: str, sources: Sequence[Source], embedder: Embedder) -> list[float]:
    leads = [f"{source.title}. {source.text[:LEAD_CHARACTERS]}" for source in sources]
    vectors = await embedder.embed([query, *leads])
    return [max(0.0, float(value)) for value in vectors[1:] @ vectors[0]]


def _coverages(
    query: str, sources: Sequence[Source], documents: Sequence[Sequence[str]], weights: TermWeights
) -> list[float]:
    """How much of the query's terms each source has, those in its beginning counting most."""
    names = set(names_in(query))
    worth = {
        term: weights[term] * (_NAME_WEIGHT if term in names else 1.0) for term in set(terms(query))
    }
    total = sum(worth.values()) or 1.0
    coverages = []
    for source, document in zip(sources, documents, strict=True):
        lead = set(terms(f"{source.title} {source.text[:LEAD_CHARACTERS]}"))
        whole = set(document)
        in_lead = sum(value for term, value in worth.items() if term in lead)
        in_whole = sum(value for term, value in worth.items() if term in whole)
        coverages.append((_LEAD_SHARE * in_lead + (1 - _LEAD_SHARE) * in_whole) / total)
    return coverages


def _kinships(nearness: Sequence[float], vectors: Sequence[Vector]) -> list[float]:
    """The cosine of each source with what the nearest ones say, 1 being that of one of them.

    The mean of the nearest ones, not the most, is 1: two that repeat each other would leave the
    others no chance.
    """
    ranked = sorted(range(len(vectors)), key=lambda i: -nearness[i])[:_NEAREST]
    nearest = [i for i in ranked if nearness[i] >= _NEAR * nearness[ranked[0]]]
    vocabulary: defaultdict[str, float] = defaultdict(float)
    for i in nearest:
        for term, value in vectors[i].items():
            vocabulary[term] += value * nearness[i]
    own_share = _OTHERS_SHARE if len(nearest) > 1 else 0.0
    kinships = []
    for i, vector in enumerate(vectors):
        own = own_share * nearness[i] if i in nearest else 0.0
        others = {term: v - own * vector.get(term, 0.0) for term, v in vocabulary.items()}
        kinships.append(_cosine(vector, others))
    usual = sum(kinships[i] for i in nearest) / len(nearest)
    return [min(1.0, kinship / usual) if usual else 0.0 for kinship in kinships]


def _vector(document: Sequence[str], weights: TermWeights) -> Vector:
    vector = {t: (1 + log(n)) * weights[t] for t, n in Counter(document).items()}
    length = _length(vector) or 1.0
    return {term: value / length for term, value in vector.items()}


def _cosine(unit: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * other.get(term, 0.0) for term, value in unit.items()) / (
        _length(other) or 1.0
    )


def _length(vector: Mapping[str, float]) -> float:
    return sqrt(sum(value * value for value in vector.values()))
