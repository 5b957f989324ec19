"""What the service takes, its document allows: clients and fuzzers hold it to its word.

Hypothesis looks near the edges: blanks that regular expressions see differently, letters that grow
when they are cleaned or turned to lower case, numbers and days written otherwise.
"""

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from research.api.app import whole_document
from research.domain.request import ResearchRequest
from tests.unit.api.api_on_fakes import Api, problem_of

ODD = st.lists(
    st.sampled_from('\n\r\x0b\x1c\x85\xa0\u180e\u2028\u3000\ufeff µȺİßﬀﬤ٣Ａ1aA-./:%{|\\"<'),
    max_size=5,
).map("".join)
URLS = st.tuples(
    st.sampled_from(["http://", "hTTps://", "ſttp://", "http:/"]),
    ODD,
    st.sampled_from(
        ["a.example", "µ.example", "ȺȺ.com", "münchen.de", "a.example:80", "a.example."]
    ),
    ODD,
    st.sampled_from(["", "/", "/x", "?q=", "#f"]),
    ODD,
).map("".join)
DAYS = st.sampled_from(["2026-01-01", "2026-02-30", "1767225600", "0", "20260101",
                        "2026-W01-1", "2026-01-01T00:00:00", "2026-01-01Z", " 2026-01-01",
                        "2026-01-01\n", "٢٠٢٦-01-01"])  # fmt: skip
LANGUAGES = st.tuples(
    st.sampled_from(["", "e", "en", "EN", "eng", "engl"]),
    st.sampled_from(["", "-US", "-us", "_US", "-ÜS", "\n"]),
).map("".join)
DOMAINS = st.tuples(ODD, st.sampled_from(["a.example", "A.example", "example", "a..b"]), ODD)
NUMBERS = st.one_of(
    st.none(), st.booleans(), st.integers(-1, 102), st.floats(0, 101), st.sampled_from(["50", 1e3])
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "query": st.one_of(
        ODD, st.builds(lambda odd, times: odd * times, ODD, st.integers(390, 1_100))
    ),
    "sources": st.lists(URLS, min_size=1, max_size=2),
    "callback_url": st.one_of(st.none(), URLS),
    "since": DAYS,
    "language": LANGUAGES,
    "domains": st.fixed_dictionaries({"allow": st.lists(DOMAINS.map("".join), max_size=1)}),
    "max_results": NUMBERS,
    "max_words": NUMBERS,
    "budget_usd": st.one_of(NUMBERS, st.sampled_from([0, -0.0, 5e-324, 1_000, 1_000.5])),
    "depth": st.sampled_from(["quick", "QUICK", "quick\n"]),
    "include_news": st.sampled_from([False, 0, "no"]),
    "formats": st.sampled_from([["pdf"], ["PDF"], ["pdf", "bib"], [], None, ["exe"], "pdf"]),
}
WRITTEN_NUMBERS = ["5", "5.0", "05", "+5", " 5", "5 ", "5\n", "1_0", ".5", "5.", "٥", "５", "true"]


@pytest.mark.parametrize("field", FIELDS)
def test_the_document_allows_what_the_form_takes_and_nothing_else(field: str) -> None:
    allowed = _validator({"$ref": "#/components/schemas/NewJob"})

    @settings(
        max_examples=300,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(FIELDS[field])
    def look(value: object) -> None:
        body = {"query": "a", field: value}
        assert _is_taken(body) == allowed.is_valid(body)

    look()


@pytest.mark.parametrize("written", WRITTEN_NUMBERS)
@pytest.mark.parametrize("name", ["limit", "wait"])
async def test_a_number_in_an_address_is_written_as_in_json(name: str, written: str) -> None:
    api = Api()
    path = {"limit": "/jobs", "wait": f"/status/{await api.submit()}"}[name]
    api.service.stopping.set()  # nobody waits for long
    answer = await api.call("GET", path, params={name: written})
    if written in ("5", "5.0"):
        assert answer.status_code == 200
    else:
        problem_of(answer, 422, "invalid_request")


def _validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    whole = {**schema, "components": whole_document()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def _is_taken(body: dict[str, Any]) -> bool:
    try:
        ResearchRequest.model_validate_json(json.dumps(body), strict=True)
    except ValidationError:
        return False
    return True
