"""Jobs on their way through Amazon SQS, or a server that speaks its protocol."""

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from research.domain.errors import QueueError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

CONNECT_TIMEOUT_SECONDS = 2.0
READ_TIMEOUT_SECONDS = 5.0
ATTEMPTS = 3
T = TypeVar("T")


class SqsQueue:
    """`ports.JobQueue` in a standard queue, which must be there. boto3 blocks: it runs in threads.

    A message is ``{"job_id": ..., "request_id": ...}``. boto3 finds credentials its usual way.
    """

    def __init__(self, queue_url: str, *, endpoint_url: str = "", region: str = "") -> None:
        """`endpoint_url` is another server's."""
        self._queue_url = queue_url
        self._client = _client(endpoint_url, region)

    async def send(self, job_id: str, request_id: str = "") -> None:
        """Put a message for the job into the queue."""
        body = json.dumps({"job_id": job_id, "request_id": request_id})
        await self._ask(
            lambda: self._client.send_message(QueueUrl=self._queue_url, MessageBody=body)
        )

    async def check(self) -> None:
        """Ask for the queue's name."""
        await self._ask(
            lambda: self._client.get_queue_attributes(
                QueueUrl=self._queue_url, AttributeNames=["QueueArn"]
            )
        )

    async def _ask(self, call: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(call)
        except (ClientError, BotoCoreError, OSError) as error:
            raise QueueError(f"the queue {self._queue_url} does not serve: {error}") from error


def _client(endpoint_url: str, region: str) -> "SQSClient":
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        read_timeout=READ_TIMEOUT_SECONDS,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
    )
    return boto3.client(
        "sqs", endpoint_url=endpoint_url or None, region_name=region or None, config=config
    )
