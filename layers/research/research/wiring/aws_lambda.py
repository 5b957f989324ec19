"""What the Lambda functions share: things opened from settings, a logger, an adapter of ASGI."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from aws_lambda_powertools import Logger

from research.domain.errors import InvalidSettingError
from research.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from mangum import Mangum

_log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Opened(Generic[T]):
    secrets: Mapping[str, str]
    stack: AsyncExitStack
    resource: T


class LambdaResource(Generic[T]):
    """What a function opens from settings when it starts, and again when a secret has changed.

    A secret that can't be read, or holds what is no setting, is told in the log: who started with a
    good one goes on with that, and who starts with a bad one tries again with the next call, and is
    no function that failed to load.

    Whoever may look at a function can read its variables, so `SETTINGS_SECRETS` names secrets of
    Secrets Manager and holds none. Everything lives in one event loop, which is the process's
    current one: Mangum and Powertools run what they are given there.
    """

    def __init__(self, open_resource: Callable[[Settings, AsyncExitStack], T]) -> None:
        """Open it. `open_resource` gets the settings, and a stack that closes what it opens.

        Raises `InvalidSettingError` for a variable of the function itself.
        """
        self._open_resource = open_resource
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._secret_names = Settings.load().settings_secrets
        self._opened: _Opened[T] | None = None
        with suppress(InvalidSettingError):  # it is in the log, and the first call raises it again
            self()

    def __call__(self) -> T:
        """What was opened. Raises `InvalidSettingError` where nothing ever was."""
        try:
            secrets = self._read_secrets()
            if self._opened is None or secrets != self._opened.secrets:
                self._open(secrets)
        except InvalidSettingError as error:
            _log.error("no new settings: %s", error)
            if self._opened is None:
                raise
        assert self._opened is not None
        return self._opened.resource

    def run(self, work: Coroutine[object, object, R]) -> R:
        """What `work` returns, run in the loop in which everything lives."""
        return self._loop.run_until_complete(work)

    def _open(self, secrets: dict[str, str]) -> None:
        settings, before, stack = Settings.load(**secrets), self._opened, AsyncExitStack()
        self._opened = _Opened(secrets, stack, self._open_resource(settings, stack))
        if before is not None:
            self._loop.run_until_complete(before.stack.aclose())

    def _read_secrets(self) -> dict[str, str]:
        if not self._secret_names:
            return {}
        from research.adapters.aws.secrets_manager import secret_settings

        return secret_settings(self._secret_names)


def open_event_handler(app: "FastAPI") -> "Mangum":
    """A handler of API Gateway's events that calls `app`."""
    from mangum import Mangum
    from mangum.adapter import DEFAULT_TEXT_MIME_TYPES

    from research.api.problems import MEDIA_TYPE

    return Mangum(app, lifespan="off", text_mime_types=[*DEFAULT_TEXT_MIME_TYPES, MEDIA_TYPE])


def open_logger() -> Logger:
    """A logger of JSON, one object a line, for CloudWatch; it also takes what this package logs.

    Other packages log warnings alone: what else they log holds addresses and queries.
    """
    logger = Logger()
    package = logging.getLogger("research")
    package.handlers = [logger.registered_handler]
    package.setLevel(logger.log_level)
    package.propagate = False
    logging.getLogger().setLevel(logging.WARNING)
    return logger


def name_call(event: Mapping[str, Any], request_id: str) -> str:
    """The name of an API's call in logs, answers and queues: the caller's, else `request_id`.

    Where the caller gave none, `request_id` is put into the event's headers.
    """
    headers = event.get("headers")
    if not isinstance(headers, dict):
        return request_id
    return str(headers.setdefault("x-request-id", request_id))
