"""Tells which sentences tell the same event: of one day, or of days that papers differ by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from research.stages.analyse.events.told_days import day_places
from research.text.clauses import clause_words
from research.text.names import names
from research.text.source_sentences import Sentence
from research.text.terms import terms
from research.text.words.lexicon import bases

SAME_SHARE = 0.4
"""Of the terms of the shorter of two sentences: with as many in common, of the same day, they tell
the same."""
_SAYING = frozenset("say says said tell tells told announce announced tweeted wrote".split())
"""Who said one thing on a day said others."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What a sentence tells of a day, for comparing it with others."""

    terms: frozenset[str]
    """But for those of its days."""
    verbs: frozenset[str]
    """The stems of those just before its days: "launched" of "launched Tuesday morning"."""
    names: frozenset[str]
    """Its names and numbers, but for its days."""


def happening(sentence: Sentence, published: date | None) -> Happening:
    """What `sentence` of a page `published` on that day tells."""
    text = sentence.text
    places = day_places(text, published, sentence.around)
    days = {term for one in places for term in terms(text[one.start : one.end])}
    verbs = {term for one in places for term in _verb(text[: one.start])}
    named = {term for name in names(text) for term in terms(name.written)}
    return Happening(sentence.terms - days, frozenset(verbs), (sentence.particulars | named) - days)


def tells_same(one: Happening, other: Happening) -> bool:
    """Whether both, of one day, have most words in common, or tell the same happening."""
    shorter = min(len(one.terms), len(other.terms))
    is_alike = len(one.terms & other.terms) >= SAME_SHARE * max(1, shorter)
    return is_alike or is_same_happening(one, other)


def is_same_happening(one: Happening, other: Happening) -> bool:
    """Whether both say by the same verb what happened, and one names all that the other names."""
    fewer, more = sorted((one.names, other.names), key=len)
    return not one.verbs.isdisjoint(other.verbs) and bool(fewer) and fewer <= more


def _verb(before: str) -> Iterable[str]:
    """The stem of the word before "on" and the like at the end, where it may be a verb."""
    return (
        word.term
        for word in [one for one in clause_words(before) if one.has_content][-1:]
        if word.plain not in _SAYING and any(kind == "v" for _, kind in bases(word.plain))
    )
