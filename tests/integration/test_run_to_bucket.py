"""`content-research run` writes where the settings say: a bucket, unless a folder is named."""

import os
import subprocess
import sys
from pathlib import Path

import boto3

from research.domain.report import Report

PROGRAM = Path(sys.executable).with_name("content-research")
COLLECTION = Path(__file__).parents[2] / "examples" / "sailing-cargo"
QUERY = "Can sailing cargo ships cut the cost and emissions of ocean freight?"
AWS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")


def run(folder: Path, s3: str, bucket: str, *options: str) -> str:
    """What it prints; the report it makes is in JSON."""
    ended = subprocess.run(
        [PROGRAM, "run", QUERY, "--source", COLLECTION, "--json", *options],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "AWS_ENDPOINT_URL": s3,
            "REPORTS_BUCKET": bucket,
            "REPORTS_URL": "https://reports.example",
            **{name: os.environ[name] for name in AWS},
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    report = Report.model_validate_json(ended.stdout)
    assert report.stats.claims > 5
    return f"{report.job_id} {ended.stderr}"


def keys(s3: str, bucket: str) -> list[str]:
    listed = boto3.client("s3", endpoint_url=s3).list_objects_v2(Bucket=bucket)
    return [item["Key"] for item in listed.get("Contents", [])]


def test_the_bucket_has_the_report_and_its_snapshots(tmp_path: Path, s3: str, bucket: str) -> None:
    told = run(tmp_path, s3, bucket)
    job_id = told.split()[0]
    assert f"https://reports.example/{job_id}.html" in told
    stored = keys(s3, bucket)
    assert {f"{job_id}.{ending}" for ending in ("html", "json", "md")} <= set(stored)
    snapshots = [key for key in stored if key.startswith("snapshots/")]
    assert snapshots
    client = boto3.client("s3", endpoint_url=s3)
    for key in (f"{job_id}.html", snapshots[0]):
        kept = client.head_object(Bucket=bucket, Key=key)["CacheControl"]
        assert kept == "public, max-age=60", "a deleted report is gone from CloudFront in a minute"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_named_comes_first(tmp_path: Path, s3: str, bucket: str) -> None:
    job_id = run(tmp_path, s3, bucket, "--out", "here").split()[0]
    assert (tmp_path / "here" / f"{job_id}.html").is_file()
    assert keys(s3, bucket) == []
