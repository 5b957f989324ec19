"""The page by its keys, in real Chromium: where they lead, and where they are letters."""

import re

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.integration.page_service import Service, WaitingPage
from tests.integration.test_page import (
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
    wait_for_start,
)
from tests.integration.test_report_in_browser import PHONE, WIDE

__all__ = ["browser", "held", "opened", "running", "search_url", "service"]
MILL = "How does the tide mill at Corran Sound work?"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_keys_are_listed(browser: Browser, service: Service, size: tuple[int, int]) -> None:
    opened = open_page(browser, service.url, size)
    page, dialog = opened.page, opened.page.get_by_role("dialog")
    page.get_by_role("button", name="Keys").click()
    expect(dialog).to_contain_text("write a question")
    audit(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.keyboard.press("/")  # a dialog has its own keys
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Keys")).to_be_focused()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    page.context.close()
    assert opened.complaints == []


def test_keys_lead_where_they_say(opened: Opened, held: WaitingPage) -> None:
    page, press = opened.page, opened.page.keyboard.press
    question = page.get_by_label("Your question")
    held.let_go()
    opened.ask(MILL, held.url)
    status(page).to_have_text("Report ready")
    press("a")
    expect(page.get_by_label("A question that its sources")).to_be_focused()
    expect(page.get_by_label("A question that its sources")).to_have_value("")
    press("Escape")
    with page.context.expect_page() as opening:
        press("o")
    expect(opening.value.locator("h1")).to_contain_text("tide mill")
    opening.value.close()
    press("h")
    page.wait_for_url(re.compile("#/$"))
    expect(page.locator("#find, #before-heading").and_(page.locator(":focus"))).to_have_count(1)
    press("Escape")
    press("/")
    expect(question).to_be_focused()
    expect(question).to_have_value("")
    page.keyboard.type("a/h?o")
    expect(question).to_have_value("a/h?o")
    expect(page.get_by_role("dialog")).to_be_hidden()
    press("Escape")
    press("h")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator(".job-title").click()
    expect(page.locator("#job")).to_be_visible()  # its status may be that of before
    status(page).to_have_text("Report ready")
    press("/")
    expect(question).to_be_focused()
    expect(question).to_have_value("a/h?o")


def test_keys_can_be_turned_off_and_leave_those_of_the_browser_alone(opened: Opened) -> None:
    page, press = opened.page, opened.page.keyboard.press
    dialog, on = page.get_by_role("dialog"), page.get_by_role("checkbox", name="Keys of one letter")
    page.locator("#ask-heading").focus()
    for key in ("Control+h", "Alt+h", "Meta+h"):
        press(key)
    expect(page.locator("#ask-heading")).to_be_focused()
    press("?")
    on.uncheck()
    press("Escape")
    page.reload()
    wait_for_start(page)
    page.locator("#ask-heading").focus()
    press("?")
    press("/")
    expect(dialog).to_be_hidden()
    expect(page.locator("#ask-heading")).to_be_focused()
    page.get_by_role("button", name="Keys").click()
    expect(on).not_to_be_checked()
    on.check()
    press("Escape")
    page.locator("#ask-heading").focus()
    press("/")
    expect(page.get_by_label("Your question")).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


def test_who_was_faster_than_the_page_keeps_the_focus(opened: Opened) -> None:
    page = opened.page
    held: list[Route] = []
    page.route("**/config.json", lambda route: held.append(route))
    with page.expect_request("**/config.json"):
        page.reload()
    page.get_by_role("button", name="Keys").focus()
    held[0].continue_()
    wait_for_start(page)
    expect(page.get_by_role("button", name="Keys")).to_be_focused()
