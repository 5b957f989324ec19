"""What may be a key is hidden from what a server says, and the rest of it is left."""

from typing import Any

import pytest

from research.domain.searching.mcp_secrets import without_secrets
from research.domain.searching.mcp_servers import McpSearchServer

SERVICE = "https://mcp.example/mcp"


def hidden(said: str, **fields: Any) -> str:
    fields = fields if "command" in fields else {"url": SERVICE, **fields}
    return without_secrets(said, McpSearchServer.model_validate({"tool": "find", **fields}))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"headers": {"X-Key": "s3cret"}}, "the key s3cret is refused"),
        ({"headers": {"Authorization": "Bearer s3cret-9"}}, "the key s3cret-9 is refused"),
        ({"headers": {"Authorization": "Bearer abc"}}, "the key abc is refused"),
        ({"headers": {"Authorization": "Bearer S3CRET"}}, "the key Bearer s3cret is refused"),
        ({"headers": {"Cookie": "session=s3cret; lang=en"}}, "the key s3cret is refused"),
        ({"url": f"{SERVICE}?apiKey=s3cret&v=2"}, "the key s3cret is refused"),
        ({"url": f"{SERVICE}?apiKey=s3cret&v=2"}, "the key apiKey=s3cret&v=2 is refused"),
        ({"url": f"{SERVICE}?s3cret"}, "the key s3cret is refused"),
        ({"url": f"{SERVICE}?k=s3%2fcret"}, "the key s3/cret is refused"),
        ({"url": f"{SERVICE}?k=s3/cret"}, "the key s3%2Fcret is refused"),
        ({"url": "https://mcp.example/s/s3cret-s3cret-s3cret/mcp"},
         "the key s3cret-s3cret-s3cret is refused"),
        ({"command": "notes", "env": {"KEY": "abc"}}, "the key abc is refused"),
        ({"command": "notes", "env": {"DB": "db://me:p4ss@host/x"}}, "the key p4ss is refused"),
        ({"command": "notes", "args": ["--key", "s3cret"]}, "the key s3cret is refused"),
        ({"command": "notes", "args": ["--key=s3cret"]}, "the key s3cret is refused"),
        ({"command": "notes", "args": ["--header", "Authorization: Bearer s3cret"]},
         "the key s3cret is refused"),
        ({"command": "notes", "args": [f"{SERVICE}?k=abc"]}, "the key abc is refused"),
        ({"arguments": {"auth": [{"key": "s3cret"}]}}, "the key s3cret is refused"),
    ],
)  # fmt: skip
def test_a_key_is_hidden_wherever_it_is_set(fields: dict[str, Any], said: str) -> None:
    assert hidden(said, **fields) == "the key … is refused"


def test_each_is_hidden_and_the_longest_first() -> None:
    headers = {"X-A": "s3cret", "X-B": "s3cret-and-more"}
    assert hidden("s3cret-and-more, s3cret, S3CRET", headers=headers) == "…, …, …"


@pytest.mark.parametrize(
    "fields",
    [
        {"url": f"{SERVICE}?v=1"},
        {"command": "uv", "args": ["run", "-q", "--of", "to"], "env": {"DEBUG": "1", "EMPTY": " "}},
        {"headers": {"X-Words": "as it is of to"}, "arguments": {"count": 20, "language": "en"}},
    ],
)
def test_words_and_numbers_of_others_are_left(fields: dict[str, Any]) -> None:
    said = "it failed to run: 10 of 21 seats at mcp.example/mcp are taken"
    assert hidden(said, **fields) == said


def test_signs_of_a_pattern_are_signs() -> None:
    assert hidden("(a+)+$[ and aaaa", headers={"X-Key": "(a+)+$["}) == "… and aaaa"
