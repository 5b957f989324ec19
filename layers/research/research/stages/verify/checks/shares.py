"""Whether "most", "nearly all" and "few" of a claim fit the shares that its evidence gives."""

import re
from collections.abc import Iterator

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.stages.verify.checks.worked_out import worked_out
from research.text.figures.quantities import Quantity
from research.text.figures.same_number import quantities_said
from research.text.polarity import denials

_LEAST_SHARES = (
    (re.compile(r"\b(?:nearly|almost|virtually|practically) (?:all|every)\b", re.IGNORECASE), 80),
    (re.compile(r"\bvast majority\b", re.IGNORECASE), 65),
    (
        re.compile(
            r"(?:\A|[,;] |\bthat )most (?!\w+(?:ly|est)\b)|\bmost of\b|\ba (?:\w+ )?majority of\b",
            re.IGNORECASE,
        ),
        50,
    ),
)
"""From how many per cent on each may be said. A reader's sense of the words, no source's figure."""
_FEW = re.compile(r"(?:\A|[,;] |\bthat )(?:only )?few\b|\ba (?:\w+ )?minority of\b", re.IGNORECASE)
_MOST_OF_FEW = 50
_AMOUNTS = re.compile(
    r"\b(?:most|majority|minority|few|fewer|many|all|every|each|rest|others?)\b", re.IGNORECASE
)


def share_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where no share of the evidence is as large, or as small, as the claim's word says."""
    found = [(m[0], least, 100) for pattern, least in _LEAST_SHARES if (m := pattern.search(claim))]
    if few := _FEW.search(claim):
        found.append((few[0], 0, _MOST_OF_FEW))
    if not found or _AMOUNTS.search(evidence.said):
        return
    if bool(denials(claim)) != bool(denials(evidence.said)):
        return  # what one says of a part the other may say of the rest
    word, least, most = found[0]
    shares = list(_percents(evidence.said))
    if shares and not any(least <= share <= most for share in shares):
        yield Doubt(Verdict.PARTIAL, f"the share that the quote gives is not “{word.strip(' ,;')}”")


def _percents(text: str) -> Iterator[float]:
    said = quantities_said(text)
    every: list[Quantity] = [*said, *worked_out(text, said)]
    for quantity in every:
        for reading in quantity.readings:
            if reading.unit == "percent":
                yield float(reading.value)
