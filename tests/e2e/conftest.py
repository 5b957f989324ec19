"""A deployed stack, for all tests here."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from miniweb import Miniweb, serve
from tests.e2e.ministack import BUILD, ROOT, LocalAws, local_aws
from tests.servers import ChromaServer, RedisServer, running

STACK = "research"
API_KEY = "planted-api-key-5d1e"
REDIS_PASSWORD = "planted-redis-password-0b9f"
PROVIDER_KEY = "planted-provider-key-72c4"
PLANTED = (API_KEY, REDIS_PASSWORD, PROVIDER_KEY)


@dataclass(frozen=True)
class Deployed:
    """The stack, and how it is reached."""

    aws: LocalAws
    outputs: dict[str, str]
    redis: RedisServer
    web: Miniweb

    @property
    def api(self) -> str:
        """Where the local AWS has the API."""
        return f"{self.aws.endpoint_url}/_aws/execute-api/{self.outputs['ApiId']}/$default"

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A call with the key."""
        headers = {"X-API-Key": API_KEY, **more.pop("headers", {})}
        return httpx.request(method, self.api + path, headers=headers, timeout=60, **more)

    def many(self, queries: list[str]) -> list[str]:
        """Submit all of them at once; their jobs."""

        def submit(query: str) -> str:
            answer = self.call("POST", "/research", json={"query": query})
            assert answer.status_code == 202, answer.text
            return str(answer.json()["job_id"])

        with ThreadPoolExecutor(len(queries)) as pool:
            return list(pool.map(submit, queries))

    def ended(self, job_id: str, timeout_seconds: float = 180) -> dict[str, Any]:
        """The job, once it has ended."""
        end = time.monotonic() + timeout_seconds
        while True:
            job: dict[str, Any] = self.call("GET", f"/status/{job_id}").json()
            if job["status"] in {"completed", "failed", "cancelled"}:
                return job
            assert time.monotonic() < end, job
            time.sleep(0.5)

    def file(self, name: str) -> bytes:
        """An object of the bucket."""
        found = self.aws.client("s3").get_object(Bucket=self.outputs["ReportBucketName"], Key=name)
        body: bytes = found["Body"].read()
        return body


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
        "deploy", "--template-file", str(BUILD / "template.yaml"), "--stack-name", STACK,
        "--resolve-s3", "--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset",
        "--no-progressbar", "--region", "us-east-1", "--parameter-overrides", *overrides,
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
    aws.sam("delete", "--stack-name", STACK, "--no-prompts", "--region", "us-east-1")


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """The profile full, with a network, a Redis and a Chroma of the test's own."""
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
