"""Functions get their secrets from Secrets Manager, and notice new ones."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import boto3
import pytest
from moto import mock_aws

from research.adapters.aws.secrets_manager import secrets_provider
from research.domain.errors import InvalidSettingError
from research.settings import Settings
from research.wiring.aws_lambda import LambdaResource, name_call


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        secrets_provider.cache_clear()
        yield boto3.client("secretsmanager")
    asyncio.set_event_loop(None)


class Maker:
    """Makes pairs of keys, and counts what was closed."""

    def __init__(self) -> None:
        self.made = 0
        self.closed = 0

    def __call__(self, settings: Settings, stack: AsyncExitStack) -> tuple[str, str]:
        self.made += 1
        stack.push_async_callback(self._close)
        return settings.api_keys.get_secret_value(), settings.redis_password.get_secret_value()

    async def _close(self) -> None:
        self.closed += 1


def test_secrets_are_settings(secrets: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets.create_secret(Name="api", SecretString=json.dumps({"API_KEYS": "one"}))
    secrets.create_secret(Name="redis", SecretString=json.dumps({"REDIS_PASSWORD": "two"}))
    monkeypatch.setenv("SETTINGS_SECRETS", "api, redis")
    make = Maker()
    opened = LambdaResource(make)
    assert opened() == opened() == ("one", "two")
    assert make.made == 1


def test_a_secret_that_was_replaced_is_used_and_the_old_connections_are_closed(
    secrets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets.create_secret(Name="api", SecretString=json.dumps({"API_KEYS": "old"}))
    monkeypatch.setenv("SETTINGS_SECRETS", "api")
    make = Maker()
    opened = LambdaResource(make)
    secrets.put_secret_value(SecretId="api", SecretString=json.dumps({"API_KEYS": "old,new"}))
    assert opened()[0] == "old"  # kept for a while
    secrets_provider.cache_clear()
    assert opened()[0] == "old,new"
    assert (make.made, make.closed) == (2, 1)


@pytest.mark.parametrize("held", ["planted-secret", '["planted-secret"]', '{"API_KEYS": 5e99}'])
def test_a_secret_of_another_form_is_named_and_not_shown(
    held: str, secrets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets.create_secret(Name="api", SecretString=held)
    monkeypatch.setenv("SETTINGS_SECRETS", "api")
    opened = LambdaResource(Maker())
    with pytest.raises(InvalidSettingError, match="SETTINGS_SECRETS: api") as caught:
        opened()
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize("held", ["no JSON", '{"API_KEYS": "\\n"}'])
def test_a_bad_secret_leaves_what_was_opened_with_a_good_one(
    held: str, secrets: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secrets.create_secret(Name="api", SecretString=json.dumps({"API_KEYS": "good"}))
    monkeypatch.setenv("SETTINGS_SECRETS", "api")
    make = Maker()
    opened = LambdaResource(make)
    secrets.put_secret_value(SecretId="api", SecretString=held)
    secrets_provider.cache_clear()
    assert opened()[0] == "good"
    assert (make.made, make.closed) == (1, 0)
    assert "no new settings: " in caplog.text


def test_who_starts_with_a_bad_secret_opens_once_it_is_mended(
    secrets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets.create_secret(Name="api", SecretString="no JSON")
    monkeypatch.setenv("SETTINGS_SECRETS", "api")
    opened = LambdaResource(Maker())
    with pytest.raises(InvalidSettingError):
        opened()
    secrets.put_secret_value(SecretId="api", SecretString=json.dumps({"API_KEYS": "good"}))
    secrets_provider.cache_clear()
    assert opened()[0] == "good"


def test_a_secret_that_is_not_there_is_named(secrets: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SETTINGS_SECRETS", "nowhere")
    opened = LambdaResource(Maker())
    with pytest.raises(InvalidSettingError, match="nowhere can't be read"):
        opened()


def test_secrets_are_waited_for_as_briefly_as_a_queue(secrets: Any) -> None:
    client = secrets_provider().client
    config = client.meta.config
    assert (config.connect_timeout, config.read_timeout) == (2.0, 5.0)
    assert config.retries == {"mode": "standard", "total_max_attempts": 3}


def test_a_call_has_one_name_everywhere() -> None:
    event: dict[str, Any] = {"headers": {"x-request-id": "theirs"}}
    assert name_call(event, "ours") == "theirs"
    event = {"headers": {}}
    assert name_call(event, "ours") == "ours"
    assert event["headers"] == {"x-request-id": "ours"}
