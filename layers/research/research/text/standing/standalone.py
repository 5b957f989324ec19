"""How well a sentence stands alone. Rules of thumb for English; other languages pass what does not
apply to them.

The weights were set by hand and kept because reports on news pages read better with them, not
worse.
"""

import re

from research.text.prompts.quoting import instructs_model
from research.text.sentences import TERMINALS
from research.text.standing.chaff import is_chaff
from research.text.standing.openings import points_at_nothing
from research.text.standing.people import (
    FIRST_WORD,
    is_about_someone_unnamed,
    is_of_someone_unnamed,
)
from research.text.standing.speech import is_cut_quote, speaks_of_self, speaks_to_reader
from research.text.terms import terms, word_count
from research.text.words.word_lists import read_words

MIN_WORDS = 6
LONG_WORDS = 45
MAX_WORDS = 70
_ENDS = re.compile(rf"[{TERMINALS}፡][\"'”’»)\]」』）]*$|[\u0370-\u03ff];$")
# Thai and Lao have no mark for it; what is shorter is taken for a heading.
_ENDS_UNMARKED = re.compile(r"[\u0e00-\u0eff](?:[\"'”’»)\]]|\s?\d)*$")
_MIN_UNMARKED_WORDS = 15
_OPENING = re.compile(r"^[\"'“‘«(\[「『]+")
_POINTING = read_words("small_words", "pointing words")
_CONNECTING = read_words("small_words", "connectives")
# "The wings can turn" leaves open whose; "The wings of the ship" does not.
_DEFINITE = re.compile(
    r"The (?P<what>(?:[a-z][\w-]*ed |[a-z][\w-]* )?[a-z][\w-]*) (?:is|are|was|were|has|have|had"
    r"|will|would|can|could|may|might|must|should|does|do|did|also|then|now|still|\w+ed)\b"
)
_WHOSE = 0.6
_WHICH = 0.8
_POINTS_BACK = 0.45
_NAMES_NOBODY = 0.6
_CONNECTS = 0.7
_BROKEN_QUOTE = 0.5
_OF_SELF = 0.5
_TO_READER = 0.6
_IS_CHAFF = 0.2
_IS_LONG = 0.6
_ASKS = 0.1


def standalone(sentence: str, introduced: frozenset[str] = frozenset()) -> float:
    """From 0, no sentence or only part of one, to 1, one that needs nothing around it.

    `introduced` are the terms that its reader knows already, such as those of its source's title.
    """
    length = word_count(sentence)
    bare = _OPENING.sub("", sentence)
    if not MIN_WORDS <= length <= MAX_WORDS or not _has_end(sentence, length):
        return 0.0
    if not bare or bare[0].islower() or instructs_model(sentence):
        return 0.0
    return (
        _beginning(bare)
        * (_BROKEN_QUOTE if is_cut_quote(sentence) else 1.0)
        * (_OF_SELF if speaks_of_self(sentence) else 1.0)
        * (_TO_READER if speaks_to_reader(sentence) else 1.0)
        * (_NAMES_NOBODY if is_about_someone_unnamed(sentence) else 1.0)
        * (_WHOSE if is_of_someone_unnamed(sentence) else 1.0)
        * (_WHICH if _opens_with_something_unnamed(sentence, introduced) else 1.0)
        * (_IS_CHAFF if is_chaff(sentence, length) else 1.0)
        * (_IS_LONG if length > LONG_WORDS else 1.0)
        * (_ASKS if "?" in sentence[-3:] else 1.0)
    )


def _has_end(sentence: str, length: int) -> bool:
    if _ENDS.search(sentence):
        return True
    return length >= _MIN_UNMARKED_WORDS and bool(_ENDS_UNMARKED.search(sentence))


def _beginning(sentence: str) -> float:
    first = FIRST_WORD.search(sentence)
    word = first.group().lower() if first else ""
    if speaks_to_reader(word):
        return 1.0
    if points_at_nothing(sentence):
        return 1.0
    if word in _POINTING:
        return _POINTS_BACK
    return _CONNECTS if word in _CONNECTING else 1.0


def _opens_with_something_unnamed(sentence: str, introduced: frozenset[str]) -> bool:
    """Whether it begins with "the wings", and neither goes on "of ..." nor does a reader know."""
    found = _DEFINITE.match(sentence)
    return found is not None and not introduced & set(terms(found["what"]))
