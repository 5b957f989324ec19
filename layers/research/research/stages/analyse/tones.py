"""Sums the sentiment of sentences up: of all sources, of each, of a topic."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean

from research.domain.analysis.tone import SentenceTone, SourceTone, Tone, ToneClass
from research.stages.analyse.material import SourceSentence
from research.stages.analyse.mentions import Mention

LEANS_FROM = 0.05
"""Polarity from which on a text leans; VADER's authors use the same for a sentence."""
MAX_DRIVERS = 3
MIN_SENTENCES = 3
"""With fewer there is no tone to tell."""
MAX_DRIVER_WORDS = 45
DRIVES_FROM = 0.3

Scored = tuple[SourceSentence, SentenceTone]


def tone_of(scored: Sequence[Scored]) -> Tone | None:
    """The tone of some sentences; None for too few."""
    if len(scored) < MIN_SENTENCES:
        return None
    polarity = fmean(tone.polarity for _, tone in scored)
    klass = class_of(polarity)
    return Tone(
        polarity=round(polarity, 3),
        subjectivity=round(fmean(tone.subjectivity for _, tone in scored), 3),
        tone=klass,
        confidence=round(_agreement(klass, [tone.polarity for _, tone in scored]), 3),
        drivers=tuple(sentence.citation for sentence, _ in _drivers(scored, klass)),
    )


def source_tones(scored: Sequence[Scored]) -> list[SourceTone]:
    """The tone of each source that has enough sentences, in the order of their numbers."""
    numbers = sorted({sentence.source.id for sentence, _ in scored})
    found = []
    for number in numbers:
        tone = tone_of([one for one in scored if one[0].source.id == number])
        if tone is not None:
            found.append(SourceTone(source=number, **tone.model_dump()))
    return found


def texts_without_names(
    sentences: Sequence[SourceSentence], mentions: Sequence[Mention]
) -> list[str]:
    """The sentences with "it" for each name: what is called Supreme or Hope need not feel so."""
    by_sentence: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_sentence[id(mention.sentence)].append(mention)
    texts = []
    for sentence in sentences:
        text = sentence.text
        for mention in sorted(by_sentence[id(sentence)], key=lambda one: -one.start):
            text = f"{text[: mention.start]}it{text[mention.end :]}"
        texts.append(text)
    return texts


def class_of(polarity: float) -> ToneClass:
    """Which way a polarity leans."""
    if abs(polarity) < LEANS_FROM:
        return ToneClass.NEUTRAL
    return ToneClass.POSITIVE if polarity > 0 else ToneClass.NEGATIVE


def _agreement(klass: ToneClass, polarities: Sequence[float]) -> float:
    classes = [class_of(polarity) for polarity in polarities]
    if klass is ToneClass.NEUTRAL:
        return classes.count(klass) / len(classes)
    leaning = [one for one in classes if one is not ToneClass.NEUTRAL]
    return leaning.count(klass) / len(leaning)


def _drivers(scored: Sequence[Scored], klass: ToneClass) -> list[Scored]:
    """The sentences that lean most as the whole does; of a neutral whole, most either way."""
    sign = {ToneClass.POSITIVE: 1.0, ToneClass.NEGATIVE: -1.0}.get(klass)
    ordered = sorted(
        scored,
        key=lambda one: one[1].polarity * sign if sign else abs(one[1].polarity),
        reverse=True,
    )
    return [
        one
        for one in ordered
        if (one[1].polarity * sign if sign else abs(one[1].polarity)) >= DRIVES_FROM
        and len(one[0].text.split()) <= MAX_DRIVER_WORDS
    ][:MAX_DRIVERS]
