"""A plan on the page, in real Chromium: shown, edited, approved, and researched as it was left."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.chaos.world import World
from tests.integration.page_service import WEB, Service
from tests.integration.test_page import Opened, audit, browser, open_page, status
from tests.integration.test_report_in_browser import PHONE, WIDE

__all__ = ["browser"]
TOWN = "Gunnnes"
QUERY = f"What did the {TOWN} ferry cost, and who paid for it?"
SPEED = f"How fast is the {TOWN} ferry?"
MAX_PAGE_BYTES = 150_000


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    running = World(seed=2)
    with running.serving():
        yield running


@pytest.fixture(scope="module")
def plain(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service without a model."""
    service = Service(tmp_path_factory.mktemp("plain"), world.url)
    service.start()
    yield service
    service.stop()


@pytest.fixture(scope="module")
def modelled(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose model asks back."""
    model = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": f"{world.url}/v1"}
    service = Service(tmp_path_factory.mktemp("modelled"), world.url, **model)
    service.start()
    yield service
    service.stop()


def ask(opened: Opened, *choices: str) -> str:
    """Ask with these boxes ticked. The job's id."""
    for choice in choices:
        opened.page.get_by_role("checkbox", name=choice).check()
    return opened.ask(QUERY)


def boxes(opened: Opened) -> list[str]:
    """What stands in the boxes of the plan."""
    return [box.input_value() for box in opened.page.locator("#plan-questions textarea").all()]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_plan_is_edited_and_what_is_left_is_researched(
    browser: Browser, plain: Service, size: tuple[int, int]
) -> None:
    opened = open_page(browser, plain.url, size)
    page = opened.page
    job_id = ask(opened, "show me the plan")
    status(page).to_have_text("Plan to approve")
    expect(page.locator("#announcer")).to_have_text("Plan to approve: 7 questions.")
    expect(page.get_by_role("heading", name="The plan")).to_be_visible()
    expect(page.locator("#plan-until")).to_contain_text("waits for you until")
    expect(page.locator("#job-progress")).to_be_hidden()
    expect(page.locator("#plan-vague")).to_be_hidden()
    asked = boxes(opened)
    assert asked[:2] == [f"What did the {TOWN} ferry cost?", "Who paid for it?"]
    audit(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

    page.get_by_role("button", name="Remove question 2").click()
    expect(page.get_by_role("textbox", name="Question 2")).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("Removed.")
    for _ in asked[2:]:
        page.get_by_role("button", name="Remove question 2").click()
    expect(page.get_by_role("textbox", name="Question 1")).to_be_focused()
    page.get_by_role("button", name="Add a question").click()
    expect(page.get_by_role("textbox", name="Question 2")).to_be_focused()
    page.keyboard.type(SPEED)
    page.keyboard.press("Enter")  # begins no line
    assert boxes(opened) == [asked[0], SPEED]
    page.wait_for_timeout(1_500)  # what comes from the service meanwhile changes no box
    assert boxes(opened) == [asked[0], SPEED]

    page.get_by_role("button", name="Research this plan").click()
    status(page).to_have_text("Report ready", timeout=60_000)
    expect(page.locator("#plan")).to_be_hidden()
    assert page.locator("#answer h3").all_inner_texts() == [asked[0], SPEED]
    told = plain.job(job_id)
    assert told["plan"]["questions"] == [asked[0], SPEED]
    report = httpx.get(f"{plain.url}{told['report_json_url']}").json()
    assert [part["part"] for part in report["answer"]] == [asked[0], SPEED]
    audit(page)
    page.context.close()
    assert opened.complaints == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_what_a_model_asks_back_stands_beside_the_plan_and_is_answered_with_it(
    browser: Browser, modelled: Service, size: tuple[int, int]
) -> None:
    opened = open_page(browser, modelled.url, size)
    page = opened.page
    job_id = ask(opened, "ask me back")
    status(page).to_have_text("Plan to approve")
    box = page.get_by_label(f"Which {TOWN} ferry, the old one or the new one?")
    box.fill("the new one")
    audit(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_role("button", name="Research this plan").click()
    status(page).to_have_text("Report ready", timeout=60_000)
    assert modelled.job(job_id)["plan"]["clarification"] == "the new one"
    page.context.close()
    assert opened.complaints == []


def test_an_empty_plan_is_not_sent_and_a_reload_shows_it_again(
    browser: Browser, plain: Service
) -> None:
    opened = open_page(browser, plain.url)
    page = opened.page
    job_id = ask(opened, "show me the plan")
    status(page).to_have_text("Plan to approve")
    count = len(boxes(opened))
    for _ in range(count):
        page.get_by_role("button", name="Remove question 1").click()
    expect(page.get_by_role("button", name="Add a question")).to_be_focused()
    page.get_by_role("button", name="Research this plan").click()
    expect(page.locator("#plan-fault")).to_have_text("Ask one question at least.")
    assert plain.job(job_id)["status"] == "awaiting_plan"
    page.reload()
    expect(page.locator("#plan-questions textarea")).to_have_count(count)
    for _ in range(10 - count):
        page.get_by_role("button", name="Add a question").click()
    expect(page.get_by_role("button", name="Add a question")).to_be_disabled()
    page.get_by_role("button", name="Cancel").click()
    status(page).to_have_text("Cancelled")
    expect(page.locator("#plan")).to_be_hidden()
    page.context.close()
    assert opened.complaints == []


def test_a_plan_that_was_approved_elsewhere_says_so_and_the_list_finds_what_waits(
    browser: Browser, plain: Service
) -> None:
    opened = open_page(browser, plain.url)
    page = opened.page
    job_id = ask(opened, "show me the plan")
    status(page).to_have_text("Plan to approve")
    page.get_by_role("link", name="Ask another question").click()
    page.get_by_role("radio", name="To approve").check()
    expect(page.locator(".job-title")).to_have_count(1)
    expect(page.locator(".job .facts")).to_contain_text("Plan to approve")
    audit(page)
    page.locator(".job-title").click()
    status(page).to_have_text("Plan to approve")
    page.route("**/status/**", lambda route: None)  # this page hears of it no more
    approved = httpx.put(f"{plain.url}/research/{job_id}/plan", json={"questions": [SPEED]})
    assert approved.is_success
    page.get_by_role("button", name="Research this plan").click()
    expect(page.locator("#plan-trouble")).to_contain_text("awaits no plan")
    page.context.close()
    assert opened.own_complaints == []


def test_hostile_questions_stay_words(browser: Browser, plain: Service) -> None:
    opened = open_page(browser, plain.url)
    page = opened.page
    page.get_by_role("checkbox", name="show me the plan").check()
    opened.ask('Why <img src=x onerror="window.__pwned=1"> in Gunnnes?')
    status(page).to_have_text("Plan to approve")
    assert "<img src=x" in boxes(opened)[0]
    assert page.evaluate("window.__pwned") is None
    page.context.close()
    assert opened.complaints == []


def test_a_watch_has_no_plan_to_approve(browser: Browser, plain: Service) -> None:
    opened = open_page(browser, plain.url)
    page = opened.page
    page.get_by_role("checkbox", name="show me the plan").check()
    page.get_by_role("radio", name="Daily").check()
    expect(page.get_by_role("checkbox", name="show me the plan")).to_be_disabled()
    audit(page)
    page.get_by_label("Your question").fill(QUERY)
    with page.expect_request(lambda request: request.method == "POST") as sending:
        page.locator("#send").click()
    assert "confirm_plan" not in sending.value.post_data_json
    page.context.close()
    assert opened.complaints == []


def test_the_page_stays_small(tmp_path: Path) -> None:
    assert sum(file.stat().st_size for file in WEB.rglob("*") if file.is_file()) < MAX_PAGE_BYTES
