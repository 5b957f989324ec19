"""Scores by fitted weights: `bench/` makes them, and a file beside a stage holds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, isfinite

_LARGEST = 50.0


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of named features, each less its mean."""

    weights: Mapping[str, float]
    means: Mapping[str, float]
    constant: float = 0.0

    def score(self, features: Mapping[str, float]) -> float:
        """The sum; a feature that is missing or not a number counts as its mean."""
        total = self.constant
        for name, weight in self.weights.items():
            value = features.get(name, self.means[name])
            if isfinite(value):
                total += weight * (value - self.means[name])
        return total

    def probability(self, features: Mapping[str, float]) -> float:
        """The sum as log-odds, made a probability: that of a logistic regression."""
        return 1 / (1 + exp(-max(-_LARGEST, min(_LARGEST, self.score(features)))))
