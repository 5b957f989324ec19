"""Numbers that are written out, and the words beside a number that bound it.

"Twenty-two", "a hundred and five", "three quarters"; "about", "more than", "or so".
"""

import re
from enum import StrEnum
from fractions import Fraction

from research.text.figures.units import CURRENCIES


class Bound(StrEnum):
    """Whether a text gives a number itself, or says it is near, below or above it."""

    EXACT = ""
    ABOUT = "about"
    BELOW = "below"
    ABOVE = "above"


_ONES = {
    word: number
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen""".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
MAGNITUDES = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "lakh": 10**5,
    "crore": 10**7,
    "dozen": 12,
}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
        twentieth""".split(),
        start=1,
    )
}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5}
_PARTS |= {"sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}

_SMALL = "|".join([*_ONES, *_TENS])
_LARGE = "|".join(MAGNITUDES)
_COUNT = "|".join(list(_ONES)[1:11])
_UNITS = "|".join(list(_ONES)[1:])
NUMBER_WORDS = (
    rf"(?:(?:{_SMALL}|(?:an?|half(?:\ an?)?)(?=[\ -](?:{_LARGE})\b))(?:[\ -](?:{_UNITS})\b)?"
    rf"(?:[\ -](?:{_LARGE})\b(?:(?:,\ |\ and\ |\ )(?:{_SMALL})\b(?:-(?:{_SMALL})\b)?)?)*)"
)
"""A pattern, for `re.VERBOSE` and small letters; `number_of` reads what it matches."""
_NTH = "third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_NO_PART = "time|day|week|month|year|person|place|party|term|season|quarter|generation|round"
_TIMES_OF = "second|minute|hour|day|week|month|year|decade"
_ONE_IN = re.compile(r"one .*\bin (?:every )?(\w+)$")
FRACTION_WORDS = (
    rf"(?:half(?![\ -](?:an?[\ ])?(?:{_LARGE}))|one[\ -]half"
    rf"|(?:an?|one)[\ -](?:{_NTH})\b(?!\ (?:{_NO_PART}))"
    rf"|(?:{_COUNT})[\ -](?:halves|(?:{_NTH})s)"
    rf"|one(?:\ [a-z]+)?\ in\ (?:every\ )?(?:{_COUNT}|twelve|twenty)\b(?!\ (?:{_TIMES_OF})))"
)
ORDINAL_WORDS = rf"(?:(?:{'|'.join(_TENS)})-)?(?:{'|'.join(_ORDINALS)})"
_BOUND_WORDS = {
    Bound.ABOVE: r"""no\ (?:fewer|less)\ than | at\ least | exceed\w* | upwards?\ of
        | in\ excess\ of
        | (?:slightly\ |just\ |well\ |a\ little\ )?(?:more\ than|over|above) | a\ minimum\ of
        | (?:old|larg|long|high|great|bigg|tall|heavi|wid)er\ than | north\ of | > | ≥""",
    Bound.BELOW: r"""(?:no|not)\ more\ than | nearly | almost | up\ to | at\ most
        | as\ (?:much|many)\ as
        | (?:slightly\ |just\ |well\ |a\ little\ )?
            (?:(?:less|fewer)\ than|under|below|sh(?:ort|y)\ of)
        | a\ maximum\ of | within
        | (?:young|small|short|low)er\ than | < | ≤""",
    Bound.ABOUT: r"""about | around | roughly | approximately | approx\.? | some | close\ to | circa
        | ca?\. | an\ estimated | estimated(?:\ at)? | ~ | ≈ | in\ the\ region\ of
        | on\ the\ order\ of""",
}
_BOUND_BEFORE = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<{bound}>{words})" for bound, words in _BOUND_WORDS.items())
    + r")"
    rf"(?:\ the|\ an?)?\ ?(?:{CURRENCIES})?$",
    re.IGNORECASE | re.VERBOSE,
)
_BOUND_AFTER = re.compile(
    r"(?P<above>\s?\+|\s(?:\w+\s)?or more\b|\splus\b)|(?P<about>\s(?:\w+\s)?or so\b)", re.IGNORECASE
)
_LOOK_BACK = 40


def number_of(words: str) -> Fraction:
    """The number that `words`, matched by `NUMBER_WORDS`, say."""
    total, group = Fraction(0), Fraction(0)
    for word in re.split(r"[\s,-]+", words.lower()):
        if word in _ONES or word in _TENS:
            group += _ONES.get(word, _TENS.get(word, 0))
        elif word == "half":
            group += Fraction(1, 2)
        elif word in MAGNITUDES:
            group = (group or Fraction(1)) * MAGNITUDES[word]
            if MAGNITUDES[word] >= 1000:
                total, group = total + group, Fraction(0)
    return total + group


def fraction_of(words: str) -> Fraction:
    """The number, under 10, that `words`, matched by `FRACTION_WORDS`, say."""
    if one_in := _ONE_IN.match(words.lower()):
        return 1 / number_of(one_in[1])
    *count, part = re.split(r"[\s-]+", words.lower())
    below = _PARTS.get(part) or _PARTS[part.removesuffix("s")]
    return Fraction(_ONES.get(count[0], 1) if count else 1, below)


def ordinal_of(words: str) -> Fraction:
    """The place that `words`, matched by `ORDINAL_WORDS`, say."""
    parts = words.lower().split("-")
    return Fraction(_ORDINALS[parts[-1]] + (_TENS[parts[0]] if len(parts) > 1 else 0))


def bound_of(text: str, start: int, end: int) -> tuple[Bound, int]:
    """The bound that stands with the number at `start` to `end`, and where their phrase begins."""
    first = max(0, start - _LOOK_BACK)
    found = _BOUND_BEFORE.search(text[first:start].rstrip() + " ")
    if found and found.lastgroup:
        return Bound(found.lastgroup), first + found.start()
    after = _BOUND_AFTER.match(text, end)
    return Bound(after.lastgroup) if after and after.lastgroup else Bound.EXACT, start
