"""What `run --remote` sends: every option that fills a field, and no file of ours."""

import pytest

from research.cli.arguments import parse_arguments
from research.cli.remote import _fields
from research.client import calls
from research.domain.errors import InvalidRequestError
from research.domain.request import ResearchRequest


def test_every_bound_and_place_is_sent() -> None:
    options = parse_arguments(
        ["run", "sails", "--remote", "https://s.example", "--since", "2026-01-02",
         "--until", "2026-02-03", "--include-domains", "a.example,b.example",
         "--exclude-domains", "c.example", "--language", "de", "--max-sources", "7",
         "--search", "web,arxiv", "--source", "https://d.example/", "--confirm-plan", "--clarify"]
    )  # fmt: skip
    sent = calls.submit(options.query, _fields(options)).options["content"]
    assert ResearchRequest.model_validate_json(sent) == ResearchRequest.model_validate({
        "query": "sails",
        "since": "2026-01-02",
        "until": "2026-02-03",
        "domains": {"allow": ["a.example", "b.example"], "deny": ["c.example"]},
        "language": "de",
        "max_results": 7,
        "search": ["web", "arxiv"],
        "sources": ["https://d.example/"],
        "confirm_plan": True,
        "clarify": True,
    })  # fmt: skip


def test_no_file_of_ours_is_sent() -> None:
    options = parse_arguments(["run", "sails", "--remote", "https://s.example", "--source", "a"])
    with pytest.raises(InvalidRequestError, match="a service reads addresses alone"):
        _fields(options)
