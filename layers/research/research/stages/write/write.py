"""Writes the report without a model: every sentence of it is a sentence of a source."""

from collections.abc import Sequence

from research.domain.claim import Draft
from research.domain.errors import NothingFoundError
from research.domain.passage import Selection
from research.domain.progress import Stage, Step
from research.domain.source import Source
from research.ports import Embedder, Progress
from research.stages.write.sections import Chosen, lay_out
from research.stages.write.sentence_choice import cover, term_worth, weigh
from research.stages.write.write_topic import on_topic
from research.text.source_sentences import Sentence, candidate_sentences
from research.text.terms import terms

_OWN_WORDS = 0.6
_NEIGHBOURS = 0.4
"""A sentence's nearness to the query is its own and, less, that of where it stands."""
_QUERY_TERMS = 0.3


async def write(
    query: str,
    selection: Selection,
    sources: Sequence[Source],
    *,
    max_words: int,
    embedder: Embedder,
    progress: Progress,
) -> Draft:
    """Key findings, then a section for each question that has an answer: `max_words` at most.

    Raises `NothingFoundError` when no sentence can stand in a report, and `EmbedderError`.
    """
    questions = [evidence.question for evidence in selection.evidence]
    candidates = on_topic(query, questions, candidate_sentences(selection, sources), sources)
    vectors = await embedder.embed([sentence.text for sentence in candidates])
    around = await embedder.embed([sentence.around for sentence in candidates])
    (asked,) = await embedder.embed([query])
    nearness = _OWN_WORDS * (vectors @ asked) + _NEIGHBOURS * (around @ asked)
    asked_terms = frozenset(terms(query))
    weighed = [
        weigh(
            sentence,
            max(0.0, float(near)) + _QUERY_TERMS * _share(asked_terms, sentence),
            selection.relevance[sentence.source],
        )
        for sentence, near in zip(candidates, nearness, strict=True)
    ]
    chosen = cover(weighed, term_worth(sources, selection.relevance), max_words)
    if not chosen:
        raise NothingFoundError("no sentence of the pages that were read answers the question")
    rows = {sentence: row for row, sentence in enumerate(candidates)}
    chosen_rows = [rows[found.sentence] for found in chosen]
    draft = lay_out(
        query[:1].upper() + query[1:],
        questions,
        await embedder.embed([question.text for question in questions]),
        Chosen(chosen, vectors[chosen_rows]),
        candidates,
        {source.id: source.text for source in sources},
    )
    words = sum(found.sentence.words for found in chosen)
    progress(
        Step(
            stage=Stage.WRITE,
            done=len(chosen),
            total=len(chosen),
            message=f"{len(chosen)} claims, {words} words",
        )
    )
    return draft


def _share(asked: frozenset[str], sentence: Sentence) -> float:
    return len(asked & sentence.terms) / len(asked) if asked else 0.0
