"""A run as the page shows it while it goes on, and what can be had of its report, in Chromium."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Route, expect

from tests.integration.page_service import Service, WaitingPage
from tests.integration.test_page import (
    HOSTILE_TITLE,
    MILLS,
    NOBODY,
    QUERY,
    Opened,
    audit,
    browser,
    held,
    open_page,
    opened,
    running,
    search_url,
    service,
    status,
)
from tests.integration.test_report_in_browser import PHONE, WIDE

__all__ = ["browser", "held", "opened", "running", "search_url", "service"]
FORMATS = ["PDF", "Word", "Markdown", "JSON", "BibTeX", "RIS", "CSL-JSON"]
sizes = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def found(search_url: str, query: str, count: int) -> list[str]:
    """The first pages that a search finds."""
    asked = {"q": query, "format": "json"}
    results = httpx.get(f"{search_url}/search", params=asked).raise_for_status().json()["results"]
    return [result["url"] for result in results[:count]]


def fits(opened: Opened, size: tuple[int, int]) -> bool:
    return bool(opened.page.evaluate("document.documentElement.scrollWidth") <= size[0])


@sizes
def test_sources_are_shown_as_they_are_read(
    browser: Browser,
    service: Service,
    search_url: str,
    held: WaitingPage,
    size: tuple[int, int],
) -> None:
    opened = open_page(browser, service.url, size)
    page = opened.page
    opened.ask(QUERY, *found(search_url, QUERY, 2), held.url)  # with three, all are waited for
    status(page).to_have_text("Researching")
    rows = page.locator("#read-list > li")
    expect(rows.nth(1)).to_be_visible()
    expect(rows.first.locator(".facts")).to_contain_text("web page")
    expect(rows.first.get_by_role("link")).to_have_attribute("rel", "noopener")
    expect(page.locator("#read-list")).not_to_contain_text(HOSTILE_TITLE)
    audit(page)
    assert fits(opened, size)

    held.let_go()
    status(page).to_have_text("Report ready")
    expect(page.locator("#read")).not_to_have_attribute("open", "")
    page.get_by_text("What was read").click()
    job = service.job(page.url.rpartition("/")[2])
    report = httpx.get(f"{service.url}{job['report_json_url']}").json()
    wanted = [source["url"] for source in report["sources"]]
    assert [source["url"] for source in job["progress"]["sources"]] == wanted
    links = rows.get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == wanted
    expect(page.locator("#read-count")).to_have_text(f"{len(wanted)} pages")
    expect(page.locator("#read-list")).to_contain_text(HOSTILE_TITLE)
    audit(page)
    assert fits(opened, size)
    assert page.evaluate("window.__pwned") is None
    page.context.close()
    assert opened.complaints == []


@sizes
def test_the_answer_is_shown_and_told_before_the_report_is_there(
    browser: Browser, service: Service, held: WaitingPage, size: tuple[int, int]
) -> None:
    held.let_go()
    job_id = service.ask("How much barley did the tide mill grind in 2024?", [held.url])
    ended = service.job(job_id, ended=True)
    before: dict[str, Any] = {
        **ended, "status": "running", "result": None, "report_url": "", "files": {},
        "completed_at": None, "progress": {**ended["progress"], "stage": "write", "percent": 70},
    }  # fmt: skip
    is_ready = False

    def as_it_was(route: Route) -> None:
        """The job a moment before its report was made."""
        route.fulfill(json=ended if is_ready else before, headers={"ETag": f'"{is_ready}"'})

    opened = open_page(browser, service.url, size)
    page = opened.page
    page.route("**/status/**", as_it_was)
    page.goto(f"{service.url}/#/jobs/{job_id}")
    status(page).to_have_text("Researching")
    expect(page.locator("#job-progress")).to_be_visible()
    expect(page.locator("#answer")).to_contain_text("41 tonnes of barley")
    expect(page.locator("#announcer")).to_contain_text("41 tonnes of barley")
    cited = page.locator("#answer .cited").get_by_role("link")
    expect(cited).to_have_text([HOSTILE_TITLE])
    expect(cited).to_have_attribute("href", held.url)
    expect(page.get_by_role("link", name="Open the report")).to_be_hidden()
    page.locator("#answer-parts p").evaluate("each => { each.dataset.mine = 'yes'; }")
    audit(page)
    assert fits(opened, size)
    is_ready = True
    status(page).to_have_text("Report ready")
    expect(page.locator("#answer-parts p")).to_have_attribute("data-mine", "yes")
    page.context.close()
    assert opened.complaints == []


@sizes
def test_every_form_of_the_report_can_be_had_and_it_is_asked(
    browser: Browser, service: Service, held: WaitingPage, size: tuple[int, int]
) -> None:
    held.let_go()
    opened = open_page(browser, service.url, size)
    page = opened.page
    opened.ask(MILLS, held.url)
    status(page).to_have_text("Report ready")
    job = service.job(page.url.rpartition("/")[2])
    links = page.get_by_role("group", name="Download").get_by_role("link")
    names = links.all_inner_texts()
    assert len(names) == len(job["files"]) - 1 >= 6  # all but the page itself
    assert names == [name for name in FORMATS if name in names]
    for link in links.all():
        address = link.get_attribute("href") or ""
        assert address.startswith(service.url)
        assert len(httpx.get(address).raise_for_status().content) > 50
    audit(page)
    assert fits(opened, size)

    box = page.get_by_label("A question that its sources")
    box.fill("Who is the keeper of the tide mill?")
    page.get_by_role("button", name="Ask", exact=True).click()
    answered = page.locator(".answered")
    expect(answered).to_contain_text("Ona Brae")
    expect(answered.get_by_role("link", name=HOSTILE_TITLE).first).to_be_visible()
    audit(page)
    assert fits(opened, size)
    page.context.close()
    assert opened.complaints == []


@sizes
def test_options_that_are_folded_away_are_counted(
    browser: Browser, service: Service, size: tuple[int, int]
) -> None:
    opened = open_page(browser, service.url, size)
    page, count = opened.page, opened.page.locator("#more-count")
    fold = page.get_by_text("More options")
    expect(count).to_be_empty()
    fold.click()
    page.get_by_label("Published since").fill("2026-03-01")
    page.get_by_label("Only these sites").fill("tide.test")
    page.get_by_role("radio", name="News").check()
    page.get_by_role("checkbox", name="news").uncheck()
    page.get_by_label("Pages, at most").fill("5")
    page.get_by_label("Pages, at most").blur()
    expect(count).to_have_text("5 chosen")
    audit(page)
    assert fits(opened, size)
    fold.click()
    expect(count).to_be_visible()
    with page.expect_request(lambda request: request.method == "POST") as sending:
        opened.ask(MILLS, NOBODY)
    sent = sending.value.post_data_json
    assert (sent["since"], sent["style"], sent["max_results"]) == ("2026-03-01", "news", 5)
    page.get_by_role("link", name="Ask another question").click()
    expect(count).to_be_empty()
    page.context.close()
    assert opened.complaints == []
