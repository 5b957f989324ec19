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
    """A sentence that says that `sources` don't answer `part`, or that they may not: `may_answer`.

    Where the query names a year from which none of them is, another tells from when they are.
    """
    count = len(sources)
    read = f"The {count} sources read" if count != 1 else "The source read"
    verb = "may" if may_answer else "do" if count != 1 else "does"
    if _is_clause(part):
        told = f"{read} {verb} not say {part[:1].lower()}{part[1:].rstrip('?. ')}."
    else:
        told = f"{read} {verb} not answer “{as_question(part)}”."
    years = sorted({source.published.year for source in sources if source.published})
    asked = {int(year) for year in _YEAR.findall(query)}
    if years and asked and not asked & set(years):
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
