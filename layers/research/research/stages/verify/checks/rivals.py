"""Whether names and numbers stand with the words in a claim that they stand with in its evidence.

Each name and number of both texts has a context: the words that say something around it, weighted
by nearness, clauses apart counting as distance. Where a claim's name or number fits the context of
another one in the evidence better than its own, it may have taken the other's place: "growth fell
in Germany" for "growth fell in China, and Germany ...".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from research.stages.verify.checks.likeness import likeness
from research.text.clauses import Word, clause_words
from research.text.days.dates import without_dates
from research.text.figures.quantities import Quantity, quantities
from research.text.figures.same_number import is_given
from research.text.names import initials, names
from research.text.words.word_relations import country_words

_REACH = 14
_CLAUSE = 3
"""Words that a clause between two words counts as."""
_FADE = 3
"""The distance, in words, at which a word counts half."""
_OTHER_SIDE = 0.75
_MAX_MINE, _MAX_THEIRS = 10, 24
_NAME, _NUMBER = "name", "number"
Context = Sequence[tuple[Word, float, bool]]
"""Words with their weight, 0 to 1, and whether they stand after what it is the context of."""


@dataclass(frozen=True, slots=True)
class _Particular:
    """A name or a number, from the word at `first` to that at `last`, and its context."""

    kind: str
    terms: frozenset[str]
    quantity: Quantity | None
    context: Context


def rival_features(claim: str, said: str) -> Mapping[str, float]:
    """By kind: how much better two fit exchanged, and how well one that is unsaid fits another's.

    `*_swap`: the gain in fit where two of the claim's change places, for numbers 1 where there is
    any, for how much it is tells nothing; `*_taken`: the fit of one that the evidence lacks in the
    context of one that the claim lacks. 0 and up, mostly below 1.
    """
    mine, theirs = _particulars(claim)[:_MAX_MINE], _particulars(said)[:_MAX_THEIRS]
    found = {}
    for kind in (_NAME, _NUMBER):
        ours = [one for one in mine if one.kind == kind]
        others = [one for one in theirs if one.kind == kind]
        fits = [[_fit(one.context, other.context) for other in others] for one in ours]
        own = [
            [place for place, other in enumerate(others) if _is_same(one, other, claim, said)]
            for one in ours
        ]
        gain = _gain(fits, own)
        found[f"{kind}_swap"] = float(gain > 0) if kind == _NUMBER else gain
        free = set(range(len(others))).difference(*own) if own else set()
        found[f"{kind}_taken"] = max(
            (fits[n][place] for n, places in enumerate(own) if not places for place in free),
            default=0.0,
        )
    return found


def _gain(fits: Sequence[Sequence[float]], own: Sequence[Sequence[int]]) -> float:
    best = 0.0
    for one, other in combinations(range(len(own)), 2):
        a, b = own[one], own[other]
        if not a or not b or set(a) & set(b):
            continue
        kept = max(fits[one][n] for n in a) + max(fits[other][n] for n in b)
        swapped = max(fits[one][n] for n in b) + max(fits[other][n] for n in a)
        best = max(best, swapped - kept)
    return best


def _particulars(text: str) -> list[_Particular]:
    words = clause_words(text)
    at = {word.start: place for place, word in enumerate(words)}
    found = []
    for name in names(text):
        first, last = at[name.words[0].start], at[name.words[-1].start]
        terms = {word.term for word in name.words}.union(
            *(country_words(word.plain) for word in name.words)
        )
        if len(name.words) > 1:
            terms.add(initials(name.words))
        found.append(_Particular(_NAME, frozenset(terms), None, _context(words, first, last)))
    for quantity in quantities(without_dates(text)):
        inside = [
            place
            for place, word in enumerate(words)
            if quantity.start < word.end and word.start < quantity.end
        ]
        if inside:
            context = [
                entry
                for entry in _context(words, inside[0], inside[-1])
                if not entry[0].text[0].isdigit()
            ]
            found.append(_Particular(_NUMBER, frozenset(), quantity, context))
    return found


def _context(words: Sequence[Word], first: int, last: int) -> Context:
    found = []
    for place in range(max(0, first - _REACH), min(len(words), last + _REACH + 1)):
        word = words[place]
        if first <= place <= last or not word.has_content:
            continue
        edge = first if place < first else last
        far = abs(place - edge) + _CLAUSE * abs(word.clause - words[edge].clause)
        found.append((word, 1 / (1 + far / _FADE), place > last))
    return found


def _fit(mine: Context, theirs: Context) -> float:
    """How much of the weight of one context finds near words of weight in the other."""
    total = 0.0
    for word, weight, side in mine:
        total += weight * max(
            (
                likeness(word.term, word.plain, other.term, other.plain)
                * near
                * (1.0 if side == other_side else _OTHER_SIDE)
                for other, near, other_side in theirs
            ),
            default=0.0,
        )
    return total / (sqrt(sum(weight * weight for _, weight, _ in mine)) or 1.0)


def _is_same(one: _Particular, other: _Particular, claim: str, said: str) -> bool:
    if one.quantity and other.quantity:
        return is_given(one.quantity, other.quantity, claim, said)
    return bool(one.terms & other.terms)
