"""Whether a text gives a number itself, or one that it is near, below or above."""

import re
from enum import StrEnum

from research.text.figures.units import CURRENCIES


class Bound(StrEnum):
    """Whether a text gives a number itself, or says it is near, below or above it."""

    EXACT = ""
    ABOUT = "about"
    BELOW = "below"
    ABOVE = "above"


_WORDS = {
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
_BEFORE = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{bound}>{words})" for bound, words in _WORDS.items()) + r")"
    rf"(?:\ the|\ an?)?\ ?(?:{CURRENCIES})?$",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(
    r"(?P<above>\s?\+|\s(?:\w+\s)?or more\b|\splus\b)|(?P<about>\s(?:\w+\s)?or so\b)", re.IGNORECASE
)
_LOOK_BACK = 40


def bound_of(text: str, start: int, end: int) -> tuple[Bound, int]:
    """The bound that stands with the number at `start` to `end`, and where their phrase begins."""
    first = max(0, start - _LOOK_BACK)
    found = _BEFORE.search(text[first:start].rstrip() + " ")
    if found and found.lastgroup:
        return Bound(found.lastgroup), first + found.start()
    after = _AFTER.match(text, end)
    return Bound(after.lastgroup) if after and after.lastgroup else Bound.EXACT, start
