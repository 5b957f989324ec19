"""Jobs on their way through Amazon SQS, or a server that speaks its protocol.

boto3 blocks, so each call runs in a thread; it finds credentials its usual way.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from research.domain.errors import QueueError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

T = TypeVar("T")
CONNECT_TIMEOUT_SECONDS = 2.0
READ_TIMEOUT_SECONDS = 5.0
ATTEMPTS = 3
MAX_REASON_CHARACTERS = 500

_log = logging.getLogger(__name__)


class SqsQueue:
    """`ports.JobQueue` in a standard queue, which must be there.

    A message is ``{"job_id": ..., "request_id": ...}``.
    """

    def __init__(self, queue_url: str, *, endpoint_url: str = "") -> None:
        """`endpoint_url` is another server's."""
        self._queue_url = queue_url
        self._client = sqs_client(endpoint_url)

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

    async def _ask(self, call: Callable[[], object]) -> None:
        await in_thread(call, f"the queue {self._queue_url}")


class SqsMessages:
    """`ports.Messages` of a queue, with another one for what nobody could do."""

    def __init__(
        self, queue_url: str, dead_letter_queue_url: str, *, endpoint_url: str = ""
    ) -> None:
        """`endpoint_url` is another server's."""
        self._queue_url = queue_url
        self._dead_letter_queue_url = dead_letter_queue_url
        self._client = sqs_client(endpoint_url)

    async def retry_in(self, receipt: str, seconds: int) -> None:
        """Change how long the message stays out of sight."""
        await in_thread(
            lambda: self._client.change_message_visibility(
                QueueUrl=self._queue_url, ReceiptHandle=receipt, VisibilityTimeout=seconds
            ),
            "a queue",
        )

    async def dead_letter(self, body: str, code: str, reason: str) -> None:
        """Send `body` to the dead letters, `code` and `reason` beside it as attributes.

        Where there is no queue for them, the log has them, and they are gone.
        """
        if not self._dead_letter_queue_url:
            _log.error("DEAD_LETTER_QUEUE_URL is not set: dropped, %s: %.500s", code, body)
            return
        attributes = {"code": code, "reason": reason[:MAX_REASON_CHARACTERS]}
        await in_thread(
            lambda: self._client.send_message(
                QueueUrl=self._dead_letter_queue_url,
                MessageBody=body,
                MessageAttributes={
                    name: {"DataType": "String", "StringValue": text}
                    for name, text in attributes.items()
                },
            ),
            "a queue",
        )


async def in_thread(call: Callable[[], T], queue: str) -> T:
    """What `call` returns. Raises `QueueError`, which names `queue`."""
    try:
        return await asyncio.to_thread(call)
    except (ClientError, BotoCoreError, OSError) as error:
        raise QueueError(f"{queue} does not serve: {error}") from error


def sqs_client(
    endpoint_url: str, read_timeout_seconds: float = READ_TIMEOUT_SECONDS
) -> "SQSClient":
    """A client of SQS, at `endpoint_url` where that is not empty."""
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        read_timeout=read_timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
    )
    return boto3.client("sqs", endpoint_url=endpoint_url or None, config=config)
