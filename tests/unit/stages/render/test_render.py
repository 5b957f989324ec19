"""The files of a report: their names, their JSON and its schema."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from research.domain.errors import QuoteNotFoundError
from research.domain.report import Report
from research.domain.report_format import ReportFormat, made_formats
from research.domain.source import Source, SourceRecord
from research.stages.render.bibliography import cited_works
from research.stages.render.render import render, report_json_schema
from tests.unit.stages.render.render_sample import arabic_report, sample_report, sample_sources

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


def test_what_nothing_was_read_about_is_told_in_the_report_s_language() -> None:
    asked = "“من دفع؟”: nothing about it was found in the pages read.", "Who <b>sells</b> them?"
    report = arabic_report().model_copy(update={"open_questions": asked})
    page, _, plain, *_ = (file.body.decode() for file in render(report, sample_sources())[:3])
    for text in (page, plain):
        assert "«من دفع؟»: لم يُعثر على شيء عن ذلك في الصفحات المقروءة." in text
        assert "nothing about it" not in text
        assert "<b>sells" not in text


def with_uploads(*numbers: int, scheme: str = "upload:") -> tuple[Report, list[Source]]:
    """The sample, some of whose sources are the user's own files."""
    report, sources = sample_report(), list(sample_sources())
    own = {number: f"{scheme}/minutes%20{number}.html" for number in numbers}
    records = [
        SourceRecord.model_validate(
            one.model_dump(exclude={"origin"}) | ({"url": own[one.id]} if one.id in own else {})
        )
        for one in report.sources
    ]
    sources = [
        one.model_copy(update={"url": own[one.id], "raw": b""} if one.id in own else {})
        for one in sources
    ]
    return report.model_copy(update={"sources": tuple(records)}), sources


def test_the_bytes_of_an_upload_stay_with_its_job() -> None:
    report, sources = with_uploads(1)
    names = {file.name for file in render(report, sources)}
    assert f"snapshots/{sources[0].sha256}.txt" in names
    assert f"snapshots/{sources[0].raw_sha256}.raw" not in names
    assert f"snapshots/{sources[1].raw_sha256}.raw" in names
    listed = next(file for file in render(report, sources) if file.name.startswith("report-snap"))
    assert f"{sources[0].raw_sha256}.raw" not in listed.body.decode()


@pytest.mark.parametrize("scheme", ["upload:", "file://"])
def test_each_source_says_whether_it_is_a_file_or_of_the_web(scheme: str) -> None:
    report, sources = with_uploads(1, scheme=scheme)
    page, data, markdown = (file.body.decode() for file in render(report, sources)[:3])
    origins = {one["id"]: one["origin"] for one in json.loads(data)["sources"]}
    assert origins == {one.id: "file" if one.id == 1 else "web" for one in report.sources}
    assert (page.count("own file</span>"), markdown.count(", own file.")) == (1, 1)
    others = len(report.sources) - 1
    assert page.count("from the web</span>") == others
    assert markdown.count(", from the web.") == others - 1, "one is read and not cited"
    is_upload = scheme == "upload:"
    assert ("minutes 1.html" in page) is is_upload
    assert ('href="upload:' in page, f"({scheme}" in markdown) == (False, False)
    assert Report.model_validate_json(data) == report


def test_a_bibliography_names_an_upload_without_an_address() -> None:
    report, sources = with_uploads(1)
    forms = made_formats((ReportFormat.BIBTEX, ReportFormat.RIS, ReportFormat.CSL_JSON))
    bodies = {file.name: file.body.decode() for file in render(report, sources, forms)}
    others = len(cited_works(report)) - 1
    for form, address in (("bib", "  url = "), ("ris", "UR  - "), ("csl.json", '"URL": ')):
        written = bodies[f"{report.job_id}.{form}"]
        assert written.count(address) == others > 0
        assert "upload:" not in written


def test_where_all_is_of_the_web_nothing_is_said_of_it() -> None:
    page, data, markdown = (file.body.decode() for file in render(*with_uploads())[:3])
    assert "from the web" not in page + markdown
    assert {one["origin"] for one in json.loads(data)["sources"]} == {"web"}


def test_a_report_from_before_tells_origins_by_addresses() -> None:
    report, _ = with_uploads(1)
    former = json.loads(report.model_dump_json(by_alias=True))
    for one in former["sources"]:
        del one["origin"]
    assert Report.model_validate_json(json.dumps(former)) == report


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
    assert json.loads(body)["schema"] == "research-report/5"
    schema = json.loads(report_json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(body), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(body) | {"schema": "research-report/6"}, schema)


def test_the_json_has_the_fields_that_others_build_on() -> None:
    report = json.loads(files()["green-roofs-7f3a.json"][0])
    assert {"schema", "job_id", "query", "title", "created_at", "key_findings", "sections",
            "sources", "stats", "warnings"} <= set(report)  # fmt: skip
    section = report["sections"][0]
    assert set(section) == {"question", "claims"}
    for claim in (*report["key_findings"], *section["claims"]):
        assert set(claim) == {"text", "citations", "verdict", "reason", "is_repaired",
                              "paragraph", "cell"}  # fmt: skip
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


def test_the_formats_that_are_asked_for_are_made_and_linked() -> None:
    rendered = {
        file.name: file
        for file in render(
            sample_report(),
            sample_sources(),
            made_formats([ReportFormat.RIS, ReportFormat.PDF]),
            {ReportFormat.PDF: FakeWriter()},
        )
    }
    stem = "green-roofs-7f3a"
    assert [*rendered][:5] == [
        f"{stem}.{ending}" for ending in ("html", "json", "md", "pdf", "ris")
    ]
    assert rendered[f"{stem}.pdf"].body == b"%PDF"
    assert rendered[f"{stem}.pdf"].content_type == "application/pdf"
    page = rendered[f"{stem}.html"].body.decode()
    assert f'href="./{stem}.ris">RIS</a>' in page
    assert f'href="./{stem}.pdf">PDF</a>' in page
    assert f"{stem}.docx" not in page


def test_a_format_without_a_writer_is_not_promised() -> None:
    rendered = render(sample_report(), sample_sources(), made_formats(None))
    endings = [file.name.partition(".")[2] for file in rendered if file.name.startswith("green")]
    assert endings == ["html", "json", "md", "bib", "ris", "csl.json"]
    assert b"docx" not in rendered[0].body


class FakeWriter:
    """Makes a file of four bytes."""

    def write(self, report: Report, sources: Mapping[int, Source]) -> bytes:
        return b"%PDF"
