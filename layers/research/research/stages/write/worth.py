"""Judges how likely a reader of a report wants a sentence of its sources in it.

What says much of a query's terms may still be an aside, a joke or a remark on something else. The
judgement is a logistic regression on what a sentence says and how it answers, in
`worth_model.json`; `bench/fit_worth.py` made it and tells how well it judges what it hasn't seen.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from math import log, nan
from pathlib import Path
from statistics import fmean

from research.text.linear import Linear
from research.text.source_sentences import Sentence

FILE = Path(__file__).with_name("worth_model.json")
_ASKEW = re.compile(
    r"(?:and|but|so|or|yet|then|as|for|plus|also|oh|ah|well|now|yes|no|in that|\w+ly,|really"
    r"|presumably|hopefully|sadly)\b",
    re.IGNORECASE,
)
"""A beginning of what goes on from something else, or is talk."""
_SEVERAL = 2
_MANY = 6
_LEAST_SHARE = 0.0001
"""Added to a share, which may be 0, for its logarithm."""


UNWANTED = 0.5
"""Sentences less likely wanted are left out, whatever room there is."""
UNWANTED_UNANSWERED = 0.4
"""The same where a part is not answered: what is near it is all that its reader has."""
UNWANTED_UNJUDGED = 0.3
"""The same where nobody judged what answers, as in languages on which nothing was fitted."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a sentence is to the query."""

    own: float
    """A cosine."""
    around: float
    """The cosine of it and its neighbours."""
    asked: float
    """The share of the query's terms that it has."""
    answers: float = nan
    """How sure it is to answer a part of the query, if one sentence does; nan: nobody judged it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What the sentences of a report are judged against."""

    shared: frozenset[str]
    """The terms that two or more of the relevant sources use."""
    sources: int
    """How many sources are relevant."""

    @classmethod
    def of(
        cls,
        documents: Mapping[int, Collection[str]],
        relevance: Mapping[int, float],
    ) -> "Topic":
        """That of the sources in `relevance`; `documents` are the terms of each, by its number."""
        counts = Counter(chain.from_iterable(set(documents[number]) for number in relevance))
        return cls(
            shared=frozenset(term for term, count in counts.items() if count >= _SEVERAL),
            sources=len(relevance),
        )


def wanted(
    sentences: Sequence[Sentence],
    nearness: Sequence[Nearness],
    gains: Sequence[float],
    topic: Topic,
) -> list[float]:
    """How likely each of `sentences` is wanted, 0 to 1.

    `gains` are what their terms are worth a word, all by the same measure.
    """
    usual = usual_gain(gains)
    return [
        fitted_model().probability(features(sentence, near, gain / usual, topic))
        for sentence, near, gain in zip(sentences, nearness, gains, strict=True)
    ]


def usual_gain(gains: Sequence[float]) -> float:
    """The mean of `gains`; 1 where there is none to compare with."""
    return fmean(gains or (1.0,)) or 1.0


def features(sentence: Sentence, nearness: Nearness, gain: float, topic: Topic) -> dict[str, float]:
    """What speaks for `sentence` or against it, by name; a `gain` of 1 is usual."""
    said = sentence.terms
    return {
        "nearness_around": nearness.around,
        "answers": log(nearness.answers + _LEAST_SHARE),
        "gain": gain,
        "shared": len(said & topic.shared) / (len(said) or 1),
        "sources": log(topic.sources + 1),
        "particulars": min(len(sentence.particulars), _MANY) / _MANY,
        "length": log(sentence.words + 1),
        "askew": float(_ASKEW.match(sentence.text) is not None),
        "exclaims": float("!" in sentence.text),
    }


@cache
def fitted_model() -> Linear:
    """The model of `worth_model.json`."""
    return Linear(**json.loads(FILE.read_text(encoding="utf-8"))["worth"])
