"""What the page shows of an analysis of the sources, ready for a template."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote of a source, and where it stands in the snapshot."""

    source: int
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class EventView:
    """What happened on a day, and the sources that tell it."""

    number: int
    day: date
    text: str
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """A name, how often it is mentioned and where."""

    name: str
    aliases: str
    mentions: int
    sources: tuple[int, ...]
    quote: QuoteView


@dataclass(frozen=True, slots=True)
class EntityGroup:
    """The names of one kind."""

    heading: str
    entities: tuple[EntityView, ...]


@dataclass(frozen=True, slots=True)
class RelationshipView:
    """Two names, how they are related, and the sentence that names both."""

    subject: str
    relation: str
    object: str
    is_stated: bool
    sentences: int
    quote: QuoteView


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic's name, which may be empty, its words, its share in percent, a sentence of it."""

    name: str
    words: str
    percent: int
    quote: QuoteView | None
    tone: str
    """In words, with its polarity; empty where it is not known."""
    drivers: tuple[QuoteView, ...]
    """The sentence that leans most as the topic does, if there is one."""


@dataclass(frozen=True, slots=True)
class ToneView:
    """The tone of one source, or of all."""

    source: int | None
    label: str
    polarity: str
    tone: str
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class TrustView:
    """How far the outside of a source speaks for it, and why."""

    source: int
    title: str
    score: str
    reasons: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure, of what it is, and the words that give it."""

    label: str
    written: str
    quote: QuoteView
    title: str
    """The source's."""


@dataclass(frozen=True, slots=True)
class FiguresView:
    """Figures of one measure."""

    measure: str
    chart: Markup
    source: int | None
    """The source of all of them; None where they have several."""
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class WordView:
    """A word of the topics, and how many sentences have it."""

    word: str
    sentences: int


@dataclass(frozen=True, slots=True)
class AnalysisView:
    """What the page shows of the analysis; a chart is empty where there is too little for one."""

    figures: tuple[FiguresView, ...]
    events: tuple[EventView, ...]
    events_chart: Markup
    groups: tuple[EntityGroup, ...]
    relationships: tuple[RelationshipView, ...]
    graph: Markup
    topics: tuple[TopicView, ...]
    topics_chart: Markup
    words: tuple[WordView, ...]
    words_chart: Markup
    tone: ToneView | None
    tones: tuple[ToneView, ...]
    tones_chart: Markup
    trust: tuple[TrustView, ...]
    dates_chart: Markup
    questions: tuple[str, ...]
    has_model: bool
