"""What is found about the sources of a report beside its answer; all of it cites them."""

from datetime import date

from pydantic import Field

from research.domain.analysis.entities import Entity, Relationship
from research.domain.analysis.figures import FigureChart
from research.domain.analysis.tone import SourceTone, Tone, ToneClass
from research.domain.claim import Citation
from research.domain.value import Value


class TimelineEvent(Value):
    """What happened, or will, on a day."""

    day: date
    text: str
    citations: tuple[Citation, ...] = Field(min_length=1)
    """The sentence itself, and where other sources tell the same."""


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
    name: str = ""
    """What a model calls it, in these words and others of the sources; empty without one."""
    weight: float = Field(ge=0, le=1)
    """Its share of the sentences."""
    passages: tuple[Citation, ...]
    tone: ToneClass
    sentiment: Tone | None = None
    """The whole of its tone; None where its sentences are too few, and without a scorer."""


class TopicWord(Value):
    """A word of the topics."""

    word: str
    sentences: int = Field(ge=1)
    """How many sentences have it, in any form."""


class Analysis(Value):
    """What the sources that are about the query have in them."""

    entities: tuple[Entity, ...] = ()
    """Most mentioned first."""
    relationships: tuple[Relationship, ...] = ()
    timeline: tuple[TimelineEvent, ...] = ()
    """Earliest first."""
    topics: tuple[Topic, ...] = ()
    words: tuple[TopicWord, ...] = ()
    """The words of all topics, the most frequent first."""
    figures: tuple[FigureChart, ...] = ()
    """Those that can be compared, as far as that can be told by rule."""
    tone: Tone | None = None
    """None where no source is in a language that the lexicon knows."""
    source_tones: tuple[SourceTone, ...] = ()
    credibility: tuple[SourceCredibility, ...] = ()
    related_questions: tuple[str, ...] = ()
    """To ask next; each can be researched as it stands."""
    has_model: bool = False
    """Whether a model was asked for more relationships, names of topics and related questions."""
