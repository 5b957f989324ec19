"""The page in real Chromium, opened from disk."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright

from research.domain.claim import Section
from research.domain.source import SourceKind
from research.stages.render.render import render
from tests.unit.stages.render.render_sample import (
    analysed_report,
    arabic_report,
    cite,
    claim,
    found_media_report,
    media_report,
    previewed_report,
    record,
    sample_report,
    sample_sources,
    source,
)
from tests.unit.stages.render.table_sample import tabled_report
from tests.unit.stages.render.test_html_page import HOSTILE, everywhere

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE, PHONE = (1280, 900), (390, 844)


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


@dataclass
class Opened:
    """A page, and what it asked for and complained of."""

    page: Page
    url: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample reports, on disk."""
    folder = tmp_path_factory.mktemp("report")
    reports = (
        sample_report(), arabic_report(), media_report(), found_media_report(),
        previewed_report(), analysed_report(), tabled_report(),
    )  # fmt: skip
    for file in (file for report in reports for file in render(report, sample_sources())):
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.body)
    return folder


def open_page(browser: Browser, path: Path, size: tuple[int, int] = WIDE, **options: Any) -> Opened:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    page = context.new_page()
    opened = Opened(page, path.as_uri())
    page.on("request", lambda request: opened.requests.append(request.url))
    page.on("console", lambda message: opened.complaints.append(message.text))
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    page.goto(opened.url)
    return opened


@pytest.fixture
def sample(browser: Browser, folder: Path) -> Iterator[Opened]:
    opened = open_page(browser, folder / "green-roofs-7f3a.html")
    yield opened
    opened.page.context.close()


def test_a_graph_shows_whose_lines_are_whose_where_a_pointer_rests(
    browser: Browser, folder: Path
) -> None:
    opened = open_page(browser, folder / f"{analysed_report().job_id}.html")
    page = opened.page
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    opacities = "all => all.map(one => [one.matches('.to0'), getComputedStyle(one).opacity])"
    edges = page.locator(".chart .edge")
    at_rest = edges.evaluate_all(opacities)
    assert {opacity for _, opacity in at_rest} == {"0.45"}
    assert len({is_own for is_own, _ in at_rest}) == 2
    page.locator(".chart .n0 circle").hover()
    for is_own, opacity in edges.evaluate_all(opacities):
        assert opacity == ("1" if is_own else "0.08")
    assert page.locator(".chart .n0 title").text_content()
    opened.page.context.close()


def test_opening_it_asks_for_nothing_and_logs_nothing(sample: Opened) -> None:
    sample.page.locator(".cite").first.click()
    sample.page.keyboard.press("Escape")
    sample.page.wait_for_timeout(200)
    assert sample.requests == [sample.url]
    assert sample.complaints == []


