"""Puts the page into the bucket, under ``web/``, and has CloudFront fetch it anew.

``publish_page.py [STACK]``; the stack of samconfig.toml's section ``default`` when not said.
Its files keep their names from version to version, so browsers and CloudFront ask each time
whether one has changed: an update is seen at once, and what has not changed is not sent again.
"""

import sys
import time
from mimetypes import MimeTypes
from pathlib import Path
from typing import Any

import boto3

from deployed import outputs_of, stack_name

WEB = Path(__file__).parents[1] / "web"
PREFIX = "web/"
_TYPES = MimeTypes()  # Python's own: what a system adds may call a script plain text


def publish(bucket: str, folder: Path = WEB) -> int:
    """Have exactly the files of `folder` in `bucket`, under ``web/``; how many they are."""
    s3 = boto3.client("s3")
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    files = {name: path for name, path in files.items() if path.is_file()}
    # Last the page itself: it never names a file that is not there yet.
    for name in sorted(files, key=lambda name: (name == "index.html", name)):
        s3.put_object(
            Bucket=bucket,
            Key=PREFIX + name,
            Body=files[name].read_bytes(),
            ContentType=_TYPES.guess_type(name)[0] or "application/octet-stream",
            CacheControl="no-cache",
        )
    for name in _published(s3, bucket) - set(files):
        s3.delete_object(Bucket=bucket, Key=PREFIX + name)
    return len(files)


def _published(s3: Any, bucket: str) -> set[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=PREFIX)
    return {item["Key"].removeprefix(PREFIX) for page in pages for item in page.get("Contents", ())}


def fetch_anew(distribution: str) -> None:
    """Have CloudFront forget whatever it has kept of `distribution`."""
    boto3.client("cloudfront").create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": str(time.time_ns()),
        },
    )


def main() -> None:
    """Upload every file of the page, and say where it is."""
    outputs = outputs_of(sys.argv[1] if len(sys.argv) > 1 else stack_name("default"))
    count = publish(outputs["ReportBucketName"])
    fetch_anew(outputs["DistributionId"])
    print(f"{count} files: {outputs['ReportsUrl']}")
    print(f"The API: {outputs['ApiUrl']}; its keys: {outputs['ApiSecretArn']}")


if __name__ == "__main__":
    main()
