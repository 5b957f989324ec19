"""Deletes every report, snapshot and record of a stack, in all their versions.

``empty_bucket.py STACK``. There is no way back. `sam delete` can then remove the bucket.
"""

import sys
from typing import Any

import boto3

from deployed import outputs_of


def empty(bucket: str) -> int:
    """Delete every version of everything in `bucket`; how many there were."""
    s3: Any = boto3.client("s3")
    deleted = 0
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = [
            {"Key": one["Key"], "VersionId": one["VersionId"]}
            for kind in ("Versions", "DeleteMarkers")
            for one in page.get(kind, ())
        ]
        if found:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": found, "Quiet": True})
            deleted += len(found)
    return deleted


def main() -> None:
    """Empty the bucket of the stack named on the command line."""
    if len(sys.argv) != 2:
        raise SystemExit("empty_bucket.py STACK")
    bucket = outputs_of(sys.argv[1])["ReportBucketName"]
    print(f"{empty(bucket)} versions deleted from {bucket}")


if __name__ == "__main__":
    main()
