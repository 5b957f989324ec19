"""Whether the dates of a claim are those of its evidence."""

from collections.abc import Iterator
from fractions import Fraction

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.stages.verify.checks.worked_out import weekdays
from research.text.dates import moments
from research.text.figures.same_number import quantities_said


def date_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt for each date of `claim` that its evidence does not give."""
    said, near = moments(evidence.said), moments(evidence.around)
    years = {q.readings[0].value for q in quantities_said(evidence.around)}
    years |= {Fraction(moment.year) for moment in near}
    worked_out = weekdays(evidence.said, quantities_said(evidence.said))
    for wanted in moments(claim):
        written = claim[wanted.start : wanted.end]
        if not wanted.is_sure:
            continue
        if any(wanted.agrees(moment) for moment in said):
            if wanted.year and wanted.year not in years:
                yield Doubt(Verdict.PARTIAL, f"the quote does not say that it was in {wanted.year}")
        elif wanted.weekday in worked_out:
            continue
        elif any(wanted.agrees(moment) for moment in near):
            yield Doubt(Verdict.PARTIAL, f"{written} stands near the quote, not in it")
        else:
            yield Doubt(Verdict.UNSUPPORTED, f"the date {written} is not in the quote")
