"""What is found about the sources of a report beside its answer: names, days, tone, trust, topics.

All of it is worked out from the sources that are about the query, and cites them.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from research.domain.claim import Citation
from research.domain.value import Value


class EntityKind(StrEnum):
    """What a name stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    PRODUCT = "product"
    EVENT = "event"
    LAW = "law"
    WORK = "work"
    FACILITY = "facility"
    OTHER = "other"
    """Nothing in the sources tells."""


class Entity(Value):
    """Who or what the sources name, under one name."""

    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    """Other names that the sources use for it, the most frequent first."""
    mentions: int = Field(ge=1)
    sources: tuple[int, ...]
    """The numbers of the sources that name it."""
    passages: tuple[Citation, ...]
    """A sentence that names it, of each of the first sources that do."""


class RelationshipBasis(StrEnum):
    """Why two entities are said to be related."""

    STATED = "stated"
    """The sentence says how."""
    TOGETHER = "together"
    """They are named in the same sentences, and nothing more is known."""


class Relationship(Value):
    """How two entities are related, with a sentence that names both."""

    subject: str
    """An entity's name."""
    relation: str
    """A verb, such as ``leads``; ``named with`` where no more is known."""
    object: str
    basis: RelationshipBasis
    sentences: int = Field(ge=1)
    """How many say so, or name both."""
    citation: Citation


class TimelineEvent(Value):
    """What happened, or will, on a day."""

    day: date
    text: str
    citations: tuple[Citation, ...] = Field(min_length=1)
    """The sentence itself, and where other sources tell the same."""


class ToneClass(StrEnum):
    """Which way the words of a text lean."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class SentenceTone(Value):
    """The sentiment of one sentence."""

    polarity: float = Field(ge=-1, le=1)
    subjectivity: float = Field(ge=0, le=1)
    """The share of its words that have a feeling."""


class Tone(Value):
    """Sentiment, by the words of a lexicon: what is reported may be sad, and told without anger."""

    polarity: float = Field(ge=-1, le=1)
    """The mean of the sentences: −1 where all are as negative as can be, 1 positive."""
    subjectivity: float = Field(ge=0, le=1)
    """The share of words that the lexicon has a feeling for."""
    tone: ToneClass
    confidence: float = Field(ge=0, le=1)
    """How far the sentences agree: of those that lean, the share that leans this way; for neutral
    the share that does not lean."""
    drivers: tuple[Citation, ...] = ()
    """The sentences that lean most in the direction of the whole."""


class SourceTone(Tone):
    """The sentiment of one source."""

    source: int


class SourceCredibility(Value):
    """How far a source's outside speaks for it, by rules; not whether what it says is true."""

    source: int
    score: float = Field(ge=0, le=1)
    reasons: tuple[str, ...] = Field(min_length=1)
    """In words: what raised the score, then what lowered it."""


class Topic(Value):
    """What a part of the sources is about."""

    words: tuple[str, ...] = Field(min_length=1)
    """The words that mark it, the strongest first."""
    weight: float = Field(ge=0, le=1)
    """Its share of the sentences."""
    passages: tuple[Citation, ...]
    tone: ToneClass


class Analysis(Value):
    """What the sources that are about the query have in them."""

    entities: tuple[Entity, ...] = ()
    """Most mentioned first."""
    relationships: tuple[Relationship, ...] = ()
    timeline: tuple[TimelineEvent, ...] = ()
    """Earliest first."""
    topics: tuple[Topic, ...] = ()
    tone: Tone | None = None
    """None where no source is in a language that the lexicon knows."""
    source_tones: tuple[SourceTone, ...] = ()
    credibility: tuple[SourceCredibility, ...] = ()
    related_questions: tuple[str, ...] = ()
