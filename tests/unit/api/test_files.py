"""Reports served from the report store."""

from pathlib import Path

import pytest

from research.api.app import create_app
from research.api.files import page_router
from tests.unit.api.api_on_fakes import Api, problem_of

JOB = "20261124-120000-0123456789abcdef"
SHA = "a" * 64


async def stored(name: str) -> Api:
    api = Api()
    await api.reports.put(name, b"<script>alert(1)</script>", "text/html")
    return api


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        (f"{JOB}.html", "text/html; charset=utf-8"),
        (f"{JOB}.json", "application/json; charset=utf-8"),
        (f"{JOB}.md", "text/markdown; charset=utf-8"),
        (f"{JOB}.pdf", "application/pdf"),
        (f"{JOB}.bib", "application/x-bibtex; charset=utf-8"),
        (f"{JOB}.csl.json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
        (f"snapshots/{SHA}.txt", "text/plain; charset=utf-8"),
        (f"snapshots/{SHA}.raw", "application/octet-stream"),
    ],
)
async def test_a_file_is_served_as_what_we_made_of_it(name: str, content_type: str) -> None:
    answer = await (await stored(name)).call("GET", f"/reports/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert ("sandbox" in policy) == name.endswith(".html")
    assert "allow-same-origin" not in policy
    disposition = answer.headers.get("content-disposition", "")
    assert disposition.startswith("attachment") == name.endswith((".raw", ".bib", ".csl.json"))


@pytest.mark.parametrize(
    "name",
    [
        f"jobs/{JOB}.json",
        f"journal/{JOB}/read.json.gz",
        f"idempotency/{SHA}.json",
        f"report-snapshots/{JOB}.json",
        f"snapshot-users/{'a' * 64}.txt/{JOB}",
        f"jobs-unsynced/{JOB}.1",
        f"{JOB}.txt",
    ],
)
async def test_what_is_no_report_stays_in_the_store(name: str) -> None:
    problem_of(await (await stored(name)).call("GET", f"/reports/{name}"), 404, "not_found")


@pytest.mark.parametrize(
    "name", [f"{JOB}.html", "../settings.py", "..%2f..%2fetc/passwd", "%00", f"snapshots/{SHA}"]
)
async def test_what_is_not_there_is_a_404(name: str) -> None:
    problem_of(await Api().call("GET", f"/reports/{name}"), 404, "not_found")


async def test_a_file_that_is_known_is_not_sent_again() -> None:
    api = await stored(f"{JOB}.html")
    first = await api.call("GET", f"/reports/{JOB}.html")
    known = {"If-None-Match": first.headers["etag"]}
    again = await api.call("GET", f"/reports/{JOB}.html", headers=known)
    assert (again.status_code, again.content) == (304, b"")


async def test_a_store_that_is_away_is_a_503() -> None:
    api = await stored(f"{JOB}.html")
    api.reports.away = True
    problem_of(await api.call("GET", f"/reports/{JOB}.html"), 503, "store_unavailable")


async def test_the_page_is_served_with_a_strict_policy_and_leaves_the_api_alone(
    tmp_path: Path,
) -> None:
    (tmp_path / "index.html").write_text("<h1>Ask</h1>")
    (tmp_path / "app.js").write_text("ask()")
    (tmp_path / ".secret").write_text("hidden")
    api = Api()
    api.app = create_app(api.service, others=[page_router(tmp_path)])
    for path, content_type in [("/", "text/html"), ("/index.html", "text/html"), ("/app.js", "")]:
        answer = await api.call("GET", path)
        assert answer.status_code == 200
        assert content_type in answer.headers["content-type"]
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
    assert (await api.call("GET", "/.secret")).status_code == 404
    assert (await api.call("GET", "/research")).status_code == 405


def test_without_a_page_there_is_no_route_for_one(tmp_path: Path) -> None:
    assert page_router(tmp_path / "nowhere").routes == []
