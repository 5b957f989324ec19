"""Reads whether a sentence tells a day of it as behind or ahead. English."""

import re

from research.text.days.verbs import VERBS, Tense, is_infinitive, tense_of
from research.text.words.word_lists import read_words

_TOLD = read_words("day_verbs", "past verbs that tell of plans")
_MOVED = read_words("day_verbs", "put off or fixed")
_REACH = 600
"""Characters before and behind a day in which its verb is looked for."""
_OF_ANOTHER = re.compile(r"\b(?:after|following|since|over|of|with)\b")
"""Behind "is held" or the like, a day may be that of what such a word leads to."""
_CLAUSE = re.compile(r"[,;:—–“”\"]|\b(?:and|but|that|which|who|as|while|because)\b")
_ON_A_DAY = r"\s(?:the\s|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)*$"
_TO = re.compile(r"\b(?:to|until|till|by|through|for|from)" + _ON_A_DAY)
_UNTIL = re.compile(r"\b(?:until|till|by|through|to)" + _ON_A_DAY)
_SINCE = re.compile(r"\bfrom\s[^,;]*$")
"""A span whose first day is told as past has its last one by that."""


def tense_beside(text: str, start: int) -> Tense:
    """That of the last verb before `start`, where a day stands, or else of the first after it.

    Of what is far away it takes no notice. An infinitive before the day tells what is ahead where
    no other verb does: "wants to speak on May 3".
    """
    first = max(0, start - _REACH)
    text, start = text[first : start + _REACH], start - first
    tense, verb, aim = Tense.NONE, None, None
    for found in VERBS.finditer(text):
        if found.start() >= start and (tense is not Tense.NONE or _is_parted(text, aim, found)):
            break
        if found["still"]:  # what is so for long is so on no day
            tense, verb, aim = Tense.NONE, None, None
            continue
        if found["to"] and found.start() < start and is_infinitive(found["to"]):
            aim = found
        if (found["plan"] or found["plural"]) and verb and _is_object(text, verb, found):
            continue
        read = tense_of(found, text[: found.start()])
        if read is not Tense.NONE:
            tense, verb = read, found
    if tense is Tense.NONE and aim:
        return Tense.PLANNED
    if verb and verb["be"] and tense is not Tense.PAST:
        return Tense.NONE if _OF_ANOTHER.search(text, verb.end(), start) else tense
    if tense is Tense.PAST and verb and verb.start() < start:
        return _of_its_end(text[:start], verb[0])
    return tense


def _is_parted(text: str, aim: re.Match[str] | None, verb: re.Match[str]) -> bool:
    """Whether a clause ends between an infinitive and `verb`, which then does not govern it."""
    return aim is not None and _CLAUSE.search(text, aim.end(), verb.start()) is not None


def _is_object(text: str, verb: re.Match[str], told: re.Match[str]) -> bool:
    """Whether `told` is of what a past verb in its clause was done to: "rejected plans to close",
    "kept its doors open".
    """
    if tense_of(verb, text[: verb.start()]) is not Tense.PAST or verb[0] in _TOLD:
        return False
    return _CLAUSE.search(text, verb.end(), told.start()) is None


def _of_its_end(before: str, verb: str) -> Tense:
    """The tense of a day that `before`, with the past `verb`, leads to."""
    if verb in _MOVED and _TO.search(before):
        return Tense.PLANNED
    is_end = _UNTIL.search(before) and not _SINCE.search(before)
    return Tense.UNTIL if is_end else Tense.PAST
