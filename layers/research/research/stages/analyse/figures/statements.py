"""Finds figures that sentences of any source tell of several things in the same words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from research.domain.analysis.figures import FigureChart
from research.stages.analyse.figures.amounts import Amount, amount_of
from research.stages.analyse.material import SourceSentence
from research.text.figures.counted import counts_of
from research.text.terms import fold
from research.text.words.lexicon import main_kind

MIN_BARS, MAX_BARS = 3, 12
MAX_LABEL_WORDS = 6
MAX_SENTENCE_CHARACTERS = 300
_MEASURES = {
    "Price": "costs?|is priced at|are priced at|sells? for|retails? (?:for|at)|is sold for",
    "Starting price": "starts? at|starts? from",
    "Weight": "weighs?",
    "Population": "has a population of",
}
"""What a verb tells of whom or what stands before it."""
_DIMENSIONS = {"tall": "Height", "high": "Height", "long": "Length", "wide": "Width",
               "deep": "Depth", "old": "Age"}  # fmt: skip
_SUBJECT = re.compile(
    r"(?P<label>[^,;:()“”\"]{2,60}?) (?:"
    + "|".join(f"(?P<m{n}>{verbs})" for n, verbs in enumerate(_MEASURES.values()))
    + r"|(?P<is>is|are))\s?$"
)
_REST = re.compile(
    r"(?P<told>(?: (?!and\b|but\b|while\b)[a-z]+){0,4})(?:[.;,](?:\s|\Z)|\Z| (?:and|but|while)\b)"
)
_ARTICLE = re.compile(r"\A(?:the|an?) ", re.IGNORECASE)
_MEASURE_NAMES = tuple(_MEASURES)


@dataclass(frozen=True, slots=True)
class Statement:
    """That something with a name has so much of what is measured."""

    label: str
    amount: Amount
    sentence: SourceSentence


_Key = tuple[str, str]
"""A measure with what is told behind the figure, such as "a month"; and a unit."""


def statement_charts(sentences: Iterable[SourceSentence]) -> Iterator[FigureChart]:
    """Charts of what `sentences` tell of three or more things that have names: the same measure
    by the same verb, in one unit, with the same words behind the figure.

    A thing of which two figures are told is in none.
    """
    return charts_of(told for sentence in sentences for told in statements_in(sentence))


def charts_of(told: Iterable[tuple[str, Statement]]) -> Iterator[FigureChart]:
    """As `statement_charts`, of what was `told`: each a measure, and what has how much of it."""
    found: defaultdict[_Key, dict[str, list[Statement]]] = defaultdict(dict)
    for measure, one in told:
        of_measure = found[measure, one.amount.unit]
        of_measure.setdefault(one.label.casefold(), []).append(one)
    for (measure, unit), of_things in found.items():
        sure = [
            same[0] for same in of_things.values() if len({one.amount.value for one in same}) == 1
        ]
        if MIN_BARS <= len(sure) <= MAX_BARS and len({one.amount.value for one in sure}) > 1:
            yield FigureChart(
                measure=measure,
                unit=unit,
                figures=tuple(one.amount.figure(one.label, one.sentence.citation) for one in sure),
            )


def statements_in(sentence: SourceSentence) -> Iterator[tuple[str, Statement]]:
    """What the sentence begins by telling of something with a name."""
    text = sentence.text
    numbers = counts_of(text) if len(text) <= MAX_SENTENCE_CHARACTERS else []
    if not numbers or (amount := amount_of(numbers[0])) is None or not amount.unit:
        return
    subject = _SUBJECT.fullmatch(text[: numbers[0].phrase_start])
    rest = _REST.match(text, numbers[0].end)
    if not subject or not rest or not _has_name(subject["label"]):
        return
    measure = _measure(subject, rest["told"].strip())
    if measure:
        label = _ARTICLE.sub("", subject["label"], count=1)
        yield measure, Statement(label, amount, sentence)


def _measure(subject: re.Match[str], told: str) -> str:
    """What the figure is of, with what is told behind it; empty where the verb doesn't tell."""
    if subject["is"]:
        return _DIMENSIONS.get(told, "")
    name = next(name for n, name in enumerate(_MEASURE_NAMES) if subject[f"m{n}"])
    return f"{name}, {told}" if told else name


def _has_name(label: str) -> bool:
    """Whether `label` names its thing: what begins a sentence has a capital anyway."""
    bare = _ARTICLE.sub("", label, count=1).split()
    if not 0 < len(bare) <= MAX_LABEL_WORDS:
        return False
    if len(bare) == len(label.split()) and main_kind(fold(bare[0])):
        bare = bare[1:]
    return any(word[:1].isupper() or word[:1].isdigit() for word in bare)
