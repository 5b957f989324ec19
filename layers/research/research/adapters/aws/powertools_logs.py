"""Logs as JSON, one object a line, for CloudWatch."""

import logging
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools import Logger


def json_logger() -> Logger:
    """The function's logger, which also takes what this package logs.

    Others may say no more than warnings: what they tell besides holds addresses and queries.
    """
    logger = Logger()
    package = logging.getLogger("research")
    package.handlers = [logger.registered_handler]
    package.setLevel(logger.log_level)
    package.propagate = False
    logging.getLogger().setLevel(logging.WARNING)
    return logger


def name_call(event: Mapping[str, Any], request_id: str) -> str:
    """The name of an API's call in logs, answers and queues: the caller's, else `request_id`."""
    headers = event.get("headers")
    if not isinstance(headers, dict):
        return request_id
    return str(headers.setdefault("x-request-id", request_id))
