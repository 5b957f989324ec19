"""The page in its bucket, as browsers and CloudFront get it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

import publish_page
from publish_page import WEB, fetch_anew, publish

BUCKET = "pages"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket=BUCKET)
        yield client


def names_in(s3: Any) -> set[str]:
    return {item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]}


def test_an_update_is_seen_by_everyone_at_once(s3: Any, tmp_path: Path) -> None:
    """No file is named after its version, so none may be shown without asking."""
    page = tmp_path / "index.html"
    page.write_text("<!doctype html><title>Old</title>")
    publish(BUCKET, tmp_path)
    page.write_text("<!doctype html><title>New</title>")
    publish(BUCKET, tmp_path)
    got = s3.get_object(Bucket=BUCKET, Key="web/index.html")
    assert got["CacheControl"] == "no-cache"
    assert b"New" in got["Body"].read()


def test_every_file_of_the_page_is_there_and_is_what_it_is(s3: Any) -> None:
    """Browsers run no script that is sent as something else (`nosniff`)."""
    count = publish(BUCKET)
    kinds = {
        ".html": "text/html", ".js": "text/javascript", ".css": "text/css",
        ".svg": "image/svg+xml", ".json": "application/json",
    }  # fmt: skip
    assert len(names_in(s3)) == count > 10
    for path in filter(Path.is_file, WEB.rglob("*")):
        got = s3.get_object(Bucket=BUCKET, Key=f"web/{path.relative_to(WEB).as_posix()}")
        assert got["ContentType"].replace("application/java", "text/java") == kinds[path.suffix]
        assert got["CacheControl"] == "no-cache"
        assert got["Body"].read() == path.read_bytes()


def test_what_the_page_names_is_published_before_it(
    s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put: list[str] = []

    def client(name: str) -> Any:
        s3.meta.events.register(
            "provide-client-params.s3.PutObject", lambda params, **_: put.append(params["Key"])
        )
        return s3

    monkeypatch.setattr(publish_page.boto3, "client", client)
    publish(BUCKET)
    assert put[-1] == "web/index.html"
    named = re.findall(r'(?:href|src)="([\w/-]+\.\w+)"', (WEB / "index.html").read_text())
    assert named
    assert {f"web/{name}" for name in named} <= set(put[:-1])


def test_what_is_no_longer_of_the_page_goes_and_reports_stay(s3: Any, tmp_path: Path) -> None:
    for name in ("web/gone.js", "2026/report.html", "jobs/a.json", "webs/other"):
        s3.put_object(Bucket=BUCKET, Key=name, Body=b"x")
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.js").write_text("")
    assert publish(BUCKET, tmp_path) == 2
    assert names_in(s3) == {
        "web/index.html", "web/parts/a.js", "2026/report.html", "jobs/a.json", "webs/other",
    }  # fmt: skip


def test_cloudfront_forgets_all_it_has(s3: Any) -> None:
    cloudfront = boto3.client("cloudfront")
    origin = {"Id": "page", "DomainName": f"{BUCKET}.s3.amazonaws.com", "S3OriginConfig": {}}
    origin["S3OriginConfig"] = {"OriginAccessIdentity": ""}
    made: Any = cloudfront.create_distribution(
        DistributionConfig={
            "CallerReference": "one",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "page",
                "ViewerProtocolPolicy": "https-only",
            },
        }
    )
    distribution = made["Distribution"]["Id"]
    fetch_anew(distribution)
    fetch_anew(distribution)
    listed: Any = cloudfront.list_invalidations(DistributionId=distribution)["InvalidationList"]
    assert listed["Quantity"] == 2
    found: Any = cloudfront.get_invalidation(
        DistributionId=distribution, Id=listed["Items"][0]["Id"]
    )
    assert found["Invalidation"]["InvalidationBatch"]["Paths"]["Items"] == ["/*"]
