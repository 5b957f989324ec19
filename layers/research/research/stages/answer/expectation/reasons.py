"""Whether a sentence gives a reason. For English."""

import re

from research.stages.answer.parts import Part
from research.text.terms import stem, terms

STRONG_REASON = re.compile(
    r"\b(?:because|due to|owing to|as a result|caus(?:e|es|ed|ing)|led to|leads? to|blam\w+"
    r"|attribut\w+|in order to|so that|reasons?|in light of|stem\w* from|trigger\w*|spark\w*"
    r"|prompt\w*|amid)\b",
    re.IGNORECASE,
)
REASON = re.compile(
    r"\b(?:thanks to|result(?:s|ed|ing)? (?:of|from|in)|leading to|so they|in response|over|after"
    r"|to (?:protect|prevent|avoid|call|demand|ensure|help|stop|reduce|keep|protest)|following"
    r"|given|since|driven|contribut\w+|fear\w*|concern\w*|accus\w+|meant to|aim(?:s|ed)? to"
    r"|unlikely|therefore|according)\b",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"because|due|owing|as a result|in light|amid|stem|attribut"
    r"|(?:caus|prompt|trigger|spark|blam)\w+\s*$",
    re.IGNORECASE,
)
"""Markers after which the reason stands."""
_NEXT_CHARACTERS = 40


def reason(part: Part, text: str) -> float:
    """Words that give a reason, and not that what is asked is the reason of something else."""
    if any(not _is_effect(part, text, found) for found in STRONG_REASON.finditer(text)):
        return 1.0
    return 0.5 if REASON.search(text) else 0.0


def _is_effect(part: Part, text: str, marker: re.Match[str]) -> bool:
    """Whether after `marker` stands what `part` asks the reason of: "because of the rally"."""
    after = terms(text[marker.end() : marker.end() + _NEXT_CHARACTERS])[:1]
    is_forward = _FORWARD.match(marker.group()) is not None
    return is_forward and any(term == stem(word) for term in after for word in part.words)
