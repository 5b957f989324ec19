"""What one call of a tool works with: the API, and where people open what it names."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from starlette.requests import Request

from research.client import AsyncResearchClient


@dataclass(frozen=True, slots=True)
class Desk:
    """The API as the caller of one tool may use it."""

    client: AsyncResearchClient
    link: Callable[[str], str]
    """The address at which people open a file that the client names."""


OpenDesk = Callable[[Request | None], AbstractAsyncContextManager[Desk]]
"""Opens the desk of whoever sent the HTTP request; None over stdio, where there is one caller."""
