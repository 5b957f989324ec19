"""A job's life: what may follow what, whoever asks in whatever order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain import job_transitions
from research.domain.errors import (
    InvalidTransitionError,
    LeaseHeldError,
    LeaseLostError,
    ResearchError,
)
from research.domain.job import Job, JobError, JobProgress, JobResult, JobStatus, is_job_id
from research.domain.progress import AnsweredPart, ReadSource, Stage, Step
from research.domain.question import PLAN_KEPT, PlanApproval
from research.domain.request import ResearchRequest
from research.domain.source import SourceKind
from research.jobs.new import new_job_id
from tests.fakes.plans import COST, PAYS, plan_of

NOW = datetime(2026, 11, 25, 8, 15, tzinfo=UTC)
LEASE_SECONDS = 60.0


def job() -> Job:
    return Job(
        job_id=new_job_id(NOW),
        request=ResearchRequest(query="q"),
        created_at=NOW,
        updated_at=NOW,
    )


def ended(before: Job, owner: str, now: datetime) -> Job:
    return job_transitions.complete(
        before, owner, now, result=JobResult(title="t"), files={"html": "", "json": "", "md": ""}
    )


def broken(before: Job, owner: str, now: datetime) -> Job:
    return job_transitions.fail(before, owner, now, error=JobError(code="c", message="m"))


def awaiting() -> Job:
    claimed = job_transitions.claim(job(), "a", LEASE_SECONDS, NOW)
    return job_transitions.await_plan(claimed, "a", NOW, plan=plan_of(NOW))


OWNERS = ("a", "b")
ACTS = {
    "claim": lambda before, owner, now: job_transitions.claim(before, owner, LEASE_SECONDS, now),
    "renew": lambda before, owner, now: job_transitions.renew(before, owner, LEASE_SECONDS, now),
    "hand over": job_transitions.hand_over,
    "complete": ended,
    "fail": broken,
    "cancel": lambda before, owner, now: job_transitions.cancel(before, now),
    "await plan": lambda before, owner, now: job_transitions.await_plan(
        before, owner, now, plan=plan_of(now)
    ),
    "approve": lambda before, owner, now: job_transitions.approve_plan(
        before, PlanApproval(questions=(PAYS,)), now
    ),
    "give up": lambda before, owner, now: job_transitions.give_up_plan(before, now),
}
ANYBODYS = ("cancel", "approve", "give up")
"""What needs no lease."""


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(OWNERS), st.integers(0, 90_000))
    )
)
def test_whoever_does_what_when_a_job_makes_legal_moves_alone(
    acts: list[tuple[str, str, int]],
) -> None:
    before, now = job(), NOW
    for act, owner, seconds in acts:
        now += timedelta(seconds=seconds)
        held_by_another = (
            before.lease is not None
            and before.lease.owner != owner
            and (before.lease.expires_at > now or act != "claim")
        )
        try:
            after = job_transitions.next_version(before, ACTS[act](before, owner, now), now)
        except (InvalidTransitionError, LeaseHeldError, LeaseLostError):
            continue
        assert not before.status.is_finished
        assert act in ANYBODYS or not held_by_another
        assert after.status is before.status or after.status in job_transitions.MOVES[before.status]
        assert after.version == before.version + 1
        is_taken_up = act == "claim" and not (before.lease and before.lease.owner == owner)
        assert after.attempts == before.attempts + is_taken_up
        assert Job.model_validate_json(after.model_dump_json()) == after
        before = after


@given(st.sampled_from(JobStatus), st.sampled_from(JobStatus))
def test_only_the_moves_of_the_table_are_made(start: JobStatus, to: JobStatus) -> None:
    at = {
        JobStatus.PENDING: job(),
        JobStatus.RUNNING: job_transitions.claim(job(), "a", LEASE_SECONDS, NOW),
        JobStatus.AWAITING_PLAN: awaiting(),
        JobStatus.COMPLETED: ended(job_transitions.claim(job(), "a", LEASE_SECONDS, NOW), "a", NOW),
        JobStatus.FAILED: broken(job_transitions.claim(job(), "a", LEASE_SECONDS, NOW), "a", NOW),
        JobStatus.CANCELLED: job_transitions.cancel(job(), NOW),
    }[start]
    allowed = {
        ("pending", "running"), ("pending", "cancelled"), ("running", "pending"),
        ("running", "completed"), ("running", "failed"), ("running", "cancelled"),
        ("running", "awaiting_plan"), ("awaiting_plan", "pending"),
        ("awaiting_plan", "cancelled"), ("awaiting_plan", "failed"),
    }  # fmt: skip
    if (start, to) in allowed:
        assert job_transitions.move(at, to, NOW).status is to
    else:
        with pytest.raises(InvalidTransitionError):
            job_transitions.move(at, to, NOW)


def test_a_store_refuses_another_request_in_the_job_s_place() -> None:
    before = job()
    for fields in (
        {"request": ResearchRequest(query="other")},
        {"job_id": new_job_id(NOW)},
        {"created_at": NOW + timedelta(seconds=1)},
    ):
        with pytest.raises(InvalidTransitionError, match="keeps its"):
            job_transitions.next_version(before, before.model_copy(update=fields), NOW)


@given(st.permutations([0, 1, 2]))
def test_the_record_that_counts_does_not_depend_on_who_asks(order: list[int]) -> None:
    first = job()
    running = job_transitions.next_version(
        first, job_transitions.claim(first, "a", LEASE_SECONDS, NOW), NOW
    )
    later = job_transitions.next_version(
        running, job_transitions.renew(running, "a", LEASE_SECONDS, NOW), NOW + timedelta(seconds=9)
    )
    end = job_transitions.next_version(
        running, job_transitions.cancel(running, NOW), NOW + timedelta(seconds=1)
    )
    records = [(running, later, end)[n] for n in order]
    assert job_transitions.newer(records[0], job_transitions.newer(records[1], records[2])) is end
    assert job_transitions.newer(running, later) is job_transitions.newer(later, running) is later


def test_a_job_that_awaits_its_plan_is_taken_up_by_nobody() -> None:
    with pytest.raises(InvalidTransitionError):
        job_transitions.claim(awaiting(), "b", LEASE_SECONDS, NOW + timedelta(days=9))
    with pytest.raises(LeaseLostError):
        job_transitions.renew(awaiting(), "a", LEASE_SECONDS, NOW)
    with pytest.raises(InvalidTransitionError, match="awaits no plan"):
        job_transitions.approve_plan(job(), PlanApproval(), NOW)


def test_a_plan_is_given_up_when_its_day_is_over() -> None:
    with pytest.raises(InvalidTransitionError, match="not late"):
        job_transitions.give_up_plan(awaiting(), NOW + PLAN_KEPT - timedelta(seconds=1))
    end = job_transitions.give_up_plan(awaiting(), NOW + PLAN_KEPT)
    assert end.error is not None
    assert (end.status, end.error.code) == (JobStatus.FAILED, "plan_not_approved")


def test_an_approved_plan_stays_as_it_was_approved() -> None:
    before = awaiting()
    approved = job_transitions.approve_plan(before, PlanApproval(questions=(COST,)), NOW)
    later = job_transitions.next_version(before, approved, NOW)
    assert later.status is JobStatus.PENDING
    for plan in (None, plan_of(NOW)):
        with pytest.raises(InvalidTransitionError, match="keeps its plan"):
            job_transitions.next_version(later, later.model_copy(update={"plan": plan}), NOW)
    run = job_transitions.next_version(
        later, job_transitions.claim(later, "b", LEASE_SECONDS, NOW), NOW
    )
    assert run.attempts == 2
    assert run.plan == later.plan


def test_an_approval_counts_more_than_what_it_was_of() -> None:
    """Also by a clock that is behind the one that told of the plan."""
    before = awaiting()
    after = job_transitions.next_version(
        before, job_transitions.approve_plan(before, PlanApproval(), NOW), NOW - timedelta(hours=1)
    )
    assert job_transitions.newer(before, after) is job_transitions.newer(after, before) is after


def test_a_job_is_over_when_its_time_is() -> None:
    end = job_transitions.cancel(job(), NOW)
    assert not job_transitions.is_expired(end, 60, NOW + timedelta(seconds=59.999))
    assert job_transitions.is_expired(end, 60, NOW + timedelta(seconds=60))
    assert not job_transitions.is_expired(job(), 60, NOW + timedelta(days=999))


steps = st.builds(
    Step,
    stage=st.sampled_from(Stage),
    done=st.integers(0, 30),
    total=st.integers(0, 30),
    message=st.text(max_size=300),
)


@given(st.lists(steps, max_size=60))
def test_progress_never_falls_and_stays_small(taken: list[Step]) -> None:
    progress = JobProgress()
    for step in taken:
        after = job_transitions.apply_step(progress, step, NOW)
        assert progress.percent <= after.percent <= 99
        assert (after.stage, after.done, after.total) == (step.stage, step.done, step.total)
        progress = after
    assert len(progress.events) == min(20, sum(bool(step.message) for step in taken))
    assert all(len(event.message) <= 200 for event in progress.events)


@given(st.lists(st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year >= 1000)))
def test_ids_sort_by_time(times: list[datetime]) -> None:
    ids = [new_job_id(at) for at in sorted(set(times))]
    assert ids == sorted(ids)
    assert all(map(is_job_id, ids))


def test_a_job_is_whole_or_refused() -> None:
    with pytest.raises(ValueError, match="running job has a lease"):
        Job.model_validate({**dict(job()), "status": "running"})
    with pytest.raises(ValueError, match="finished job has an end"):
        Job.model_validate({**dict(job()), "status": "failed"})
    with pytest.raises(ValueError, match="awaits its plan has one"):
        Job.model_validate({**dict(job()), "status": "awaiting_plan"})


def test_codes_are_stable() -> None:
    from research.domain import errors

    codes = {
        "JobNotFoundError": "job_not_found", "JobExistsError": "job_exists",
        "InvalidTransitionError": "illegal_move", "VersionConflictError": "version_conflict",
        "LeaseHeldError": "lease_held", "LeaseLostError": "lease_lost",
        "StoreUnavailableError": "store_unavailable", "JobUnreadableError": "job_unreadable",
        "NotStoredError": "not_stored", "StoreConflictError": "store_conflict",
    }  # fmt: skip
    for name, code in codes.items():
        error = getattr(errors, name)
        assert issubclass(error, ResearchError)
        assert error.code == code


def test_the_answer_stays_in_the_progress_after_the_step_that_told_it() -> None:
    told = (AnsweredPart(part="What did it cost?", sentences=("It cost 24 million.",)),)
    step = Step(stage=Stage.VERIFY, message="answered", answer=told)
    after = job_transitions.apply_step(JobProgress(), step, NOW)
    assert after.answer == told
    later = job_transitions.apply_step(after, Step(stage=Stage.RENDER), NOW)
    assert later.answer == told


def test_the_sources_read_are_the_last_that_were_told_and_not_too_many() -> None:
    def step(count: int) -> Step:
        read = [ReadSource.of(f"https://{n}.test", "T", "", SourceKind.HTML) for n in range(count)]
        return Step(stage=Stage.READ, sources=tuple(read))

    progress = JobProgress()
    for count, kept in ((2, 2), (60, 50), (1, 1), (0, 1)):
        progress = job_transitions.apply_step(progress, step(count), NOW)
        assert len(progress.sources) == kept
    assert progress.sources[0].url == "https://0.test"


def test_a_source_in_short_is_short() -> None:
    told = ReadSource.of(f"https://{'u' * 500}.test", "t" * 900, "s" * 900, SourceKind.PDF)
    assert (told.url, len(told.title), len(told.site)) == ("", 200, 200)
