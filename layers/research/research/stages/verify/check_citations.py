"""Checks that every quote of a draft stands in the text of its source: the last guard of a report.

It compares characters and judges no meaning. Whether a quote supports what a model wrote on it is
for `verify` to decide, before; without a model, claims are quotes and this check is the only one.
"""

from collections.abc import Iterable, Mapping, Sequence

from research.domain.claim import Citation, Claim, Draft, Section, Verdict
from research.domain.errors import QuoteNotFoundError
from research.domain.progress import Stage, Step
from research.domain.source import Source
from research.ports import Progress
from research.text.cleaning import capitalised
from research.text.printed_quotes import printed
from research.text.standing.speech import words_of


def check_citations(draft: Draft, sources: Sequence[Source], *, progress: Progress) -> Draft:
    """`draft`, all of whose quotes are in `sources`, with a verdict on each claim.

    A claim that has none is supported when its words are those of its first quote, days in brackets
    and whose words they are aside: the writer without a model makes no others.

    Raises `QuoteNotFoundError` for a quote that is not, character for character, where its citation
    says: a bug of ours, and no report may be made with it.
    """
    by_number = {source.id: source for source in sources}
    total = len(tuple(draft.claims))
    answer = tuple(
        part.model_copy(
            update={
                "claims": _with_verdicts(part.claims, by_number),
                "nearby": _with_verdicts(part.nearby, by_number),
            }
        )
        for part in draft.answer
    )
    findings = _with_verdicts(draft.key_findings, by_number)
    sections = tuple(
        Section(question=section.question, claims=_with_verdicts(section.claims, by_number))
        for section in draft.sections
    )
    for disagreement in draft.disagreements:
        for citation in disagreement.citations:
            _check(citation, by_number)
    progress(Step(stage=Stage.VERIFY, done=total, total=total, message=f"{total} claims checked"))
    return draft.model_copy(
        update={"answer": answer, "key_findings": findings, "sections": sections}
    )


def _with_verdicts(claims: Iterable[Claim], sources: Mapping[int, Source]) -> tuple[Claim, ...]:
    return tuple(claim.model_copy(update={"verdict": _verdict(claim, sources)}) for claim in claims)


def _verdict(claim: Claim, sources: Mapping[int, Source]) -> Verdict:
    for citation in claim.citations:
        _check(citation, sources)
    if claim.verdict is not None:
        return claim.verdict
    first = claim.citations[0]
    source = sources[first.source]
    quoted = printed(_plain(first.quote), source.published)
    is_quoted = _plain(claim.text) == quoted or claim.text == words_of(
        source.site, capitalised(quoted)
    )
    return Verdict.SUPPORTED if is_quoted else Verdict.UNSUPPORTED


def _check(citation: Citation, sources: Mapping[int, Source]) -> None:
    source = sources.get(citation.source)
    if source is None or not citation.quote or citation.of(source.text) != citation.quote:
        raise QuoteNotFoundError(
            f"source {citation.source} does not have the quote at "
            f"{citation.start}-{citation.end}: {citation.quote[:80]!r}"
        )


def _plain(text: str) -> str:
    """`text` on one line, but for the case of its first letter: a quote that begins within one."""
    line = " ".join(text.split())
    return line[:1].casefold() + line[1:]
