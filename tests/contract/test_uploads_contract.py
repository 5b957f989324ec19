"""An upload's life in every report store: announced, posted, taken, read, deleted."""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest

from research.adapters.fetch.upload_fetcher import UploadedFiles, UploadFetcher
from research.adapters.reports.folder_reports import FolderReports
from research.adapters.reports.s3_reports import S3Reports
from research.adapters.reports.s3_upload_forms import S3UploadForms
from research.domain.errors import (
    AddressRefusedError,
    FetchError,
    StoreError,
    StoreUnavailableError,
    TooManyUploadsError,
    UploadNotFoundError,
    UploadNotPostedError,
    UploadTooLargeError,
)
from research.domain.uploads import upload as bounds
from research.domain.uploads.upload import MAX_UPLOAD_BYTES, Upload
from research.jobs.new import new_job_id
from research.jobs.uploads import waiting
from research.jobs.uploads.taken import job_file, purge_uploads, take_uploads, uploads_of
from research.jobs.uploads.waiting import (
    announce_upload,
    posted_upload,
    receive_upload,
    release_uploads,
    waiting_file,
)
from research.ports import ReportStore
from tests.fakes.report_store import FakeReportStore

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ANN, BOB = "name-ann", "key-0123"
JOB = new_job_id(NOW)
BODY = bytes(range(256)) * 3


@pytest.fixture(params=["fake", "folder", "s3"])
def reports(request: pytest.FixtureRequest, tmp_path: Path) -> ReportStore:
    if request.param == "fake":
        return FakeReportStore()
    if request.param == "folder":
        return FolderReports(tmp_path / "reports")
    url, bucket = request.getfixturevalue("s3"), request.getfixturevalue("bucket")
    return S3Reports(bucket, endpoint_url=url)


async def announce(reports: ReportStore, name: str = "minutes.txt", owner: str = ANN) -> Upload:
    upload = Upload(upload_id=new_job_id(NOW), name=name, owner=owner, at=NOW)
    await announce_upload(upload, reports)
    return upload


async def post(reports: ReportStore, name: str = "minutes.txt", owner: str = ANN) -> str:
    upload = await announce(reports, name, owner)
    await receive_upload(upload, BytesIO(BODY), reports)
    return upload.upload_id


async def take(reports: ReportStore, *upload_ids: str, followed: str | None = None) -> str:
    job_id = new_job_id(NOW)
    await take_uploads(
        upload_ids, job_id=job_id, owner=ANN, now=NOW, reports=reports, followed=followed
    )
    return job_id


async def fetcher_of(job_id: str, reports: ReportStore) -> tuple[UploadFetcher, UploadedFiles]:
    files = UploadedFiles.of(await uploads_of(job_id, reports))
    return UploadFetcher(files, lambda upload_id: job_file(job_id, upload_id), reports), files


async def test_what_is_posted_is_read_by_the_job_that_took_it(reports: ReportStore) -> None:
    first, second = await post(reports, "a b.txt"), await post(reports, "ü.pdf")
    job_id = await take(reports, second, first)
    await release_uploads([first, second], ANN, reports)
    fetcher, files = await fetcher_of(job_id, reports)
    assert files.urls == ("upload:/%C3%BC.pdf", "upload:/a%20b.txt")
    page = await fetcher.fetch("upload:/a%20b.txt")
    assert (page.body, page.content_type) == (BODY, "text/plain")
    assert await reports.list("uploads") == ()
    assert await reports.list(f"upload-files/{ANN}") == ()


async def test_files_of_one_name_are_told_apart(reports: ReportStore) -> None:
    job_id = await take(reports, *[await post(reports) for _ in range(3)])
    _, files = await fetcher_of(job_id, reports)
    assert files.urls == (
        "upload:/minutes.txt", "upload:/2/minutes.txt", "upload:/3/minutes.txt",
    )  # fmt: skip


async def test_no_other_address_is_read(reports: ReportStore) -> None:
    job_id = await take(reports, await post(reports))
    other = await take(reports, await post(reports, "other.txt"))
    fetcher, _ = await fetcher_of(job_id, reports)
    for url in ("upload:/other.txt", f"upload:{other}", "file:///etc/passwd", "upload:/../x.txt"):
        with pytest.raises(AddressRefusedError):
            await fetcher.fetch(url)


async def test_anothers_and_none_are_refused_in_the_same_words(reports: ReportStore) -> None:
    bobs, nobodys = await post(reports, owner=BOB), await post(reports, owner="")
    told = set()
    for upload_id in (bobs, nobodys, new_job_id(NOW)):
        with pytest.raises(UploadNotFoundError) as refused:
            await take(reports, await post(reports), upload_id)
        told.add(str(refused.value).replace(upload_id, "ID"))
    assert len(told) == 1
    assert await reports.list("job-uploads") == ()  # nothing was taken of the good ones


async def test_one_that_has_waited_a_day_is_gone(reports: ReportStore) -> None:
    upload_id = await post(reports)
    await posted_upload(upload_id, ANN, NOW + timedelta(hours=23), reports)
    with pytest.raises(UploadNotFoundError):
        await posted_upload(upload_id, ANN, NOW + timedelta(hours=24), reports)


