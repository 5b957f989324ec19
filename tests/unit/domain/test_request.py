"""A field that is declared reaches every way in and the job's record."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from research.api.app import whole_document
from research.cli.arguments import parse_arguments
from research.cli.request_options import OPTIONS, WITHOUT_OPTION, given_fields
from research.client import calls
from research.domain.job import Job
from research.domain.request import ResearchRequest
from research.domain.request_bounds import Depth
from research.jobs.new import new_job_id
from tests.unit.api.api_on_fakes import Api, problem_of

FIELDS: dict[str, Any] = {
    "query": "How high is it?",
    "depth": "deep",
    "include_news": False,
    "include_images": False,
    "include_videos": False,
    "embed_images": True,
    "formats": ["pdf", "csl.json"],
    "max_results": 7,
    "max_words": 300,
    "language": "pt-BR",
    "style": "plain",
    "sources": ["https://a.example/x"],
    "search_web": True,
    "search": ["scholar", "web"],
    "since": "2026-01-02",
    "until": "2026-02-03",
    "domains": {"allow": ["a.example"], "deny": ["b.example"]},
    "follow_up_of": "20261124-120000-0123456789abcdef",
    "confirm_plan": True,
    "clarify": True,
    "budget_usd": 0.25,
    "callback_url": "https://c.example/hook",
}
"""A value for each that is not its default."""
API_GUIDE = Path(__file__).parents[3] / "docs" / "api.md"
FORMER_RECORD = {
    "query": "How high is it?",
    "depth": "deep",
    "max_sources": 7,
    "max_words": 300,
    "budget_usd": 0.25,
    "language": "pt-BR",
    "include_news": False,
    "include_images": False,
    "include_videos": False,
    "sources": ["https://a.example/x"],
    "search_web": True,
    "since": "2026-01-02",
    "until": "2026-02-03",
    "allow_domains": ["a.example"],
    "deny_domains": ["b.example"],
    "callback_url": "https://c.example/hook",
}
"""As stores hold it from before November 2026 ended."""
NOW = datetime(2026, 11, 25, 8, 15, tzinfo=UTC)


def job(request: ResearchRequest) -> Job:
    return Job(job_id=new_job_id(NOW), request=request, created_at=NOW, updated_at=NOW)


def test_the_fields_here_are_those_of_the_request_and_not_as_usual() -> None:
    assert list(FIELDS) == list(ResearchRequest.model_fields)
    request = ResearchRequest.model_validate(FIELDS)
    for name, field in ResearchRequest.model_fields.items():
        assert getattr(request, name) != field.default


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_documented(field: str) -> None:
    assert field in whole_document()["components"]["schemas"]["NewJob"]["properties"]
    assert re.search(rf"^\|.*`{field}`.*\|$", API_GUIDE.read_text(encoding="utf-8"), re.MULTILINE)


async def test_every_field_is_taken_by_the_api_and_kept_in_the_record() -> None:
    api = Api()
    followed = job(ResearchRequest(query="How high was it?"))
    await api.jobs.create(followed.model_copy(update={"job_id": FIELDS["follow_up_of"]}))
    await api.finish(FIELDS["follow_up_of"])
    answer = await api.call("POST", "/research", json=FIELDS)
    kept = (await api.jobs.get(answer.json()["job_id"])).request
    assert kept.model_dump(mode="json") == FIELDS


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_has_options_or_is_known_to_have_none(field: str) -> None:
    options = [name for name in OPTIONS if name.partition(".")[0] == field]
    ways = [field == "query", bool(options), field in WITHOUT_OPTION]
    assert ways.count(True) == 1
    if not options:
        return
    written: list[str] = []
    for name in options:
        flag, known = OPTIONS[name]
        inner = name.partition(".")[2]
        value = FIELDS[field][inner] if inner else FIELDS[field]
        words = str(value).strip("[]'").replace("', '", ",")
        written += [flag] if str(known.get("action")).startswith("store_") else [flag, words]
    given = given_fields(parse_arguments(["run", "How high is it?", *written]))
    assert json.loads(json.dumps(given)) == {field: FIELDS[field]}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_sent_by_the_client(field: str) -> None:
    fields = {"query": FIELDS["query"], field: FIELDS[field]}
    call = calls.submit(FIELDS["query"], {field: FIELDS[field]})
    assert json.loads(call.options["content"]) == fields


def test_a_record_holds_every_field() -> None:
    before = job(ResearchRequest.model_validate(FIELDS))
    assert Job.model_validate_json(before.model_dump_json()) == before
    assert Job.model_validate(json.loads(before.model_dump_json())) == before


def test_a_record_of_an_earlier_release_is_read() -> None:
    since = {"embed_images": False, "formats": None, "search": None, "style": "analyst",
             "follow_up_of": None, "confirm_plan": False, "clarify": False}  # fmt: skip
    now = job(ResearchRequest.model_validate(FIELDS | since))
    former = {**now.model_dump(mode="json"), "request": FORMER_RECORD}
    assert Job.model_validate_json(json.dumps(former)) == now
    assert Job.model_validate(former) == now
    with pytest.raises(ValueError, match="color"):
        Job.model_validate({**former, "request": {**FORMER_RECORD, "color": "red"}})


async def test_a_submit_is_not_a_record_of_an_earlier_release() -> None:
    answer = await Api().call("POST", "/research", json=FORMER_RECORD)
    problem = problem_of(answer, 422, "invalid_request")
    assert {fault["field"] for fault in problem["errors"]} == {
        "max_sources", "allow_domains", "deny_domains",
    }  # fmt: skip


def test_what_is_usual_depends_on_the_sources() -> None:
    request = ResearchRequest(query="sails")
    assert (request.max_sources, request.searches_web, request.max_words) == (12, True, None)
    named = ResearchRequest(query="sails", sources=("https://a.example/",))
    assert (named.max_sources, named.searches_web) == (50, False)
    both = named.model_copy(update={"search_web": True})
    assert (both.max_sources, both.searches_web) == (13, True)
    asked = named.model_copy(update={"max_results": 3, "search_web": True})
    assert (asked.max_sources, asked.searches_web) == (3, True)


@pytest.mark.parametrize(
    ("depth", "written"), [(Depth.QUICK, 450), (Depth.STANDARD, 1_400), (Depth.DEEP, 3_000)]
)
def test_how_long_a_report_is_depends_on_who_writes_it(depth: Depth, written: int) -> None:
    request = ResearchRequest(query="sails", depth=depth)
    assert (request.words(has_model=True), request.words(has_model=False)) == (written, 700)
    asked = request.model_copy(update={"max_words": 99})
    assert (asked.words(has_model=True), asked.words(has_model=False)) == (99, 99)


def test_where_to_search_is_where_it_searches_beside_what_is_named_too() -> None:
    named = {"query": "x", "sources": ["https://a.example/"]}
    assert not ResearchRequest.model_validate(named).searches_web
    assert ResearchRequest.model_validate({**named, "search": ["arxiv"]}).searches_web
    assert ResearchRequest(query="x").search_places == ("web",)
    for wrong in ({"search": []}, {"search": ["bing"]}, {"search": ["web"], "search_web": False}):
        with pytest.raises(ValueError, match="search"):
            ResearchRequest.model_validate({**named, **wrong})
