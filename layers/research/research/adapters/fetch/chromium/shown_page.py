"""What a page in the browser shows: its HTML once it has settled, read beside its own scripts.

All is asked in a world of its own, where the page's scripts have replaced nothing.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession, Error

from research.adapters.fetch.chromium.browser_requests import BrowserRequests
from research.adapters.fetch.chromium.request_forms import same_origin
from research.domain.errors import RenderError

POLL_SECONDS = 0.15
QUIET_SECONDS = 1.0
"""A page that has text, awaits nothing and has not changed for so long has settled."""
MAX_ELEMENTS = 100_000
_LENGTH = "document.body ? document.body.innerText.length : 0"
_HTML = """
((maxElements, maxCharacters) => {
  const getter = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const childrenOf = getter(Node, "childNodes"), nameOf = getter(Element, "localName");
  const rootOf = getter(Element, "shadowRoot"), typeOf = getter(Node, "nodeType");
  const skipped = new Set(["noscript", "style", "template", "iframe", "object", "embed"]);
  const inert = document.implementation.createHTMLDocument("");
  const isSkipped = (element) => {
    const name = nameOf.call(element);
    const isData = name === "script" && element.getAttribute("type") === "application/ld+json";
    return skipped.has(name) || (name === "script" && !isData);
  };
  const shownIn = (element) => {
    const root = rootOf.call(element);
    if (root) return childrenOf.call(root);
    const slotted = nameOf.call(element) === "slot" ? element.assignedNodes() : [];
    return slotted.length ? slotted : childrenOf.call(element);
  };
  const copyOf = (node) => inert.importNode(node, false);
  const whole = copyOf(document.documentElement);
  const waiting = [[document.documentElement, whole]];
  let count = 0;
  while (waiting.length) {
    const [element, into] = waiting.pop();
    for (const child of shownIn(element)) {
      const type = typeOf.call(child);
      if (type === 3) { Node.prototype.appendChild.call(into, copyOf(child)); continue; }
      if (type !== 1 || isSkipped(child)) continue;
      if (++count > maxElements) return "";
      const made = copyOf(child);
      Node.prototype.appendChild.call(into, made);
      waiting.push([child, made]);
    }
  }
  const html = getter(Element, "outerHTML").call(whole);
  return html.length > maxCharacters ? "" : html;
})"""
"""Open shadow trees stand where they are seen. What is too large is an empty text."""


@dataclass(frozen=True, slots=True)
class SettleLimits:
    """Until when, by the loop's clock, a page may change, and how much it may come to."""

    until_seconds: float
    max_characters: int


async def shown_html(session: CDPSession, requests: BrowserRequests, limits: SettleLimits) -> str:
    """The HTML that the page shows once it has settled, or when its time is up.

    Raises `RenderError` for a page that is too large or none any longer, and Playwright's `Error`.
    """
    await _settled(session, requests, limits.until_seconds)
    await _must_be_given(session, requests)
    html = await _evaluate(session, f"{_HTML}({MAX_ELEMENTS}, {limits.max_characters})")
    await _must_be_given(session, requests)
    if not isinstance(html, str) or not html:
        raise RenderError("what its scripts make is too large")
    return f"<!doctype html>\n{html}"


async def _must_be_given(session: CDPSession, requests: BrowserRequests) -> None:
    """Raise `RenderError` unless what is shown is of the site whose page was given last.

    A page that goes on to another and stops that would be read as the other's words.
    """
    shown = (await _main_frame(session))["url"]
    if not shown.startswith(("http://", "https://")):
        raise RenderError("it has gone on to what is no page of the web")
    if not same_origin(shown, requests.document.url):
        raise RenderError("it shows another page than the one that was fetched last")


async def _settled(session: CDPSession, requests: BrowserRequests, until_seconds: float) -> None:
    now = asyncio.get_running_loop().time
    seen, since = 0, now()
    while now() < until_seconds:
        await asyncio.sleep(POLL_SECONDS)
        length = await _text_length(session)
        if length != seen or requests.pending:
            seen, since = length, now()
        if seen and now() - since >= QUIET_SECONDS:
            return


async def _text_length(session: CDPSession) -> int:
    """The characters that a reader sees; none while the page goes on to another."""
    try:
        length = await _evaluate(session, _LENGTH)
    except Error:
        return 0
    return length if isinstance(length, int) else 0


async def _main_frame(session: CDPSession) -> dict[str, str]:
    tree = await session.send("Page.getFrameTree")
    frame: dict[str, str] = tree["frameTree"]["frame"]
    return frame


async def _evaluate(session: CDPSession, expression: str) -> Any:
    frame = (await _main_frame(session))["id"]
    world = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "read"})
    answer = await session.send(
        "Runtime.evaluate",
        {
            "expression": expression,
            "contextId": world["executionContextId"],
            "returnByValue": True,
        },
    )
    return answer["result"].get("value")
