"""Checks a cited sentence by rules: what may refuse it at once, and what a judge should look at.

A number or a date that stands nowhere in the paragraphs cited, in their source's title, day or
site, and does not follow from what does, refuses a claim: those are what can be compared. What may
stand there in another form, a name or a number without its unit, is a doubt that the judge sees,
and so is a number in the name of a cell's row or column, which may be its writer's own words.
What rules make of the wording, a "not" or a verb of somebody else, tells where no judge looks: of
some seventy such doubts about a strong model's sentences, careful readers found three right.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from research.domain.claim import Claim, Computation, Verdict
from research.domain.claim_evidence import ClaimEvidence
from research.domain.passage import Passage
from research.domain.source import Source
from research.domain.value import Span
from research.stages.verify.checks.arithmetic.derivations import Derivation, derivation
from research.stages.verify.checks.citation_evidence import citation_evidence
from research.stages.verify.checks.computed_numbers import is_computed
from research.stages.verify.checks.entailment import examine
from research.stages.verify.checks.evidence import Doubt
from research.stages.verify.checks.numbers import date_doubts, is_loose, number_doubts
from research.stages.verify.computed import follows
from research.text.days.dates import without_dates
from research.text.days.relative_days import dated
from research.text.figures.quantities import Quantity, quantities
from research.text.figures.same_number import is_given, quantities_said
from research.text.prompts.quoting import describe_source
from research.text.sentences import sentence_spans

DAYS_OF_WEEK = 7
_SATURDAY = 5
_OF_A_PERIOD = re.compile(r"\b(week|month|year)['’]s\b")
"""Next year's election is of next year."""
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|both)\b"
    r"(?![ -](?:hundred|thousand|million|billion|trillion|dozen|percent|per cent|times))"
    r"|\ba (?:third|fourth|fifth|sixth)(?= [a-z])"
    r"(?! (?:of|more|less|fewer|higher|lower|larger|smaller|as|in|to|and|or)\b)"
    r"|\bthe (?:first|second|third|fourth)(?=[,.;:]|$| (?:and|or|but|of (?:them|these|those|the)"
    r"|is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|\w{2,}ed)\b)"
    r"|\bfirst(?=[ -](?:days?|nights?|weeks?|weekend|months?|hours?|times?|steps?|looks?)\b)",
    re.IGNORECASE,
)
"""A word for a small number may count what the sources list, or the sources: nobody wrote it. "A
third reviewer" is one more of them, and no share; "a third of all" is one. "The second used it"
means the one named second, and "the first day" when something began."""


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim with the verdict of the rules, or none where a judge is to say."""

    claim: Claim
    doubts: tuple[str, ...] = ()
    """What a judge should look at, each a short sentence."""
    evidence: ClaimEvidence | None = None
    """What it is held against; None where rules have decided."""
    wording: tuple[str, ...] = ()
    """What speaks against it in its wording, for who has no judge."""


def check_sentence(
    claim: Claim,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    computed: Sequence[Computation] = (),
    also: Sequence[str] = (),
) -> CheckedClaim:
    """`claim`, which cites `passages`: unsupported, supported as a quotation, or with doubts.

    `computed` are figures that its writer computed, of it or others; those of it count as said
    where they follow. `also` are verified sentences that it is drawn from, whose words count as
    said.
    """
    if claim.verdict is not None:
        return CheckedClaim(claim)
    if _bare(claim.text) in {_bare(citation.quote) for citation in claim.citations}:
        return CheckedClaim(claim.model_copy(update={"verdict": Verdict.SUPPORTED}))
    heads = list(dict.fromkeys(describe_source(sources[p.source]) for p in passages))
    shown = "\n".join([*heads, *(passage.text for passage in passages)])
    days = [day for passage in passages for day in _days_named(passage, sources[passage.source])]
    declared = _as_written(computed, claim.text, shown)
    right = [*also, *declared]
    said = "\n".join([shown, *days, *right])
    evidence = ClaimEvidence(said=said, around=said)
    said_of_it = _COUNTED.sub("several", claim.text)
    stated = _COUNTED.sub("several", claim.printed)
    refuting = list(_refuting(date_doubts, stated, evidence))
    doubtful = [one for one in _refuting(date_doubts, said_of_it, evidence) if one not in refuting]
    # Of many numbers the first are computed with: those that it cites come first.
    texts = [*declared, *(one.quote for one in claim.citations), *(one.text for one in passages)]
    cited = _cited_evidence(claim, sources, right)
    if not _is_all_computed(said_of_it, said, texts, also, cited):
        numbers = _refuting(number_doubts, said_of_it, evidence)
        is_said = _is_every_value_said(stated, said, is_cell=claim.cell is not None)
        (doubtful if is_said else refuting).extend(numbers)
    if refuting:
        reason = "; ".join(dict.fromkeys(refuting))
        refused = claim.model_copy(update={"verdict": Verdict.UNSUPPORTED, "reason": reason})
        return CheckedClaim(refused)
    cited = _with_said(cited, days)
    found = examine(_examined(claim), cited)
    return CheckedClaim(claim, (*doubtful, *found.vetoes), cited, found.telling)


def _examined(claim: Claim) -> str:
    """The words of `claim`; of a cell without the capital that the name of a column begins with."""
    if (cell := claim.cell) is None or cell.column[1:2].isupper():
        return claim.text
    column = f"{cell.column[:1].lower()}{cell.column[1:]}"
    return cell.model_copy(update={"column": column}).statement


def _refuting(
    check: Callable[[str, ClaimEvidence], Iterator[Doubt]], text: str, evidence: ClaimEvidence
) -> Iterator[str]:
    """Why `check` finds `text` unsupported."""
    for doubt in check(text, evidence):
        if doubt.verdict is Verdict.UNSUPPORTED:
            yield doubt.reason.replace("the quote", "what it cites")


def _is_every_value_said(text: str, said: str, *, is_cell: bool) -> bool:
    """Whether each number of `text` is said, if it or the one that is said has no unit.

    "From 220 to 226 pixels per inch" is "226ppi"; what it is of, a judge knows better. In a cell
    "4.1" may be $4.1 million, by the name of its column.
    """
    others = quantities_said(without_dates(said))
    return all(
        is_loose(wanted)
        or any(
            _written(wanted) == _written(other) and "" in (_unit(wanted), _unit(other))
            for other in others
        )
        or (is_cell and any(_is_without_magnitude(wanted, other) for other in others))
        or any(is_given(wanted, other, text, said) for other in others)
        for wanted in quantities(without_dates(text))
    )


def _is_without_magnitude(wanted: Quantity, other: Quantity) -> bool:
    """Whether `wanted` is `other` without its magnitude, and maybe without its unit."""
    magnitude, _ = other.times
    is_bare = wanted.times[0] == 1 and _unit(wanted) in ("", _unit(other))
    return is_bare and _written(wanted) == _written(other) / magnitude


def _written(quantity: Quantity) -> Fraction:
    """The number as it is written: 15 of 15 minutes, not 900 seconds."""
    return quantity.readings[0].value / quantity.times[1]


def _unit(quantity: Quantity) -> str:
    return quantity.readings[0].unit


def _is_all_computed(
    text: str, said: str, passages: Sequence[str], also: Sequence[str], cited: ClaimEvidence
) -> bool:
    """Whether each number of `text` is said, or may follow from others.

    It may be a sum that its words name of the passages' numbers, or follow from those of `cited`.

    Of the few numbers of `also` it may be one that no word names: "the other 16" of 17 is judged.
    What is computed may be computed with: "three months at $10 are $30 of $129, so $99 is left".
    """
    bare = without_dates(text)
    numbers = quantities_said(said)
    of_passages = [q for one in passages for q in quantities_said(without_dates(one))]
    fewer = [q for one in also for q in quantities_said(without_dates(one))]
    for wanted in quantities(bare):
        if is_loose(wanted) or any(is_given(wanted, other, bare, said) for other in numbers):
            continue
        if not (
            is_computed(wanted, bare, of_passages)
            or is_computed(wanted, bare, fewer, needs_cue=False)
            or derivation(wanted, bare, cited) is not Derivation.NONE
        ):
            return False
        of_passages.insert(0, wanted)
    return True


def _cited_evidence(
    claim: Claim, sources: Mapping[int, Source], also_said: Sequence[str]
) -> ClaimEvidence:
    """What stands at and around the quotes of `claim`, and `also_said` as if it stood there."""
    places = [(sources[one.source], Span(start=one.start, end=one.end)) for one in claim.citations]
    return _with_said(citation_evidence(places), also_said)


def _with_said(evidence: ClaimEvidence, also_said: Sequence[str]) -> ClaimEvidence:
    return replace(evidence, said="\n".join([evidence.said, *also_said]))


def _as_written(computed: Sequence[Computation], text: str, shown: str) -> list[str]:
    """The results of `computed` that follow from what is `shown`, or from those before them, with
    their units in `text`.
    """
    found: list[str] = []
    for one in computed:
        if follows(one, text, "\n".join([shown, *found])):
            found += re.findall(rf"{re.escape(one.result)}(?:[\s-]+\w+){{0,2}}", text)
    return found


def _days_named(passage: Passage, source: Source) -> Iterator[str]:
    """What "last year" or "on Friday" of `passage` may mean, on a page of its source's day.

    A weekday may be the one before that day or the one after it, and "last Tuesday" that of the
    week before: that is the judge's to tell.
    """
    if source.published is None:
        return
    for span in sentence_spans(passage.text):
        yield dated(_OF_A_PERIOD.sub(r"\1", span.of(passage.text)), source.published)
    for days in range(1 - 2 * DAYS_OF_WEEK, DAYS_OF_WEEK):
        day = source.published + timedelta(days=days)
        turn = "[Ll]ast " if days <= -DAYS_OF_WEEK else ""
        name = rf"(?:{day:%A}|weekend)" if day.weekday() >= _SATURDAY else f"{day:%A}"
        if re.search(rf"\b{turn}{name}\b", passage.text):
            yield f"{day:%A, %-d %B %Y}"


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold().strip(" .")
