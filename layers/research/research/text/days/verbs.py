"""Finds the verbs of a sentence that tell whether something is behind or ahead. English."""

import re
from enum import Enum

from research.text.clauses import FUNCTION_WORDS
from research.text.figures.number_words import NUMBER_WORDS
from research.text.terms import fold
from research.text.words.lexicon import bases, is_irregular_form
from research.text.words.word_lists import read_words


class Tense(Enum):
    """What a verb says of when it is."""

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
VERBS = re.compile(
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
        |(?<=[a-z]s\s)(?P<plural>start|begin|open|resume|return|arrive|conclude|end|close|go|meet
          |vote|play)
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
_PAST = read_words("day_verbs", "past forms")
_NO_PAST = read_words("day_verbs", "no past forms")
_HELD = read_words("day_verbs", "participles not told by their form")
_STILL_SO = read_words("day_verbs", "what is so since a day")
_NOW = read_words("day_verbs", "what something is from a day on")
_COUNTS = re.compile(
    rf"\b(?:{_DETERMINERS}|(?:(?!1\b|one\b)(?:\d+|{NUMBER_WORDS})|several|many|few)(?:\s[a-z]+)?)\s$"
)
"""Before "starts", "runs" or the like, which are things then: "his starts", "two home runs"."""
_LAST_WORD = re.compile(r"\b([a-z]{1,30})\s$", re.IGNORECASE)
_FAR_ENOUGH = 80
"""Characters before a verb that hold the few words by which it may be a noun."""
_REPORTS = re.compile(r"\b(?:said|says|told|added|announced|confirmed|reported|according)\b")
"""Behind such a verb, what "was due" may still be ahead."""


def tense_of(found: re.Match[str], before: str) -> Tense:
    """That of the verb or verbs `found` by `VERBS`, behind `before`."""
    if _INFINITIVE.search(found[0]) and not is_infinitive(found[0]):
        return Tense.PAST if found["due"] else Tense.NONE
    if found["due"]:
        return Tense.PLANNED if _REPORTS.search(before) else Tense.UNTIL
    if found["plan"]:
        return Tense.PLANNED
    if found["must"]:
        return Tense.AHEAD if _is_participle(found["must"]) else Tense.NONE
    if found["be"]:
        return _of_being(found["be"])
    if found["TIMETABLE"] and _is_noun(found, before[-_FAR_ENOUGH:]):
        return Tense.NONE
    word = found["word"]
    if word:
        return Tense.PAST if word in _PAST or _is_bent(word) else Tense.NONE
    return Tense.NONE if found["to"] else Tense[found.lastgroup or ""]


def _is_noun(found: re.Match[str], before: str) -> bool:
    """Whether what looks like the present tense is a thing: "its close", "five runs"."""
    if not found["plural"]:
        return _COUNTS.search(before) is not None
    subject = _LAST_WORD.search(before)
    plain = fold(subject[1]) if subject else ""
    is_plural = any(kind == "n" and base != plain for base, kind in bases(plain))
    return not is_plural or plain in FUNCTION_WORDS


def is_infinitive(words: str) -> bool:
    """Whether the "to" in `words` leads to a verb, and not to a thing or a place."""
    found = _INFINITIVE.search(words)
    return found is not None and (found[1], "v") in bases(found[1])


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
