"""Whether what happens so often in a claim does so in its evidence: a day, a year."""

import re
from collections.abc import Iterator

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence

_PERIODS = "second|minute|hour|day|night|week|month|year|decade|century"
_EVERY = re.compile(
    rf"(?:\b(?:per|each|every|once\ an?|twice\ an?|times\ an?)\ |(?<=[\w%)])\ an?\ )({_PERIODS})\b"
    r"(?!\ (?:ago|earlier|later|after|before|old|and|on|from))"
    r"|\b(hourly|daily|nightly|weekly|monthly|yearly|annual(?:ly)?)\b",
    re.IGNORECASE | re.VERBOSE,
)
_NO_RATE = re.compile(
    r"\b(?:for|in|within|after|than|almost|nearly|about|over|under|half|such|of|by|last|lasts?"
    r"|lasted|took|takes?|and|or|to|is|was|at|until|once)\s*$",
    re.IGNORECASE,
)
_NAMES = {"annual": "year", "annually": "year", "daily": "day", "night": "day", "nightly": "day"}


def rate_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where the claim counts by a period and the evidence by others only."""
    mine, theirs = _rates(claim), _rates(evidence.said)
    if mine and theirs and not mine & theirs:
        yield Doubt(
            Verdict.UNSUPPORTED, f"the quote counts by the {min(theirs)}, not by the {min(mine)}"
        )


def _rates(text: str) -> set[str]:
    found: set[str] = set()
    for match in _EVERY.finditer(text):
        is_plain = match.group().strip().lower().startswith(("a ", "an "))
        if is_plain and _NO_RATE.search(text[: match.start()]):
            continue
        period = (match[1] or match[2]).lower()
        found.add(_NAMES.get(period, period.removesuffix("ly")))
    return found
