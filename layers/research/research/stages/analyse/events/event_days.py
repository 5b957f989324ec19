"""Tells on which day happened what a sentence says, by the clause of the day. English."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from research.domain.value import Span
from research.stages.analyse.events.told_days import DayPlace, day_places
from research.text.clauses import clause_words
from research.text.days.tenses import tense_beside
from research.text.days.verbs import Tense
from research.text.polarity import denials
from research.text.terms import stem
from research.text.words.word_lists import read_words

_MOST_WITHIN = 300
_BESIDE = re.compile(
    rf"\b(?:after|before|because|since|following|ahead of|despite|unless|until)\b"
    rf"[^,;—]{{0,{_MOST_WITHIN}}}"
    rf"|, (?:who|whom|whose|which|where)\b[^,;—]{{0,{_MOST_WITHIN}}}"
)
"""A clause or a phrase of what was at another time than what the sentence is about."""
_PLAN = re.compile(r"\b(?:plans?|proposals?|planned|proposed|scheduled|expected|due|slated)\b")
_CALLED_OFF = re.compile(r"\bcall(?:s|ed|ing)?\b[^,;]{0,40}?\boff\b")
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:es?|ed|ing)|refut(?:es?|ed|ing))"
    r" (?:(?:\w+ ){0,3}that|it|he|she|they|there|\w+ing)\b[^,;]*$"
)
"""Before a day that is part of what somebody denies."""
_AHEAD = frozenset((Tense.PLANNED, Tense.AHEAD, Tense.UNTIL))


def event_day(text: str, published: date | None, around: str = "") -> date | None:
    """The one day on which what `text` tells happened, or is to happen; None where none is sure.

    Of several days it is that of the main clause. No event is of the day of a plan that came to
    nothing, nor of one in what is denied; nor is what is so "today" and has been for long.
    """
    places = day_places(text, published, around)
    beside = [Span(start=one.start(), end=one.end()) for one in _BESIDE.finditer(text)]
    kept = [place for place in places if _is_of_event(text, place, beside)]
    if len({place.day for place in kept}) > 1:
        kept = [place for place in kept if _clause(place, beside) is None]
    days = {place.day for place in kept}
    return days.pop() if len(days) == 1 else None  # it may itself be unknown


def _clause(place: DayPlace, beside: Sequence[Span]) -> Span | None:
    """The clause or phrase beside the main clause that a day stands in."""
    return next((one for one in beside if one.start <= place.start < one.end), None)


def _is_of_event(text: str, place: DayPlace, beside: Sequence[Span]) -> bool:
    tense = tense_beside(text, place.start)
    if text[place.start : place.end].lower() == "today" and tense is Tense.NONE:
        return False
    own = _clause(place, beside)
    first, last = (own.start, own.end) if own else (0, len(text))
    others = [one for one in beside if own is None]
    before = _without(text, others, first, place.start)
    after = _without(text, others, place.end, last)
    if _DENIED.search(before):
        return False
    if tense in _AHEAD and (denials(before) or _comes_to_nothing(before + after)):
        return False
    return not (_PLAN.search(before) and _comes_to_nothing(after, "plans put off"))


def _without(text: str, others: Sequence[Span], start: int, end: int) -> str:
    """`text` from `start` to `end`, with blanks in the place of the clauses `others`."""
    pieces = list(text[:end])
    for one in others:
        until = min(one.end, end)
        pieces[one.start : until] = " " * max(0, until - one.start)
    return "".join(pieces[start:])


def _comes_to_nothing(text: str, *more: str) -> bool:
    """Whether a plan comes to nothing by a word of `text`, of the list of such or of `more`."""
    wanted = _stems("plans that come to nothing").union(*map(_stems, more))
    is_off = _CALLED_OFF.search(text) is not None
    return is_off or any(word.term in wanted for word in clause_words(text))


@cache
def _stems(section: str) -> frozenset[str]:
    return frozenset(map(stem, read_words("denials", section)))