@pytest.mark.parametrize("name", ["media-2b90", "previews-8c1f"])
def test_links_to_images_ask_for_none(browser: Browser, folder: Path, name: str) -> None:
    opened = open_page(browser, folder / f"{name}.html")
    opened.page.locator(".shown a").first.scroll_into_view_if_needed()
    shown = opened.page.locator(".shown img").evaluate_all("all => all.map(i => i.naturalWidth)")
    assert shown == ([480] * 4 if name == "previews-8c1f" else [])
    opened.page.wait_for_timeout(200)
    opened.page.context.close()
    assert opened.requests == [opened.url]
    assert opened.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(
    ("name", "card"),
    [
        ("green-roofs-7f3a", "closed"),
        ("green-roofs-7f3a", "open"),
        ("arabic-51c2", "open"),
        ("media-2b90", "closed"),
        ("previews-8c1f", "closed"),
        ("found-3c11", "closed"),
        ("analysed-77d0", "closed"),
        ("tabled-4e0b", "closed"),
    ],
)
def test_axe_finds_nothing_serious(
    browser: Browser, folder: Path, size: tuple[int, int], scheme: str, name: str, card: str
) -> None:
    opened = open_page(
        browser, folder / f"{name}.html", size,
        color_scheme=scheme, reduced_motion="reduce", bypass_csp=True,
    )  # fmt: skip
    opened.page.locator("details").evaluate_all("all => all.forEach(d => d.open = true)")
    if card == "open":
        opened.page.locator(".cite").nth(1).click()
    found = Axe().run(opened.page, options={"rules": {"target-size": {"enabled": True}}})
    serious = [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in found.response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    opened.page.context.close()
    assert serious == []


@pytest.mark.parametrize("size", [WIDE, PHONE, (320, 600)], ids=["wide", "phone", "small"])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "long.html"
    path.write_bytes(render(*everywhere("https://a.test/" + "x" * 3_000))[0].body)
    opened = open_page(browser, path, size)
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    opened.page.context.close()
    assert width <= size[0]


def test_a_table_that_is_wider_than_a_phone_scrolls_and_the_page_does_not(
    browser: Browser, folder: Path
) -> None:
    opened = open_page(browser, folder / "tabled-4e0b.html", (320, 600))
    widths = "one => [one.scrollWidth, one.clientWidth]"
    content, shown = opened.page.locator(".side-by-side").evaluate(widths)
    page = opened.page.evaluate("document.documentElement.scrollWidth")
    lines = opened.page.locator(".side-by-side td .claim > span").first.evaluate(
        "one => one.getClientRects().length"
    )
    opened.page.context.close()
    assert content > shown
    assert page <= 320
    assert lines == 1


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_mark_in_a_table_shows_its_quote_and_the_next_tab_goes_to_it(
    browser: Browser, folder: Path, size: tuple[int, int]
) -> None:
    opened = open_page(browser, folder / "tabled-4e0b.html", size)
    page, card = opened.page, opened.page.locator("#card")
    page.locator(".side-by-side .cite").nth(2).click()
    card.wait_for(state="visible")
    assert "the same roofs held back 9%" in card.inner_text()
    assert (
        page.locator("#card").evaluate("one => one.previousElementSibling.className")
        == "side-by-side"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "card-close"
    page.keyboard.press("Escape")
    assert not card.is_visible()
    opened.page.context.close()
    assert opened.complaints == []


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_no_script_that_was_smuggled_in_runs(browser: Browser, tmp_path: Path, text: str) -> None:
    path = tmp_path / "hostile.html"
    path.write_bytes(render(*everywhere(text))[0].body)
    opened = open_page(browser, path)
    opened.page.locator(".cite").first.click()
    opened.page.locator("#card").wait_for(state="visible")
    opened.page.locator(".source-title").first.hover(force=True)
    opened.page.wait_for_timeout(50)
    pwned = opened.page.evaluate("window.__pwned")
    opened.page.context.close()
    assert pwned is None
    assert opened.requests == [opened.url]
    assert opened.complaints == []


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_opens_a_citation_and_closes_it(sample: Opened, key: str) -> None:
    page, card = sample.page, sample.page.locator("#card")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "mark-1":
            break
    page.keyboard.press(key)
    assert card.is_visible()
    assert page.locator("#mark-1").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "card-close"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#card') !== null")
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert page.evaluate("document.activeElement.id") == "mark-1"
    assert page.locator("#mark-1").get_attribute("aria-expanded") == "false"


def test_a_citation_shows_its_quote_and_a_second_press_closes_it(sample: Opened) -> None:
    card, mark = sample.page.locator("#card"), sample.page.locator("#mark-2")
    mark.click()
    assert card.locator("mark").text_content() == (
        "At head height on the street below, the difference was 0.4 degrees, less than the "
        "instruments of a cheap weather station can tell apart."
    )
    for part in ("What a summer", "The Lindhaven Observer", "Marta Lindqvist", "12 March 2026",
                 "Supported", "Open at the quote", "Snapshot"):  # fmt: skip
        assert part in (card.text_content() or "")
    mark.click()
    assert not card.is_visible()


def test_a_mark_is_large_enough_for_a_thumb(sample: Opened) -> None:
    for mark in sample.page.locator(".cite").all():
        box = mark.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


@pytest.mark.parametrize("size", [WIDE, (900, 800), PHONE], ids=["wide", "tablet", "phone"])
@pytest.mark.parametrize("name", ["green-roofs-7f3a", "arabic-51c2"])
def test_the_card_covers_neither_its_mark_nor_the_contents(
    browser: Browser, folder: Path, name: str, size: tuple[int, int]
) -> None:
    opened = open_page(browser, folder / f"{name}.html", size, reduced_motion="reduce")
    page = opened.page
    for mark in page.locator(".cite").all():
        mark.click()
        page.wait_for_function("document.getElementById('card').matches(':popover-open')")
        card = box(page.locator("#card"))
        assert not overlap(card, box(mark))
        if page.locator(".contents").is_visible():
            assert not overlap(card, box(page.locator(".contents")))
        assert card["y"] >= 0
        assert card["y"] + card["height"] <= size[1] + 1
        page.keyboard.press("Escape")
    page.context.close()


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found is not None
    return found


def overlap(one: FloatRect, other: FloatRect) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def test_without_script_a_citation_is_a_link_to_its_quote(browser: Browser, folder: Path) -> None:
    opened = open_page(browser, folder / "green-roofs-7f3a.html", java_script_enabled=False)
    opened.page.locator("#mark-1").click()
    assert opened.page.url.endswith("#note-1")
    assert not opened.page.locator("#card").is_visible()
    assert opened.complaints == []
    opened.page.context.close()


@pytest.mark.parametrize("link", ["Snapshot", "Open at the quote"])
def test_snapshot_and_local_file_open_at_the_quote(
    browser: Browser, tmp_path: Path, link: str
) -> None:
    filling = "\n".join(f"Line {number}, which nobody cites." for number in range(300))
    text = f"{filling}\nThe one line, among many, that is cited.\n{filling}"
    (tmp_path / "notes.txt").write_text(text, encoding="utf-8")
    one = source(1, text, url=(tmp_path / "notes.txt").as_uri(), kind=SourceKind.TEXT)
    cited = claim("It is cited.", cite(one, "The one line, among many, that is cited."))
    report = sample_report().model_copy(update={
        "key_findings": (cited,), "sections": (Section(question="x", claims=(cited,)),),
        "sources": (record(one),),
    })  # fmt: skip
    for file in render(report, [one]):
        (tmp_path / file.name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.name).write_bytes(file.body)
    opened = open_page(browser, tmp_path / f"{report.job_id}.html")
    opened.page.locator("#mark-1").click()
    with opened.page.context.expect_page() as opening:
        opened.page.locator("#card").get_by_text(link).click()
    opening.value.wait_for_function("window.scrollY > 1000")
    opened.page.context.close()


def test_on_paper_quotes_and_addresses_are_shown_and_nothing_is_folded(
    sample: Opened,
) -> None:
    sample.page.emulate_media(media="print")
    shown = sample.page.locator("body").inner_text()
    assert "The team advises trees first" in shown
    assert "https://stadtbau.example/2026/01/who-pays#costs" in shown
    assert sample.page.locator(".failures").last.is_visible()
    assert not sample.page.locator(".contents").is_visible()
