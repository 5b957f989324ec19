"""A report store in an S3 bucket, of Amazon or of another server with its API."""

from collections.abc import Callable
from secrets import token_hex
from typing import TYPE_CHECKING, BinaryIO, TypeVar
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from research.adapters.reports import check_name, run_to_end
from research.domain.errors import (
    NotStoredError,
    StoreConflictError,
    StoreError,
    StoreUnavailableError,
)
from research.domain.storage import StoredFile

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import HeadObjectOutputTypeDef

T = TypeVar("T")
CONNECT_TIMEOUT_SECONDS = 3.0
READ_TIMEOUT_SECONDS = 10.0
ATTEMPTS = 3
CONNECTIONS = 32
CACHE_CONTROL = "public, max-age=60"
"""What CloudFront and browsers go by: a report that was deleted is gone from them in a minute."""
CONFLICTS = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})


class S3Reports:
    """`ports.ReportStore` in a bucket, which must be there. boto3 blocks, so it runs in threads.

    Objects are private: who may read them is the bucket's business (CloudFront in the template).
    boto3 finds credentials its usual way.
    """

    def __init__(
        self, bucket: str, *, endpoint_url: str = "", region: str = "", base_url: str = ""
    ) -> None:
        """`endpoint_url` is another server's, `base_url` where the bucket is served to readers.

        Without `base_url`, a file's address is ``s3://bucket/name``.
        """
        self._bucket = bucket
        self._base_url = base_url.rstrip("/") or f"s3://{bucket}"
        self._client = _client(endpoint_url, region)

    async def put(self, name: str, body: bytes, content_type: str) -> str:
        """Write `body` to the object `name`; return its address."""
        await self._call(
            "write",
            name,
            lambda: self._client.put_object(
                Bucket=self._bucket,
                Key=name,
                Body=body,
                ContentType=content_type,
                CacheControl=CACHE_CONTROL,
            ),
        )
        return f"{self._base_url}/{quote(name)}"

    async def put_if(self, name: str, body: bytes, content_type: str, tag: str | None) -> str:
        """Write `body` if the object still has `tag`; the new tag, which is its ETag."""
        return await self._call("write", name, lambda: self._put_if(name, body, content_type, tag))

    async def put_file(self, name: str, file: BinaryIO, content_type: str) -> None:
        """Write `file`, which is sent as it is read, to the object `name`."""
        await self._call("write", name, lambda: self._put_file(name, file, content_type))

    async def copy(self, name: str, to: str) -> None:
        """Have S3 copy the object."""
        check_name(to)
        await self._call(
            "copy",
            name,
            lambda: self._client.copy_object(
                Bucket=self._bucket, Key=to, CopySource={"Bucket": self._bucket, "Key": name}
            ),
        )

    async def size(self, name: str) -> int:
        """The object's bytes, counted."""
        held = await self._call("read", name, lambda: self._held(name))
        if held is None:
            raise NotStoredError(f"there is no s3://{self._bucket}/{name}")
        return held["ContentLength"]

    async def get(self, name: str) -> StoredFile:
        """The object's bytes."""
        return await self._call("read", name, lambda: self._get(name))

    async def list(self, folder: str) -> tuple[str, ...]:
        """The objects right under `folder`, a request for each thousand."""
        return await self._call("list", folder, lambda: self._list(f"{folder}/"))

    async def has_files(self, folder: str) -> bool:
        """Whether any object is under `folder`."""
        return await self._call("list", folder, lambda: self._has_files(f"{folder}/"))

    async def delete(self, name: str) -> None:
        """Remove the object; a bucket with versions keeps what it held."""
        await self._call(
            "remove", name, lambda: self._client.delete_object(Bucket=self._bucket, Key=name)
        )

    async def _call(self, verb: str, name: str, call: Callable[[], T]) -> T:
        """What `call` returns, in a thread. Raises `StoreError`, also for a `name` not allowed."""
        check_name(name)
        try:
            return await run_to_end(call)
        except (ClientError, BotoCoreError, OSError) as error:
            message = f"can't {verb} s3://{self._bucket}/{name}: {error}"
            raise _store_error(error, message) from error

    def _put_file(self, name: str, file: BinaryIO, content_type: str) -> None:
        file.seek(0)
        self._client.put_object(Bucket=self._bucket, Key=name, Body=file, ContentType=content_type)

    def _put_if(self, name: str, body: bytes, content_type: str, tag: str | None) -> str:
        """boto3 repeats a write whose answer was lost, and then meets its own first try: the
        `writer` in the object's metadata tells that from another's write.
        """
        writer = token_hex(8)
        condition = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag}
        try:
            return self._client.put_object(
                Bucket=self._bucket,
                Key=name,
                Body=body,
                ContentType=content_type,
                CacheControl=CACHE_CONTROL,
                Metadata={"writer": writer},
                **condition,  # type: ignore[arg-type]
            )["ETag"]
        except ClientError as error:
            if not isinstance(_store_error(error, ""), NotStoredError | StoreConflictError):
                raise
            held = self._held(name)
            if held is None or held["Metadata"].get("writer") != writer:
                raise StoreConflictError(f"{name} was written by someone else") from error
            return held["ETag"]

    def _held(self, name: str) -> "HeadObjectOutputTypeDef | None":
        try:
            return self._client.head_object(Bucket=self._bucket, Key=name)
        except ClientError as error:
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
                return None
            raise

    def _get(self, name: str) -> StoredFile:
        answer = self._client.get_object(Bucket=self._bucket, Key=name)
        with answer["Body"] as body:
            return StoredFile(body=body.read(), tag=answer["ETag"])

    def _list(self, prefix: str) -> tuple[str, ...]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix, Delimiter="/"
        )
        return tuple(item["Key"] for page in pages for item in page.get("Contents", ()))

    def _has_files(self, prefix: str) -> bool:
        found = self._client.list_objects_v2(Bucket=self._bucket, Prefix=prefix, MaxKeys=1)
        return bool(found.get("Contents"))


def _store_error(error: Exception, message: str) -> StoreError:
    if not isinstance(error, ClientError):
        return StoreUnavailableError(message)
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code == "NoSuchKey":
        return NotStoredError(message)
    if code in CONFLICTS or status == 412:
        return StoreConflictError(message)
    return StoreUnavailableError(message)


def _client(endpoint_url: str, region: str) -> "S3Client":
    """A client with time-outs. Servers other than Amazon's get what all of them understand."""
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        read_timeout=READ_TIMEOUT_SECONDS,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        max_pool_connections=CONNECTIONS,
        request_checksum_calculation="when_required" if endpoint_url else "when_supported",
        response_checksum_validation="when_required" if endpoint_url else "when_supported",
        s3={"addressing_style": "path"} if endpoint_url else {},
    )
    return boto3.client(
        "s3", endpoint_url=endpoint_url or None, region_name=region or None, config=config
    )
