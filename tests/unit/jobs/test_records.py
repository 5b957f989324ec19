"""Records of other programs' jobs, on fakes."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.errors import JobNotFoundError, JobUnreadableError, ValueNotStorableError
from research.jobs.records import FOLDER, JobRecords
from tests.fakes.clock import StillClock
from tests.fakes.report_store import FakeReportStore

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)  # fmt: skip


def records() -> JobRecords:
    return JobRecords(FakeReportStore(), StillClock())


@given(st.text(), st.dictionaries(st.text(), JSON))
async def test_any_object_comes_back_under_any_id(record_id: str, data: dict[str, Any]) -> None:
    kept = records()
    await kept.put(record_id, data)
    assert await kept.get(record_id) == data
    assert await kept.delete(record_id)
    assert not await kept.delete(record_id)


@pytest.mark.parametrize(
    "data", [{"x": object()}, {"x": float("nan")}, {1: 2}, [1], "text", {"x": b"bytes"}]
)
async def test_what_json_cant_hold_is_refused_and_nothing_is_lost(data: Any) -> None:
    kept = records()
    await kept.put("a", {"n": 1})
    with pytest.raises(ValueNotStorableError):
        await kept.put("a", data)
    assert await kept.get("a") == {"n": 1}


async def test_updates_at_once_are_all_kept() -> None:
    kept = records()
    await kept.put("a", {"n": 1})
    await asyncio.gather(*(kept.update("a", {f"field-{n}": n}) for n in range(20)))
    assert len(await kept.get("a")) == 21
    with pytest.raises(JobNotFoundError):
        await kept.update("b", {"n": 1})


async def test_all_are_listed_with_when_they_were_first_kept() -> None:
    clock = StillClock()
    kept = JobRecords(FakeReportStore(), clock)
    for record_id in "abc":
        await kept.put(record_id, {"id": record_id})
        clock.advance(10)
    await kept.update("a", {"later": True})
    by_time = sorted(await kept.all(), key=lambda one: one[0])
    assert [data["id"] for _, data in by_time] == ["a", "b", "c"]


async def test_a_damaged_record_is_told() -> None:
    reports = FakeReportStore()
    kept = JobRecords(reports, StillClock())
    await kept.put("a", {"n": 1})
    (name,) = reports.files
    assert name.startswith(f"{FOLDER}/")
    await reports.put(name, json.dumps([1]).encode(), "application/json")
    with pytest.raises(JobUnreadableError):
        await kept.get("a")
    with pytest.raises(JobUnreadableError):
        await kept.all()
