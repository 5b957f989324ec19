"""The messages of a queue in Amazon SQS, for a process that works them off itself."""

import math

from research.adapters.queue.sqs_queue import (
    READ_TIMEOUT_SECONDS,
    SqsMessages,
    in_thread,
    sqs_client,
)
from research.jobs.deliveries import Delivery

WAIT_SECONDS = 5
"""How long one call waits for a message to come."""


class SqsInbox(SqsMessages):
    """Brings the messages of a queue, one at a time, and removes those that are done."""

    def __init__(
        self,
        queue_url: str,
        dead_letter_queue_url: str,
        *,
        hidden_seconds: float,
        endpoint_url: str = "",
    ) -> None:
        """A message is hidden for `hidden_seconds`, unless its worker hides it for longer."""
        super().__init__(queue_url, dead_letter_queue_url, endpoint_url=endpoint_url)
        self._hidden_seconds = math.ceil(hidden_seconds)
        self._waiting = sqs_client(endpoint_url, WAIT_SECONDS + READ_TIMEOUT_SECONDS)

    async def receive(self) -> Delivery | None:
        """The next message; None where none came in `WAIT_SECONDS`. Raises `QueueError`."""
        answer = await in_thread(
            lambda: self._waiting.receive_message(
                QueueUrl=self._queue_url,
                MaxNumberOfMessages=1,
                WaitTimeSeconds=WAIT_SECONDS,
                VisibilityTimeout=self._hidden_seconds,
                AttributeNames=["ApproximateReceiveCount"],
            ),
            f"the queue {self._queue_url}",
        )
        for message in answer.get("Messages", ()):
            times = int(message["Attributes"]["ApproximateReceiveCount"])
            return Delivery(body=message["Body"], receipt=message["ReceiptHandle"], times=times)
        return None

    async def hand_back(self, receipt: str) -> None:
        """Have the message of `receipt` brought to others. Raises `QueueError`.

        Not at once: a call of this process that still waits would get it, and nobody that call.
        """
        await self.retry_in(receipt, WAIT_SECONDS + 1)

    async def remove(self, receipt: str) -> None:
        """Remove the message of `receipt`. Raises `QueueError`."""
        await in_thread(
            lambda: self._client.delete_message(QueueUrl=self._queue_url, ReceiptHandle=receipt),
            f"the queue {self._queue_url}",
        )
