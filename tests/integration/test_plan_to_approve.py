"""A plan that is approved before it is researched, on real services: what was approved is what is
researched, and nothing of it is done or paid twice.
"""

import json
import os
import pty
import select
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from deploy.api_events import event_of
from research.client import ResearchClient
from research.domain.errors import InvalidTransitionError, JobNotFoundError
from research.domain.job import JobStatus
from research.domain.progress import Stage
from research.domain.question import PLAN_KEPT
from tests.chaos.world import World
from tests.integration.function_host import Function, hosted
from tests.integration.serving import COMMAND, ROOT, serving
from tests.integration.test_chain_of_faults import _record as record
from tests.servers import new_bucket

TOWN = "Aldvik"
QUERY = f"What did the {TOWN} ferry cost, and who paid for it?"
SPEED = f"How fast is the {TOWN} ferry?"
CREW = "Who sails her?"
QUEUE = "plans"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    running = World(seed=1)
    with running.serving():
        yield running


def settings_of(world: World, **more: str) -> dict[str, str]:
    return {
        "SEARXNG_URL": world.url,
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "RATE_LIMIT_PER_MINUTE": "0",
        **more,
    }


def with_model(world: World) -> dict[str, str]:
    return settings_of(world, OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=f"{world.url}/v1")


def paid_twice(world: World, since: int) -> list[str]:
    counted = Counter(call.key for call in world.calls[since:])
    return [key for key, times in counted.items() if times > 1]


def test_without_a_model_what_was_edited_is_what_is_answered(world: World, tmp_path: Path) -> None:
    with serving(tmp_path, **settings_of(world)) as service, ResearchClient(service.url) as client:
        job_id = client.submit(QUERY, confirm_plan=True).job_id
        waiting = client.wait(job_id, 60)
        assert waiting.status is JobStatus.AWAITING_PLAN
        assert waiting.plan is not None
        cost, paid, *aspects = waiting.plan.questions
        assert (cost, paid) == (f"What did the {TOWN} ferry cost?", "Who paid for it?")
        assert "Background" in aspects
        assert waiting.progress.stage is Stage.PLAN

        client.approve_plan(job_id, [SPEED, cost])
        job = client.wait(job_id, 60)
        assert job.status is JobStatus.COMPLETED, job.error
        report = client.report(job_id)
        assert [part.part for part in report.answer] == [SPEED, cost]
        assert not {section.question for section in report.sections} & {paid, *aspects}
        with pytest.raises(InvalidTransitionError):
            client.approve_plan(job_id, [CREW])


def test_with_a_model_each_approved_question_is_a_section_and_no_call_is_made_twice(
    world: World, tmp_path: Path
) -> None:
    since = len(world.calls)
    with (
        serving(tmp_path, **with_model(world)) as service,
        ResearchClient(service.url) as client,
    ):
        job_id = client.submit(QUERY, confirm_plan=True, clarify=True).job_id
        waiting = client.wait(job_id, 60)
        assert waiting.plan is not None
        assert waiting.plan.clarifying_question.startswith(f"Which {TOWN} ferry")
        assert len(world.calls) - since == 2  # what it asks back, and the plan
        planned = waiting.plan.questions
        kept = [planned[0], SPEED]
        client.approve_plan(job_id, kept, "the new one")
        job = client.wait(job_id, 120)
        assert job.status is JobStatus.COMPLETED, job.error
        report = client.report(job_id)
        headed = {section.question for section in report.sections}
        told = " ".join(report.warnings)
        assert all(one in headed or one in told for one in kept)
        assert not headed & set(planned[1:])
        assert report.query == f"{QUERY} (the new one)"
        assert report.cost is not None
        assert report.cost.by_purpose["plan"].calls == 2
    assert paid_twice(world, since) == []


def test_a_service_that_is_killed_while_a_plan_waits_loses_nothing(
    world: World, tmp_path: Path
) -> None:
    since = len(world.calls)
    with serving(tmp_path, **with_model(world)) as service, ResearchClient(service.url) as client:
        job_id = client.submit(QUERY, confirm_plan=True).job_id
        before = client.wait(job_id, 60).plan
        service.process.kill()
    with serving(tmp_path, **with_model(world)) as service, ResearchClient(service.url) as client:
        after = client.status(job_id)
        assert (after.status, after.plan) == (JobStatus.AWAITING_PLAN, before)
        assert len(world.calls) - since == 1
        client.approve_plan(job_id, [SPEED])
        service.process.kill()
    with serving(tmp_path, **with_model(world)) as service, ResearchClient(service.url) as client:
        job = client.wait(job_id, 120)
        assert job.status is JobStatus.COMPLETED, job.error
        assert job.plan is not None
        assert job.plan.questions == (SPEED,)


