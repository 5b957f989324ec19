"""Files on the page, in real Chromium: chosen, listed, refused with why, sent, and read."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from research.domain.uploads.upload import MAX_UPLOAD_BYTES
from tests.chaos.world import World
from tests.integration.page_service import Service
from tests.integration.test_page import Opened, audit, browser, open_page, status
from tests.integration.test_report_in_browser import PHONE, WIDE
from tests.integration.test_uploads import MINUTES, QUERY

__all__ = ["browser"]
HOSTILE = "<img src=x onerror=window.__pwned=1> von März.md"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    world = World(seed=2)
    with world.serving():
        running = Service(tmp_path_factory.mktemp("uploads"), world.url)
        running.start()
        yield running
        running.stop()


def choose(page: Page, *files: Path) -> None:
    page.get_by_label("Files to read").set_input_files([str(file) for file in files])


def send(page: Page) -> None:
    page.get_by_role("button", name="Research this").click()


def sources_of(service: Service, job_id: str) -> dict[str, str]:
    """The origin of each source of the job's report, by address."""
    told = service.job(job_id, ended=True)
    report = httpx.get(f"{service.url}{told['report_json_url']}").raise_for_status().json()
    return {source["url"]: source["origin"] for source in report["sources"]}


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_files_are_listed_sent_and_read_beside_the_web(
    browser: Browser, service: Service, tmp_path: Path, size: tuple[int, int]
) -> None:
    opened = open_page(browser, service.url, size)
    page, path = opened.page, tmp_path / HOSTILE
    path.write_text(MINUTES)
    other = tmp_path / "numbers.csv"
    other.write_text("year,cars\n" + "2026,90\n" * 200)
    expect(page.locator("#search_web-row")).to_be_hidden()
    choose(page, path, other)
    shown = page.get_by_role("list", name="Files that are chosen")
    expect(shown.get_by_role("listitem")).to_have_text([f"{HOSTILE} 1 KB", "numbers.csv 2 KB"])
    expect(page.locator("#search_web-row")).to_be_visible()
    page.get_by_label("Search the web, too").check()
    audit(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_label("Your question").fill(QUERY)
    send(page)
    status(page).to_have_text("Report ready", timeout=60_000)
    assert page.evaluate("window.__pwned") is None
    job_id = page.url.rpartition("/")[2]
    origins = sources_of(service, job_id)
    assert set(origins.values()) == {"file", "web"}
    page.goto(f"{service.url}/#/")
    expect(shown).to_be_hidden()
    assert page.get_by_label("Files to read").evaluate("each => each.files.length") == 0
    page.context.close()
    assert opened.complaints == []


def test_what_can_not_be_sent_is_said_at_the_files(
    browser: Browser, service: Service, tmp_path: Path
) -> None:
    opened = open_page(browser, service.url, WIDE)
    page, fault = opened.page, opened.page.locator("#files-fault")
    before = len(service.jobs())
    page.get_by_label("Your question").fill(QUERY)
    large, empty, many = tmp_path / "large.pdf", tmp_path / "empty.txt", []
    with large.open("wb") as file:
        file.truncate(MAX_UPLOAD_BYTES + 60_000)
    empty.touch()
    for number in range(26):
        many.append(tmp_path / f"{number}.txt")
        many[-1].write_text("words")
    for files, words in (
        ([large], "“large.pdf” has 20.1 MB; at most 20 MB can be read."),
        ([empty], "“empty.txt” is empty."),
        (many, "These are 26; at most 25 can be read."),
    ):
        choose(page, *files)
        send(page)
        expect(fault).to_have_text(words)
        expect(page.get_by_label("Files to read")).to_be_focused()
    choose(page, many[0])
    expect(fault).to_have_text("")
    page.get_by_role("radio", name="Daily").check()
    page.get_by_role("button", name="Watch this").click()
    expect(fault).to_have_text("What is watched reads no files.")
    page.get_by_role("radio", name="Once").check()
    odd = tmp_path / "film.mp3"
    odd.write_bytes(b"ID3")
    choose(page, odd)
    send(page)
    expect(page.locator("#ask-trouble")).to_contain_text("not of a kind that can be read")
    audit(page)
    assert len(service.jobs()) == before
    page.context.close()


def test_a_file_that_was_sent_is_not_sent_again_when_the_question_is(
    browser: Browser, service: Service, tmp_path: Path
) -> None:
    opened = open_page(browser, service.url, WIDE)
    page, path = opened.page, tmp_path / "minutes.md"
    path.write_text(MINUTES)
    posted: list[str] = []
    page.on("request", lambda request: posted.append(f"{request.method} {_path(request.url)}"))

    def refuse(route: Route) -> None:
        route.fulfill(status=503, json={"code": "too_many_pending", "detail": "Full."})

    page.route("**/research", refuse)
    page.get_by_label("Your question").fill(QUERY)
    choose(page, path)
    send(page)
    expect(page.locator("#ask-trouble")).to_contain_text("Many questions wait already.")
    page.unroute("**/research")
    send(page)
    status(page).to_have_text("Report ready", timeout=60_000)
    assert posted.count("POST /uploads") == 1
    assert len([one for one in posted if one.startswith("POST /uploads/")]) == 1
    assert posted.count("POST /research") == 2
    assert set(sources_of(service, page.url.rpartition("/")[2])) == {"upload:/minutes.md"}
    page.context.close()


def test_a_file_that_does_not_arrive_is_told_and_may_be_sent_again(
    browser: Browser, service: Service, tmp_path: Path
) -> None:
    opened: Opened = open_page(browser, service.url, WIDE)
    page, path = opened.page, tmp_path / "minutes.md"
    path.write_text(MINUTES)
    page.route("**/uploads/*", lambda route: route.abort())
    page.get_by_label("Your question").fill(QUERY)
    choose(page, path)
    send(page)
    expect(page.locator("#ask-trouble")).to_have_text(
        "Minutes.md: It could not be sent; try again."
    )
    page.unroute("**/uploads/*")
    send(page)
    status(page).to_have_text("Report ready", timeout=60_000)
    page.context.close()


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]
