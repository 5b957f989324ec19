"""The benchmark's own counting: a figure in the README is worth what this is."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from research.domain.claim import Citation, Claim, Section
from research.domain.report import Report, ReportStats
from research.domain.source import SourceKind, SourceRecord
from scoring import baseline, missing_quotes, score

TOPIC = {
    "relevant": ["kites", "sails"],
    "marginal": ["harbours"],
    "facts": [
        {"fact": "The kite weighs 60 kg.", "patterns": [r"\b60 ?kg", "sixty kilograms"]},
        {"fact": "It halves the fuel.", "patterns": ["half (?:of )?the fuel"]},
    ],
}
TEXT = "The kite weighs 60 kg.\nIt saves half the fuel."


def test_a_fact_is_stated_when_one_sentence_has_one_of_its_patterns() -> None:
    found = score(TOPIC, ["A kite of SIXTY kilograms.", "Half of", "the fuel."], {"kites"})
    assert found.facts == 0.5
    assert found.missed == ("It halves the fuel.",)


@pytest.mark.parametrize(
    ("cited", "share"),
    [({"kites", "sails"}, 1.0), ({"kites", "harbours"}, 1.0), ({"kites", "cats"}, 0.5),
     ({"cats", "harbours"}, 0.0)],
)  # fmt: skip
def test_marginal_pages_are_neither_right_nor_wrong(cited: set[str], share: float) -> None:
    assert score(TOPIC, [], cited).relevant == share


def test_a_quote_that_is_not_where_it_says_is_found(tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    name = sha256(TEXT.encode()).hexdigest()
    (tmp_path / "snapshots" / f"{name}.txt").write_bytes(TEXT.encode())
    right = Citation(source=1, start=0, end=22, quote=TEXT[:22])
    wrong = Citation(source=1, start=1, end=23, quote="The kite weighs 60 kg.")
    assert missing_quotes(report(name, right, right), tmp_path) == []
    assert missing_quotes(report(name, right, wrong), tmp_path) == [wrong.quote]
    assert missing_quotes(report(name, wrong, right), tmp_path) == [wrong.quote]


def test_a_baseline_stops_at_the_limit_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [{"id": "kites", "text": TEXT}, {"id": "sails", "text": "A sail is a wing. Yes."}]
    monkeypatch.setattr("scoring.pages", lambda: texts)
    found = ["kites", "sails"]
    by_turns = baseline(TOPIC, found, 10, is_interleaved=True)
    in_order = baseline(TOPIC, found, 10, is_interleaved=False)
    assert (by_turns.facts, in_order.facts) == (0.5, 1.0)


def report(sha: str, finding: Citation, cited: Citation) -> Report:
    """A report of two claims on one source."""
    source = SourceRecord(
        id=1, url="https://sails.example/", title="Kites", author="", site="", published=None,
        language="en", kind=SourceKind.TEXT, sha256=sha, raw_sha256=sha,
    )  # fmt: skip
    stats = ReportStats(
        words=10, claims=2, sources_found=1, sources_read=1, sources_cited=1, sources_failed=0,
        seconds=1.0,
    )  # fmt: skip
    claims = [Claim(text=each.quote, citations=(each,)) for each in (finding, cited)]
    return Report(
        job_id="j", query="Kites?", title="Kites", created_at=datetime(2026, 1, 2, tzinfo=UTC),
        key_findings=(claims[0],), sections=(Section(question="Kites?", claims=(claims[1],)),),
        sources=(source,), stats=stats,
    )  # fmt: skip
