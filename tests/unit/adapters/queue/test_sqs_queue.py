"""Messages in SQS: brought again when asked, buried with a reason."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from research.adapters.queue.sqs_queue import MAX_REASON_CHARACTERS, SqsMessages
from research.domain.errors import QueueError


@pytest.fixture
def sqs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield boto3.client("sqs")


@pytest.fixture
def queues(sqs: Any) -> tuple[str, str]:
    return (
        sqs.create_queue(QueueName="jobs", Attributes={"VisibilityTimeout": "600"})["QueueUrl"],
        sqs.create_queue(QueueName="dead")["QueueUrl"],
    )


async def test_a_message_comes_again_when_it_was_said(sqs: Any, queues: tuple[str, str]) -> None:
    jobs, dead = queues
    sqs.send_message(QueueUrl=jobs, MessageBody="a job")
    (message,) = sqs.receive_message(QueueUrl=jobs)["Messages"]
    assert "Messages" not in sqs.receive_message(QueueUrl=jobs)
    await SqsMessages(jobs, dead).retry_in(message["ReceiptHandle"], 0)
    assert sqs.receive_message(QueueUrl=jobs)["Messages"][0]["Body"] == "a job"


async def test_what_is_buried_says_why(sqs: Any, queues: tuple[str, str]) -> None:
    jobs, dead = queues
    await SqsMessages(jobs, dead).dead_letter("spoiled", "message_unreadable", "why " * 1_000)
    (letter,) = sqs.receive_message(QueueUrl=dead, MessageAttributeNames=["All"])["Messages"]
    assert letter["Body"] == "spoiled"
    attributes = letter["MessageAttributes"]
    assert attributes["code"]["StringValue"] == "message_unreadable"
    assert attributes["reason"]["StringValue"] == ("why " * 1_000)[:MAX_REASON_CHARACTERS]


async def test_a_queue_that_is_not_there_is_an_error_of_ours(sqs: Any) -> None:
    url = "https://sqs.us-east-1.amazonaws.com/123456789012/nowhere"
    messages = SqsMessages(url, url)
    with pytest.raises(QueueError, match="does not serve"):
        await messages.dead_letter("spoiled", "code", "reason")
    with pytest.raises(QueueError, match="does not serve"):
        await messages.retry_in("receipt", 5)
