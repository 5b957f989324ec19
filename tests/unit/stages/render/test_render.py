"""The files of a report: their names, their JSON and its schema."""

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

from research.domain.errors import QuoteNotFoundError
from research.domain.report import Report
from research.stages.render.render import render, report_json_schema
from tests.unit.stages.render.render_sample import sample_report, sample_sources

DOCS = Path(__file__).parents[4] / "docs"


def files() -> dict[str, tuple[bytes, str]]:
    rendered = render(sample_report(), sample_sources())
    return {file.name: (file.body, file.content_type) for file in rendered}


def test_the_page_comes_first_and_every_source_has_its_snapshot() -> None:
    rendered = files()
    assert [*rendered][:3] == [f"green-roofs-7f3a.{kind}" for kind in ("html", "json", "md")]
    listed = json.loads(rendered["report-snapshots/green-roofs-7f3a.json"][0])
    assert listed == [*rendered][3 : 3 + len(listed)]
    assert len(rendered) == 3 + 4 * len(sample_sources()) + 1
    for source in sample_sources():
        text, text_type = rendered[f"snapshots/{source.sha256}.txt"]
        raw, raw_type = rendered[f"snapshots/{source.raw_sha256}.raw"]
        assert hashlib.sha256(text).hexdigest() == source.sha256
        assert text_type == "text/plain; charset=utf-8"
        assert (raw, raw_type) == (source.raw, "application/octet-stream")


def test_quotes_are_in_the_snapshots_where_the_json_says() -> None:
    rendered = files()
    report = json.loads(rendered["green-roofs-7f3a.json"][0])
    hashes = {source["id"]: source["sha256"] for source in report["sources"]}
    claims = report["key_findings"] + [c for s in report["sections"] for c in s["claims"]]
    citations = [citation for claim in claims for citation in claim["citations"]]
    assert len(citations) > 10
    for citation in citations:
        text = rendered[f"snapshots/{hashes[citation['source']]}.txt"][0].decode()
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_json_reads_back_as_the_report_and_fits_its_schema() -> None:
    body = files()["green-roofs-7f3a.json"][0]
    assert Report.model_validate_json(body) == sample_report()
    assert json.loads(body)["schema"] == "research-report/2"
    schema = json.loads(report_json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(body), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(body) | {"schema": "research-report/3"}, schema)


def test_the_json_has_the_fields_that_others_build_on() -> None:
    report = json.loads(files()["green-roofs-7f3a.json"][0])
    assert {"schema", "job_id", "query", "title", "created_at", "key_findings", "sections",
            "sources", "stats", "warnings"} <= set(report)  # fmt: skip
    section = report["sections"][0]
    assert set(section) == {"question", "claims"}
    for claim in (*report["key_findings"], *section["claims"]):
        assert set(claim) == {"text", "citations", "verdict", "reason", "is_repaired", "paragraph"}
        assert set(claim["citations"][0]) == {"source", "quote", "start", "end"}
    assert {"id", "url", "title", "site", "author", "published", "language", "kind",
            "sha256"} <= set(report["sources"][0])  # fmt: skip
    assert {"words", "sources_read", "sources_failed", "claims", "seconds"} <= set(report["stats"])


def test_the_schema_in_docs_is_the_one_of_the_models() -> None:
    written = (DOCS / "report.schema.json").read_text(encoding="utf-8")
    assert written == report_json_schema(), (
        "docs/report.schema.json is out of date: "
        "python -m research.stages.render.render > docs/report.schema.json"
    )


def test_a_quote_that_is_not_where_it_says_is_refused() -> None:
    sources = [source.model_copy(update={"text": " " + source.text}) for source in sample_sources()]
    with pytest.raises(QuoteNotFoundError, match="source 1 does not have"):
        render(sample_report(), sources)


def test_a_citation_of_a_source_that_is_not_there_is_refused() -> None:
    with pytest.raises(QuoteNotFoundError):
        render(sample_report(), sample_sources()[1:])


def test_rendering_twice_gives_the_same_bytes() -> None:
    assert files() == files()
