"""Which time a sentence speaks of: what was so in 2019 need not be so in 2020."""

import re
from dataclasses import dataclass

from research.text.dates import moments
from research.text.figures.counted import years_of

# Of which one, of several: "on this crossing", "of the best day". Others may have other figures.
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:in|on|at|of|for|during|from|by)\s(?:(?:the|her|his|its|their)\s)?"
    r"(this|these|each|some|one|every|another|first|second|third|fourth|last|next|final|previous"
    r"|same|\w{2,}est|worst)\b",
    re.IGNORECASE,
)
_NO_SUPERLATIVES = frozenset("west northwest southwest forest interest request harvest".split())
_PERIOD = re.compile(
    r"\b(?:this|last|next|first|second|third|fourth|past|previous|previously|recent|earlier|a)\s"
    r"(?:half|quarter|week|month|season|year|decade)\b|\bso far\b|\bformerly\b|\boriginally\b"
    r"|\binitially\b|\bat first\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Times:
    """Which years, months and days of the week a sentence speaks of, and which one of several."""

    years: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    which: frozenset[str]

    @property
    def is_told(self) -> bool:
        """Whether any is named."""
        return bool(self.years or self.months or self.weekdays or self.which)


def times_of(sentence: str) -> Times:
    """The times that `sentence` names."""
    dates = [moment for moment in moments(sentence) if moment.is_sure]
    which = {found[1].lower() for found in _ONE_OF_SEVERAL.finditer(sentence)}
    which |= {found[0].lower() for found in _PERIOD.finditer(sentence)}
    return Times(
        years=frozenset({*years_of(sentence), *(m.year for m in dates if m.year)}),
        months=frozenset(moment.month for moment in dates if moment.month),
        weekdays=frozenset(moment.weekday for moment in dates if moment.weekday),
        which=frozenset(which - _NO_SUPERLATIVES),
    )


def are_of_one_time(one: Times, other: Times) -> bool:
    """Whether two sentences may speak of one time; which of several each may leave unsaid."""
    pairs = (
        (one.years, other.years),
        (one.months, other.months),
        (one.weekdays, other.weekdays),
    )
    is_one = all(not (mine and theirs) or mine & theirs for mine, theirs in pairs)
    return is_one and (not (one.which and other.which) or one.which == other.which)
