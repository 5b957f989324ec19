"""A plan that its owner approves, as it is or edited: cleaned, stored, and its job queued."""

from datetime import datetime

from research.domain import job_transitions
from research.domain.errors import InvalidRequestError, InvalidTransitionError
from research.domain.job import Job, JobStatus
from research.domain.question import (
    MAX_CLARIFICATION_CHARACTERS,
    MAX_PLANNED_CHARACTERS,
    PlanApproval,
)
from research.ports import Clock, JobQueue, JobStore
from research.text.cleaning import clean_line


def clean_approval(approval: PlanApproval) -> PlanApproval:
    """`approval` without control and invisible characters, each text on one line.

    Raises `InvalidRequestError` for a question of which no letter or digit is left.
    """
    questions = approval.questions and tuple(
        clean_line(text, MAX_PLANNED_CHARACTERS) for text in approval.questions
    )
    for number, text in enumerate(questions or ()):
        if not any(character.isalnum() for character in text):
            raise InvalidRequestError(f"questions.{number}: ask something, in words")
    clarification = clean_line(approval.clarification, MAX_CLARIFICATION_CHARACTERS)
    return PlanApproval(questions=questions, clarification=clarification)


async def approve_plan(
    job_id: str,
    approval: PlanApproval,
    *,
    jobs: JobStore,
    queue: JobQueue,
    clock: Clock,
    request_id: str,
) -> Job:
    """The job, queued for a worker that follows its plan as `approval` has it.

    The same approval may come again, as from a caller whose first answer was lost: a job that still
    waits for a worker is then queued once more. Raises `InvalidTransitionError` for a job that
    awaits no plan, or follows another; `JobNotFoundError`, `StoreError`, `QueueError`.
    """
    now = clock.now()
    try:
        job = await jobs.update(
            job_id, lambda job: job_transitions.approve_plan(job, approval, now)
        )
    except InvalidTransitionError:
        job = await jobs.get(job_id)
        if not _follows(job, approval, now):
            raise
    if job.status is JobStatus.PENDING:
        await queue.send(job_id, request_id)
    return job


def _follows(job: Job, approval: PlanApproval, now: datetime) -> bool:
    """Whether `job` has that very plan, and was not cancelled since."""
    plan = job.plan
    if plan is None or not plan.is_approved or job.status is JobStatus.CANCELLED:
        return False
    return plan.approve(approval, now).is_same(plan)
