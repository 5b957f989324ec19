"""Reads amounts that can be drawn: one number, in one unit, that can be read in one way."""

import re
from dataclasses import dataclass

from research.domain.analysis.figures import Figure
from research.domain.claim import Citation
from research.text.figures.number_words import Bound
from research.text.figures.quantities import Quantity, quantities

_NOTE_NUMBER = re.compile(r"\[\w{1,3}\]")
_NOTE_MARKS = "*†‡ "
_DIGITS = re.compile(r"\d[\d.,]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
"""Not a version, such as 16.17.0."""
_DRAWN = frozenset((Bound.EXACT, Bound.ABOUT))
"""What is more or less than a number has no bar of its own length."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the base unit of `text.figures.units`, and as it is written."""

    value: float
    unit: str
    written: str

    def figure(self, label: str, citation: Citation) -> Figure:
        """The bar that it is, of what `label` names."""
        return Figure(label=label, value=self.value, written=self.written, citation=citation)


def amount_of(number: Quantity) -> Amount | None:
    """What `number` comes to; None where it can be read in two ways, or gives a bound alone."""
    values = {reading.value for reading in number.readings}
    units = {reading.unit for reading in number.readings}
    if len(values) != 1 or len(units) != 1 or number.is_ordinal or number.bound not in _DRAWN:
        return None
    digits = _DIGITS.search(number.written)
    if digits and not _NUMBER.fullmatch(digits[0].rstrip(".,")):
        return None
    return Amount(float(values.pop()), units.pop(), number.phrase)


def amount_in(cell: str) -> Amount | None:
    """The amount that is all of `cell`; None where that has other words, or several."""
    bare = _NOTE_NUMBER.sub("", cell).rstrip(_NOTE_MARKS).replace("−", "-").strip()
    found = quantities(bare)
    if len(found) != 1 or not bare[:1].strip():
        return None
    amount = amount_of(found[0])
    if amount is None or found[0].is_word or amount.written != bare.lstrip("+-"):
        return None
    return Amount(amount.value, amount.unit, bare)
