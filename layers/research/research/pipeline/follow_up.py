"""Tells how a report differs from the one that it follows."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from research.domain.claim import Draft
from research.domain.errors import NotStoredError, ReportUnreadableError
from research.domain.follow_up.changes import ReportChanges
from research.domain.source import Source
from research.pipeline.run_context import Run
from research.pipeline.stored_report import read_report, read_sources
from research.stages.follow_up.follow_up import report_changes


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What changed, and what could not be compared."""

    changes: ReportChanges | None = None
    """None for a report that follows none, or one that can't be read any more."""
    warnings: tuple[str, ...] = ()


async def follow_up(run: Run, draft: Draft, sources: Sequence[Source]) -> FollowUp:
    """How `draft`, made from `sources`, differs from the report that the request names.

    A report that was deleted meanwhile stops no run: its follower says so. Raises `StoreError`.
    """
    if run.request.follow_up_of is None:
        return FollowUp()
    try:
        earlier = await read_report(run.request.follow_up_of, run.ports.reports)
        stored = await read_sources(earlier, run.ports.reports)
    except (NotStoredError, ReportUnreadableError) as error:
        return FollowUp(warnings=(f"What has changed is not told: {error}.",))
    changes = await asyncio.to_thread(
        report_changes, earlier, stored.sources, tuple(draft.claims), sources
    )
    of_earlier = (f"Of the report {earlier.job_id}: {one}" for one in stored.warnings)
    return FollowUp(changes, tuple(of_earlier))
