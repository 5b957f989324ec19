"""The MCP servers that are searched, as the setting ``MCP_SEARCH_SERVERS`` names them."""

import json
import re
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator

from research.domain.value import Value, validation_message

MAX_SERVERS = 10
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_FORM = '{"name": {"command": "program", "args": ["…"], "tool": "search"}}'


class McpSearchServer(Value):
    """A server with a tool that searches: a program to start, or an address to call."""

    tool: str = Field(min_length=1, max_length=200)
    """The tool's name."""
    command: str = Field(default="", max_length=1_000)
    args: tuple[str, ...] = ()
    env: dict[str, SecretStr] = Field(default_factory=dict)
    """What the program is told beside PATH, HOME and their like."""
    url: str = Field(default="", max_length=2_000)
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    query: str = Field(default="", max_length=200)
    """The argument that takes the words searched for; empty: ``query``, or the only one wanted."""
    arguments: dict[str, Any] = Field(default_factory=dict)
    """Further arguments, the same in each search."""

    @field_validator("url")
    @classmethod
    def _is_web(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[^\s/@]+(/\S*)?", url):
            raise ValueError("must be an address such as https://host/mcp")
        return url

    @field_validator("headers")
    @classmethod
    def _are_headers(cls, headers: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for name, value in headers.items():
            is_line = re.fullmatch(r"[ -~]*", value.get_secret_value())
            if not re.fullmatch(r"[A-Za-z0-9-]{1,100}", name) or not is_line:
                raise ValueError("must be names and lines of plain characters")
        return headers

    @model_validator(mode="after")
    def _is_reached_in_one_way(self) -> Self:
        if bool(self.command) == bool(self.url):
            raise ValueError("needs either command or url")
        if self.url and (self.args or self.env):
            raise ValueError("args and env go with command")
        if self.command and self.headers:
            raise ValueError("headers go with url")
        return self


def mcp_search_servers(written: str) -> dict[str, McpSearchServer]:
    """The servers in the JSON `written`, by name; none where it is empty.

    Raises `ValueError`, with a message that names server and field, and no value: it may be secret.
    """
    if not written.strip():
        return {}
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        raise ValueError("must be JSON") from None
    if not isinstance(value, dict) or len(value) > MAX_SERVERS:
        raise ValueError(f"must be such as {_FORM}, of at most {MAX_SERVERS} servers")
    return {name: _server(name, one) for name, one in value.items()}


def _server(name: str, written: object) -> McpSearchServer:
    if not _NAME.fullmatch(name):
        raise ValueError("a server's name has small letters, digits and hyphens, 30 at most")
    if not isinstance(written, dict):
        raise ValueError(f"{name}: must be such as {_FORM}")  # noqa: TRY004, pydantic's form
    try:
        return McpSearchServer.model_validate(written)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part)[:40] for part in first["loc"])
        message = validation_message(first)
        raise ValueError(f"{name}: {place}: {message}" if place else f"{name}: {message}") from None
