"""What speaks for a sentence as the answer to a part of a query, as numbers from about 0 to 1."""

import re
from dataclasses import asdict
from math import exp, log
from statistics import fmean

from research.stages.answer.candidates import Candidate
from research.stages.answer.expectation.expected import EXACT, TOLD, Expected
from research.stages.answer.expectation.holds import holds
from research.stages.answer.parts import Part
from research.stages.answer.pool import Pool
from research.stages.answer.relation import relation
from research.stages.answer.wording import Match, match, share_around, weight

_EARLY_SENTENCES = 6
_USUAL_WORDS = 20
_OTHER_PARTS = 0.5
"""What the query's other parts count beside a part's own words."""
_LITTLE = 0.5
_UNKNOWN = re.compile(
    r"\b(?:unclear|unknown|undisclosed|not (?:immediately )?(?:clear|known|disclosed)|declined to"
    r"|did not (?:say|disclose|specify)|remains to be seen|no details)\b",
    re.IGNORECASE,
)


def features(number: int, part: Part, candidate: Candidate, pool: Pool) -> dict[str, float]:
    """The features of `candidate` for `part`, which is the `number`-th of its query, by name."""
    return {
        **_wording(part, candidate, pool),
        **_nearness(number, candidate),
        **_standing(part, candidate),
    }


def _wording(part: Part, candidate: Candidate, pool: Pool) -> dict[str, float]:
    """What it says again of the query, and whether it holds what is asked for."""
    text, weights = candidate.sentence.text, pool.weights
    own = match(part.words, text, weights)
    other = match(part.context, text, weights) if part.context else own
    own_around = share_around(part.words, candidate.around, own, weights)
    other_around = (
        share_around(part.context, candidate.around, other, weights) if part.context else own_around
    )
    fit = holds(part, text)
    return {
        "own_exact": own.exact,
        "own_near": own.near,
        "own_around": own_around,
        "context_near": other.near,
        "whole": _whole(part, own, other, pool),
        "fit": fit,
        "fit_own": fit * own.near,
        "fit_context": fit * other_around,
        "fit_relevant": fit * candidate.relevance,
        "fit_exact": fit * (part.expected in EXACT),
        "fit_change": fit * (part.expected is Expected.CHANGE),
        "fit_told": fit * (part.expected in TOLD),
        "lacks": float(part.expected in EXACT and fit < _LITTLE),
        **asdict(relation(part, text, weights)),
    }


def _whole(part: Part, own: Match, other: Match, pool: Pool) -> float:
    """The share of all that the query says, its other parts counting less."""
    of_own = sum(weight(word, pool.weights) for word in part.words)
    of_other = _OTHER_PARTS * sum(weight(word, pool.weights) for word in part.context)
    return (own.near * of_own + other.near * of_other) / ((of_own + of_other) or 1.0)


def _nearness(number: int, candidate: Candidate) -> dict[str, float]:
    return {
        "nearness": candidate.nearness[number],
        "paragraph_nearness": candidate.paragraph_nearness[number],
        "to_title": candidate.to_title,
        "answering": candidate.answering[number],
        "answering_query": candidate.answering_query[number],
        "answering_apart": candidate.answering[number] - fmean(candidate.answering),
    }


def _standing(part: Part, candidate: Candidate) -> dict[str, float]:
    """Where it stands, and how well it stands alone."""
    sentence = candidate.sentence
    return {
        "relevance": candidate.relevance,
        "early": exp(-sentence.place / _EARLY_SENTENCES),
        "new_paragraph": float(candidate.opens_paragraph),
        "heading": min(1.0, len(candidate.heading & candidate.known) / max(1, len(part.words))),
        "standalone": sentence.standalone,
        "needs_context": float(candidate.leans),
        "length": log(max(1, sentence.words) / _USUAL_WORDS),
        "asks": float(sentence.text.rstrip('"”’ ').endswith("?")),
        "unknown": float(_UNKNOWN.search(sentence.text) is not None),
    }
