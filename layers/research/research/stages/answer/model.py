"""The fitted numbers by which sentences are judged: plain weights, read from `answer_model.json`.

They are fitted by `bench/fit_answers.py`, which tells how in the file's `made`. Three judgements:
how well a sentence answers a part, beside the others (a softmax over all candidates makes shares of
it); whether a part is answered at all (a probability); and from which share on a sentence is worth
printing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

from research.text.linear import Linear

FILE = Path(__file__).with_name("answer_model.json")
_LARGEST = 50.0


@dataclass(frozen=True, slots=True)
class AnswerModel:
    """All that was fitted."""

    answers: Linear
    """How well a sentence answers."""
    found: Linear
    """Whether there is an answer: a log-odds."""
    not_found_below: float
    """The probability below which a part counts as not found."""
    partly_below: float
    """The probability below which it counts as partly answered."""
    worth_printing: float
    """The share from which on a further sentence is printed."""

    @classmethod
    def of(cls, fitted: Mapping[str, Any]) -> "AnswerModel":
        """The model that a file's content describes."""
        return cls(
            answers=Linear(**fitted["answers"]),
            found=Linear(**fitted["found"]),
            not_found_below=fitted["not_found_below"],
            partly_below=fitted["partly_below"],
            worth_printing=fitted["worth_printing"],
        )

    def probability(self, signs: Mapping[str, float]) -> float:
        """The probability that a part with these `signs` is answered."""
        return self.found.probability(signs)


def shares(scores: Sequence[float]) -> list[float]:
    """The softmax of `scores`: how sure each is to be the answer, if there is one."""
    highest = max(scores, default=0.0)
    raised = [exp(max(-_LARGEST, score - highest)) for score in scores]
    total = sum(raised) or 1.0
    return [one / total for one in raised]


@cache
def fitted_model() -> AnswerModel:
    """The model of `answer_model.json`."""
    return AnswerModel.of(json.loads(FILE.read_text(encoding="utf-8")))
