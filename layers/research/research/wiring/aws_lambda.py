"""What the Lambda functions share: things made once from settings, and again for new secrets.

Variables of a function can be read by whoever may look at it, so `SETTINGS_SECRETS` names secrets
and holds none.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Generic, TypeVar

from research.adapters.aws.powertools_logs import json_logger, name_call
from research.ports import Messages
from research.settings import Settings

__all__ = ["LambdaResource", "json_logger", "name_call", "open_messages"]

T = TypeVar("T")
R = TypeVar("R")


class LambdaResource(Generic[T]):
    """Made when the function starts, and made anew when one of its secrets has changed.

    Everything lives in one event loop, which is the process's current one: Mangum and Powertools
    run what they are given there.
    """

    def __init__(self, make: Callable[[Settings, AsyncExitStack], T]) -> None:
        """`make` gets the settings, and a stack that closes what it opens."""
        self._make = make
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._secret_names = Settings.load().settings_secrets
        self._secrets = self._read_secrets()
        self._stack = AsyncExitStack()
        self._made = self._open()

    def __call__(self) -> T:
        """What was made. Raises `InvalidSettingError`."""
        secrets = self._read_secrets()
        if secrets != self._secrets:
            self._loop.run_until_complete(self._stack.aclose())
            self._secrets, self._stack = secrets, AsyncExitStack()
            self._made = self._open()
        return self._made

    def run(self, work: Coroutine[object, object, R]) -> R:
        """What `work` returns, done in the loop in which everything lives."""
        return self._loop.run_until_complete(work)

    def _open(self) -> T:
        return self._make(Settings.load(**self._secrets), self._stack)

    def _read_secrets(self) -> dict[str, str]:
        if not self._secret_names:
            return {}
        from research.adapters.aws.secrets_manager import secret_settings

        return secret_settings(self._secret_names)


def open_messages(settings: Settings) -> Messages:
    """The messages of the queue of jobs, and the dead letters."""
    from research.adapters.queue.sqs_messages import SqsMessages

    return SqsMessages(
        settings.job_queue_url,
        settings.dead_letter_queue_url,
        endpoint_url=settings.aws_endpoint_url,
    )
