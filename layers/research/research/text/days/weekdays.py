"""Says which day a weekday on a page of a known date is: the last of its name, or the next."""

import re
from datetime import date, timedelta

from research.text.clauses import FUNCTION_WORDS
from research.text.days.tenses import tense_beside
from research.text.days.verbs import Tense
from research.text.terms import fold
from research.text.words.lexicon import main_kind
from research.text.words.word_lists import read_words

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SURELY_BEFORE = 2
"""So few days after a Tuesday of the same week "last Tuesday" is that of the week before: else one
says "on Tuesday". Later in the week it may be either."""
_MOST_BEFORE = 70
"""Characters before a day that say whether it is one."""
_WORD_BEFORE = re.compile(r"\b([A-Za-z]{1,30})\s$")
_PLACE_OR_NUMBER_BEFORE = re.compile(
    r"(?:\b(?:in|at|from|near)\s(?:[A-Z][\w.'’-]{1,20}\s){1,3}|[\d%]\s)$"
)
"""Before a day: "in Leeds Monday", "fell 3% Tuesday"; behind another name a day is part of it."""
_ENDS = re.compile(r"\s?(?:[.,;:!?)\]—–“”\"]|$|-\s)|\s(?P<next>[a-z]+)\b")
"""What stands behind a day: a mark, the end, or a function word, as in "said Monday that"."""
_POINTING = read_words("day_verbs", "pointing at a day")
_ON = frozenset(("", "on", "late", "early"))
_AHEAD = frozenset((Tense.AHEAD, Tense.PLANNED, Tense.TIMETABLE))
_SET_APART = re.compile(r",\s$")
"""Before "on Monday", it belongs to what follows: "The bank, which is shut now, on Monday said"."""


def weekday(which: str, name: str, text: str, place: tuple[int, int], published: date) -> date:
    """The day that `which` `name`, such as "on Monday", is at a `place` of `text`.

    It is the nearest of that name before the page's, or after it where the words say so.
    """
    which, back = which.lower(), _days_since(name, published)
    is_ahead = which in {"next", "this", "by", "until"} or (
        which in _ON and _lies_ahead(text, *place)
    )
    if is_ahead:
        return published + timedelta((-back) % 7 or (7 if which == "next" else 0))
    if which == "last" and back <= min(_SURELY_BEFORE, published.weekday()):
        back += 7
    return published - timedelta(back)


def last_of(name: str, published: date) -> date:
    """The last day of that name, which may be that of the page."""
    return published - timedelta(_days_since(name, published))


def is_open(which: str, name: str, text: str, place: tuple[int, int], published: date) -> bool:
    """Whether it may be one of two days: a "last Tuesday", of this week or the one before; or a
    Wednesday that is over on a page of a Tuesday, as where it happened it was a day later already.
    """
    which, back = which.lower(), _days_since(name, published)
    if which == "last":
        return _SURELY_BEFORE < back <= published.weekday()
    is_of_morrow = back == len(WEEKDAYS) - 1
    return is_of_morrow and which in _ON and not _lies_ahead(text, *place)


def is_plainly_past(text: str, place: tuple[int, int], *, owns: bool) -> bool:
    """Whether a weekday without a preposition at a `place` of `text` is one that is over.

    Such are "said Monday" and, of what it `owns`, "Monday's debate".
    """
    start, end = place
    if tense_beside(text, start) is not Tense.PAST:
        return False
    before = _WORD_BEFORE.search(text, max(0, start - _MOST_BEFORE), start)
    if owns:
        is_another = before is not None and fold(before[1]) in _POINTING
        return not is_another and tense_beside(text[end:], 0) in (Tense.PAST, Tense.NONE)
    is_told = before and before[1].islower() and main_kind(before[1]) in ("n", "v")
    is_told = is_told or _PLACE_OR_NUMBER_BEFORE.search(text, max(0, start - _MOST_BEFORE), start)
    after = _ENDS.match(text, end)
    return bool(is_told and after and (after["next"] is None or after["next"] in FUNCTION_WORDS))


def _lies_ahead(text: str, start: int, end: int) -> bool:
    is_apart = _SET_APART.search(text, max(0, start - 2), start) is not None
    if is_apart and tense_beside(text[end:], 0) is Tense.PAST:
        return False
    return tense_beside(text, start) in _AHEAD


def _days_since(name: str, published: date) -> int:
    """How many days before `published` the last day of that name was; 0 if it was that day."""
    return (published.weekday() - WEEKDAYS.index(name.lower())) % 7
