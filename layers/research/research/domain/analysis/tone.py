"""Sentiment: of a sentence, of a source, of all."""

from enum import StrEnum

from pydantic import Field

from research.domain.claim import Citation
from research.domain.value import Value


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
