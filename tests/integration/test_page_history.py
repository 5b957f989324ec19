"""What was asked before, found by its words on the page, in real Chromium."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.integration.page_service import Service, WaitingPage
from tests.integration.test_page import (
    HOSTILE,
    MILLS,
    NOBODY,
    audit,
    browser,
    held,
    open_page,
    running,
    search_url,
    service,
)
from tests.integration.test_report_in_browser import PHONE, WIDE

__all__ = ["browser", "held", "running", "search_url", "service"]
KEEPER = "Who keeps the tide mill at Córran Sound?"
BEES = "Who keeps bees in Lima?"
CURSOR = "20261125-081500-1e2403f9c0de1a2b4c5d6"
sizes = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@sizes
def test_questions_are_found_by_words_and_status(
    browser: Browser, service: Service, held: WaitingPage, size: tuple[int, int]
) -> None:
    for query in (MILLS, BEES, KEEPER):
        service.job(service.ask(query, [NOBODY]), ended=True)
    held.let_go()
    service.job(service.ask("What does the tide mill yield?", [held.url]), ended=True)
    opened = open_page(browser, service.url, size)
    page, titles = opened.page, opened.page.locator(".job-title")
    expect(titles).to_have_count(4)
    box = page.get_by_role("searchbox", name="Find among these")
    box.press_sequentially("tide CORRAN")
    expect(titles).to_have_text([KEEPER])
    expect(page.locator("#count")).to_have_text("1 of 4 questions")
    expect(page.locator("#announcer")).to_have_text("1 of 4 questions")
    expect(box).to_be_focused()
    audit(page)

    box.fill("tide")
    expect(titles).to_have_count(3)
    page.get_by_role("radio", name="Failed").check()
    expect(titles).to_have_text([KEEPER, MILLS])
    box.fill("bees mill")
    expect(page.locator("#empty-words")).to_have_text("Nothing here has these words.")
    expect(page.locator("#announcer")).to_have_text("Nothing here has these words.")
    audit(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_role("radio", name="All").check()
    box.press("Escape")
    expect(titles).to_have_count(4)
    expect(page.locator("#count")).to_have_text("4 questions")
    box.press("Escape")
    expect(box).not_to_be_focused()
    page.context.close()
    assert opened.complaints == []


def test_words_that_mean_something_elsewhere_are_words(browser: Browser, service: Service) -> None:
    for query in (*HOSTILE[:3], "50% & more = ?"):
        service.job(service.ask(query, [NOBODY]), ended=True)
    opened = open_page(browser, service.url)
    page, titles = opened.page, opened.page.locator(".job-title")
    box = page.get_by_role("searchbox")
    for typed, found in (("<script>", HOSTILE[0]), ("{{7*7}}", HOSTILE[2]), ("% & = ?", "50% & ")):
        box.fill(typed)
        expect(titles).to_have_count(1)
        expect(titles).to_contain_text(found)
    box.fill("x" * 300)  # the box takes as much as the service does
    expect(page.locator("#empty-words")).to_have_text("Nothing here has these words.")
    assert page.evaluate("window.__pwned") is None
    page.context.close()
    assert opened.complaints == []


def test_where_not_all_was_looked_through_it_says_so_and_looks_on(
    browser: Browser, service: Service
) -> None:
    service.job(service.ask(BEES, [NOBODY]), ended=True)

    def answer(route: Route) -> None:
        asked = route.request.url
        told: dict[str, Any] = route.fetch().json()
        if "q=bees" in asked and "cursor=" not in asked:
            told |= {"jobs": [], "next_cursor": CURSOR}
        route.fulfill(json=told)

    opened = open_page(browser, service.url)
    page = opened.page
    page.route("**/jobs?*", answer)
    page.get_by_role("searchbox").fill("bees")
    expect(page.locator("#empty-words")).to_contain_text("None of the newest has these words.")
    with page.expect_request(lambda request: f"cursor={CURSOR}" in request.url) as looking:
        page.get_by_role("button", name="Older").click()
    assert "q=bees" in looking.value.url
    expect(page.get_by_role("button", name="Newer")).to_be_enabled()
    page.get_by_role("searchbox").fill("")
    expect(page.locator(".job-title")).to_have_count(1)
    page.context.close()
    assert opened.complaints == []
