"""What a model says of an analysis, and how far the sources' own sentences carry it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints

from research.domain.analysis.analysis import Analysis, Topic
from research.domain.analysis.entities import Entity, Relationship, RelationshipBasis
from research.domain.claim import Citation
from research.domain.model_call import cut_to
from research.domain.source import Source
from research.domain.value import Value
from research.stages.analyse.related import MAX_RELATED
from research.stages.analyse.relationships import is_supposed
from research.text.cleaning import clean_line
from research.text.names import names
from research.text.prompts.quoting import instructs_model
from research.text.terms import fold, terms, words

MAX_RELATION_WORDS = 6
MAX_NAME_WORDS = 6
MAX_QUESTION_WORDS = 25
MAX_OF_EACH = 8
AROUND_CHARACTERS = 40
"""Before the first of two names and behind the second: what relates them stands no further off."""
T = TypeVar("T")


class SaidRelationship(Value):
    """Two names that a sentence relates, by their numbers."""

    subject: int
    relation: Annotated[str, cut_to(80), StringConstraints(max_length=80)]
    object: int
    sentence: int


class SaidTopic(Value):
    """What to call a topic."""

    topic: int
    name: Annotated[str, cut_to(80), StringConstraints(max_length=80)]


class SaidAnalysis(Value):
    """The model's answer."""

    relationships: Annotated[tuple[SaidRelationship, ...], cut_to(MAX_OF_EACH)] = Field(
        default=(), max_length=MAX_OF_EACH
    )
    topics: Annotated[tuple[SaidTopic, ...], cut_to(MAX_OF_EACH)] = Field(
        default=(), max_length=MAX_OF_EACH
    )
    questions: Annotated[
        tuple[Annotated[str, cut_to(300), StringConstraints(max_length=300)], ...],
        cut_to(MAX_OF_EACH),
    ] = Field(default=(), max_length=MAX_OF_EACH)


def with_said(
    query: str,
    found: Analysis,
    said: SaidAnalysis,
    sentences: Sequence[Citation],
    sources: Iterable[Source],
) -> Analysis:
    """`found` with what of `said` is carried; its numbers are those of `found` and `sentences`."""
    known = _known_words(query, sources)
    stated = [*_stated(said.relationships, found.entities, sentences)]
    asked = [text for text in map(_line, said.questions) if _is_question(text, query, known)]
    questions = dict.fromkeys((*asked, *found.related_questions))
    texts = [one.quote for one in sentences]
    return found.model_copy(
        update={
            "relationships": _with(found.relationships, stated),
            "topics": _named(found.topics, said.topics, texts),
            "related_questions": tuple(questions)[:MAX_RELATED],
            "has_model": True,
        }
    )


def _line(text: str) -> str:
    return clean_line(text, 300)


def _stated(
    said: Iterable[SaidRelationship], entities: Sequence[Entity], sentences: Sequence[Citation]
) -> Iterator[Relationship]:
    """Those of `said` whose sentence names both ends, and says of them what the model says."""
    for one in said:
        subject, other = _at(entities, one.subject), _at(entities, one.object)
        citation = _at(sentences, one.sentence)
        relation = _line(one.relation)
        if subject is None or other is None or citation is None or subject.name == other.name:
            continue
        ends = sorted((place_of(subject, citation.quote), place_of(other, citation.quote)))
        around = citation.quote[max(0, ends[0] - AROUND_CHARACTERS) : ends[1] + AROUND_CHARACTERS]
        if ends[0] < 0 or not _is_said(relation, around) or instructs_model(relation):
            continue
        if is_supposed(citation.quote[max(0, ends[0] - AROUND_CHARACTERS) : ends[1]]):
            continue
        yield Relationship(
            subject=subject.name,
            relation=relation,
            object=other.name,
            basis=RelationshipBasis.STATED,
            sentences=1,
            citation=citation,
        )


def _at(found: Sequence[T], number: int) -> T | None:
    return found[number - 1] if 0 < number <= len(found) else None


def place_of(entity: Entity, text: str) -> int:
    """Where `text` names `entity`; −1 where it doesn't."""
    for name in (entity.name, *entity.aliases):
        if found := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            return found.start()
    return -1


def _is_said(relation: str, text: str) -> bool:
    """Whether each word of `relation` that says something stands in `text`, in any form."""
    content = terms(relation)
    return (
        bool(content)
        and len(relation.split()) <= MAX_RELATION_WORDS
        and set(content) <= set(terms(text))
    )


def _with(
    found: Sequence[Relationship], stated: Iterable[Relationship]
) -> tuple[Relationship, ...]:
    """`found` and what is `stated` of pairs of which nothing was, in place of "named with"."""
    sure = [one for one in found if one.basis is RelationshipBasis.STATED]
    pairs = {frozenset((one.subject, one.object)) for one in sure}
    for one in stated:
        pair = frozenset((one.subject, one.object))
        if pair not in pairs:
            pairs.add(pair)
            sure.append(one)
    near = [
        one
        for one in found
        if one.basis is not RelationshipBasis.STATED
        and frozenset((one.subject, one.object)) not in pairs
    ]
    return (*sure, *near)


def _named(
    topics: Sequence[Topic], said: Iterable[SaidTopic], texts: Sequence[str]
) -> tuple[Topic, ...]:
    """`topics` with the names that are made of their words and of those of the sentences."""
    shown = frozenset(term for text in texts for term in terms(text))
    by_number = {one.topic: _line(one.name) for one in said}
    return tuple(
        topic.model_copy(update={"name": name})
        if (name := by_number.get(number, "")) and _names(name, topic, shown)
        else topic
        for number, topic in enumerate(topics, start=1)
    )


def _names(name: str, topic: Topic, shown: frozenset[str]) -> bool:
    own = frozenset(term for word in topic.words for term in terms(word))
    found = frozenset(terms(name))
    return bool(found & own) and found <= own | shown and len(name.split()) <= MAX_NAME_WORDS


def _known_words(query: str, sources: Iterable[Source]) -> frozenset[str]:
    texts = [query, *(f"{source.title}\n{source.text}" for source in sources)]
    return frozenset(fold(word) for text in texts for word in words(text))


def _is_question(text: str, query: str, known: frozenset[str]) -> bool:
    """Whether it asks something else than `query`, and names nothing that the sources don't."""
    if not text.endswith("?") or instructs_model(text):
        return False
    if not 3 <= len(text.split()) <= MAX_QUESTION_WORDS or set(terms(text)) <= set(terms(query)):
        return False
    named = [word.plain for name in names(text) for word in name.words]
    figures = re.findall(r"\d[\d.,]*\d|\d", text)
    return all(fold(word) in known for word in (*named, *figures))
