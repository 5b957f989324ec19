"""Finds what a sentence denies: each "not" or the like, with the words that it reaches.

A negation reaches the next few words of its clause. That is the rule of NegEx (Chapman et al.,
"A simple algorithm for identifying negated findings and diseases", 2001).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from research.text.clauses import SAYING, Word, clause_words
from research.text.terms import stem
from research.text.words.word_lists import read_words

REACH_WORDS = 4
_ADVERB = 5
_SO_WITHIN = 2
_LONGER = stem("longer")
_NOT = read_words("denials", "denials")
_FAILING = frozenset(map(stem, read_words("denials", "failures")))
_CONTRACTED = re.compile(r"n['’]t$", re.IGNORECASE)
# "No fewer than" counts, "not only" adds, "No. 1" ranks: none of them denies.
_NO_DENIAL = re.compile(
    r"(?:not (?:only|just|merely|simply|least|to mention|surprising\w*)"
    r"|no (?:fewer|less|more than|later"
    r"|doubt|matter|wonder|sooner)|No\. ?\d|nothing (?:but|less)|nor? one's|none other)\b"
    r"|(?<=if )not\b|(?<=or )not\b",
    re.IGNORECASE,
)
_YET_TO = re.compile(r"yet to (?!come\b)", re.IGNORECASE)
_FREE_OF = re.compile(r"free (?:of|from) (?!charge\b)", re.IGNORECASE)
_TURNS_BACK = frozenset("fewer less without unless until before except lose".split())
"""After a "not" these reverse it: not fewer than ten is ten or more."""
_ONLY_TO = frozenset(map(stem, ["declined", "rather", "instead", "ruled", "stopped", "lack"]))


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that denies, and the terms that it reaches, nearest first."""

    word: Word
    is_plain: bool
    """A "not" or the like, and no "failed to" or the like."""
    is_of_action: bool
    """What follows is an action that did not happen; of a thing, such as a rejected plan, False."""
    scope: tuple[str, ...]
    is_record: bool = False
    """It says when it was last so: "not that cold since 1999"."""
    turned_by: str = ""
    """The word that reverses it, as in "not without" and "not fewer"; empty where none does."""

    @property
    def is_no_longer(self) -> bool:
        """Whether it says that something ended."""
        return self.word.plain == "no" and self.scope[:1] == (_LONGER,)

    @property
    def head(self) -> str:
        """What is denied first of all; empty where nothing follows."""
        return self.scope[0] if self.scope else ""


def denials(text: str) -> list[Negation]:
    """The denials of `text` in order, with those that are reversed again."""
    found: list[Negation] = []
    words = clause_words(text)
    for place, word in enumerate(words):
        is_plain = (
            is_plain_denial(word)
            or bool(_YET_TO.match(text, word.start))
            or bool(_FREE_OF.match(text, word.start))
        )
        if not is_plain and not _fails(words, place):
            continue
        if _NO_DENIAL.match(text, word.start):
            continue
        reached = _reached(words, place)
        scope = [w.term for w in reached if _can_be_denied(w)] or _just_before(words, place)
        found.append(
            Negation(
                word=word,
                is_plain=is_plain,
                is_of_action=is_plain or _is_of_action(words, place),
                scope=tuple(scope[:REACH_WORDS]),
                is_record=any(other.plain == "since" for other in words[place:]),
                turned_by=_turn(reached),
            )
        )
    return found


def is_plain_denial(word: Word) -> bool:
    """Whether a word is a "not", a "lacks" or the like by itself."""
    return word.plain in _NOT or bool(_CONTRACTED.search(word.text))


def _turn(reached: Sequence[Word]) -> str:
    """The word that reverses a denial; empty where none does."""
    if any(word.plain == "so" for word in reached[:_SO_WITHIN]):
        return "so"
    return next((word.plain for word in reached[:-1] if word.plain in _TURNS_BACK), "")


def _just_before(words: Sequence[Word], place: int) -> list[str]:
    """What is denied where only function words follow: "most people don't"."""
    return [word.term for word in reversed(words[:place]) if _can_be_denied(word)][:1]


def _fails(words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if word.term not in _FAILING:
        return False
    following = words[place + 1].plain if place + 1 < len(words) else ""
    return word.term not in _ONLY_TO or following in {"to", "than", "of", "out"}


def _is_of_action(words: Sequence[Word], place: int) -> bool:
    following = words[place + 1].plain if place + 1 < len(words) else ""
    return following in {"to", "than", "of", "that", "any"} or following.endswith("ing")


def _reached(words: Sequence[Word], place: int) -> list[Word]:
    """The words after `place` in its clause, up to `REACH_WORDS` that can be denied."""
    reached: list[Word] = []
    count = 0
    for word in words[place + 1 :]:
        if word.clause != words[place].clause or count == REACH_WORDS:
            break
        reached.append(word)
        count += _can_be_denied(word)
    return reached


def _can_be_denied(word: Word) -> bool:
    """Whether it can be what is denied: no function word, no number, no adverb."""
    if word.plain[0].isdigit() or (word.plain.endswith("ly") and len(word.plain) > _ADVERB):
        return False
    return word.has_content or word.plain in SAYING
