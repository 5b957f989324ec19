"""Reads whether a sentence tells a day of it as behind or ahead. English."""

import re
from enum import Enum

from research.text.words.lexicon import bases, is_irregular_form


class Tense(Enum):
    """What the verb beside a day says of when it is."""

    AHEAD = "will open"
    PLANNED = "planned for"
    """What was planned may be over."""
    TIMETABLE = "opens"
    """The present tense of programmes, and of headlines on what was yesterday."""
    UNTIL = "was shut until"
    """What is told as past may end ahead; and so may what "was due to open"."""
    PAST = "opened"
    NONE = ""


_DETERMINERS = (
    r"(?i:the|an?|his|her|its|their|our|my|your|this|these|any|no|new"
    r"|(?!(?:it|s?he|that|there|what|who)['’])\w+['’]s?)"
)
_BETWEEN = r"(?:\s(?:not|also|now|then|still|again|being|have|\w+ly))*"
_EXPECTED = r"(?:expected|scheduled|due|planned|slated|supposed)"
_VERBS = re.compile(
    rf"""
    \b(?:
      (?P<NONE>{_DETERMINERS}\s(?:(?:expected|scheduled|planned|slated|due)(?!\s(?:to|for)\b)
          |plans?|set))
    | (?P<AHEAD>(?:(?:will|shall|won['’]t|\w+['’]ll){_BETWEEN}(?:\sbe)?{_BETWEEN}
        |(?:is|are)\sto(?:\sbe)?)\s\w+
        |upcoming|next\s(?:year|spring|summer|fall|autumn|winter|season))
    | (?:must|can|cannot|may|might|should|(?:has|have|needs?)\sto){_BETWEEN}\sbe{_BETWEEN}
        \s(?P<must>[a-z]+)
    | (?P<due>(?:was|were|had\sbeen){_BETWEEN}
        \s(?:{_EXPECTED}(?:\s(?:to|for|on)\b)?|set\s(?:to|for)|to)(?:\sbe)?(?:\s[a-z]+)?)
    | (?P<PLANNED>would(?!\shave\b){_BETWEEN}(?:\sbe)?\s[a-z]+
        |(?:(?:is|are|was|were|been|be)\sset\s(?:to|for)|set\sto(?!\swork\b)|to\sbe
          |(?!expected\s(?:that|on\s\w+,?\sthat)\b)(?:{_EXPECTED}|planning)(?:\s(?:to|for|on)\b)?)
        (?:\sbe)?(?:\s[a-z]+)?)
    | (?P<plan>(?:[Pp]lans?\sto|(?i:we|you|they|s?he|it)\splans?\s(?:for|on))(?:\sbe)?(?:\s[a-z]+)?)
    | (?P<PAST>did(?:n['’]t)?{_BETWEEN}\s[a-z]+)
    | (?P<still>continues?\sto\s[a-z]+)
    | (?P<TIMETABLE>(?:start|begin|open|stop|launche|continue|resume|return|arrive
        |conclude|end|close|air|premiere|run|kick|pick|wrap|come|hit|play|expire|become|applie)s|apply
        |(?:takes?|comes?|goe?s?|enters?)\s
          (?:place|effect|on\ssale|live|(?:in|into)\s(?:effect|force|operation|service|use)))
    | (?:is|are|remains?|stays?){_BETWEEN}\s
        (?!(?:expected|scheduled|due|planned|planning|set|slated)\b)(?P<be>[a-z]+)
    | (?P<to>to(?:\snot)?(?:\s[a-z]+ly)?\s[a-z]+)
    | (?P<word>[a-z]+)
    )\b
    """,
    re.VERBOSE,
)
_INFINITIVE = re.compile(r"\bto(?:\snot)?(?:\s[a-z]+ly)?\s([a-z]+)")
_PAST = frozenset("was were had did said left put hit set shut".split())
_NO_PAST = frozenset("hundred indeed exceed proceed succeed speed breed sacred naked".split())
_HELD = frozenset("held cut put set hit left shut".split())
"""Participles that are not told by their form."""
_STILL_SO = frozenset(
    "accused charged suspected wanted believed thought known alleged remembered based dated named"
    " called owned credited convicted blamed linked related tied seen"
    " shown pictured photographed".split()
)
"""Participles of what is so since a day, or of how it is known, and not of what a day brings."""
_NOW = frozenset("out back available open live valid".split())
"""What something "is" from a day on, besides participles."""
_TOLD = frozenset(
    "said told added announced confirmed unveiled revealed reported had made was were".split()
)
"""Past verbs behind which plans are still ahead: "announced plans to open"."""
_MOVED = frozenset(
    "postponed delayed deferred extended prolonged adjourned moved rescheduled pushed shifted"
    " suspended remanded put set fixed called booked listed".split()
)
_REPORTS = re.compile(r"\b(?:said|says|told|added|announced|confirmed|reported|according)\b")
"""Behind such a verb, what "was due" may still be ahead."""
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
    for found in _VERBS.finditer(text):
        if found.start() >= start and (tense is not Tense.NONE or _is_parted(text, aim, found)):
            break
        if found["still"]:  # what is so for long is so on no day
            tense, verb, aim = Tense.NONE, None, None
            continue
        if found["to"] and found.start() < start and _is_infinitive(found["to"]):
            aim = found
        if found["plan"] and verb and _is_object(text, verb, found):
            continue
        read = _tense_of(found, text[: found.start()])
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


