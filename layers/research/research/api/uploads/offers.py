"""The route that tells where a file can be posted."""

from fastapi import APIRouter, Request, Response

from research.api.access import ADMISSION_DOCUMENTED, caller_of, may_upload, service_of
from research.api.openapi import COMMON_ERRORS, UPLOAD_DOCUMENTED, documented
from research.api.parameters import body_of
from research.api.uploads.forms import NewUpload, UploadAnswer
from research.domain.errors import InvalidRequestError, SourceUnusableError, TooManyUploadsError
from research.domain.uploads.upload import (
    FORM_LIFETIME,
    MAX_UPLOAD_BYTES,
    PostForm,
    Upload,
)
from research.jobs.new import new_job_id
from research.jobs.uploads.names import clean_name
from research.jobs.uploads.waiting import announce_upload, waiting_file

router = APIRouter()


@router.post(
    "/uploads",
    status_code=201,
    tags=["research"],
    summary="Upload a file",
    responses=documented(
        *COMMON_ERRORS,
        TooManyUploadsError,
        InvalidRequestError,
        SourceUnusableError,
        http=[400, 413, 415],
    ),
    openapi_extra=ADMISSION_DOCUMENTED | UPLOAD_DOCUMENTED,
)
async def offer_upload(request: Request, response: Response) -> UploadAnswer:
    """Announce a file; the answer tells where to post it, within 15 minutes.

    Name it in the `sources` of `POST /research` then. A file that no job takes is removed after a
    day; one that a job has taken is kept with the job, and deleted with it.
    """
    await may_upload(request, response)
    service = await service_of(request)
    named = clean_name((await body_of(request, NewUpload)).name)
    now, owner = service.clock.now(), caller_of(request).owner
    upload = Upload(upload_id=new_job_id(now), name=named, owner=owner, at=now)
    await announce_upload(upload, service.reports)
    if service.upload_forms is None:
        form = PostForm(url=f"/uploads/{upload.upload_id}", fields={})
    else:
        name = waiting_file(upload.upload_id, owner)
        seconds = FORM_LIFETIME.total_seconds()
        form = service.upload_forms.form(name, MAX_UPLOAD_BYTES, seconds)
    return UploadAnswer.of(upload, form)