async def test_one_whose_file_has_not_come_says_so(reports: ReportStore) -> None:
    upload = await announce(reports)
    with pytest.raises(UploadNotPostedError, match="has not been posted"):
        await take(reports, upload.upload_id)


async def test_a_store_that_took_too_much_is_not_believed(reports: ReportStore) -> None:
    upload = await announce(reports)
    name = waiting_file(upload.upload_id, ANN)
    await reports.put(name, bytes(MAX_UPLOAD_BYTES + 1), "application/octet-stream")
    with pytest.raises(UploadTooLargeError):
        await take(reports, upload.upload_id)
    await reports.put(name, bytes(MAX_UPLOAD_BYTES), "application/octet-stream")
    await take(reports, upload.upload_id)


async def test_a_follower_takes_what_the_job_has_that_it_follows(reports: ReportStore) -> None:
    upload_id = await post(reports)
    before = await take(reports, upload_id)
    await release_uploads([upload_id], ANN, reports)
    after = await take(reports, upload_id, followed=before)
    await purge_uploads(before, reports)
    fetcher, _ = await fetcher_of(after, reports)
    assert (await fetcher.fetch("upload:/minutes.txt")).body == BODY
    with pytest.raises(UploadNotFoundError):
        await take(reports, upload_id)


async def test_nothing_is_left_of_what_a_job_had(reports: ReportStore) -> None:
    upload_id = await post(reports)
    job_id = await take(reports, upload_id)
    await release_uploads([upload_id], ANN, reports)
    fetcher, _ = await fetcher_of(job_id, reports)
    await purge_uploads(job_id, reports)
    await purge_uploads(job_id, reports)
    assert await uploads_of(job_id, reports) == ()
    for folder in ("job-uploads", f"job-upload-files/{job_id}"):
        assert await reports.list(folder) == ()
    with pytest.raises(FetchError, match="not stored any more"):
        await fetcher.fetch("upload:/minutes.txt")


async def test_taken_twice_at_once_it_is_whole(reports: ReportStore) -> None:
    """As by two submits with one Idempotency-Key; the second may come after the release."""
    upload_id = await post(reports)
    kwargs = {"job_id": JOB, "owner": ANN, "now": NOW, "reports": reports}
    await take_uploads([upload_id], **kwargs)  # type: ignore[arg-type]
    await take_uploads([upload_id], **kwargs)  # type: ignore[arg-type]
    await release_uploads([upload_id], ANN, reports)
    with pytest.raises(UploadNotFoundError):
        await take_uploads([upload_id], **kwargs)  # type: ignore[arg-type]
    fetcher, _ = await fetcher_of(JOB, reports)
    assert (await fetcher.fetch("upload:/minutes.txt")).body == BODY


async def test_so_many_may_wait_of_one_caller(
    reports: ReportStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MAX_WAITING", 2)
    first, _ = await post(reports), await post(reports)
    with pytest.raises(TooManyUploadsError):
        await announce(reports)
    await announce(reports, owner=BOB)
    await take(reports, first)
    await release_uploads([first], ANN, reports)
    await announce(reports)


async def test_a_form_of_s3_posts_one_file_to_one_place(s3: str, bucket: str) -> None:
    reports, forms = S3Reports(bucket, endpoint_url=s3), S3UploadForms(bucket, endpoint_url=s3)
    upload = await announce(reports)
    name = waiting_file(upload.upload_id, ANN)
    form = forms.form(name, MAX_UPLOAD_BYTES, bounds.FORM_LIFETIME.total_seconds())
    async with httpx.AsyncClient() as client:
        answer = await client.post(form.url, data=form.fields, files={"file": ("file", BODY)})
    assert answer.is_success, answer.text
    job_id = await take(reports, upload.upload_id)
    fetcher, _ = await fetcher_of(job_id, reports)
    assert (await fetcher.fetch("upload:/minutes.txt")).body == BODY


async def test_what_a_form_of_s3_lets_nobody_change(
    monkeypatch: pytest.MonkeyPatch, bucket: str
) -> None:
    """moto, which the tests have for S3, does not look at a policy; S3 does."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    form = S3UploadForms(bucket).form(f"upload-files/{ANN}/x", 7, 900)
    assert form.url == f"https://{bucket}.s3.eu-central-1.amazonaws.com/"
    assert form.fields["key"] == f"upload-files/{ANN}/x"
    assert form.fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    policy = json.loads(b64decode(form.fields["policy"]))
    conditions = policy["conditions"]
    assert ["content-length-range", 1, 7] in conditions
    assert {"key": f"upload-files/{ANN}/x"} in conditions
    assert {"bucket": bucket} in conditions
    assert {"Content-Type": "application/octet-stream"} in conditions
    until = datetime.fromisoformat(policy["expiration"])
    assert timedelta(minutes=14) < until - datetime.now(UTC) <= timedelta(minutes=15)
    assert not {name for name in form.fields if name.lower() in {"acl", "success_action_redirect"}}
    with pytest.raises(StoreError):
        S3UploadForms(bucket).form("../x", 7, 900)


def test_without_credentials_there_is_no_form(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with pytest.raises(StoreUnavailableError, match="can't sign"):
        S3UploadForms("reports").form("uploads/x", 7, 900)
