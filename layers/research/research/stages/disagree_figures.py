"""What the figures of a sentence are of: what they count, beside which words, in which limits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from research.stages.verify_counts import counted
from research.stages.verify_numbers import is_given, is_year
from research.text.clauses import Word, clause_words
from research.text.dates import Moment, moments, without_dates
from research.text.near_words import NEAR
from research.text.quantities import Quantity, quantities

NEAR_WORDS = 8
"""So many of the telling words around a figure say what it is of."""
_MOST_APART = 5
"""A number of so many times another's size is of something else."""
_CLOSE = 0.1
"""Numbers that differ by less may be one number, rounded."""
_REJECTED = re.compile(r"\bnot (?:the |a |an )?[$€£]?$")
_LOOK_BACK = 12
# Of which one, of several: "on this crossing", "of the best day". Others may have other figures.
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:in|on|at|of|for|during|from|by)\s(?:(?:the|her|his|its|their)\s)?"
    r"(this|these|each|some|one|every|another|first|second|third|last|next|\w{2,}est|worst)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a date, what it counts, and the terms around it."""

    kinds: frozenset[str]
    """A unit of measure, the terms of a noun, or how fine a date is."""
    near: frozenset[str]
    number: Quantity | None = None
    moment: Moment | None = None


def figures_of(sentence: str) -> list[Figure]:
    """The numbers of `sentence` that count or measure something, and its dates; none it rejects."""
    bare = without_dates(sentence)
    dates = [moment for moment in moments(sentence) if moment.is_sure and moment.month]
    numbers = [quantity for quantity in quantities(bare) if _is_count(bare, quantity)]
    telling = telling_words(sentence)
    found = [
        Figure(_kinds(bare, number), _around(telling, number.start), number=number)
        for number in numbers
    ]
    found += [
        Figure(frozenset({"date"}), _around(telling, moment.start), moment=moment)
        for moment in dates
    ]
    return [figure for figure in found if figure.kinds]


def telling_words(sentence: str) -> list[Word]:
    """The words of `sentence` that say something and are of no figure."""
    places = [(q.start, q.end) for q in quantities(without_dates(sentence))]
    places += [(m.start, m.end) for m in moments(sentence) if m.is_sure]
    return [word for word in clause_words(sentence) if _tells(word, places)]


def limits_of(sentence: str) -> tuple[frozenset[int], frozenset[str]]:
    """The years that `sentence` speaks of, and the words that single one out of several."""
    years = {int(q.written) for q in quantities(sentence) if is_year(q)}
    years |= {moment.year for moment in moments(sentence) if moment.year}
    words = (found[1].lower() for found in _ONE_OF_SEVERAL.finditer(sentence))
    return frozenset(years), frozenset(words)


def have_one_limit(
    one: tuple[frozenset[int], frozenset[str]], other: tuple[frozenset[int], frozenset[str]]
) -> bool:
    """Whether two sentences, by their limits, may speak of the same out of several."""
    is_one_time = not (one[0] and other[0]) or bool(one[0] & other[0])
    return is_one_time and one[1] == other[1]


def may_be_one(one: Figure, other: Figure) -> bool:
    """Whether the two figures may be the same, or one the other's rounded form."""
    if one.moment and other.moment:
        return one.moment.agrees(other.moment) or other.moment.agrees(one.moment)
    if not one.number or not other.number:
        return True
    if is_given(one.number, other.number, "", "") or is_given(other.number, one.number, "", ""):
        return True
    return any(
        a.unit == b.unit and abs(a.value - b.value) < _CLOSE * max(abs(a.value), abs(b.value))
        for a in one.number.readings
        for b in other.number.readings
    )


def are_near(one: Figure, other: Figure) -> bool:
    """Whether two dates, or two numbers of one size, could be answers to the same question."""
    if not one.number or not other.number:
        return True
    low, high = sorted(abs(n.readings[0].value) for n in (one.number, other.number))
    return high <= low * _MOST_APART


def _is_count(text: str, quantity: Quantity) -> bool:
    before = text[max(0, quantity.start - _LOOK_BACK) : quantity.start]
    return not (quantity.is_ordinal or is_year(quantity) or _REJECTED.search(before))


def _tells(word: Word, places: Sequence[tuple[int, int]]) -> bool:
    is_figure = any(start < word.end and word.start < end for start, end in places)
    return word.has_content and not is_figure


def _around(telling: Sequence[Word], place: int) -> frozenset[str]:
    nearest = sorted(telling, key=lambda word: abs(word.start - place))[:NEAR_WORDS]
    return frozenset(word.term for word in nearest)


def _kinds(text: str, quantity: Quantity) -> frozenset[str]:
    if unit := quantity.readings[0].unit:
        return frozenset({f"unit {unit}"})
    noun = counted(text, quantity)[:1]
    return frozenset(near for term in noun for near in NEAR.get(term, frozenset({term})))
