"""The pages of the API's document, and a report as the service sends it, in real Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from research.client import ResearchClient
from tests.integration.serving import Serving, pages, serving

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium")
    if executable is None:
        reason = "Chromium is missing: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("docs")) as running:
        yield running


@contextmanager
def opened(browser: Browser, url: str, service: Serving) -> Iterator[Page]:
    """The page at `url`, which must ask nobody but the service, and complain of nothing."""
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url, wait_until="networkidle")
    yield page
    assert complaints == []
    assert [url for url in asked if not url.startswith((service.url, "data:"))] == []
    page.close()


def test_calls_can_be_tried_out(browser: Browser, service: Serving) -> None:
    with opened(browser, f"{service.url}/docs", service) as page:
        expect(page.locator(".opblock")).to_have_count(14)
        call = page.locator("#operations-health-health_health_get")
        call.locator("button").first.click()
        call.get_by_role("button", name="Execute").click()
        call.locator(".live-responses-table").wait_for()
        assert '"status": "healthy"' in call.locator(".live-responses-table").inner_text()


def test_the_page_to_read_is_whole_and_accessible(browser: Browser, service: Serving) -> None:
    with opened(browser, f"{service.url}/redoc", service) as page:
        assert page.locator("article").count() > 20
        page.get_by_role("link", name="POST /research", exact=True).click()
        assert page.locator("article:target h3").inner_text() == "POST /research"
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_to_read_fits(browser: Browser, service: Serving, width: int) -> None:
    with opened(browser, f"{service.url}/redoc", service) as page:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_served_report_works_in_its_sandbox(browser: Browser, service: Serving) -> None:
    with pages() as urls, ResearchClient(service.url) as client:
        job = client.wait(
            client.submit("How much cargo is carried under sail?", sources=urls).job_id
        )
    with opened(browser, job.report_url, service) as page:
        assert page.evaluate("self.origin") == "null"  # it reaches nothing of the service's page
        page.locator("a.cite").first.click()
        assert page.locator("#card").is_visible()  # its own script runs
        with page.expect_popup() as snapshot:
            page.get_by_role("link", name="Snapshot (Source 1)", exact=True).first.click()
        assert snapshot.value.url.startswith(f"{service.url}/reports/snapshots/")