def test_a_job_that_waits_is_of_its_owner_and_is_cancelled_and_deleted(
    world: World, tmp_path: Path
) -> None:
    keys = settings_of(world, API_KEYS="ann:a-key,bob:b-key")
    with (
        serving(tmp_path, **keys) as service,
        ResearchClient(service.url, "a-key") as ann,
        ResearchClient(service.url, "b-key") as bob,
    ):
        job_id = ann.submit(QUERY, confirm_plan=True).job_id
        assert ann.wait(job_id, 60).status is JobStatus.AWAITING_PLAN
        with pytest.raises(JobNotFoundError):
            bob.approve_plan(job_id, [SPEED])
        with pytest.raises(InvalidTransitionError):
            ann.delete(job_id)
        assert ann.cancel(job_id).status is JobStatus.CANCELLED
        ann.delete(job_id)
        with pytest.raises(JobNotFoundError):
            ann.approve_plan(job_id, [SPEED])
    assert not list((tmp_path / "reports").rglob(f"*{job_id}*"))


class Terminal:
    """A command on a terminal of its own, to which lines are typed."""

    def __init__(self, folder: Path, settings: dict[str, str], *arguments: str) -> None:
        self._terminal, other = pty.openpty()
        settings = {"TERM": "dumb", **settings}
        self.process = subprocess.Popen(
            [str(COMMAND), *arguments],
            cwd=folder, stdin=other, stdout=other, stderr=other, close_fds=True,
            env={
                "PATH": os.environ["PATH"], "HOME": str(folder), "COLUMNS": "120",
                "PYTHONPATH": str(ROOT / "layers" / "research"), **settings,
            },
        )  # fmt: skip
        os.close(other)
        self.shown = ""

    def until(self, text: str, seconds: float = 90.0) -> str:
        """What is shown until `text` is."""
        end = time.monotonic() + seconds
        start = len(self.shown)
        while text not in self.shown[start:]:
            assert time.monotonic() < end, self.shown
            ready, _, _ = select.select([self._terminal], [], [], 1.0)
            try:
                self.shown += os.read(self._terminal, 4096).decode() if ready else ""
            except OSError:  # the other end has gone
                raise AssertionError(self.shown) from None
        return self.shown[start:]

    def type(self, line: str) -> None:
        os.write(self._terminal, f"{line}\n".encode())

    def end(self) -> int:
        """Read to the end; the exit code."""
        while True:
            try:
                if not (read := os.read(self._terminal, 4096)):
                    break
            except OSError:
                break
            self.shown += read.decode(errors="replace")
        os.close(self._terminal)
        return self.process.wait(30)


def report_in(folder: Path) -> dict[str, Any]:
    (found,) = (folder / "reports").glob("2*[0-9a-f].json")
    report: dict[str, Any] = json.loads(found.read_text())
    return report


def test_the_command_shows_the_plan_and_researches_what_is_left_of_it(
    world: World, tmp_path: Path
) -> None:
    since = len(world.calls)
    settings = with_model(world) | {"TERM": "xterm-256color"}  # with the progress that moves
    terminal = Terminal(tmp_path, settings, "run", QUERY, "--confirm-plan", "--clarify")
    assert f"Which {TOWN} ferry" in terminal.until("Your answer")
    terminal.type("the new one")
    assert f"1  How much did the {TOWN} ferry cost?" in terminal.until("> ")
    terminal.type("-2")
    terminal.until("> ")
    terminal.type(f"2 {SPEED}")
    assert f"2  {SPEED}" in terminal.until("> ")
    terminal.type("")
    assert terminal.end() == 0, terminal.shown
    report = report_in(tmp_path)
    headed = {section["question"] for section in report["sections"]}
    assert headed <= {
        f"How much did the {TOWN} ferry cost?",
        SPEED,
        "What is uncertain or contested",
    }
    assert report["query"] == f"{QUERY} (the new one)"
    assert paid_twice(world, since) == []


def test_the_command_stops_where_that_is_wanted(world: World, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, settings_of(world), "run", QUERY, "--confirm-plan")
    terminal.until("> ")
    terminal.type("q")
    assert terminal.end() == 130
    assert "stopped" in terminal.shown
    assert not (tmp_path / "reports").exists()


def test_the_command_approves_a_plan_of_a_service(world: World, tmp_path: Path) -> None:
    with serving(tmp_path, **settings_of(world)) as service:
        there = ("--remote", service.url, "--confirm-plan")
        terminal = Terminal(tmp_path, {}, "run", QUERY, *there)
        terminal.until("> ")
        terminal.type(f"1 {SPEED}")
        terminal.until("> ")
        for _ in range(6):
            terminal.type("-2")
            terminal.until("> ")
        terminal.type("")
        assert terminal.end() == 0, terminal.shown
        with ResearchClient(service.url) as client:
            (job,) = client.jobs().jobs
            assert [part.part for part in client.report(job.job_id).answer] == [SPEED]

        stopped = Terminal(tmp_path, {}, "run", QUERY, *there)
        stopped.until("> ")
        stopped.type("q")
        assert stopped.end() == 130
        told = httpx.get(f"{service.url}/jobs").json()["jobs"]
        assert sorted(each["status"] for each in told) == ["cancelled", "completed"]


