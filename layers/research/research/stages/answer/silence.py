"""What tells whether the best sentences for a part of a query answer it at all."""

import re
from collections.abc import Iterable, Mapping, Sequence

from research.stages.answer.candidates import Candidate
from research.stages.answer.expectation.expected import EXACT
from research.stages.answer.parts import Part
from research.stages.answer.pool import Pool
from research.stages.answer.wording import content_words, credit, weight
from research.text.terms import stem

_BEST = 3
_HARDLY = 0.35
"""The share of what is asked below which a sentence hardly speaks of it."""
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
    own, named = part.words, part.named
    return {
        "best": scores[ranked[0]] / 5,
        "third": scores[ranked[min(_BEST, len(ranked)) - 1]] / 5,
        "fit_own": max(row["fit_own"] for row in best),
        "own_near": best[0]["own_near"],
        "own_around": best[0]["own_around"],
        "most_own": max(row["own_near"] for row in rows),
        "most_whole": max(row["whole"] for row in rows),
        "missing_beside": _missing(own, near_title, pool),
        "name_missing_anywhere": _missing(named, anywhere, pool),
        "other_year": float(_is_of_other_year(query, top)),
        "later_year": float(_is_later(query, [pool.candidates[row] for row in ranked[:_BEST]])),
        "exact": float(part.expected in EXACT),
        "unasked": float(best[0]["asked"] < _HARDLY),
        "asked_beside": max(row["beside"] for row in best),
        "most_verb": max(row["verb"] for row in rows),
        "early": best[0]["early"],
        "most_answering_query": max(row["answering_query"] for row in rows),
    }


def _missing(asked: Iterable[str], said: Iterable[str], pool: Pool) -> float:
    """The weight of what is most missing of the words `asked` among those `said`, 0 to 1."""
    found = set(said)
    lacks = (
        weight(word, pool.weights)
        * (1 - max((credit(word, other, stem(other)) for other in found), default=0.0))
        for word in asked
    )
    return max(lacks, default=0.0) / 5


def _is_of_other_year(query: str, top: Candidate) -> bool:
    """Whether the query names a year, and neither the sentence nor its page's date is of it."""
    asked = _YEAR.findall(query)
    year = str(top.source.published.year) if top.source.published else ""
    return bool(asked) and not (_years_said(top) | {year}) & set(asked)


def _is_later(query: str, best: Sequence[Candidate]) -> bool:
    """Whether the query asks of a year after all the pages, and none of them speaks of it.

    "Euro 2020" and "the 2020 model" are written of before.
    """
    asked = set(_YEAR.findall(query))
    published = [one.source.published.year for one in best if one.source.published]
    if not asked or not published or min(map(int, asked)) <= max(published):
        return False
    return not any(asked & _years_said(one) for one in best)


def _years_said(candidate: Candidate) -> set[str]:
    return set(_YEAR.findall(f"{candidate.sentence.around} {candidate.source.title}"))
