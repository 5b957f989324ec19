"""Says that the sources don't answer a part of the query, and from when they are."""

import re
from collections.abc import Sequence

from research.domain.source import Source
from research.text.statements import ASKING

_ASKS = re.compile(rf"{ASKING}\b", re.IGNORECASE)
_ASKS_FOR = re.compile(r"(?:what|who|whom|whose|which|when|where|why|how)\b", re.IGNORECASE)
_COMPARE = re.compile(r"\bcompare\b", re.IGNORECASE)
_HOW_DOES = re.compile(r"how (?:do|does|did)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def not_found_message(part: str, query: str, sources: Sequence[Source]) -> str:
    """A sentence that says that `sources` don't answer `part`.

    Where the query names a year from which none of them is, another tells from when they are.
    """
    count = len(sources)
    reads = f"The {count} sources read do" if count != 1 else "The source read does"
    if _ASKS_FOR.match(part):
        told = f"{reads} not say {part[:1].lower()}{part[1:].rstrip('?. ')}."
    else:
        told = f"{reads} not answer “{as_question(part)}”."
    years = sorted({source.published.year for source in sources if source.published})
    asked = {int(year) for year in _YEAR.findall(query)}
    if years and asked and not asked & set(years):
        span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
        told = f"{told} They are from {span}."
    return told


def as_question(part: str, query: str = "") -> str:
    """`part` of `query` as a line that stands alone: a capital first, and a question mark.

    What a comparison is parted into gets its verb back: "How does A compare?".
    """
    line = part.strip().rstrip("?. ")
    is_first = f"{line} compare" in query
    is_second = line not in query and _COMPARE.search(query) and _HOW_DOES.match(line)
    if is_first or is_second:
        line += " compare"
    return f"{line[:1].upper()}{line[1:]}{'?' if _ASKS.match(line) else ''}"
