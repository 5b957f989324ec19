"""What tells whether the best sentences for a part of a query answer it at all."""

import re
from collections.abc import Iterable, Mapping, Sequence

from research.stages.answer.candidates import Candidate, Pool
from research.stages.answer.expected import EXACT
from research.stages.answer.parts import Part
from research.stages.answer.wording import content_words, credit, weight
from research.text.terms import stem, words
from research.text.words.word_relations import has_opposite

_BEST = 3
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")

Features = Mapping[str, float]


def signs(
    query: str, part: Part, pool: Pool, rows: Sequence[Features], scores: Sequence[float]
) -> dict[str, float]:
    """Signs that `part` of `query` is answered, by name.

    `rows` and `scores` are those of the pool's candidates, in its order.
    """
    ranked = sorted(range(len(scores)), key=lambda row: -scores[row])
    top = pool.candidates[ranked[0]]
    best = [rows[row] for row in ranked[:_BEST]]
    of_source = [one for one in pool.candidates if one.source.id == top.source.id]
    near = [word.plain for word in content_words(top.sentence.around)]
    anywhere = {word.plain for one in of_source for word in content_words(one.sentence.text)}
    anywhere |= {word.plain for word in content_words(top.source.title)}
    near_title = {*near, *(word.plain for word in content_words(top.source.title))}
    own, named = part.words, _named(query, part)
    return {
        "best": scores[ranked[0]] / 5,
        "third": scores[ranked[min(_BEST, len(ranked)) - 1]] / 5,
        "fit": best[0]["fit"],
        "fit_beside": max(row["fit"] * row["own_around"] for row in best),
        "fit_own": max(row["fit"] * row["own_near"] for row in best),
        "own_near": best[0]["own_near"],
        "own_around": best[0]["own_around"],
        "whole": best[0]["whole"],
        "most_own": max(row["own_near"] for row in rows),
        "most_whole": max(row["whole"] for row in rows),
        "missing_beside": _missing(own, near_title, pool),
        "missing_anywhere": _missing(own, anywhere, pool),
        "context_missing": _missing(part.context, anywhere, pool),
        "name_missing": _missing(named, set(near), pool),
        "name_missing_anywhere": _missing(named, anywhere, pool),
        "other_year": float(_is_of_other_year(query, top)),
        "later_year": float(_is_later(query, [pool.candidates[row] for row in ranked[:_BEST]])),
        "opposite": float(_says_opposite(own, top)),
        "exact": float(part.expected in EXACT),
        "lacks": best[0]["lacks"],
        "unknown": best[0]["unknown"],
        "relevance": best[0]["relevance"],
        "early": best[0]["early"],
    }


def _named(query: str, part: Part) -> list[str]:
    """The words of the part and its context that are names or numbers in the query."""
    capital = {stem(w) for w in words(query)[1:] if w[0].isupper() or w[0].isdigit()}
    return [word for word in (*part.words, *part.context) if stem(word) in capital]


def _missing(asked: Iterable[str], said: Iterable[str], pool: Pool) -> float:
    """The weight of what is most missing of the words `asked` among those `said`, 0 to 1."""
    found = set(said)
    lacks = (
        weight(word, pool.weights)
        * (1 - max((_credit(word, other, pool) for other in found), default=0.0))
        for word in asked
    )
    return max(lacks, default=0.0) / 5


def _credit(word: str, other: str, pool: Pool) -> float:
    return max(credit(word, other, stem(other)), pool.wording.soft(word, other))


def _is_of_other_year(query: str, top: Candidate) -> bool:
    """Whether the query names a year, and neither the sentence nor its page's date is of it."""
    asked = _YEAR.findall(query)
    year = str(top.source.published.year) if top.source.published else ""
    said = set(_YEAR.findall(top.sentence.around)) | {year}
    return bool(asked) and not said & set(asked)


def _is_later(query: str, best: Sequence[Candidate]) -> bool:
    """Whether the query asks of a year after all the pages were published."""
    asked = [int(year) for year in _YEAR.findall(query)]
    published = [one.source.published.year for one in best if one.source.published]
    return bool(asked and published) and min(asked) > max(published)


def _says_opposite(own: Sequence[str], top: Candidate) -> bool:
    """Whether the sentence says "bought" where "sell" was asked, and not that too."""
    said = content_words(top.sentence.text)
    stems = [other.term for other in said]
    return any(
        has_opposite(stem(word), stems)
        and not any(credit(word, other.plain, other.term) for other in said)
        for word in own
    )
