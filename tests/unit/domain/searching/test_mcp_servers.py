"""How MCP servers to search with are written, and what is said of mistakes."""

import json

import pytest

from research.domain.errors import InvalidSettingError
from research.domain.searching.mcp_servers import MAX_SERVERS, mcp_search_servers
from research.settings import Settings

PROGRAM = {"command": "notes-mcp", "args": ["--all"], "env": {"KEY": "s3cret"}, "tool": "search"}
SERVICE = {"url": "https://mcp.example/mcp", "headers": {"X-Key": "s3cret"}, "tool": "find",
           "query": "words", "arguments": {"count": 9}}  # fmt: skip


def test_programs_and_services() -> None:
    found = mcp_search_servers(json.dumps({"notes": PROGRAM, "news": SERVICE}))
    assert list(found) == ["notes", "news"]
    assert found["notes"].command == "notes-mcp"
    assert found["notes"].env["KEY"].get_secret_value() == "s3cret"
    assert found["news"].arguments == {"count": 9}
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize("written", ["", "  "])
def test_none(written: str) -> None:
    assert mcp_search_servers(written) == {}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("notes-mcp", "must be JSON"),
        ("[" * 100_000, "must be JSON"),
        ("[]", "must be such as"),
        ('{"a": "notes-mcp"}', "a: must be such as"),
        ('{"A b": {}}', "a server's name has small letters"),
        ('{"a": {"command": "x"}}', "a: tool: "),
        ('{"a": {"command": "x", "tool": ""}}', "a: tool: "),
        ('{"a": {"tool": "t"}}', "a: needs either command or url"),
        ('{"a": {"tool": "t", "command": "x", "url": "https://h/"}}', "either command or url"),
        ('{"a": {"tool": "t", "url": "ftp://h/s3cret"}}', "a: url: must be an address"),
        ('{"a": {"tool": "t", "url": "https://me:s3cret@h/"}}', "a: url: must be an address"),
        ('{"a": {"tool": "t", "url": "https://h/", "args": ["s3cret"]}}', "go with command"),
        ('{"a": {"tool": "t", "command": "x", "headers": {"A": "s3cret"}}}', "go with url"),
        ('{"a": {"tool": "t", "url": "https://h/", "headers": {"A": "s3cret\\n"}}}', "a: headers"),
        ('{"a": {"tool": "t", "cmd": "s3cret"}}', "a: cmd: "),
        ('{"a": {"tool": "t", "command": "x", "args": "s3cret"}}', "a: args: "),
        (json.dumps({f"s{n}": PROGRAM for n in range(MAX_SERVERS + 1)}), "at most 10 servers"),
    ],
)
def test_mistakes_are_named_and_no_value_is(written: str, message: str) -> None:
    with pytest.raises(InvalidSettingError) as raised:
        Settings.load(_env_file=None, mcp_search_servers=written)
    assert str(raised.value).startswith("MCP_SEARCH_SERVERS: ")
    assert message in str(raised.value)
    assert "s3cret" not in str(raised.value)
    assert len(str(raised.value)) < 300
