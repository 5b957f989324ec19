"""What must hold when all has calmed down."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from research.jobs.callback_queue import ENDED_FOLDER, FOLDER, CallbackEnd
from tests.chaos.people import Followed
from tests.chaos.troubles import CLOCK, DISK, KILL, STOP, Happened
from tests.chaos.world import GONE, SLOW_SECONDS, ModelCall, Told

KEPT_SECONDS = 1.0
"""An answer may be lost that came so long before its worker died."""
CLOCK_SECONDS = 20.0
"""A lease may end too soon so long after a clock was set."""
NEAR_SECONDS = 30.0
REFUSED = 300
CAUSES = (KILL, STOP, DISK, CLOCK)


def job_faults(jobs: Sequence[Followed], listed: dict[str, str]) -> Iterator[str]:
    """Jobs that did not end as they should have, and lists that are wrong."""
    for job in jobs:
        name = f"{job.town} {job.job_id}"
        if job.is_open:
            yield f"{name} has not ended"
        if job.ended == "failed":
            yield f"{name} failed after {job.attempts} attempts: {job.error}"
        if job.is_deleted and job.job_id in listed:
            yield f"{name} was deleted and is listed"
        if not job.is_deleted and listed.get(job.job_id) != job.ended:
            yield f"{name} is {job.ended} and listed as {listed.get(job.job_id)}"
    for stray in set(listed) - {job.job_id for job in jobs}:
        yield f"{stray} is listed, and nobody's"


def file_faults(jobs: Sequence[Followed], reports: Path) -> Iterator[str]:
    """Files of deleted jobs; reports that lack; journals of jobs that ended."""
    names = [str(path.relative_to(reports)) for path in reports.rglob("*") if path.is_file()]
    for job in jobs:
        has = [name for name in names if job.job_id in name]
        if job.is_deleted and has:
            yield f"{job.town} {job.job_id} was deleted and has {', '.join(has)}"
        kinds = {Path(name).suffix[1:] for name in has if "/" not in name}
        lacking = {"html", "json", "md"} - kinds
        if job.ended == "completed" and not job.is_deleted and lacking:
            yield f"{job.town} {job.job_id} is completed and has no {lacking}"
    for name in names:
        if name.startswith(f"{FOLDER}/") and name.endswith(".json"):
            yield f"{name}: a callback still waits"


def callback_faults(
    jobs: Sequence[Followed], told: Sequence[Told], reports: Path, happened: Sequence[Happened]
) -> Iterator[str]:
    """Callbacks that were not delivered once, or given up without a reason."""
    for job in jobs:
        if not job.callback:
            continue
        path = f"/callback/{job.callback}/{job.town}"
        taken = [each for each in told if each.path == path and each.status < REFUSED]
        if job.ended in ("completed", "failed") and not job.is_deleted:
            yield from _end_faults(job, taken, reports)
        elif job.ended == "cancelled" and taken:
            yield f"{job.town} was cancelled, and its callback came"
        if len({each.message_id for each in taken}) > 1:
            yield f"the callbacks of {job.town} have several ids"
        for one, _ in pairwise(taken):
            if not _cause(one.at, one.at + SLOW_SECONDS + KEPT_SECONDS, happened):
                yield f"the callback of {job.town} came again, and nothing had happened"


def _end_faults(job: Followed, taken: Sequence[Told], reports: Path) -> Iterator[str]:
    """What is kept of a callback that should have been sent, and is wrong."""
    file = reports / ENDED_FOLDER / f"{job.job_id}.json"
    if not file.exists():
        yield f"what became of the callback of {job.town} {job.job_id} is not told"
        return
    end = CallbackEnd.model_validate_json(file.read_bytes())
    if job.callback == GONE and (end.is_delivered or not end.reason):
        yield f"the callback of {job.town} was refused, and is told as {end}"
    if job.callback != GONE and not (end.is_delivered and taken):
        yield f"the callback of {job.town} came {len(taken)} times: {end}"


def repeats(calls: Sequence[ModelCall], happened: Sequence[Happened]) -> Counter[str]:
    """Model calls that were made again, by why; those without a cause under an empty string."""
    found: Counter[str] = Counter()
    for _, same in groupby(
        sorted(calls, key=lambda one: (one.key, one.began)), lambda one: one.key
    ):
        for one, again in pairwise(same):
            ended = one.ended if one.ended is not None else again.began
            found[_cause(one.began, min(ended, again.began) + KEPT_SECONDS, happened)] += 1
    return found


def repeat_faults(calls: Sequence[ModelCall], happened: Sequence[Happened]) -> Iterator[str]:
    """Model calls that were made again without a cause, with what happened around."""
    for _, same in groupby(
        sorted(calls, key=lambda one: (one.key, one.began)), lambda one: one.key
    ):
        for one, again in pairwise(same):
            ended = one.ended if one.ended is not None else again.began
            if _cause(one.began, min(ended, again.began) + KEPT_SECONDS, happened):
                continue
            near = [
                f"{each.kind} {each.began - one.began:+.1f} to {each.ended - one.began:+.1f} s"
                for each in happened
                if abs(each.began - one.began) < NEAR_SECONDS
            ]
            answered = "not" if one.ended is None else f"{one.ended - one.began:+.1f} s"
            yield (
                f"a model call about {one.town}, answered {answered}, was made again "
                f"{again.began - one.began:+.1f} s; {', '.join(near) or 'nothing had happened'}"
            )


def _cause(began: float, ended: float, happened: Sequence[Happened]) -> str:
    """What, while a call was under way or just answered, may have lost what came of it."""
    for kind in CAUSES:
        late = CLOCK_SECONDS if kind == CLOCK else 0.0
        for each in happened:
            if each.kind == kind and each.began <= ended and began <= each.ended + late:
                return kind
    return ""
