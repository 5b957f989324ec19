"""The clauses of a sentence, and which terms of two clauses may stand for each other.

No grammar is parsed: punctuation and small words show enough. Words that name who said something
are left out. What stands between two commas is a clause of its own, and what stands before and
after it is one.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from research.text.clauses import SAYING, Word, clause_words
from research.text.terms import stem
from research.text.words.word_lists import read_words
from research.text.words.word_relations import measure_terms, near_terms, on_one_side

_MAX_SOURCE_WORDS = 9
_MAX_JOINED = 4
"""A piece with more content words, and no sign of what it belongs to, is a clause of its own."""
_MAX_OPENING = 6
_REPORTING = SAYING | read_words("verbs", "reporting verbs")
_ASIDE = frozenset("the a an its his her their who which whose where that one".split())
_STARTS_ANEW = read_words("small_words", "words that begin a clause")
_AUXILIARIES = read_words("small_words", "auxiliaries")
PREPOSITIONS = read_words("small_words", "narrowing prepositions") | read_words(
    "small_words", "other prepositions"
)
_AND_THEN = re.compile(
    r"\b(?:and|but|or)\b(?=\s(?:(?:will|would|has|have|had|is|are|was|were|can|could|should|may"
    r"|might|did|does|he|she|it|they|we)\b))",
    re.IGNORECASE,
)
RISING, FALLING = stem("rise"), stem("fall")
"""The terms that stand for all words that say that something rose or fell."""
_REDUCING = stem("reduce")
_MIN_STEM = 5
_LONGEST_ENDING = 4
_DEGREE = re.compile(r"(?:(i)?est|(i)?er)$")
_TURNED = re.compile(r"\s(?:(less|fewer|lower)|more|higher)\b", re.IGNORECASE)


def clauses(sentence: str) -> list[tuple[Word, ...]]:
    """The words of each clause of `sentence`, in order, without those that name who said it."""
    found: dict[int, list[Word]] = {}
    for number, words in _numbered(_pieces(sentence)):
        found.setdefault(number, []).extend(words)
    return [tuple(words) for words in found.values()]


def _pieces(sentence: str) -> list[tuple[Word, ...]]:
    """The runs of words between punctuation marks, without those that only name who said it."""
    cuts = [found.start() for found in _AND_THEN.finditer(sentence)]
    runs = groupby(
        clause_words(sentence), key=lambda w: (w.clause, sum(cut <= w.start for cut in cuts))
    )
    every = [_without_source(tuple(words)) for _, words in runs]
    kept = [words for words in every if not _names_the_source(words)]
    return kept or every


def _without_source(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """`words` without "the testers found that" before them."""
    for place, word in enumerate(words[1 : _MAX_SOURCE_WORDS - 1], start=1):
        if word.plain == "that" and words[place - 1].plain in _REPORTING and words[place + 1 :]:
            return words[place + 1 :]
    return words


def _names_the_source(words: Sequence[Word]) -> bool:
    if words[0].plain == "according":
        return True
    ends = (words[0].plain, words[-1].plain)
    return len(words) <= _MAX_SOURCE_WORDS and any(end in _REPORTING for end in ends)


def _numbered(pieces: Sequence[tuple[Word, ...]]) -> Iterator[tuple[int, tuple[Word, ...]]]:
    """Each piece with the number of the clause that it belongs to."""
    main = last = 0
    was_opening = False
    for place, words in enumerate(pieces):
        is_aside = words[0].plain in _ASIDE and place < len(pieces) - 1
        if place == 0 or was_opening:
            was_opening = place == 0 and _is_opening(words)
            yield main, words
        elif is_aside or not _goes_on(words):
            last += 1
            main = main if is_aside else last
            yield last, words
        else:
            yield main, words


def _is_opening(words: Sequence[Word]) -> bool:
    """Whether the first words of a sentence only lead to what follows: "In May 2026, ..."."""
    first = words[0].plain
    return first in PREPOSITIONS or first.endswith(("ed", "ing"))


def _goes_on(words: Sequence[Word]) -> bool:
    """Whether a piece belongs to the clause before it."""
    first = words[0]
    if first.plain == "since" and len(words) <= _MAX_JOINED:
        return True
    if first.plain in _STARTS_ANEW or first.plain in ("and", "or"):
        return False
    if first.plain in PREPOSITIONS or first.plain in _AUXILIARIES or first.plain.endswith("ing"):
        return True
    return first.text[0].isupper() or sum(word.has_content for word in words) <= _MAX_JOINED


def piece_at(clause: Sequence[Word], place: int) -> tuple[Word, ...]:
    """The words between the same punctuation marks as `place`, and what opens or ends their clause.

    The opening only where it is short and begins with a preposition, the end where it is a "since".
    """
    if not clause:
        return ()
    own = min(clause, key=lambda word: abs(word.start - place)).clause
    opening = clause[0].clause
    is_short = sum(word.clause == opening for word in clause) <= _MAX_OPENING
    kept = {own, opening} if is_short and clause[0].plain in PREPOSITIONS else {own}
    kept |= {word.clause for word in clause if word.plain == "since" and word.clause == own + 1}
    return tuple(word for word in clause if word.clause in kept)


def is_similar(term: str, others: frozenset[str]) -> bool:
    """Whether `others` hold `term`, one near it in meaning, or one derived from it by an ending."""
    near = near_terms(term) | measure_terms(term)
    return (
        term in others
        or not near.isdisjoint(others)
        or term in _beginnings(others)
        or not _beginnings(frozenset({term})).isdisjoint(others)
    )


def shared_terms(mine: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """Those of `mine` that are in `theirs`, or like one of them."""
    return frozenset(term for term in mine if is_similar(term, theirs))


def plain_term(word: Word) -> str:
    """The term of `word`; "long" for "longest", "fall" for every word that says something fell."""
    return _change_of(word.term) or _without_degree(word.plain, word.term)


def change_after(said: str) -> frozenset[str]:
    """The change that the words right after a number name: a fall for "35% less"."""
    found = _TURNED.match(said)
    return frozenset({FALLING if found[1] else RISING}) if found else frozenset()


@lru_cache(maxsize=4_096)
def _beginnings(terms: frozenset[str]) -> frozenset[str]:
    """What `terms` may be derived from by an ending: "deliver" for "deliveri"."""
    return frozenset(
        term[:-ending]
        for term in terms
        for ending in range(1, min(_LONGEST_ENDING, len(term) - _MIN_STEM) + 1)
    )


@lru_cache(maxsize=4_096)
def _change_of(term: str) -> str:
    if on_one_side(RISING, term):
        return RISING
    return FALLING if on_one_side(FALLING, term) or on_one_side(_REDUCING, term) else ""


@lru_cache(maxsize=4_096)
def _without_degree(plain: str, term: str) -> str:
    short = stem(_DEGREE.sub(lambda found: "y" if found[1] or found[2] else "", plain))
    return short if near_terms(short) or measure_terms(short) else term
