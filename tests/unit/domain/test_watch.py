"""When a watch is due."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from research.domain.follow_up.watch import MAX_JOBS, NewWatch, Watch
from research.domain.request import ResearchRequest
from research.domain.request_bounds import Every

TUESDAY_NOON = datetime(2026, 11, 24, 12, 5, 6, 7, tzinfo=UTC)
QUERY = "How high is the sea?"


def first_due(**fields: Any) -> str:
    watch = NewWatch(query=QUERY, **fields)
    return f"{watch.first_due(TUESDAY_NOON):%a %d %H:%M:%S.%f}"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"every": "daily"}, "Tue 24 12:05:06.000007"),
        ({"every": "weekly"}, "Tue 24 12:05:06.000007"),
        ({"every": "daily", "hour": 13}, "Tue 24 13:00:00.000000"),
        ({"every": "daily", "hour": 12}, "Wed 25 12:00:00.000000"),
        ({"every": "daily", "hour": 0}, "Wed 25 00:00:00.000000"),
        ({"every": "weekly", "hour": 0}, "Wed 25 00:00:00.000000"),
        ({"every": "weekly", "weekday": "tuesday"}, "Tue 24 12:05:06.000007"),
        ({"every": "weekly", "weekday": "monday"}, "Mon 30 12:05:06.000007"),
        ({"every": "weekly", "weekday": "tuesday", "hour": 13}, "Tue 24 13:00:00.000000"),
        ({"every": "weekly", "weekday": "tuesday", "hour": 11}, "Tue 01 11:00:00.000000"),
        ({"every": "weekly", "weekday": "sunday", "hour": 11}, "Sun 29 11:00:00.000000"),
    ],
)
def test_the_first_time_is_the_next_that_is_asked_for(
    fields: dict[str, Any], expected: str
) -> None:
    assert first_due(**fields) == expected


def test_a_daily_watch_has_no_weekday() -> None:
    with pytest.raises(ValidationError, match="weekday"):
        NewWatch(query=QUERY, every=Every.DAILY, weekday="monday")  # type: ignore[arg-type]


@pytest.mark.parametrize("fields", [{}, {"every": "hourly"}, {"every": "daily", "hour": 24}])
def test_what_is_no_rhythm_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        NewWatch(query=QUERY, **fields)


def test_json_has_no_integers() -> None:
    body = f'{{"query": "{QUERY}", "every": "daily", "hour": 6.0}}'
    assert NewWatch.model_validate_json(body, strict=True).hour == 6


def watch(every: Every = Every.DAILY) -> Watch:
    return Watch(
        watch_id=job_id(0),
        request=ResearchRequest(query=QUERY),
        every=every,
        created_at=TUESDAY_NOON,
        next_at=TUESDAY_NOON,
    )


def job_id(number: int) -> str:
    return f"20261124-120506-{number:016x}"


@pytest.mark.parametrize("every", Every)
@pytest.mark.parametrize("periods_late", [0, 0.5, 1, 4.99, 5])
def test_of_times_that_passed_one_is_made_up_for_and_the_next_is_ahead(
    every: Every, periods_late: float
) -> None:
    period = timedelta(days=1 if every is Every.DAILY else 7)
    now = TUESDAY_NOON + periods_late * period
    begun = watch(every).begun(job_id(1), now, None)
    assert now < begun.next_at <= now + period
    assert (begun.next_at - TUESDAY_NOON) % period == timedelta(0)


def test_it_is_due_until_its_job_is_started() -> None:
    begun = watch().begun(job_id(1), TUESDAY_NOON, None)
    assert begun.is_due(TUESDAY_NOON)
    assert not begun.started().is_due(TUESDAY_NOON)
    assert begun.started().is_due(begun.next_at)


def test_it_remembers_its_last_jobs() -> None:
    one = watch()
    for number in range(MAX_JOBS + 5):
        one = one.begun(job_id(number), one.next_at, None).started()
    assert one.job_ids == tuple(job_id(n) for n in range(MAX_JOBS + 4, 4, -1))


@pytest.mark.parametrize("attended", ["confirm_plan", "clarify"])
def test_a_watch_waits_for_nobody(attended: str) -> None:
    with pytest.raises(ValueError, match="nobody approves"):
        NewWatch.model_validate({"query": "How?", "every": "daily", attended: True})
