"""Ranks documents by BM25 (Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log

K1 = 1.2
B = 0.75
_USUAL_SHARE = 0.01
"""Of imagined documents, that have a term."""


def inverse_document_frequencies(
    documents: Iterable[Iterable[str]], *, imagined: int = 0
) -> "TermWeights":
    """The weight of each term of `documents`: high for rare ones, low for common ones.

    A few documents don't tell which words are rare: with so many `imagined` beside them, in each
    hundredth of which any term is, their word for it counts as far as they are many.
    """
    found_in: Counter[str] = Counter()
    count = 0
    for document in documents:
        found_in.update(set(document))
        count += 1
    return TermWeights(found_in, count, imagined)


class TermWeights:
    """Inverse document frequencies by term, never negative; highest for terms in no document."""

    def __init__(self, found_in: Mapping[str, int], documents: int, imagined: int = 0) -> None:
        self._found_in = found_in
        self._documents = documents + imagined
        self._imagined = _USUAL_SHARE * imagined

    def __getitem__(self, term: str) -> float:
        found = self._found_in.get(term, 0) + self._imagined
        return log(1 + (self._documents - found + 0.5) / (found + 0.5))

    def __contains__(self, term: str) -> bool:
        """Whether any document has `term`."""
        return term in self._found_in


def bm25_scores(query: Sequence[str], documents: Sequence[Sequence[str]]) -> list[float]:
    """The score of each of `documents` for `query`, both as terms."""
    weights = inverse_document_frequencies(documents)
    mean = sum(map(len, documents)) / len(documents) if documents else 0.0
    wanted = set(query)
    scores = []
    for document in documents:
        counts = Counter(term for term in document if term in wanted)
        norm = K1 * (1 - B + B * len(document) / mean) if mean else 0.0
        scores.append(sum(weights[t] * n * (K1 + 1) / (n + norm) for t, n in counts.items()))
    return scores
