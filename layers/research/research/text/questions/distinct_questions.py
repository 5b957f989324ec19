"""Tells which questions ask the same again, so that a reader meets each once, and what is none."""

import re
from collections.abc import Iterable, Sequence

from research.domain.claim import ASKS, ENDS
from research.text.statements import ASKING, NEXT_QUESTION
from research.text.terms import fold, terms, words
from research.text.words.lexicon import base_term

_SAME_TERMS, _SAME_SHARE = 2, 0.6
"""Two questions of the same particulars that share so many terms, and so large a share of the
shorter one's, are taken for one: a reader misses little where they are not, and one asked twice
looks careless."""
_SAME_SHARE_UNNAMED = 0.75
"""Where one names what the other takes as known, such as whose offer it is."""
_WORD = re.compile(r"[^\W_]+")
_FOR_ONE_THING = frozenset("when where why who whose whom".split())
"""With another of these words a question asks for another thing. "How large is the fine" and "what
fine is it" ask for the same."""
_WHICH_ONE = re.compile(
    r"^(?:which|what) (?:person|people|man|woman|company|companies|firms?|agency|agencies|groups?"
    r"|teams?|players?|organi[sz]ations?)\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(rf"\W*{ASKING}\b", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]")
_ASKS_IN_JAPANESE = re.compile("か[。．]?$")
"""What ends with this particle asks, and is more often ended by a full stop than by a mark."""


def distinct_questions(texts: Iterable[str], known: Sequence[str] = ()) -> tuple[str, ...]:
    """`texts`, of which none asks again what one before it asks, or one of `known`."""
    kept: list[str] = []
    for text in filter(None, texts):
        if not any(asks_again(text, other) for other in (*known, *kept)):
            kept.append(text)
    return tuple(kept)


def asks_again(one: str, other: str) -> bool:
    """Whether two questions ask for the same thing of the same things; of one that asks twice,
    whether its first does.
    """
    return _asks_same(one, other) or _asks_same(_first_of(one), _first_of(other))


def _first_of(question: str) -> str:
    return NEXT_QUESTION.split(question, maxsplit=1)[0]


def _asks_same(one: str, other: str) -> bool:
    if one == other:
        return True
    if thing_asked(one) != thing_asked(other):
        return False
    named, others = _particulars(one), _particulars(other)
    if not (named <= others or others <= named):
        return False
    shorter, longer = sorted((_terms(one), _terms(other)), key=len)
    least = _SAME_SHARE if named == others else _SAME_SHARE_UNNAMED
    return len(shorter & longer) >= max(_SAME_TERMS, least * len(shorter))


def _terms(question: str) -> set[str]:
    """Its terms, "chosen" as "choose", but for the "company" of "which company"."""
    found = [(fold(word), terms(word)) for word in words(_WHICH_ONE.sub("", question))]
    return {base_term(word) if len(own) == 1 else term for word, own in found for term in own}


def is_question(text: str) -> bool:
    """Whether `text` asks: it ends or begins as questions do. A sentence in a script that marks no
    questions does unless it ends as a statement.
    """
    bare = text.strip().rstrip("\"'”’»)")
    if bare.endswith(ASKS) or _BEGINS.match(bare) or _ASKS_IN_JAPANESE.search(bare):
        return True
    is_latin = 2 * len(_LATIN.findall(bare)) > len(bare.replace(" ", ""))
    return bool(bare) and not (is_latin or bare.endswith(ENDS))


def thing_asked(question: str) -> str:
    """The word that says what is asked for, where that is a time, a place, a reason or a person."""
    if _WHICH_ONE.match(question):
        return "who"
    first = next(iter(_WORD.findall(question)), "").casefold()
    return first if first in _FOR_ONE_THING else ""


def _particulars(question: str) -> set[str]:
    """Its names and numbers: who asks of another asks another question."""
    return {word for word in _WORD.findall(question)[1:] if word[0].isupper() or word[0].isdigit()}
