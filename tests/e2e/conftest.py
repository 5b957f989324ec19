"""A deployed stack, for all tests here."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from deploy.local_stack import BUCKET, LocalStack, local_stack
from deploy.local_stack import MISSING as NO_LOCALSTACK
from lambda_emulator import TEMPLATE
from miniweb import Miniweb, serve
from tests.e2e.ministack import MISSING as NO_MINISTACK
from tests.e2e.ministack import ROOT, LocalAws, local_aws
from tests.e2e.stack import API_KEY, PROVIDER_KEY, REDIS_PASSWORD, Stack
from tests.servers import ChromaServer, RedisServer, running

STACK = "research"


@dataclass(frozen=True)
class Deployed(Stack):
    """What `sam deploy` made on MiniStack."""

    aws: LocalAws
    outputs: dict[str, str]
    redis: RedisServer
    web: Miniweb

    @property
    def api(self) -> str:
        """Where the local AWS has the API."""
        return f"{self.aws.endpoint_url}/_aws/execute-api/{self.outputs['ApiId']}/$default"

    @property
    def bucket(self) -> str:
        """As the stack's output says."""
        return self.outputs["ReportBucketName"]

    @property
    def job_queue_url(self) -> str:
        """As the stack's output says."""
        return self.outputs["JobQueueUrl"]

    @property
    def dead_letter_queue_url(self) -> str:
        """As the stack's output says."""
        return self.outputs["DeadLetterQueueUrl"]

    def client(self, service: str) -> Any:
        """A client of MiniStack."""
        return self.aws.client(service)

    def sweep(self) -> dict[str, Any]:
        """Invoked as the schedule does."""
        return self._scheduled("sweep")

    def start_watches(self) -> dict[str, Any]:
        """Invoked as the other schedule does."""
        return self._scheduled("start-watches")

    def _scheduled(self, name: str) -> dict[str, Any]:
        aws_lambda = self.client("lambda")
        names = [one["FunctionName"] for one in aws_lambda.list_functions()["Functions"]]
        (sweep,) = [one for one in names if "SweepFunction" in one]
        event = (ROOT / "events" / f"{name}.json").read_bytes()
        answer: dict[str, Any] = json.loads(
            aws_lambda.invoke(FunctionName=sweep, Payload=event)["Payload"].read()
        )
        return answer

    def written(self) -> dict[str, str]:
        """Logs, what functions are set up with, and the template."""
        functions = self.client("lambda").list_functions()["Functions"]
        assert len(functions) == 5
        logs = self.client("logs")
        events = [
            logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
            for group in logs.describe_log_groups()["logGroups"]
        ]
        stack = self.client("cloudformation").get_template(StackName=STACK)
        return {
            "the local AWS's own log": self.aws.log.read_text(),
            "functions": json.dumps(functions, default=str),
            "logs": json.dumps(events),
            "template": json.dumps(stack, default=str),
        }


@dataclass(frozen=True)
class Local(Stack):
    """What `make local` starts."""

    made: LocalStack

    @property
    def api(self) -> str:
        """The gateway."""
        return self.made.api_url

    @property
    def bucket(self) -> str:
        """The one there is."""
        return BUCKET

    @property
    def job_queue_url(self) -> str:
        """LocalStack's."""
        return self.made.job_queue_url

    @property
    def dead_letter_queue_url(self) -> str:
        """LocalStack's."""
        return self.made.dead_letter_queue_url

    def client(self, service: str) -> Any:
        """A client of LocalStack."""
        return self.made.client(service)

    def sweep(self) -> dict[str, Any]:
        """As the schedule does."""
        return self.made.sweep()

    def start_watches(self) -> dict[str, Any]:
        """As the other schedule does."""
        return self.made.start_watches()

    def written(self) -> dict[str, str]:
        """One log for all."""
        return {"logs": self.made.log.read_text(errors="replace")}


class GuardedRedis(RedisServer):
    """Asks for a password."""

    def _command(self) -> list[str]:
        return [*super()._command(), "--requirepass", REDIS_PASSWORD]

    def _answers(self) -> bool:
        from redis.exceptions import ConnectionError as AwayError

        try:
            return bool(Redis(port=self.port, password=REDIS_PASSWORD).ping())
        except AwayError:
            return False


