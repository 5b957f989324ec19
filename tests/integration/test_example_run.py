"""The first run of a newcomer: the example, through the console script, with no network."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.integration.offline_command import offline_command, run_offline

ROOT = Path(__file__).parents[2]
COLLECTION = ROOT / "examples" / "sailing-cargo"
PROGRAM = """
import sys
from research import research_sync

report = research_sync(sys.argv[1], sources=[sys.argv[2]])
print(report.model_dump_json(by_alias=True))
"""
QUESTION = (ROOT / "examples" / "QUESTION.txt").read_text().strip()


@dataclass(frozen=True)
class Run:
    """A run that ended, and the report that it printed."""

    folder: Path
    out: str
    err: str
    report: dict[str, Any]

    def claims(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [*self.report["key_findings"]]
        return found + [claim for section in self.report["sections"] for claim in section["claims"]]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("example")
    ended = run_offline(folder, "run", QUESTION, "--source", str(COLLECTION), "--json")
    assert ended.returncode == 0, ended.stderr
    return Run(folder, ended.stdout, ended.stderr, json.loads(ended.stdout))


def test_the_json_is_as_its_schema_says(example: Run) -> None:
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text())
    jsonschema.validate(example.report, schema, jsonschema.Draft202012Validator)
    assert example.report["query"] == QUESTION


def test_every_quote_is_in_the_snapshot_on_disk(example: Run) -> None:
    hashes = {source["id"]: source["sha256"] for source in example.report["sources"]}
    answers = [claim for part in example.report["answer"] for claim in part["claims"]]
    claims = [*answers, *example.claims()]
    citations = [citation for claim in claims for citation in claim["citations"]]
    assert len(citations) >= 10
    for citation in citations:
        path = example.folder / "reports" / "snapshots" / f"{hashes[citation['source']]}.txt"
        text = path.read_bytes().decode()
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_it_draws_on_several_kinds_of_sources_within_the_words_asked_for(example: Run) -> None:
    cited = {c["source"] for claim in example.claims() for c in claim["citations"]}
    kinds = {source["kind"] for source in example.report["sources"]}
    assert len(cited) >= 4
    assert kinds == {"html", "markdown", "text", "pdf", "docx"}
    assert 200 <= example.report["stats"]["words"] <= 700
    assert example.report["key_findings"]
    assert example.report["failures"] == []


def test_the_files_are_where_the_run_said(example: Run) -> None:
    (page,) = (example.folder / "reports").glob("*.html")
    assert str(page.relative_to(example.folder)) in example.err
    assert page.as_uri() in example.err
    assert page.with_suffix(".json").read_text() == example.out
    assert page.with_suffix(".md").read_text().startswith("# ")
    assert not list((example.folder / "reports").rglob(".writing-*"))


def test_nothing_but_progress_and_the_summary_is_on_standard_error(example: Run) -> None:
    progress, _, summary = example.err.partition("\n\n")
    assert all(line.startswith("[") for line in progress.splitlines())
    assert "each a quote that was checked" in summary


def test_the_same_question_gives_the_same_report(example: Run, tmp_path: Path) -> None:
    again = run_offline(tmp_path, "run", QUESTION, "--source", str(COLLECTION), "--json")
    report = json.loads(again.stdout)
    for part in ("title", "key_findings", "sections", "sources"):
        assert report[part] == example.report[part]


def test_a_program_gets_the_same_report_in_three_lines(example: Run, tmp_path: Path) -> None:
    _, environment = offline_command(tmp_path)
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, QUESTION, str(COLLECTION)],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT / 'layers' / 'research'}"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    report = json.loads(ended.stdout)
    for part in ("title", "answer", "key_findings", "sections", "sources"):
        assert report[part] == example.report[part]
    assert (tmp_path / "reports" / f"{report['job_id']}.html").is_file()


def until_it_listens(process: subprocess.Popen[bytes]) -> None:
    """Until the program, and not only its interpreter, takes signals: how soon is the machine's."""
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        caught = re.search(r"^SigCgt:\s*(\w+)$", status.read_text(), re.MULTILINE)
        if caught and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.01)
    raise AssertionError(f"it ended with {process.returncode}")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("wait", ["at the start", "while it runs"])
def test_a_signal_stops_it_soon_and_in_one_line(
    number: signal.Signals, code: int, wait: str, tmp_path: Path
) -> None:
    command, environment = offline_command(
        tmp_path, "run", QUESTION, "--source", str(COLLECTION), "--json"
    )
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        seen = b""
        if wait == "while it runs":
            seen = process.stderr.readline()
        else:
            until_it_listens(process)
        process.send_signal(number)
        started = time.monotonic()
        out, err = process.communicate(timeout=30)
    assert time.monotonic() - started < 20
    assert process.returncode == code
    assert out == b""
    assert (seen + err).decode().splitlines()[-1] == "content-research: stopped"
    assert b"Traceback" not in err


def test_a_reader_that_goes_away_is_no_error_of_ours(tmp_path: Path) -> None:
    command, environment = offline_command(tmp_path, "run", QUESTION, "--source", str(COLLECTION))
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, stdout=writing, stderr=subprocess.PIPE, timeout=120
    )
    os.close(writing)
    assert ended.returncode == 141
    assert b"Traceback" not in ended.stderr
    assert b"Exception ignored" not in ended.stderr
    assert list((tmp_path / "reports").glob("*.html"))
