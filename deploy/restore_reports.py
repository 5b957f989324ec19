"""Brings back what the bucket of reports held at a moment, from the versions that it keeps.

``restore_reports.py STACK 2026-11-29T14:00Z``, or ``--bucket NAME`` in place of a stack. What was
replaced or removed since then is copied over as it was; what was new since then stays. What a user
deleted stays deleted, where a mark says so: there is one where Redis is used, too. Nothing is lost
by it: what is copied over is a version of its own.
"""

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import boto3

from research.jobs.delete import SNAPSHOT_USERS

DELETED = "jobs-deleted"
"""Its files are named by the SHA-256 of the ids of deleted jobs."""
_JOB_ID = re.compile(r"\b[0-9]{8}-[0-9]{6}-[0-9a-f]{16,32}\b")
Version = dict[str, Any]


def restore(s3: Any, bucket: str, moment: datetime) -> int:
    """Restore `bucket` to `moment`; how many objects were copied over."""
    versions: dict[str, list[Version]] = {}
    for one in _versions(s3, bucket):
        versions.setdefault(one["Key"], []).append(one)
    held = {
        key: version
        for key, found in versions.items()
        if (version := _held(found, moment)) and not _was_deleted(key, versions)
    }
    restored = 0
    for key, version in sorted(held.items()):
        if version["IsLatest"] or not _is_used(key, held, versions):
            continue
        source = {"Bucket": bucket, "Key": key, "VersionId": version["VersionId"]}
        s3.copy_object(Bucket=bucket, Key=key, CopySource=source)
        restored += 1
    return restored


def _versions(s3: Any, bucket: str) -> Iterator[Version]:
    """Every version and every delete marker, which has no size."""
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        yield from page.get("Versions", ())
        yield from page.get("DeleteMarkers", ())


def _held(found: Sequence[Version], moment: datetime) -> Version | None:
    """The version that was there at `moment`.

    S3 tells whole seconds: of those of one second the latest of all is last, else a removal, for
    what is stored and removed at once is more usual here than the other way round.
    """
    before = [one for one in found if one["LastModified"] <= moment]
    last = max(before, key=_age, default=None)
    return last if last is not None and "Size" in last else None


def _age(one: Version) -> tuple[datetime, bool, bool]:
    return one["LastModified"], one["IsLatest"], "Size" not in one


def _was_deleted(key: str, versions: Mapping[str, object]) -> bool:
    """Whether it is of a job that a user deleted, before `moment` or after."""
    return any(
        f"{DELETED}/{sha256(job_id.encode()).hexdigest()}" in versions
        for job_id in _JOB_ID.findall(key)
    )


def _is_used(key: str, held: Mapping[str, object], versions: Mapping[str, object]) -> bool:
    """Whether it is no snapshot, or one that a report stands on which was not deleted."""
    folder, _, name = key.rpartition("/")
    if folder != "snapshots":
        return True
    users = f"{SNAPSHOT_USERS}/{name}/"
    marks = [one for one in versions if one.startswith(users)]
    return not marks or any(one in held for one in marks)


def main() -> None:
    """Restore what the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("stack", nargs="?", help="the stack whose bucket it is")
    parser.add_argument("moment", type=datetime.fromisoformat, help="UTC where it names no zone")
    parser.add_argument("--bucket", help="instead of a stack")
    options = parser.parse_args()
    bucket = options.bucket
    if not bucket:
        from deployed import outputs_of

        bucket = outputs_of(options.stack)["ReportBucketName"]
    moment = options.moment if options.moment.tzinfo else options.moment.replace(tzinfo=UTC)
    print(f"{restore(boto3.client('s3'), bucket, moment)} objects restored in {bucket}")


if __name__ == "__main__":
    main()