def deploy(aws: LocalAws, *overrides: str) -> dict[str, str]:
    """Deploy what was built; the outputs."""
    aws.sam(
        "deploy", "--template-file", str(TEMPLATE), "--stack-name", STACK,
        "--resolve-s3", "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND",
        "--no-confirm-changeset", "--no-progressbar", "--region", "us-east-1",
        "--parameter-overrides", *overrides,
    )  # fmt: skip
    stacks = aws.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    return {one["OutputKey"]: one["OutputValue"] for one in stacks[0]["Outputs"]}


def undeploy(aws: LocalAws) -> None:
    """Empty the bucket, as docs/deploy.md says, and delete the stack."""
    subprocess.run(
        [sys.executable, str(ROOT / "deploy" / "empty_bucket.py"), STACK],
        env={**aws.environment, "AWS_ENDPOINT_URL": aws.endpoint_url},
        check=True,
        timeout=60,
    )
    # Not `sam delete`: it takes addresses of nested templates for none where S3 is not Amazon's.
    cloudformation = aws.client("cloudformation")
    cloudformation.delete_stack(StackName=STACK)
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 120}
    )


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """The profile full, with a network, a Redis and a Chroma of the test's own."""
    if NO_MINISTACK:
        pytest.skip(NO_MINISTACK)
    folder = tmp_path_factory.mktemp
    with (
        running(GuardedRedis(folder("redis"))) as redis,
        running(ChromaServer(folder("chroma"))) as chroma,
        serve("--scale", "0.3") as web,
        local_aws(Path(folder("ministack"))) as aws,
    ):
        ec2 = aws.client("ec2")
        network = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=network, CidrBlock=f"10.9.{number}.0/24")["Subnet"]["SubnetId"]
            for number in (0, 1)
        ]
        yield deployed_on(
            aws, redis, web, f"VpcId={network}", f"SubnetIds={','.join(subnets)}",
            "RedisHost=127.0.0.1", f"RedisPort={redis.port}", "RedisTls=false",
            "RedisUsername=default", "ChromaHost=127.0.0.1", f"ChromaPort={chroma.port}",
        )  # fmt: skip


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """The stack of `make local`, reading and thinking on miniweb."""
    if NO_LOCALSTACK:
        pytest.skip(NO_LOCALSTACK)
    with serve("--scale", "0.3") as web:
        given = {
            "SEARXNG_URL": web.base_url,
            "OPENAI_BASE_URL": f"{web.base_url}/v1",
            "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "API_KEYS": API_KEY,
            "OPENAI_API_KEY": PROVIDER_KEY,
        }
        with local_stack(tmp_path_factory.mktemp("local"), given) as made:
            yield Local(made)


@pytest.fixture(scope="session")
def service(request: pytest.FixtureRequest) -> Stack:
    """The stack that `LOCAL_STACK` names: `ministack`, where it is not said, or `localstack`."""
    name = {"ministack": "deployed", "localstack": "local"}[
        os.environ.get("LOCAL_STACK", "ministack")
    ]
    found: Stack = request.getfixturevalue(name)
    return found


def deployed_on(aws: LocalAws, redis: RedisServer, web: Miniweb, *overrides: str) -> Deployed:
    """The stack with `overrides`, reading and thinking on `web`, its secrets filled."""
    outputs = deploy(
        aws, *overrides, f"SearxngUrl={web.base_url}", f"OpenAiBaseUrl={web.base_url}/v1",
        "FetchAllowNetworks=127.0.0.0/8", "JobsPerInvocation=2",
    )  # fmt: skip
    secrets = aws.client("secretsmanager")
    for name, held in (
        ("ApiSecretArn", {"API_KEYS": API_KEY}),
        ("RedisSecretArn", {"REDIS_PASSWORD": REDIS_PASSWORD}),
        ("ProviderSecretArn", {"OPENAI_API_KEY": PROVIDER_KEY}),
    ):
        secrets.put_secret_value(SecretId=outputs[name], SecretString=json.dumps(held))
    _mend_mappings(aws)
    return Deployed(aws, outputs, redis, web)


def _mend_mappings(aws: LocalAws) -> None:
    """MiniStack 1.5.33 keeps numbers that come from parameters as texts, and then compares them."""
    client = aws.client("lambda")
    for mapping in client.list_event_source_mappings()["EventSourceMappings"]:
        client.update_event_source_mapping(
            UUID=mapping["UUID"],
            BatchSize=int(mapping["BatchSize"]),
            ScalingConfig={
                "MaximumConcurrency": int(mapping["ScalingConfig"]["MaximumConcurrency"])
            },
        )
