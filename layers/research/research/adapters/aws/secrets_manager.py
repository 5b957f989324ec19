"""Settings from AWS Secrets Manager, kept in memory for a while."""

from collections.abc import Sequence
from functools import cache

import boto3
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import (
    GetParameterError,
    TransformParameterError,
)
from botocore.config import Config

from research.domain.errors import InvalidSettingError

CACHE_SECONDS = 300
"""So a secret that was replaced is in use everywhere after five minutes."""
CONNECT_TIMEOUT_SECONDS = 2.0
READ_TIMEOUT_SECONDS = 5.0
ATTEMPTS = 3
"""With botocore's own 60 seconds, who asks for a status would hear of nothing but a time-out."""


@cache
def secrets_provider() -> SecretsProvider:
    """On boto3's own session, as the other clients: each session reads what AWS offers anew."""
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        read_timeout=READ_TIMEOUT_SECONDS,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
    )
    return SecretsProvider(boto3_client=boto3.client("secretsmanager", config=config))


def secret_settings(names: Sequence[str]) -> dict[str, str]:
    """The settings in the secrets of these names or ARNs, by their field's name.

    Each secret is a JSON object of texts, ``{"OPENAI_API_KEY": "..."}``; of two with one key the
    later counts. Raises `InvalidSettingError` for one that can't be read or has another form.
    """
    found: dict[str, str] = {}
    for name in names:
        found |= _texts(name)
    return found


def _texts(name: str) -> dict[str, str]:
    try:
        held = secrets_provider().get(name, transform="json", max_age=CACHE_SECONDS)
    except TransformParameterError:
        # Not its words: they repeat what is in the secret.
        raise InvalidSettingError(f"SETTINGS_SECRETS: {name} holds no JSON") from None
    except GetParameterError as error:
        raise InvalidSettingError(f"SETTINGS_SECRETS: {name} can't be read: {error}") from error
    if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
        raise InvalidSettingError(f"SETTINGS_SECRETS: {name} is no object of texts")
    return {str(key).lower(): value for key, value in held.items()}
