"""What `make local` shows beside the API: a report, read by who has no account."""

from urllib.parse import urlsplit

import httpx

from miniweb import topics
from tests.e2e.conftest import Local


def read(url: str) -> httpx.Response:
    """As a browser reads it, which takes every name below `localhost` for this machine."""
    parts = urlsplit(url)
    address = f"http://127.0.0.1:{parts.port}{parts.path}"
    return httpx.get(address, headers={"Host": parts.netloc}, timeout=30)


def test_a_question_becomes_a_report_at_an_address_of_s3(local: Local) -> None:
    query = topics()[0]["query"]
    (job_id,) = local.many([query])
    job = local.ended(job_id)
    assert job["status"] == "completed", job
    assert ".s3-website." in job["report_url"]
    page = read(job["report_url"])
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert query in page.text
    # S3 serves it with the page; LocalStack's website endpoint leaves it out.
    stored = local.client("s3").head_object(Bucket=local.bucket, Key=f"{job_id}.html")
    assert stored["CacheControl"] == "public, max-age=60"


def test_a_deleted_report_is_read_by_nobody(local: Local) -> None:
    (job_id,) = local.many([topics()[1]["query"]])
    address = local.ended(job_id)["report_url"]
    assert read(address).status_code == 200
    assert local.call("DELETE", f"/jobs/{job_id}").status_code == 204
    assert read(address).status_code == 404


def test_the_stores_are_the_real_ones(local: Local) -> None:
    health = local.call("GET", "/health").json()
    assert (health["redis"], health["chroma"]) == ("connected", "connected"), health
