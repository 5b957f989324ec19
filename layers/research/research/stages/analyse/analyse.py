"""Analyses the sources of a report: names, relationships, days, topics, tone, trust.

Everything here is worked out from the sources' own sentences, without a model, and cites them; a
model may then say more of it (`read_more`), as far as they carry it.
Names, days, topics and tone are found in English alone; credibility in any language.
"""

from collections.abc import Sequence

from research.domain.analysis.analysis import Analysis
from research.domain.analysis.tone import SentenceTone
from research.domain.source import Source
from research.ports import SentimentScorer
from research.stages.analyse.credibility import credibility
from research.stages.analyse.entities import by_name, entities_of, group_mentions
from research.stages.analyse.events.timeline import timeline
from research.stages.analyse.figures.comparable import comparable_figures
from research.stages.analyse.material import (
    ANALYSED_LANGUAGE,
    SourceSentence,
    reported_sentences,
)
from research.stages.analyse.mentions import Mention, mentions_in
from research.stages.analyse.model_reading import read_more
from research.stages.analyse.related import related_questions
from research.stages.analyse.relationships import relationships
from research.stages.analyse.tones import source_tones, texts_without_names, tone_of
from research.stages.analyse.topics import topics
from research.text.round_ups import places_about
from research.text.source_sentences import ReadSentences, sentences_of
from research.text.terms import terms

__all__ = ["analyse", "read_more"]


def analyse(
    query: str,
    sources: Sequence[Source],
    scorer: SentimentScorer | None = None,
    read_sentences: ReadSentences = sentences_of,
) -> Analysis:
    """What `sources`, those about `query`, have in them; no tone without `scorer`.

    Takes CPU: not for an event loop.
    """
    read = [one for one in sources if one.language in (ANALYSED_LANGUAGE, "")]
    asked = frozenset(terms(query))
    sentences = reported_sentences(read, asked)
    mentions = mentions_in(sentences)
    groups = group_mentions(mentions)
    entities = entities_of(groups)
    scored = list(zip(sentences, _tones(sentences, mentions, scorer), strict=True))
    is_about = {source.id: places_about(source, asked) for source in read}
    quotable = [
        one for source in read for one in read_sentences(source) if is_about[source.id](one.span)
    ]
    shared = [name for one in entities if len(one.sources) > 1 for name in (one.name, *one.aliases)]
    found_topics, words = topics(scored, has_tones=scorer is not None)
    ties = relationships(mentions, by_name(entities, groups), entities)
    topic_words = [word for one in found_topics for word in one.words]
    return Analysis(
        entities=tuple(entities),
        relationships=tuple(ties),
        timeline=tuple(timeline(query, quotable, {source.id: source for source in read}, shared)),
        figures=tuple(comparable_figures(query, topic_words, read, sentences)),
        topics=tuple(found_topics),
        words=tuple(words),
        tone=tone_of(scored) if scorer else None,
        source_tones=tuple(source_tones(scored)) if scorer else (),
        credibility=tuple(credibility(sources, quotable)),
        related_questions=tuple(related_questions(query, entities, ties, sentences, sources)),
    )


def _tones(
    sentences: Sequence[SourceSentence],
    mentions: Sequence[Mention],
    scorer: SentimentScorer | None,
) -> list[SentenceTone]:
    if scorer is None:
        return [SentenceTone(polarity=0, subjectivity=0)] * len(sentences)
    return scorer.score(texts_without_names(sentences, mentions))
