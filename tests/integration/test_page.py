"""The page in real Chromium, on the service as users start it."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from miniweb import serve, topics
from research.stages.answer.parts import parts_of
from tests.integration.page_service import PROGRAM, WEB, Service, WaitingPage, waiting_page
from tests.integration.test_report_in_browser import ARGUMENTS, PHONE, WIDE
from tests.servers import free_port, required_program

KEY = "k-7f3a51c2"
MILLS = "How much barley does a tide mill grind?"
TOPIC = topics()[0]
QUERY: str = TOPIC["query"]
FACTS = re.compile(
    "|".join(pattern for fact in TOPIC["facts"] for pattern in fact["patterns"]), re.IGNORECASE
)
NOBODY = f"http://127.0.0.1:{free_port()}/nobody"
"""A page that can't be read, so that its job fails at once."""
HOSTILE_TITLE = "Mills <img src=x onerror=window.__pwned=1>"
HOSTILE = (
    "<script>window.__pwned=1</script> who?",
    '"><img src=x onerror="window.__pwned=1"> who?',
    "{{7*7}} ${7*7} javascript:window.__pwned=1 who?",
    "w" * 1_990,
)
BY_THE_BROWSER = "Failed to load resource: "
"""How Chromium's own lines begin, on answers that are errors; no page can keep it from that."""
expect.set_options(timeout=20_000)  # a whole run is waited for, also on a machine that is busy


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = required_program("chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def search_url() -> Iterator[str]:
    with serve("--scale", "0.3") as web:
        yield web.base_url


@pytest.fixture(scope="module")
def running(search_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("service"), search_url)
    service.start()
    yield service
    service.stop()


@pytest.fixture
def service(running: Service) -> Iterator[Service]:
    """The service, without any job."""
    yield running
    running.clear()


@pytest.fixture
def held() -> Iterator[WaitingPage]:
    """A page that jobs wait for until a test lets it go."""
    with waiting_page(HOSTILE_TITLE) as page:
        yield page


@dataclass
class Opened:
    """The page, and what it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def own_complaints(self) -> list[str]:
        """Those that are not the browser's, about answers that a test meant to be errors."""
        return [line for line in self.complaints if not line.startswith(BY_THE_BROWSER)]

    def ask(self, query: str, *sources: str) -> str:
        """Fill the form and send it. The job's id."""
        self.page.get_by_label("Your question").fill(query)
        self.page.get_by_label("Pages to read").fill("\n".join(sources))
        self.page.get_by_role("button", name="Research this").click()
        self.page.wait_for_url(re.compile("#/jobs/"))
        return self.page.url.rpartition("/")[2]


def open_page(browser: Browser, url: str, size: tuple[int, int] = WIDE, **options: Any) -> Opened:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **options
    )
    opened = Opened(context.new_page())
    opened.page.set_default_timeout(15_000)
    for each in ("console", "pageerror"):
        context.on(
            "console" if each == "console" else "weberror",
            lambda told: opened.complaints.append(
                told.text if hasattr(told, "text") else str(told.error)
            ),
        )
    context.on("request", lambda request: opened.requests.append(request.url))
    opened.page.goto(url)
    wait_for_start(opened.page)
    return opened


def wait_for_start(page: Page) -> None:
    """Until the page knows its service: no button or key is heard before."""
    if page.locator("#reference").count():
        expect(page.locator("#reference")).not_to_have_attribute("href", "docs")


@pytest.fixture
def opened(browser: Browser, service: Service) -> Iterator[Opened]:
    """The page, which asks its own service alone, and has nothing to complain of."""
    opened = open_page(browser, service.url)
    yield opened
    opened.page.context.close()
    assert opened.complaints == []
    hosts = {urlsplit(url).netloc for url in opened.requests if not url.startswith("data:")}
    assert hosts == {urlsplit(service.url).netloc}


