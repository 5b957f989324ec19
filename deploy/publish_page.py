"""Puts the page into the bucket, under ``web/``, and has CloudFront fetch it anew.

``publish_page.py [STACK]``; the stack of samconfig.toml's section ``default`` when not said.
"""

import mimetypes
import sys
import time
from pathlib import Path

import boto3

from deployed import outputs_of, stack_name

WEB = Path(__file__).parents[1] / "web"


def main() -> None:
    """Upload every file of the page, and say where it is."""
    outputs = outputs_of(sys.argv[1] if len(sys.argv) > 1 else stack_name("default"))
    s3 = boto3.client("s3")
    files = sorted(path for path in WEB.rglob("*") if path.is_file())
    for path in files:
        s3.put_object(
            Bucket=outputs["ReportBucketName"],
            Key=f"web/{path.relative_to(WEB).as_posix()}",
            Body=path.read_bytes(),
            ContentType=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
            CacheControl="no-cache",
        )
    boto3.client("cloudfront").create_invalidation(
        DistributionId=outputs["DistributionId"],
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": str(time.time_ns()),
        },
    )
    print(f"{len(files)} files: {outputs['ReportsUrl']}")
    print(f"The API: {outputs['ApiUrl']}; its keys: {outputs['ApiSecretArn']}")


if __name__ == "__main__":
    main()
