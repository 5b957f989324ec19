"""The calls about watches, for both clients."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from research.api.watches.forms import WatchAnswer, WatchList
from research.client.calls import SUBMIT_ATTEMPTS, Call, request_error
from research.domain.follow_up.watch import NewWatch


def add(query: str, every: str, fields: Mapping[str, Any]) -> Call[WatchAnswer]:
    """Make a watch; `fields` are those beside the query and how often.

    Raises `InvalidRequestError`.
    """
    try:
        body = NewWatch.model_validate({"query": query, "every": every, **fields})
    except ValidationError as error:
        raise request_error(error) from None
    options = {
        "content": body.model_dump_json(exclude_unset=True).encode(),
        "headers": {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex},
    }
    return Call("POST", "/watches", WatchAnswer, options, SUBMIT_ATTEMPTS)


def every_one() -> Call[WatchList]:
    """List watches."""
    return Call("GET", "/watches", WatchList)


def one(watch_id: str) -> Call[WatchAnswer]:
    """Get a watch."""
    return Call("GET", f"/watches/{watch_id}", WatchAnswer)


def remove(watch_id: str) -> Call[WatchAnswer]:
    """Remove a watch. A success has no body."""
    return Call("DELETE", f"/watches/{watch_id}", WatchAnswer)
