"""Forms by which files are posted into an S3 bucket, without coming by us."""

from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, NoCredentialsError

from research.adapters.reports import check_name
from research.domain.errors import StoreUnavailableError
from research.domain.uploads.upload import PostForm

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONTENT_TYPE = "application/octet-stream"
"""Of every file, whatever it is: nothing that is posted is ever shown from there."""


class S3UploadForms:
    """`ports.UploadForms` of a bucket: POST policies, which S3 enforces.

    A form is signed with the credentials that boto3 finds, and asks nobody for anything.
    """

    def __init__(self, bucket: str, *, endpoint_url: str = "", region: str = "") -> None:
        """`endpoint_url` is another server's."""
        self._bucket = bucket
        self._endpoint_url = endpoint_url
        self._region = region

    @cached_property
    def _session(self) -> boto3.Session:
        return boto3.Session(region_name=self._region or None)

    @cached_property
    def _client(self) -> "S3Client":
        """Made for the first form: that takes as long as a tenth of a function's start."""
        # Signature 4 by name: boto3 falls back to 2 for what is signed ahead, which new buckets
        # refuse. And the bucket's address in its region, which the page may post to.
        config = Config(
            signature_version="s3v4",
            s3={
                "addressing_style": "path" if self._endpoint_url else "virtual",
                "us_east_1_regional_endpoint": "regional",
            },
        )
        return self._session.client("s3", endpoint_url=self._endpoint_url or None, config=config)

    def form(self, name: str, max_bytes: int, lifetime_seconds: float) -> PostForm:
        """A form for the object `name`. Raises `StoreUnavailableError` without credentials."""
        try:
            if self._session.get_credentials() is None:  # which botocore trips over
                raise NoCredentialsError
            made = self._client.generate_presigned_post(
                self._bucket,
                check_name(name),
                Fields={"Content-Type": CONTENT_TYPE},
                Conditions=[
                    {"Content-Type": CONTENT_TYPE},
                    ["content-length-range", 1, max_bytes],
                ],
                ExpiresIn=int(lifetime_seconds),
            )
        except BotoCoreError as error:
            raise StoreUnavailableError(f"can't sign a form for s3://{name}: {error}") from error
        return PostForm(url=made["url"], fields=made["fields"])