class Functions:
    """The Lambda functions on local servers, and a queue whose messages they are given."""

    def __init__(self, s3: str, variables: dict[str, str], folder: Path, stack: ExitStack) -> None:
        self._sqs: Any = boto3.client("sqs", endpoint_url=s3)
        self._queue_url = variables["JOB_QUEUE_URL"]
        self._variables, self._folder, self._stack = variables, folder, stack
        self._functions: dict[str, Function] = {}

    def invoke(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        if name not in self._functions:
            opened = hosted(name, self._variables, self._folder / "log")
            self._functions[name] = self._stack.enter_context(opened)
        return self._functions[name].invoke(event)

    def call(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        said = b"" if body is None else json.dumps(body).encode()
        event = event_of(method, path, [("content-type", "application/json")], said)
        answer = self.invoke("status" if method == "GET" else "submit", event)
        return answer["statusCode"], json.loads(answer["body"])

    def messages(self) -> list[dict[str, Any]]:
        """Those that wait, which are gone then."""
        got: list[dict[str, Any]] = self._sqs.receive_message(
            QueueUrl=self._queue_url, MaxNumberOfMessages=10, AttributeNames=["All"]
        ).get("Messages", [])
        for one in got:
            self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=one["ReceiptHandle"])
        return got

    def work(self, messages: list[dict[str, Any]]) -> None:
        ours = {"eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{QUEUE}"}
        self.invoke("worker", {"Records": [record(one) | ours for one in messages]})


def test_the_functions_have_a_plan_approved(world: World, s3: str, tmp_path: Path) -> None:
    sqs: Any = boto3.client("sqs", endpoint_url=s3)
    queue_url = sqs.create_queue(QueueName=QUEUE)["QueueUrl"]
    variables = with_model(world) | {
        "AWS_ENDPOINT_URL": s3,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "REPORTS_BUCKET": new_bucket(s3, "plans"),
        "JOB_QUEUE_URL": queue_url,
        "DEAD_LETTER_QUEUE_URL": queue_url,
        "EXTRACT_PROCESSES": "1",
    }
    since = len(world.calls)
    with ExitStack() as stack:
        functions = Functions(s3, variables, tmp_path, stack)
        _, taken = functions.call("POST", "/research", {"query": QUERY, "confirm_plan": True})
        job_id = taken["job_id"]
        first = functions.messages()
        functions.work(first)
        _, waiting = functions.call("GET", f"/status/{job_id}")
        assert waiting["status"] == "awaiting_plan"
        assert functions.messages() == []  # the worker is free, and nothing calls another

        functions.work(first)  # a duplicate
        functions.invoke("sweep", {})
        assert functions.call("GET", f"/status/{job_id}")[1]["status"] == "awaiting_plan"
        assert len(world.calls) - since == 1

        path = f"/research/{job_id}/plan"
        status, approved = functions.call("PUT", path, {"questions": [SPEED]})
        assert (status, approved["status"]) == (200, "pending")
        again = functions.messages()
        assert len(again) == 1
        functions.work([*again, *first])
        _, job = functions.call("GET", f"/status/{job_id}")
        assert job["status"] == "completed", job
        assert job["plan"]["questions"] == [SPEED]
        assert paid_twice(world, since) == []

        asked = {"query": f"Who sails the {TOWN} ferry?", "confirm_plan": True}
        late_id = functions.call("POST", "/research", asked)[1]["job_id"]
        functions.work(functions.messages())
        made_older(s3, variables["REPORTS_BUCKET"], late_id)
        functions.invoke("sweep", {})
        functions.work(functions.messages())  # which forgets what was kept for it
        _, late = functions.call("GET", f"/status/{late_id}")
        assert (late["status"], late["error"]["code"]) == ("failed", "plan_not_approved")
        left = boto3.client("s3", endpoint_url=s3).list_objects_v2(
            Bucket=variables["REPORTS_BUCKET"], Prefix="journal/"
        )
        assert left["KeyCount"] == 0


def made_older(s3: str, bucket: str, job_id: str) -> None:
    """Have the plan of the job wait for a day longer."""
    client: Any = boto3.client("s3", endpoint_url=s3)
    name = f"jobs/{job_id}.json"
    record = json.loads(client.get_object(Bucket=bucket, Key=name)["Body"].read())
    proposed_at = datetime.fromisoformat(record["plan"]["proposed_at"]) - PLAN_KEPT
    record["plan"]["proposed_at"] = proposed_at.isoformat()
    client.put_object(Bucket=bucket, Key=name, Body=json.dumps(record).encode())
