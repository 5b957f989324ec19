"""What only a deployment shows: the page is published, all is removed, and the trial runs."""

import subprocess
import sys
import time

from miniweb import topics
from tests.e2e.conftest import STACK, Deployed, deployed_on, undeploy
from tests.e2e.ministack import ROOT


def test_the_page_is_published(deployed: Deployed) -> None:
    aws = deployed.aws
    subprocess.run(
        [sys.executable, str(ROOT / "deploy" / "publish_page.py"), STACK],
        env={**aws.environment, "AWS_ENDPOINT_URL": aws.endpoint_url},
        check=True,
        timeout=60,
    )
    assert deployed.file("web/index.html") == (ROOT / "web" / "index.html").read_bytes()


def test_it_can_be_removed_and_leaves_nothing(deployed: Deployed) -> None:
    """After this one only `trial` is left."""
    undeploy(deployed.aws)
    assert left(deployed) == {}


def test_the_trial_needs_no_redis_and_leaves_nothing(deployed: Deployed) -> None:
    """Nobody could reach the Redis of the tests before: what it had stays as it was."""
    trial = deployed_on(deployed.aws, deployed.redis, deployed.web, "Profile=trial")
    (job_id,) = trial.many([topics()[0]["query"]])
    assert trial.ended(job_id)["status"] == "completed"
    assert trial.call("GET", "/health").json()["redis"] == "disabled"
    undeploy(trial.aws)
    assert left(trial) == {}


def left(deployed: Deployed) -> dict[str, object]:
    """What is there of the stack, by kind."""
    aws = deployed.aws
    time.sleep(1)
    there = {
        "functions": aws.client("lambda").list_functions()["Functions"],
        "layers": aws.client("lambda").list_layers()["Layers"],
        "mappings": aws.client("lambda").list_event_source_mappings()["EventSourceMappings"],
        "queues": aws.client("sqs").list_queues().get("QueueUrls", []),
        "secrets": aws.client("secretsmanager").list_secrets()["SecretList"],
        "apis": aws.client("apigatewayv2").get_apis()["Items"],
        "logs": [
            group["logGroupName"]
            for group in aws.client("logs").describe_log_groups()["logGroups"]
            if STACK in group["logGroupName"]
        ],
        "roles": aws.client("iam").list_roles()["Roles"],
        "alarms": aws.client("cloudwatch").describe_alarms()["MetricAlarms"],
        "buckets": [
            bucket["Name"]
            for bucket in aws.client("s3").list_buckets()["Buckets"]
            if "aws-sam-cli-managed" not in bucket["Name"]
        ],
    }
    return {kind: found for kind, found in there.items() if found}
