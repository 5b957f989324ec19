"""Says that the sources don't answer a part of the query, and from when they are."""

import re
from collections.abc import Sequence

from research.domain.source import Source
from research.text.statements import ASKING

_ASKS = re.compile(rf"{ASKING}\b", re.IGNORECASE)
_ASKS_FOR = re.compile(
    r"(?:what|who|whom|whose|which|when|where|why|how)\b(?! about)", re.IGNORECASE
)
_WHO_IS = re.compile(r"who (?:is|are|was|were)\b", re.IGNORECASE)
_TURNED = re.compile(
    r"\b(?:am|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might"
    r"|must)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def not_found_message(
    part: str, query: str, sources: Sequence[Source], *, may_answer: bool = False
) -> str:
    """A sentence that says that `sources` don't answer `part`, or that they may: `may_answer`.

    Where the query names a year from which none of them is, another tells from when they are.
    """
    count = len(sources)
    read = f"the {count} sources read" if count != 1 else "the source read"
    is_clause = _is_clause(part)
    asked = f"{part[:1].lower()}{part[1:].rstrip('?. ')}" if is_clause else f"“{as_question(part)}”"
    verb = "say" if is_clause else "answer"
    if may_answer:
        verb += "s" if count == 1 else ""
        told = f"It is not certain that {read} {verb} {asked}."
    else:
        told = f"T{read[1:]} {'does' if count == 1 else 'do'} not {verb} {asked}."
    years = sorted({source.published.year for source in sources if source.published})
    named = {int(year) for year in _YEAR.findall(query)}
    if years and named and not named & set(years):
        span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
        told = f"{told} They are from {span}."
    return told


def _is_clause(part: str) -> bool:
    """Whether `part` can follow "do not say" in its own order: "who is CEO of Google".

    "How much did it earn" would have to be put in another.
    """
    return bool(_WHO_IS.match(part) or (_ASKS_FOR.match(part) and not _TURNED.search(part)))


def as_question(part: str) -> str:
    """`part` of a query as a line that stands alone: a capital first, and a question mark."""
    line = part.strip().rstrip("?. ")
    return f"{line[:1].upper()}{line[1:]}{'?' if _ASKS.match(line) else ''}"
