"""Uploading over the API: announced, posted, named in a submit, refused where it must be."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from research.api.key_ring import KeyRing
from research.api.uploads import receipts
from research.domain.errors import QueueError
from research.domain.uploads.upload import (
    FORM_LIFETIME,
    MAX_UPLOAD_BYTES,
    MAX_UPLOADS,
    MAX_WAITING,
    PostForm,
)
from research.jobs.uploads.taken import uploads_of
from tests.unit.api.api_on_fakes import Api, problem_of

ANN, BOB = {"X-API-Key": "a-key"}, {"X-API-Key": "b-key"}
NOBODYS = "20261124-120000-0123456789abcdef"
BOUNDARY = "b0undary"
HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
).encode()
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()
MULTIPART = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def api_of_two() -> Api:
    return Api(keys=KeyRing.of(SecretStr("ann:a-key,bob:b-key,root:c-key:admin")))


async def announce(api: Api, name: str = "minutes.txt", **headers: Any) -> dict[str, Any]:
    answer = await api.call("POST", "/uploads", json={"name": name}, **headers)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def post(api: Api, told: dict[str, Any], body: bytes = b"words") -> httpx.Response:
    return await api.call("POST", told["url"], data=told["fields"], files={"file": ("f", body)})


async def uploaded(api: Api, name: str = "minutes.txt", **headers: Any) -> str:
    told = await announce(api, name, **headers)
    answer = await post(api, told)
    assert (answer.status_code, answer.content) == (204, b"")
    return str(told["source"])


async def submit(api: Api, *sources: str, **more: Any) -> httpx.Response:
    headers = more.pop("headers", {})
    body = {"query": "How high is it?", "sources": list(sources), **more}
    return await api.call("POST", "/research", json=body, headers=headers)


def names(api: Api, start: str) -> list[str]:
    return sorted(name for name in api.reports.files if name.startswith(start))


async def test_a_file_is_announced_posted_named_and_the_jobs_own() -> None:
    api = Api()
    told = await announce(api, "../2026/minutes.PDF")
    upload_id = told["upload_id"]
    assert told == {
        "upload_id": upload_id,
        "source": f"upload:{upload_id}",
        "name": "minutes.PDF",
        "url": f"/uploads/{upload_id}",
        "fields": {},
        "max_bytes": 20_000_000,
        "expires_at": (api.clock.now() + FORM_LIFETIME).isoformat().replace("+00:00", "Z"),
    }
    assert (await post(api, told, b"%PDF")).status_code == 204
    answer = await submit(api, told["source"], "https://a.example/")
    assert answer.status_code == 202, answer.text
    job_id = answer.json()["job_id"]
    job = await api.jobs.get(job_id)
    assert job.request.sources == (told["source"], "https://a.example/")
    assert not job.request.searches_web
    (file,) = await uploads_of(job_id, api.reports)
    assert (file.upload_id, file.name) == (upload_id, "minutes.PDF")
    assert api.reports.body(f"job-upload-files/{job_id}/{upload_id}") == b"%PDF"
    assert names(api, "upload") == []


async def test_files_go_with_their_job() -> None:
    api = Api()
    job_id = (await submit(api, await uploaded(api), await uploaded(api, "b.md"))).json()["job_id"]
    assert len(names(api, "job-upload")) == 3
    await api.finish(job_id)
    assert (await api.call("DELETE", f"/jobs/{job_id}")).status_code == 204
    assert names(api, "job-upload") == []


async def test_a_strangers_upload_is_as_none() -> None:
    api = api_of_two()
    source = await uploaded(api, headers=ANN)
    refused = problem_of(await submit(api, source, headers=BOB), 404, "upload_not_found")
    none = problem_of(await submit(api, f"upload:{NOBODYS}", headers=BOB), 404, "upload_not_found")
    assert refused["detail"].replace(source[7:], NOBODYS) == none["detail"]
    problem_of(await submit(api, source, headers={"X-API-Key": "c-key"}), 404, "upload_not_found")
    assert await api.jobs.count() == 0
    assert (await submit(api, source, headers=ANN)).status_code == 202
    problem_of(await submit(api, source, headers=ANN), 404, "upload_not_found")  # it is taken


async def test_one_that_was_not_posted_says_so() -> None:
    api = Api()
    told = await announce(api)
    problem_of(await submit(api, told["source"]), 409, "upload_not_posted")


async def test_a_key_is_asked_for_and_calls_are_counted() -> None:
    api = api_of_two()
    problem_of(await api.call("POST", "/uploads", json={"name": "a.txt"}), 401, "invalid_api_key")
    api = Api(rate_limit_per_minute=1)
    for _ in range(MAX_UPLOADS):
        await announce(api)
    answer = await api.call("POST", "/uploads", json={"name": "a.txt"})
    problem_of(answer, 429, "rate_limited")


async def test_no_more_than_so_many_files_are_read_and_wait() -> None:
    api = Api()
    sources = [await uploaded(api) for _ in range(MAX_UPLOADS + 1)]
    problem = problem_of(await submit(api, *sources), 422, "invalid_request")
    assert "25 uploads at most" in problem["errors"][0]["message"]
    assert (await submit(api, *sources[1:])).status_code == 202
    for _ in range(MAX_WAITING - 1):
        await uploaded(api)
    answer = await api.call("POST", "/uploads", json={"name": "a.txt"})
    problem_of(answer, 409, "too_many_uploads")


@pytest.mark.parametrize(
    "name", ["x.exe", "../../etc/passwd", "noending", ".pdf", "x.pdf\0", "a.txt/", "x.zip"]
)
async def test_a_kind_that_is_not_read_is_refused(name: str) -> None:
    api = Api()
    answer = await api.call("POST", "/uploads", json={"name": name})
    if name == "x.pdf\0":  # what hides is left out, and then it is one
        assert (answer.status_code, answer.json()["name"]) == (201, "x.pdf")
    else:
        problem_of(answer, 422, "source_unusable")


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "x" * 1_001}, {"name": 1}, {"x": "y"}])
async def test_what_is_no_name_is_refused(body: dict[str, object]) -> None:
    problem_of(await Api().call("POST", "/uploads", json=body), 422, "invalid_request")


async def test_a_name_of_300_characters_is_shortened() -> None:
    told = await announce(Api(), "x" * 300 + ".docx")
    assert (len(told["name"]), told["name"][-6:]) == (120, "x.docx")


@pytest.mark.parametrize(
    "source", ["upload:", "upload:x", "upload:../x", f"upload:{NOBODYS}/../x", f"UPLOAD:{NOBODYS}"]
)
async def test_what_is_no_id_is_no_source(source: str) -> None:
    problem = problem_of(await submit(Api(), source), 422, "invalid_request")
    assert "uploads by `upload:` and their id" in problem["errors"][0]["message"]


async def test_too_many_bytes_are_refused_and_nothing_is_kept() -> None:
    api = Api()
    told = await announce(api)
    answer = await post(api, told, bytes(MAX_UPLOAD_BYTES + 1))
    problem_of(answer, 413, "upload_too_large")
    assert names(api, "upload-files") == []
    assert (await post(api, told, bytes(MAX_UPLOAD_BYTES))).status_code == 204


@pytest.mark.parametrize("declared", [str(2 * MAX_UPLOAD_BYTES), "9" * 400])
async def test_what_says_that_it_is_too_long_is_not_read(declared: str) -> None:
    api = Api()
    told = await announce(api)
    read: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        read.append(1)
        yield HEAD

    answer = await api.call(
        "POST", told["url"], content=body(), headers={**MULTIPART, "Content-Length": declared}
    )
    problem_of(answer, 413, "upload_too_large")
    assert read == []


async def test_what_says_nothing_of_its_length_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(receipts, "MAX_UPLOAD_BYTES", 100_000)
    api = Api()
    told = await announce(api)
    sent: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        yield HEAD
        while True:
            sent.append(1)
            yield bytes(10_000)

    answer = await api.call("POST", told["url"], content=endless(), headers=MULTIPART)
    problem_of(answer, 413, "upload_too_large")
    assert len(sent) < 30


@pytest.mark.parametrize(
    "body",
    [
        b"", b"words", HEAD, HEAD + b"words", HEAD + TAIL,
        HEAD.replace(b'"file"', b'"other"') + b"words" + TAIL,
        HEAD.replace(b'; filename="x"', b"") + b"words" + TAIL,
        HEAD.replace(b'; filename="x"', b"") + bytes(20_000) + TAIL,
        HEAD + b"words" + TAIL[:-4] + b"\r\n" + HEAD + b"more" + TAIL,
        HEAD.replace(b"\r\n\r\n", b"\r\nX: " + b"y" * 10_000 + b"\r\n\r\n") + b"words" + TAIL,
    ],
)  # fmt: skip
async def test_a_form_that_holds_no_single_file_is_refused(body: bytes) -> None:
    api = Api()
    told = await announce(api)
    answer = await api.call("POST", told["url"], content=body, headers=MULTIPART)
    problem_of(answer, 422, "invalid_request")
    assert names(api, "upload-files") == []


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", "multipart/mixed; boundary=x"]
)
async def test_another_kind_of_body_is_refused(kind: str) -> None:
    api = Api()
    told = await announce(api)
    answer = await api.call("POST", told["url"], content=b"{}", headers={"Content-Type": kind})
    problem_of(answer, 422, "invalid_request")


async def test_a_form_is_good_for_a_while_and_while_no_job_has_the_file() -> None:
    api = Api()
    told, other = await announce(api), await announce(api)
    assert (await post(api, told, b"first")).status_code == 204
    assert (await post(api, told, b"second")).status_code == 204
    job_id = (await submit(api, told["source"])).json()["job_id"]
    assert api.reports.body(f"job-upload-files/{job_id}/{told['upload_id']}") == b"second"
    problem_of(await post(api, told, b"third"), 404, "upload_not_found")
    api.clock.advance((FORM_LIFETIME - timedelta(seconds=1)).total_seconds())
    assert (await post(api, other)).status_code == 204
    api.clock.advance(1)
    problem_of(await post(api, other), 404, "upload_not_found")
    problem_of(await api.call("POST", f"/uploads/{NOBODYS}"), 404, "upload_not_found")
    problem_of(await api.call("POST", "/uploads/x"), 404, "upload_not_found")


async def test_what_comes_while_a_job_takes_what_came_before_is_not_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    api = Api()
    told = await announce(api)
    await post(api, told, b"first")
    put_file = api.reports.put_file

    async def late(name: str, file: Any, content_type: str) -> None:
        assert (await submit(api, told["source"])).status_code == 202
        await put_file(name, file, content_type)

    monkeypatch.setattr(api.reports, "put_file", late)
    problem_of(await post(api, told, b"second"), 404, "upload_not_found")
    assert names(api, "upload") == []


async def test_a_form_of_the_store_is_for_one_file_of_the_caller() -> None:
    asked: list[tuple[str, int, float]] = []

    class Forms:
        def form(self, name: str, max_bytes: int, lifetime_seconds: float) -> PostForm:
            asked.append((name, max_bytes, lifetime_seconds))
            return PostForm(url="https://bucket.example/", fields={"key": name})

    api = api_of_two()
    api = Api(keys=api.service.keys, upload_forms=Forms())
    told = await announce(api, headers=BOB)
    name = f"upload-files/name-bob/{told['upload_id']}"
    assert (told["url"], told["fields"]) == ("https://bucket.example/", {"key": name})
    assert asked == [(name, 20_000_000, 900.0)]
    told = await announce(Api(upload_forms=Forms()))
    assert told["fields"] == {"key": f"upload-files/anyone/{told['upload_id']}"}


async def test_a_submit_that_is_repeated_has_the_job_that_took_the_file() -> None:
    api = Api()
    source, key = await uploaded(api), {"Idempotency-Key": "k"}
    first = (await submit(api, source, headers=key)).json()["job_id"]
    assert (await submit(api, source, headers=key)).json()["job_id"] == first
    await api.jobs.delete(first)
    problem_of(await submit(api, source, headers=key), 404, "upload_not_found")


async def test_what_a_submit_took_that_failed_can_be_submitted_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    api = Api()
    source = await uploaded(api)

    async def away(job_id: str, request_id: str = "") -> None:
        raise QueueError("away")

    with monkeypatch.context() as patched:
        patched.setattr(api.queue, "send", away)
        problem_of(await submit(api, source), 503, "queue_failed")
    assert names(api, "job-upload") == []
    assert (await submit(api, source)).status_code == 202


async def test_a_follower_reads_what_the_first_read() -> None:
    api = api_of_two()
    source = await uploaded(api, headers=ANN)
    first = (await submit(api, source, headers=ANN)).json()["job_id"]
    await api.finish(first)
    body = {"query": "And now?", "follow_up_of": first}
    answer = await api.call("POST", "/research", json=body, headers=ANN)
    assert answer.status_code == 202, answer.text
    second = answer.json()["job_id"]
    assert (await api.jobs.get(second)).request.sources == (source,)
    assert await uploads_of(second, api.reports) == await uploads_of(first, api.reports)
    answer = await api.call("POST", "/research", json=body, headers=BOB)
    problem_of(answer, 422, "invalid_request")


async def test_a_watch_reads_no_uploads_its_own_or_of_what_it_follows() -> None:
    api = Api()
    source = await uploaded(api)
    watch = {"query": "And now?", "every": "daily"}
    answer = await api.call("POST", "/watches", json={**watch, "sources": [source]})
    assert "addresses alone" in problem_of(answer, 422, "invalid_request")["errors"][0]["message"]
    job_id = (await submit(api, source)).json()["job_id"]
    await api.finish(job_id)
    answer = await api.call("POST", "/watches", json={**watch, "follow_up_of": job_id})
    assert "addresses alone" in problem_of(answer, 422, "invalid_request")["detail"]
    body = {**watch, "follow_up_of": job_id, "sources": ["https://a.example/"]}
    assert (await api.call("POST", "/watches", json=body)).status_code == 201


async def test_other_bodies_are_as_small_as_before() -> None:
    api = Api()
    big = b"x" * 70_000
    for path in ("/uploads", "/research", "/uploads/a/b", "/nowhere"):
        answer = await api.call("POST", path, content=big, headers=MULTIPART)
        problem_of(answer, 413, "body_too_large")


async def test_a_page_of_another_origin_may_upload_where_it_may_call() -> None:
    api = Api(cors_origins=("https://app.example",))
    told = await announce(api)
    headers = {"Origin": "https://app.example"}
    async with api.client() as client:
        answer = await client.post(told["url"], files={"file": ("f", b"words")}, headers=headers)
        assert answer.headers["access-control-allow-origin"] == "https://app.example"
        headers["Origin"] = "https://other.example"
        answer = await client.post(told["url"], files={"file": ("f", b"words")}, headers=headers)
        assert "access-control-allow-origin" not in answer.headers
