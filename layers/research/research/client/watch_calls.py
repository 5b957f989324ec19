"""The calls about watches, for both clients."""

from collections.abc import Mapping
from typing import Any

from research.api.watches.forms import WatchAnswer, WatchList
from research.client.calls import SUBMIT_ATTEMPTS, Call, body_of, json_options
from research.domain.follow_up.watch import NewWatch


def add(query: str, every: str, fields: Mapping[str, Any]) -> Call[WatchAnswer]:
    """Make a watch; `fields` are those beside the query and how often.

    Raises `InvalidRequestError`.
    """
    body = body_of(NewWatch, {"query": query, "every": every, **fields})
    options = json_options(body, is_new=True)
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
