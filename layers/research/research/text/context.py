"""Whether a sentence leans on one before it: "The wings cost ...", "a motor ship of her size".

For English. Stricter than `standalone`, which weighs: it is for what is read first of all.
"""

import re

from research.text.clauses import Word, clause_words
from research.text.statements import predicate_place
from research.text.words.lexicon import main_kind, may_be

_POINTS = frozenset("he she it they this that these those both such another".split())
_OWNED = frozenset("his her hers its their theirs him them".split())
_TELLS_WHICH = frozenset(
    "of in on at for from to by with between about who which that whose".split()
)
_SUBJECT_WORDS = 3
"""Where no verb is known, the subject is taken to end before the word of this number."""
_OPENING = re.compile(r"^\W+")
# ", which is expected to ...": it tells more of something, and not which.
_ADDED = re.compile(r",\s+(?:which|who|whose)\b")


def needs_context(sentence: str, introduced: frozenset[str]) -> bool:
    """Whether a reader who knows the terms `introduced` alone would ask which, whose or who."""
    text = _OPENING.sub("", sentence)
    words = clause_words(text)
    if not words:
        return False
    added = _ADDED.search(text)
    opening = clause_words(text[: added.start()]) if added else words
    return words[0].plain in _POINTS or _owner_is_missing(words) or _asks_which(opening, introduced)


def _owner_is_missing(words: tuple[Word, ...]) -> bool:
    """Whether "her size" comes first, with nothing before it that it could point to.

    A name before it will do, and so will any subject with its verb: "A ferry lost its mast".
    """
    for place, word in enumerate(words):
        if word.plain in _OWNED:
            named = any(before.text[0].isupper() for before in words[1:place])
            first_is_name = place > 0 and words[0].has_content
            verb = predicate_place(words[:place])
            return not (named or first_is_name or verb is not None)
    return False


def _asks_which(words: tuple[Word, ...], introduced: frozenset[str]) -> bool:
    """Whether it begins with "The wings", and neither tells which wings nor names any."""
    if words[0].plain != "the" or len(words) < 2:
        return False
    subject = words[1 : max(2, _verb_place(words))]
    if any(word.text[0].isupper() or word.plain in _TELLS_WHICH for word in subject):
        return False
    head = subject[1] if len(subject) > 1 and main_kind(subject[0].plain) == "a" else subject[0]
    return head.term not in introduced


def _verb_place(words: tuple[Word, ...]) -> int:
    """Where the subject ends; "cost" before a figure is a verb, though it is mostly a noun."""
    known = predicate_place(words)
    before_figure = (
        place
        for place in range(2, len(words) - 1)
        if words[place + 1].text[0].isdigit() and may_be(words[place].plain, "v")
    )
    return min(_SUBJECT_WORDS if known is None else known, next(before_figure, len(words)))