def audit(page: Page) -> None:
    """Have axe look for anything serious, in both schemes."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
        serious = [
            (violation["id"], [node["html"] for node in violation["nodes"]])
            for violation in found.response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        assert serious == [], scheme


def status(page: Page) -> Any:
    return expect(page.locator("#job-status"))


def test_ask_watch_open_delete(opened: Opened, service: Service, held: WaitingPage) -> None:
    page = opened.page
    expect(page.locator("#empty-words")).to_contain_text("Nothing yet")
    audit(page)
    page.get_by_role("button", name="How do green roofs cool cities?").click()
    expect(page.get_by_label("Your question")).to_have_value("How do green roofs cool cities?")

    page.get_by_label("Pages to read").fill(held.url)
    page.get_by_label("Search the web, too").check()
    page.get_by_label("Your question").fill(QUERY)
    page.get_by_role("button", name="Research this").click()
    status(page).to_have_text("Researching")
    expect(page.locator("[aria-current=step] .stage-name")).to_have_text("Read")
    expect(page.locator("#announcer")).to_contain_text("Read: fetches the pages")
    expect(page.locator(".stage-count").nth(2)).to_have_text(re.compile(r"\d+ of \d+ pages"))
    assert page.title().endswith(QUERY)
    audit(page)

    held.let_go()
    status(page).to_have_text("Report ready")
    expect(page.locator("#announcer")).to_have_text("Report ready.")
    expect(page.locator("#answer h3")).to_have_count(len(parts_of(QUERY)))
    expect(page.locator("#answer p").first).to_be_visible()
    expect(page.locator("#findings")).to_contain_text(FACTS)
    page.get_by_text("Step by step").click()
    audit(page)
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Open the report").click()
    report = opening.value
    expect(report.locator("h1")).to_have_text(QUERY)
    report_url = report.url
    report.close()

    page.get_by_role("button", name="Delete").click()
    audit(page)
    page.get_by_role("button", name="Keep it").click()
    assert len(service.jobs()) == 1
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("#empty-words")).to_be_visible()  # its words stand there when it is hidden
    assert service.jobs() == []
    assert httpx.get(report_url).status_code == 404


def test_a_question_is_watched_listed_and_removed(opened: Opened, service: Service) -> None:
    page = opened.page
    watched = page.locator("#watched")
    expect(watched).to_be_hidden()
    for hostile in HOSTILE[:2]:
        page.get_by_label("Your question").fill(hostile)
        page.get_by_label("Weekly").check()
        page.get_by_label("Words, at most").fill("300")
        page.get_by_role("button", name="Watch this").click()
        expect(page.locator("#announcer")).to_contain_text("It is watched from now on.")
        expect(page.locator("#watched-heading")).to_be_focused()
        expect(page.get_by_role("button", name="Research this")).to_be_visible()  # a new question
    assert [one["query"] for one in service.watches()] == [*HOSTILE[:2]]
    assert {one["every"] for one in service.watches()} == {"weekly"}
    rows = watched.get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(HOSTILE[0])
    expect(rows.first).to_contain_text("Each week")
    expect(page.locator("#watch-count")).to_have_text("2 questions")
    audit(page)
    assert page.evaluate("window.__pwned") is None

    rows.first.get_by_role("button", name="Remove").click()
    audit(page)
    expect(page.get_by_role("dialog")).to_contain_text("reports that there are stay")
    page.get_by_role("button", name="Keep it").click()
    expect(rows).to_have_count(2)
    for left in (1, 0):
        rows.first.get_by_role("button", name="Remove").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(rows).to_have_count(left)
    expect(watched).to_be_hidden()
    assert service.watches() == []


def test_a_watch_leads_to_its_last_report(
    browser: Browser, service: Service, held: WaitingPage
) -> None:
    """It was due when the service began to look."""
    service.stop()
    command = (str(PROGRAM), "watch", "add", MILLS, "--every", "daily", "--source", held.other_url)
    subprocess.run(
        command, cwd=service.folder, env=service.environment, check=True, capture_output=True
    )
    service.start()
    opened = open_page(browser, service.url, PHONE)
    page = opened.page
    expect(page.locator("#jobs .job")).to_have_count(1)
    page.reload()
    expect(page.locator("#watched .facts")).to_contain_text("Each day")
    audit(page)
    page.get_by_role("link", name="Last report on").click()
    status(page).to_have_text("Report ready")
    expect(page.locator("#job-heading")).to_be_visible()
    assert opened.complaints == []
    page.context.close()


def test_what_is_wrong_with_a_watch_is_told(browser: Browser, service: Service) -> None:
    opened = open_page(browser, service.url)
    page = opened.page

    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        told = {"title": "Conflict", "detail": "you have 20 watches, and no more may be had"}
        route.fulfill(status=409, json=told | {"code": "too_many_watches"})

    page.route("**/watches", refuse)
    page.get_by_label("Your question").fill(MILLS)
    page.get_by_label("Daily").check()
    page.get_by_role("button", name="Watch this").click()
    expect(page.locator("#ask-trouble")).to_have_text(
        "You have 20 watches, and no more may be had."
    )
    expect(page.get_by_label("Your question")).to_have_value(MILLS)
    assert opened.own_complaints == []
    page.context.close()


def test_a_report_is_asked_and_its_sources_answer(
    opened: Opened, service: Service, held: WaitingPage
) -> None:
    page = opened.page
    held.let_go()
    job_id = opened.ask("How does the tide mill at Corran Sound work?", held.url)
    status(page).to_have_text("Report ready")
    box, send = page.get_by_label("A question that its sources"), page.locator("#report-send")
    send.click()
    expect(page.locator("#report-question-fault")).to_have_text("Type a question first.")
    box.fill("How much barley did the mill grind in 2024, and who keeps bees in Lima?")
    box.press("Enter")
    answered = page.locator(".answered")
    expect(answered.locator("h4")).to_have_count(2)
    expect(answered).to_contain_text("41 tonnes of barley")
    expect(answered).to_contain_text("the source read says who keeps bees in Lima")
    expect(page.locator("#announcer")).to_contain_text("Answered.")
    link = answered.get_by_role("link", name=HOSTILE_TITLE).first
    expect(link).to_have_attribute("href", held.url)
    audit(page)
    page.evaluate("window.scrollTo(0, 0)")
    page.get_by_role("link", name="Ask another question").click()
    page.go_back()
    expect(page.locator(".answered")).to_have_count(0)  # answers are of the visit
    assert page.evaluate("window.__pwned") is None
    httpx.delete(f"{service.url}/jobs/{job_id}").raise_for_status()


def test_a_report_is_followed_from_its_view(
    opened: Opened, service: Service, held: WaitingPage
) -> None:
    page = opened.page
    held.let_go()
    first = opened.ask("How does the tide mill at Corran Sound work?", held.url)
    status(page).to_have_text("Report ready")
    page.get_by_role("button", name="What has changed?").click()
    page.wait_for_url(re.compile(f"#/jobs/(?!{first})"))
    status(page).to_have_text("Report ready")
    second = page.url.rpartition("/")[2]
    report = httpx.get(f"{service.url}/reports/{second}.json").json()
    assert report["changes"]["follow_up_of"] == first
    assert report["changes"]["changes"] == []
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Open the report").click()
    expect(opening.value.locator(".changes")).to_contain_text("Nothing new, gone or changed")
    opening.value.close()


def test_one_is_cancelled_from_its_view_and_one_from_the_list(
    opened: Opened, service: Service, held: WaitingPage
) -> None:
    page = opened.page
    first = opened.ask(MILLS, held.url)
    status(page).to_have_text("Researching")
    page.get_by_role("link", name="Ask another question").click()
    second = opened.ask("Who keeps the mill?", held.url)
    status(page).to_have_text("Researching")
    page.get_by_role("button", name="Cancel").click()
    status(page).to_have_text("Cancelled")
    expect(page.locator("[data-state=stopped]")).to_have_count(1)
    audit(page)
    assert service.job(first)["status"] == "running"

    page.get_by_role("link", name="Ask another question").click()
    rows = page.locator(".job")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Cancelled")
    expect(rows.nth(1)).to_contain_text("Researching")
    audit(page)
    page.get_by_role("button", name=f"Cancel “{MILLS}”").click()
    expect(rows.nth(1)).to_contain_text("Cancelled")
    assert {service.job(each)["status"] for each in (first, second)} == {"cancelled"}
    page.get_by_role("button", name=f"Delete “{MILLS}”").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(rows).to_have_count(1)
    expect(page.locator("#before-heading")).to_be_focused()


def test_a_reload_in_mid_run_follows_on(opened: Opened, held: WaitingPage) -> None:
    page = opened.page
    opened.ask(MILLS, held.url)
    expect(page.locator("[aria-current=step] .stage-name")).to_have_text("Read")
    page.reload()
    status(page).to_have_text("Researching")
    expect(page.locator("#job-heading")).to_have_text(MILLS)
    expect(page.locator("[aria-current=step] .stage-name")).to_have_text("Read")
    held.let_go()
    status(page).to_have_text("Report ready")
    page.go_back()
    expect(page.locator(".job")).to_contain_text("Report ready")


def test_waiting_for_a_change_is_one_call(opened: Opened, held: WaitingPage) -> None:
    opened.ask(MILLS, held.url)
    expect(opened.page.locator("[aria-current=step] .stage-name")).to_have_text("Read")
    opened.page.wait_for_timeout(600)
    before = len(opened.requests)
    opened.page.wait_for_timeout(1_500)
    assert len(opened.requests) - before <= 1


def test_a_wrong_key_then_the_right_one(browser: Browser, search_url: str, tmp_path: Path) -> None:
    service = Service(tmp_path, search_url, API_KEYS=f"other,{KEY}")
    service.start()
    opened = open_page(browser, service.url)
    page = opened.page
    dialog = page.get_by_role("dialog")
    key = page.get_by_label("API key")
    expect(key).to_be_focused()
    audit(page)
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Type or paste the key.")
    key.fill("schlüssel")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("no letters beyond a to z")
    key.fill("wrong")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("The service does not know this key.")
    audit(page)
    key.fill(KEY)
    page.keyboard.press("Enter")
    expect(dialog).not_to_be_visible()
    expect(page.locator("#empty-words")).to_contain_text("Nothing yet")
    opened.ask(MILLS, NOBODY)
    status(page).to_have_text("No report")

    kept = page.evaluate("[Object.values(sessionStorage), localStorage.length, document.cookie]")
    assert kept == [[KEY], 0, ""]
    assert not any(KEY in url for url in opened.requests)
    page.reload()
    status(page).to_have_text("No report")
    page.get_by_role("button", name="Forget the key").click()
    expect(key).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#job-trouble")).to_contain_text("only those who have a key")
    assert page.evaluate("sessionStorage.length") == 0
    page.get_by_role("button", name="Enter a key").click()
    expect(key).to_be_focused()
    page.context.close()
    service.stop()
    assert opened.own_complaints == []
    assert all("401" in line for line in opened.complaints)


def test_the_service_goes_and_comes_back(
    browser: Browser, service: Service, held: WaitingPage
) -> None:
    opened = open_page(browser, service.url)
    page, banner = opened.page, opened.page.locator("#banner")
    job_id = opened.ask(MILLS, held.url)
    status(page).to_have_text("Researching")
    form = page.context.new_page()
    form.goto(service.url)
    expect(form.locator(".job")).to_have_count(1)
    service.stop()
    expect(banner).to_contain_text("can’t be reached")
    audit(page)
    form.get_by_label("Your question").fill("Asked while nobody was there?")
    form.keyboard.press("Enter")
    expect(form.locator("#send")).to_have_text("Sending…")
    expect(form.locator("#banner")).to_contain_text("Trying again")
    service.start()
    form.wait_for_url(re.compile("#/jobs/"), timeout=25_000)
    expect(banner).to_contain_text("The service is back", timeout=25_000)
    held.let_go()
    status(page).to_have_text("Report ready", timeout=25_000)
    expect(banner).not_to_be_visible()
    queries = sorted(job["query"] for job in service.jobs())
    assert queries == ["Asked while nobody was there?", MILLS]
    assert service.job(job_id)["status"] == "completed"
    page.context.close()
    assert opened.own_complaints == []


def test_trying_again_need_not_wait(browser: Browser, service: Service) -> None:
    opened = open_page(browser, service.url)
    page, banner = opened.page, opened.page.locator("#banner")
    expect(page.locator("#empty-words")).to_be_visible()
    page.route("**/jobs?*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(f"{service.url}/#/")
    for _ in range(3):  # the pauses between attempts grow
        expect(banner).to_contain_text("Trying again")
        with page.expect_event("requestfailed"):
            page.evaluate("dispatchEvent(new Event('online'))")
    page.unroute("**/jobs?*")
    page.get_by_role("button", name="Try now").click()
    expect(banner).to_contain_text("The service is back", timeout=2_000)
    page.context.close()
    assert opened.own_complaints == []


def test_what_waits_to_be_sent_can_be_kept_back(browser: Browser, service: Service) -> None:
    opened = open_page(browser, service.url)
    page = opened.page
    page.route("**/research", lambda route: route.abort())
    page.get_by_label("Your question").fill(MILLS)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Don’t send").click()
    expect(page.get_by_role("button", name="Research this")).to_be_enabled()
    expect(page.get_by_label("Your question")).to_have_value(MILLS)
    page.context.close()
    assert service.jobs() == []
    assert opened.own_complaints == []


def test_hostile_words_stay_words(opened: Opened, service: Service, held: WaitingPage) -> None:
    page = opened.page
    asked = {service.ask(query, [NOBODY]): query for query in HOSTILE}
    for job_id in asked:
        service.job(job_id, ended=True)
    page.reload()
    titles = page.locator(".job-title")
    expect(titles).to_have_count(len(asked))
    assert titles.all_text_contents() == [*reversed(HOSTILE)]
    for job_id, query in asked.items():
        page.goto(f"{service.url}/#/jobs/{job_id}")
        expect(page.locator("#job-heading")).to_have_text(query)
        status(page).to_have_text("No report")
    audit(page)
    opened.page.goto(service.url)
    opened.ask(f"{MILLS} <img src=x onerror=window.__pwned=1>", held.other_url, held.url)
    expect(page.locator(".stage-news").nth(2)).to_contain_text(HOSTILE_TITLE)
    page.goto(f"{service.url}/#/jobs/<img src=x onerror=window.__pwned=1>")
    expect(page.locator("#ask-heading")).to_be_visible()
    assert page.evaluate("window.__pwned") is None


def test_what_can_not_be_asked_is_said_at_the_field(opened: Opened, service: Service) -> None:
    page = opened.page
    page.get_by_role("button", name="Research this").click()
    expect(page.locator("#query-fault")).to_have_text("Type a question first.")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.get_by_label("Your question").fill("x" * 2_001)
    page.get_by_label("Words, at most").fill("20")
    page.get_by_label("Pages to read").fill("ftp://files.test")
    page.get_by_text("More options").click()
    page.get_by_label("Language").fill("English")
    page.get_by_label("Published since").fill("2026-03-02")
    page.get_by_label("Published until").fill("2026-03-01")
    page.get_by_label("Only these sites").fill("nowhere")
    page.get_by_label("Budget").fill("0")
    page.get_by_text("More options").click()
    page.get_by_role("button", name="Research this").click()
    places = page.locator("#ask .fault:not(:empty)").all()
    assert {each.get_attribute("id"): each.text_content() for each in places} == {
        "query-fault": "That is 2,001 characters; at most 2,000 can be asked at once.",
        "max_words-fault": "This can be 50 to 10,000 words.",
        "sources-fault": "“ftp://files.test” is no address of a page.",
        "language-fault": "This can be a code such as en, or pt-BR.",
        "until-fault": "This is before the other day.",
        "allow-fault": "“nowhere” is no name of a site.",
        "budget_usd-fault": "This can be more than 0 to 1,000 dollars.",
    }
    audit(page)
    assert service.jobs() == []


def test_every_option_reaches_the_service(opened: Opened) -> None:
    page = opened.page
    page.get_by_label("Your question").fill("  What is new?  ")
    page.get_by_role("radio", name="Deep").check()
    page.get_by_label("Words, at most").fill("300")
    page.get_by_label("Pages to read").fill(f"{NOBODY}\n{NOBODY}")
    page.get_by_label("Search the web, too").check()
    page.get_by_text("More options").click()
    page.get_by_label("Language").fill("pt-br")
    page.get_by_label("Pages, at most").fill("5")
    page.get_by_label("Published since").fill("2026-03-01")
    page.get_by_label("Published until").fill("2026-03-02")
    page.get_by_label("Only these sites").fill("https://www.Tide.test/mills, münchen.test")
    page.get_by_label("Never these sites").fill("mining.test")
    page.get_by_label("Budget").fill("0.5")
    page.get_by_role("radio", name="Plain").check()
    page.get_by_role("checkbox", name="papers").check()
    page.get_by_role("checkbox", name="with small copies").check()
    page.get_by_role("checkbox", name="show me the plan").check()
    page.get_by_role("checkbox", name="ask me back").check()
    for kind in ("news", "links to images", "videos"):
        page.get_by_role("checkbox", name=kind).uncheck()
    with page.expect_request(lambda request: request.method == "POST") as sending:
        page.get_by_role("button", name="Research this").click()
    assert sending.value.post_data_json == {
        "query": "What is new?", "depth": "deep", "max_words": 300, "sources": [NOBODY],
        "style": "plain", "search_web": True, "search": ["web", "scholar"],
        "language": "pt-BR", "max_results": 5,
        "since": "2026-03-01", "until": "2026-03-02",
        "domains": {"allow": ["www.tide.test", "xn--mnchen-3ya.test"], "deny": ["mining.test"]},
        "budget_usd": 0.5, "confirm_plan": True, "clarify": True,
        "include_news": False, "include_images": False, "include_videos": False,
    }  # fmt: skip
    page.wait_for_url(re.compile("#/jobs/"))
    page.get_by_role("link", name="Ask another question").click()
    expect(page.get_by_label("Pages to read")).to_have_value("")
    expect(page.get_by_label("Budget")).to_have_value("")


def test_with_the_keyboard_alone(opened: Opened, held: WaitingPage) -> None:
    page, press = opened.page, opened.page.keyboard.press
    expect(page.get_by_label("Your question")).to_be_focused()
    page.get_by_label("Pages to read").fill(held.url)
    page.get_by_label("Your question").focus()
    page.keyboard.type("How old is")
    press("Shift+Enter")
    page.keyboard.type("the mill?")
    press("Enter")
    expect(page.locator("#job-heading")).to_be_focused()
    status(page).to_have_text("Researching")
    press("Tab")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    press("Space")
    status(page).to_have_text("Cancelled")
    expect(page.locator("#job-heading")).to_be_focused()
    press("Tab")
    press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value("How old is the mill?")
    page.reload()
    expect(page.locator(".job-title").first).to_be_visible()  # the list comes after the page
    for _ in range(20):
        press("Tab")
        if page.evaluate("document.activeElement.className") == "job-title":
            break
    press("Enter")
    status(page).to_have_text("Cancelled")


def test_the_list_has_pages_and_a_filter(opened: Opened, service: Service) -> None:
    page = opened.page
    for number in range(12):
        service.ask(f"Question {number}?", [NOBODY])
    page.reload()
    titles = page.locator(".job-title")
    expect(titles).to_have_count(10)
    expect(page.locator("#count")).to_have_text("12 questions")
    page.get_by_role("button", name="Older").click()
    expect(titles).to_have_text(["Question 1?", "Question 0?"])
    expect(page.locator("#before-heading")).to_be_focused()
    page.get_by_role("button", name="Newer").click()
    expect(titles.first).to_have_text("Question 11?")
    page.get_by_role("radio", name="Ready").check()
    expect(page.locator("#empty-words")).to_have_text("No report is ready yet.")
    page.get_by_role("radio", name="Failed").check()
    expect(page.locator("#count")).to_have_text("12 of 12 questions")
    expect(page.get_by_role("button", name="Newer")).to_be_disabled()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            (429, "rate_limited", "more than 60 calls"),
            "You asked often in a short time. Try again in 7 s.",
        ),
        ((503, "too_many_pending", "full"), "Many questions wait already. Try again in 7 s."),
        ((422, "address_refused", "the host leads to 10.0.0.1"), "The host leads to 10.0.0.1."),
        ((500, "internal_error", "It broke."), "It broke. Its log has it under r-1."),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_refusals_are_told_in_words(
    browser: Browser, service: Service, answer: tuple[int, str, str], words: str
) -> None:
    def refuse(route: Route) -> None:
        code, name, detail = answer
        told = {"status": code, "code": name, "detail": detail, "title": "T", "request_id": "r-1"}
        route.fulfill(status=code, json=told, headers={"Retry-After": "7"})

    opened = open_page(browser, service.url)
    opened.page.route("**/research", refuse)
    opened.page.get_by_label("Your question").fill(MILLS)
    opened.page.keyboard.press("Enter")
    expect(opened.page.get_by_role("alert").first).to_have_text(words)
    expect(opened.page.get_by_label("Your question")).to_have_value(MILLS)
    opened.page.context.close()
    assert opened.own_complaints == []


def test_the_api_may_be_elsewhere(browser: Browser, service: Service) -> None:
    opened = open_page(browser, f"{service.url}/docs")
    page = opened.page
    page.route("**/config.json", lambda route: route.fulfill(json={"api": f"{service.url}/v1/"}))
    with page.expect_request("**/v1/jobs?*"):
        page.goto(service.url)
    expect(page.get_by_role("link", name="The API")).to_have_attribute(
        "href", f"{service.url}/v1/docs"
    )
    page.context.close()


@pytest.mark.parametrize("size", [WIDE, PHONE, (320, 600)], ids=["wide", "phone", "small"])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, service: Service, size: tuple[int, int]
) -> None:
    job_id = service.ask("م" * 30 + " " + "w" * 900 + "?", [NOBODY])
    service.job(job_id, ended=True)
    opened = open_page(browser, service.url, size)
    page = opened.page
    page.get_by_text("More options").click()
    expect(page.locator(".job")).to_have_count(1)
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    page.locator(".job-title").click()
    status(page).to_have_text("No report")
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    heading = page.locator("#job-heading")
    assert heading.evaluate("each => getComputedStyle(each).direction") == "rtl"
    audit(page)
    page.context.close()
    assert max(widths) <= size[0]


def test_a_job_that_is_not_there(browser: Browser, service: Service) -> None:
    opened = open_page(browser, f"{service.url}/#/jobs/20260101-000000-{'0' * 21}")
    expect(opened.page.get_by_role("heading")).to_have_text("There is no such report")
    audit(opened.page)
    opened.page.context.close()
    assert opened.own_complaints == []


def test_the_page_forbids_itself_all_it_does_not_need(service: Service) -> None:
    policy = httpx.get(service.url).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    scripts = [path.read_text(encoding="utf-8") for path in WEB.rglob("*.js")]
    assert len(scripts) > 5
    markup = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(")
    assert not any(markup.search(script) for script in scripts)


def test_page_and_report_have_the_same_colours() -> None:
    report = WEB.parent / "layers/research/research/stages/render/templates/report.css"
    found = [
        set(re.findall(r"--[a-z]+: #[0-9a-f]{6};", path.read_text(encoding="utf-8")))
        for path in (report, WEB / "page.css")
    ]
    assert len(found[0]) >= 12
    assert found[0] <= found[1]
