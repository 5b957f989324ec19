"""Judges whether one of two sentences tells nothing new beside the other.

The judgement is a logistic regression on the terms that they share and do not share, in
`restating_model.json`; `bench/fit_restating.py` made it and tells how well it judges what it hasn't
seen. A share alone won't do: "Welcome to the new Vessa ferry" has all its terms from any sentence
on that ferry, and two long sentences that share two thirds of theirs are the same news.
"""

import json
from collections.abc import Collection, Set
from functools import cache
from math import log1p
from pathlib import Path

from research.text.linear import Linear

FILE = Path(__file__).with_name("restating_model.json")
_LEAST_SHARE = 0.4
"""Below this share of the shorter one's terms nothing is compared: none of the labelled was so."""


def restates(one: Set[str], other: Set[str]) -> bool:
    """Whether of two sentences with these terms, the shorter tells nothing new beside the longer.

    Where each has a figure that the other lacks, they tell of different things.
    """
    if not one or not other or (_figures(one - other) and _figures(other - one)):
        return False
    if len(one & other) < _LEAST_SHARE * min(len(one), len(other)):
        return False
    fitted = _fitted()
    return fitted[0].probability(features(one, other)) >= fitted[1]


def features(one: Set[str], other: Set[str]) -> dict[str, float]:
    """What speaks for it, by name, of two sentences that have terms."""
    shared = one & other
    shorter, longer = sorted((one, other), key=len)
    return {
        "overlap": len(shared) / len(shorter),
        "alike": len(shared) / len(one | other),
        "shared": log1p(len(shared)),
        "new_figure": float(bool(_figures(shorter) - _figures(longer))),
    }


def _figures(said: Collection[str]) -> set[str]:
    return {term for term in said if any(map(str.isdigit, term))}


@cache
def _fitted() -> tuple[Linear, float]:
    fitted = json.loads(FILE.read_text(encoding="utf-8"))
    return Linear(**fitted["restates"]), float(fitted["from"])
