"""Lays out how a report differs from the one it follows, for its page and its Markdown."""

from collections.abc import Iterator, Mapping, Sequence

from research.domain.claim import Claim
from research.domain.follow_up.changes import ChangeKind, ReportChanges
from research.domain.source import SourceRecord
from research.stages.render.links import safe_href
from research.stages.render.notes import MAX_CLAIM_CHARACTERS, shown_line
from research.stages.render.report_view import ChangesView, SideView

MAX_SHOWN = 40
"""Of each kind; the JSON has all."""


def lay_out_changes(
    found: ReportChanges | None, sources: Sequence[SourceRecord]
) -> ChangesView | None:
    """`found` as it is shown, if any; `sources` are those of this report."""
    if found is None:
        return None
    ours = {record.id: record for record in sources}
    theirs = {record.id: record for record in found.earlier_sources}

    def sides(kind: ChangeKind) -> Iterator[tuple[SideView, ...]]:
        of_kind = [one for one in found.changes if one.kind is kind]
        for one in of_kind[:MAX_SHOWN]:
            before = [_side(one.before, theirs)] if one.before else []
            yield (*before, *([_side(one.now, ours)] if one.now else []))

    return ChangesView(
        since=found.earlier_created_at,
        changed=tuple((pair[0], pair[1]) for pair in sides(ChangeKind.CHANGED)),
        new=tuple(one[0] for one in sides(ChangeKind.NEW)),
        gone=tuple(one[0] for one in sides(ChangeKind.GONE)),
        same=found.same,
    )


def _side(claim: Claim, records: Mapping[int, SourceRecord]) -> SideView:
    record = records.get(claim.citations[0].source)
    return SideView(
        text=shown_line(claim.text, MAX_CLAIM_CHARACTERS),
        source=shown_line(record.title or record.url) if record else "",
        href=safe_href(record.url) if record else None,
    )
