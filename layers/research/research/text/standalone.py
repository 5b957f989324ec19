"""How well a sentence stands alone, away from the text around it.

Rules of thumb for English; other languages pass what does not apply to them. The weights were set
by hand and kept because reports on news pages read better with them, not worse.
"""

import re

from research.text.orders import orders_about
from research.text.terms import word_count

MIN_WORDS = 6
LONG_WORDS = 45
MAX_WORDS = 70
_ENDS = re.compile(r"[.!?。！？۔।…][\"'”’»)\]」』）]*$")
_OPENING = re.compile(r"^[\"'“‘«(\[「『]+")
_FIRST_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"[“\"«].*?(?:[”\"»]|$)")
# These point at what was said before.
_POINTING = frozenset(
    """he she it they this that these those his her its their him them we i you our my your there
    here such both another others one neither either""".split()
)
_CONNECTING = frozenset(
    """but and or nor so yet however meanwhile also then still instead moreover furthermore thus
    therefore besides additionally nevertheless nonetheless otherwise similarly likewise indeed
    again because elsewhere finally""".split()
)
_SPEAKING_OF_SELF = re.compile(r"\b(?:I|I'm|I’m|we|we're|we’re|my|our|us|you|your)\b")
_CHAFF = re.compile(
    r"\b(?:click|subscribe|sign up|newsletter|cookies?|read more|read also|getty|photo by"
    r"|image credit|copyright|all rights reserved|follow us|affiliate|advertisement|e-?mail"
    r"|editor's note|this (?:story|article|post) was|originally published|contributed to this"
    r"|terms of (?:use|service)|privacy policy|log in|continue reading)\b|@\w",
    re.IGNORECASE,
)
_UNNAMED = re.compile(r"(?:^|[,;:”\"] )(?:he|she|they|it)(?:'s|’s)? [a-z]", re.IGNORECASE)
_NAMED = re.compile(r"[A-Z][\w’'.-]+ [A-Z][\w’'-]+|(?<=[a-z,] )[A-Z][\w’'-]+")
_POINTS_BACK = 0.45
_NAMES_NOBODY = 0.6
_CONNECTS = 0.7
_BROKEN_QUOTE = 0.5
_OF_SELF = 0.5
_IS_CHAFF = 0.2
_IS_LONG = 0.6
_ASKS = 0.1


def standalone(sentence: str) -> float:
    """From 0, no sentence or only part of one, to 1, one that needs nothing around it."""
    length = word_count(sentence)
    bare = _OPENING.sub("", sentence)
    if not MIN_WORDS <= length <= MAX_WORDS or not _ENDS.search(sentence):
        return 0.0
    if not bare or bare[0].islower() or orders_about(sentence):
        return 0.0
    return (
        _beginning(bare)
        * (_BROKEN_QUOTE if _is_cut_quote(sentence) else 1.0)
        * (_OF_SELF if _SPEAKING_OF_SELF.search(_QUOTED.sub("", sentence)) else 1.0)
        * (_NAMES_NOBODY if _is_about_someone_unnamed(sentence) else 1.0)
        * (_IS_CHAFF if _CHAFF.search(sentence) else 1.0)
        * (_IS_LONG if length > LONG_WORDS else 1.0)
        * (_ASKS if "?" in sentence[-3:] else 1.0)
    )


def _beginning(sentence: str) -> float:
    first = _FIRST_WORD.search(sentence)
    word = first.group().lower() if first else ""
    if word in _POINTING:
        return _POINTS_BACK
    return _CONNECTS if word in _CONNECTING else 1.0


def _is_about_someone_unnamed(sentence: str) -> bool:
    """Whether "he", "she" or "they" is a subject before anyone was named."""
    unnamed = _UNNAMED.search(sentence)
    return unnamed is not None and not _NAMED.search(sentence[: unnamed.start() + 1])


def _is_cut_quote(sentence: str) -> bool:
    return (
        sentence.count("“") != sentence.count("”")
        or sentence.count('"') % 2 == 1
        or sentence.count("(") != sentence.count(")")
    )
