"""Routes that make and remove watches."""

from contextlib import suppress

from fastapi import APIRouter, Depends, Request, Response

from research.api.access import (
    ADMISSION_DOCUMENTED,
    Serving,
    caller_of,
    may_read,
    may_submit,
    service_of,
)
from research.api.idempotency import KEY_DOCUMENTED, idempotency_key_of, job_id_for
from research.api.openapi import COMMON_ERRORS, WATCH_DOCUMENTED, documented
from research.api.parameters import WatchIdInPath, body_of
from research.api.service import Service
from research.api.wanted import wanted_request
from research.api.watches.forms import WatchAnswer
from research.domain.errors import (
    AddressRefusedError,
    InvalidRequestError,
    JobNotEndedError,
    KeyReusedError,
    NoReportError,
    TooManyWatchesError,
    WatchNotFoundError,
)
from research.domain.follow_up.watch import NO_UPLOADS, NewWatch, Watch
from research.jobs.new import new_job_id
from research.jobs.watches import Watches

router = APIRouter()


@router.post(
    "/watches",
    status_code=201,
    tags=["watches"],
    summary="Watch a question",
    responses=documented(
        *COMMON_ERRORS,
        KeyReusedError,
        JobNotEndedError,
        NoReportError,
        TooManyWatchesError,
        InvalidRequestError,
        AddressRefusedError,
        http=[400, 413, 415],
    ),
    openapi_extra=ADMISSION_DOCUMENTED | KEY_DOCUMENTED | WATCH_DOCUMENTED,
)
async def add_watch(request: Request, response: Response) -> WatchAnswer:
    """Have a question researched again, daily or weekly, until the watch is removed.

    Each report tells what is new, gone or changed since the last one.
    """
    await may_submit(request, response)
    service, key = await service_of(request), idempotency_key_of(request)
    body = await body_of(request, NewWatch)
    wanted, _ = await wanted_request(body, caller_of(request), service)
    if wanted.uploads:  # those of the job that it follows
        raise InvalidRequestError(f"sources: {NO_UPLOADS}")
    now, owner = service.clock.now(), caller_of(request).owner
    watch = Watch(
        watch_id=new_job_id(now),
        owner=owner,
        request=wanted,
        every=body.every,
        hour=body.hour,
        weekday=body.weekday,
        created_at=now,
        next_at=body.first_due(now),
    )
    if key is not None:
        canonical = body.model_dump_json().encode()
        watch_id = await job_id_for(  # apart from a submit's: no key has a space
            f"watch {key}", canonical, watch.watch_id,
            owner=owner, reports=service.reports, now=now,
        )  # fmt: skip
        watch = watch.model_copy(update={"watch_id": watch_id})
    kept = await _kept(watch, service, is_repeatable=key is not None)
    response.headers["Location"] = f"/watches/{kept.watch_id}"
    return WatchAnswer.with_jobs(kept, ())


@router.delete(
    "/watches/{watch_id}",
    status_code=204,
    tags=["watches"],
    summary="Remove a watch",
    dependencies=[Depends(may_read)],
    responses=documented(*COMMON_ERRORS, WatchNotFoundError),
)
async def remove_watch(request: Request, service: Serving, watch_id: WatchIdInPath) -> None:
    """Research the question no more. The watch's jobs and their reports stay."""
    await Watches(service.reports).remove(watch_id, caller_of(request).owner_to_see)


async def _kept(watch: Watch, service: Service, *, is_repeatable: bool) -> Watch:
    """`watch`, or the one of the same id, which an earlier call with the same key made."""
    watches = Watches(service.reports)
    if is_repeatable:
        with suppress(WatchNotFoundError):
            return await watches.get(watch.watch_id, watch.owner)
    if await watches.count(watch.owner) >= service.max_watches:
        raise TooManyWatchesError(
            f"you have {service.max_watches:,} watches, and no more may be had: remove one"
        )
    if not await watches.add(watch):
        return await watches.get(watch.watch_id, watch.owner)
    return watch
