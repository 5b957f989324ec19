"""Two reports on one question: what is new, gone or changed, and what is only left out."""

from datetime import UTC, datetime

from research.domain.claim import Citation, Claim, Section, Verdict
from research.domain.follow_up.changes import ChangeKind, ReportChanges
from research.domain.report import Report, ReportStats
from research.domain.source import Source, SourceRecord
from research.stages.follow_up.follow_up import report_changes
from tests.unit.stages.sources import source

COST = "The new ferry cost 24 million euros, of which the state paid 9 million."
DEARER = "The new ferry cost 26 million euros, of which the state paid 9 million."
DIESEL = "The battery ferry to Nordholm will save 1,400 tonnes of diesel a year."
QUIET = "The engine room is now the quietest place on board."
LATE = "The quay of Nordholm gets its transformer four months late."
JOB = "20261124-120000-0123456789abcdef"


def claim(text: str, of: Source) -> Claim:
    start = of.text.index(text)
    quote = Citation(source=of.id, start=start, end=start + len(text), quote=text)
    return Claim(text=text, citations=(quote,), verdict=Verdict.SUPPORTED)


def report(sources: list[Source], *claims: Claim) -> Report:
    stats = ReportStats(
        words=1, claims=1, sources_found=1, sources_read=1, sources_cited=1, sources_failed=0,
        seconds=1,
    )  # fmt: skip
    named = {"text", "raw", "media", "left_out"}
    return Report(
        job_id=JOB, query="What does the ferry cost?", title="Ferry", stats=stats,
        created_at=datetime(2026, 11, 24, tzinfo=UTC), key_findings=claims[:1],
        sections=(Section(question="More", claims=claims[1:]),),
        sources=tuple(SourceRecord.model_validate(s.model_dump(exclude=named)) for s in sources),
    )  # fmt: skip


def changes(before: tuple[list[str], list[str]], now: tuple[list[str], list[str]]) -> ReportChanges:
    """Of each report what it says, and what its source says besides."""
    old = source(1, "\n".join(["Ferry", *before[0], *before[1]]))
    new = source(2, "\n".join(["Ferry", *now[0], *now[1]]))
    earlier = report([old], *(claim(text, old) for text in before[0]))
    return report_changes(earlier, [old], [claim(text, new) for text in now[0]], [new])


def told(found: ReportChanges) -> list[tuple[str, str, str]]:
    return [
        (one.kind.value, one.before.text if one.before else "", one.now.text if one.now else "")
        for one in found.changes
    ]


def test_what_both_say_is_the_same() -> None:
    found = changes(([COST, DIESEL], []), ([DIESEL, COST], []))
    assert (found.changes, found.same) == ((), 2)
    assert (found.follow_up_of, found.earlier_sources) == (JOB, ())


def test_another_figure_of_the_same_is_a_change_with_both_sides() -> None:
    found = changes(([COST, DIESEL], []), ([DEARER, DIESEL], []))
    assert told(found) == [("changed", COST, DEARER)]
    assert found.same == 1
    (one,) = found.changes
    assert one.before is not None
    assert [record.id for record in found.earlier_sources] == [one.before.citations[0].source]


def test_what_no_source_said_is_new_and_what_none_says_is_gone() -> None:
    found = changes(([COST, QUIET], []), ([COST, LATE], []))
    assert told(found) == [("new", "", LATE), ("gone", QUIET, "")]


def test_what_a_report_leaves_out_while_its_sources_say_it_is_neither() -> None:
    found = changes(([COST, QUIET], [LATE]), ([COST, LATE], [QUIET]))
    assert found.changes == ()
    assert (found.same, found.said_before, found.still_said) == (1, 1, 1)


def test_a_statement_is_paired_with_the_one_that_is_most_like_it() -> None:
    other = "The old ferry cost 11 million euros, of which the state paid 2 million."
    dearer = "The old ferry cost 12 million euros, of which the state paid 2 million."
    found = changes(([COST, other], []), ([dearer, DEARER], []))
    assert told(found) == [("changed", other, dearer), ("changed", COST, DEARER)]


def test_a_claim_that_is_said_twice_counts_once() -> None:
    found = changes(([COST], []), ([LATE, DIESEL], []))
    assert [kind for kind, _, _ in told(found)] == ["new", "new", "gone"]
    old = source(1, f"Ferry\n{COST}")
    twice = report([old], claim(COST, old), claim(COST, old))
    again = report_changes(twice, [old], [], [source(2, "Nothing of it.")])
    assert [one.kind for one in again.changes] == [ChangeKind.GONE]


def test_an_earlier_statement_whose_quote_can_not_be_found_is_passed_over() -> None:
    old = source(1, f"Ferry\n{COST}")
    earlier = report([old], claim(COST, old))
    for read_back in (
        [],
        [source(1, "Ferry\nSomebody wrote over it, at some length, so it is gone.")],
    ):
        assert report_changes(earlier, read_back, [], [source(2, "Other.")]).changes == ()


def test_nothing_before_and_nothing_now() -> None:
    old = source(1, "Ferry")
    assert report_changes(report([old]), [old], [], []).changes == ()