def _is_infinitive(words: str) -> bool:
    """Whether the "to" in `words` leads to a verb, and not to a thing or a place."""
    found = _INFINITIVE.search(words)
    return found is not None and (found[1], "v") in bases(found[1])


def _is_object(text: str, verb: re.Match[str], plan: re.Match[str]) -> bool:
    """Whether `plan` is what a past verb in its clause was done to: "rejected plans to close"."""
    if _tense_of(verb, text[: verb.start()]) is not Tense.PAST or verb[0] in _TOLD:
        return False
    return _CLAUSE.search(text, verb.end(), plan.start()) is None


def _of_its_end(before: str, verb: str) -> Tense:
    """The tense of a day that `before`, with the past `verb`, leads to."""
    if verb in _MOVED and _TO.search(before):
        return Tense.PLANNED
    is_end = _UNTIL.search(before) and not _SINCE.search(before)
    return Tense.UNTIL if is_end else Tense.PAST


def _tense_of(found: re.Match[str], before: str) -> Tense:
    """That of the verb or verbs `found`, behind `before`."""
    if _INFINITIVE.search(found[0]) and not _is_infinitive(found[0]):
        return Tense.PAST if found["due"] else Tense.NONE
    if found["due"]:
        return Tense.PLANNED if _REPORTS.search(before) else Tense.UNTIL
    if found["plan"]:
        return Tense.PLANNED
    if found["must"]:
        return Tense.AHEAD if _is_participle(found["must"]) else Tense.NONE
    if found["be"]:
        return _of_being(found["be"])
    word = found["word"]
    if word:
        return Tense.PAST if word in _PAST or _is_bent(word) else Tense.NONE
    return Tense.NONE if found["to"] else Tense[found.lastgroup or ""]


def _of_being(done: str) -> Tense:
    """The tense of what "is" `done`, a word."""
    if done in _STILL_SO:
        return Tense.PAST
    is_now = done.endswith("ing") or done in _NOW or _is_participle(done)
    return Tense.TIMETABLE if is_now else Tense.NONE


def _is_participle(word: str) -> bool:
    return word in _HELD or _is_bent(word)


def _is_bent(word: str) -> bool:
    is_regular = len(word) > 4 and word.endswith("ed") and word not in _NO_PAST
    return is_regular or (is_irregular_form(word) and not word.endswith("ing"))
