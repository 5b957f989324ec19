"""Removing a job with all it made, and nothing that another still needs."""

import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from research.domain.errors import InvalidTransitionError
from research.domain.report_format import ReportFormat, file_name
from research.jobs.delete import SNAPSHOT_LISTS, SNAPSHOT_USERS, UNMARKED_LISTS, purge_job
from research.stages.render import render
from tests.unit.api.api_on_fakes import Api

T = TypeVar("T")
OURS, SHARED, THEIRS = (f"snapshots/{letter * 64}.txt" for letter in "abc")


async def kept(api: Api, job_id: str, *snapshots: str) -> None:
    """Store what a finished job leaves behind."""
    names = [*(file_name(job_id, form) for form in ReportFormat), f"journal/{job_id}/read.json.gz"]
    for name in (*names, *snapshots):
        await api.reports.put(name, b"x", "text/plain")
        if name in snapshots:
            await api.reports.put(render.use_name(name, job_id), b"", "text/plain")
    body = json.dumps(snapshots).encode()
    await api.reports.put(f"{SNAPSHOT_LISTS}/{job_id}.json", body, "application/json")


async def two_jobs() -> tuple[Api, str, str]:
    api = Api()
    first, second = await api.submit(), await api.submit()
    await api.finish(first)
    await api.finish(second)
    await kept(api, first, OURS, SHARED)
    await kept(api, second, SHARED, THEIRS)
    return api, first, second


async def _purge(api: Api, job_id: str) -> None:
    await purge_job(
        job_id,
        jobs=api.jobs,
        reports=api.reports,
        forget_passages=api.service.forget_passages,
    )


def test_lists_of_snapshots_are_where_they_are_stored() -> None:
    assert render.snapshots_name("x") == f"{SNAPSHOT_LISTS}/x.json"
    assert render.use_name("snapshots/y.txt", "x") == f"{SNAPSHOT_USERS}/y.txt/x"


async def test_all_goes_but_what_another_report_holds() -> None:
    api, first, second = await two_jobs()
    await _purge(api, first)
    assert not [name for name in api.reports.files if first in name]
    assert {OURS, SHARED, THEIRS} & set(api.reports.files) == {SHARED, THEIRS}
    assert set(api.forgotten) == {first}
    await _purge(api, second)
    assert api.reports.files == {}
    assert api.jobs.records == {}


async def test_a_damaged_list_keeps_others_snapshots() -> None:
    api, first, second = await two_jobs()
    api.reports.files[f"{SNAPSHOT_LISTS}/{first}.json"] = b"[1", "application/json"
    await _purge(api, first)
    assert {OURS, SHARED, THEIRS} <= set(api.reports.files)
    assert await api.jobs.exists(second)


async def test_a_damaged_record_can_be_removed() -> None:
    api, first, _ = await two_jobs()
    api.jobs.records[first] = "{"
    await _purge(api, first)
    assert first not in api.jobs.records


async def test_a_job_that_runs_keeps_all() -> None:
    api = Api()
    job_id = await api.submit()
    await api.start(job_id)
    await kept(api, job_id, OURS)
    before = dict(api.reports.files)
    with pytest.raises(InvalidTransitionError):
        await _purge(api, job_id)
    assert api.reports.files == before


async def test_a_report_from_before_there_were_marks_keeps_its_snapshots() -> None:
    api, first, _ = await two_jobs()
    older = f"{UNMARKED_LISTS}/20261001-120000-0123456789abcdef.json"
    await api.reports.put(older, json.dumps([OURS]).encode(), "application/json")
    await _purge(api, first)
    assert OURS in api.reports.files


async def test_what_a_deletion_costs_does_not_grow_with_the_reports_there_are() -> None:
    costs = []
    for others in (2, 200):
        api, first, _ = await two_jobs()
        for number in range(others):
            snapshot = f"snapshots/{number:064x}.txt"
            await kept(api, f"20261101-120000-{number:016x}", snapshot, SHARED)
        asked: list[str] = []
        for name in ("get", "list", "delete"):
            setattr(api.reports, name, counted(getattr(api.reports, name), asked))
        await _purge(api, first)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def counted(call: Callable[[str], Awaitable[T]], asked: list[str]) -> Callable[[str], Awaitable[T]]:
    async def count(name: str) -> T:
        asked.append(name)
        return await call(name)

    return count
