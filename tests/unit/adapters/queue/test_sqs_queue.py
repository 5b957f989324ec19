"""Messages in SQS: brought again when asked, buried with a reason."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from research.adapters.queue.sqs_queue import MAX_REASON_CHARACTERS, SqsMessages, SqsQueue
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


async def test_a_message_carries_the_trace_of_the_call_that_sent_it(
    queues: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In Lambda alone, which names the trace in this variable; SQS hands it on to the worker."""
    trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "submit")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", trace)
    queue, sent = SqsQueue(queues[0]), []
    queue._client.meta.events.register(
        "before-send.sqs.SendMessage", lambda request, **_: sent.append(request.headers)
    )
    await queue.send("20260101-000000-0123456789abcdef")
    assert [headers["X-Amzn-Trace-Id"].decode() for headers in sent] == [trace]


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
