"""Finds where an HTML page sends its reader: its refresh, its frames, a script that moves on.

The page is a stranger's and may be large. So its tags are read one after another, each character
once, in its first 128 KB; no tree is built.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

from research.domain.source import SourceOrigin, origin_of

LITTLE_TEXT = 300
"""Characters outside of links: with fewer, a page that sends its reader on says nothing itself."""
MAX_FRAMES = 8
AT_ONCE_SECONDS = 1.0
MAX_DELAY_SECONDS = 30.0
_MAX_CHARACTERS = 128 * 1024
_MAX_TAG = 2_000
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]{0,30})(?P<rest>(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+)>"
)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_REFRESH = re.compile(
    r"\s*(?P<delay>\d{1,6}(?:\.\d*)?|\.\d+)?[\s;,]*(?:url\s*=\s*)?(?P<quote>[\"']?)(?P<url>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MOVES_ON = re.compile(
    r"(?<![\w.])(?:(?:window|document|top|self|parent)\.)?location"
    r"(?:(?:\.href)?\s{0,9}=\s{0,9}|\.(?:replace|assign)\(\s{0,9})[\"']([^\"'\s]{1,2000})[\"']"
)
_UNREAD = frozenset(("script", "style", "title", "textarea", "template", "noframes", "svg"))
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "application/pdf")
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".pdf")
_EAST_ASIAN_FROM = "\u2e80"
_UNSEEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)


@dataclass(slots=True)
class Elsewhere:
    """Where a page sends its reader. Addresses are absolute; empty where there is none."""

    refresh: str = ""
    delay_seconds: float = 0.0
    is_for_scriptless: bool = False
    """The refresh stands in a ``<noscript>``: browsers that run scripts do not follow it."""
    script: str = ""
    frames: tuple[str, ...] = ()
    inline_frames: tuple[str, ...] = ()
    text_characters: int = 0
    """Of the page's own text, outside of links; those of East Asia count twice."""

    @property
    def says_little(self) -> bool:
        """Whether the page itself has nothing to read."""
        return self.text_characters < LITTLE_TEXT

    def target(self) -> str:
        """The page that a browser would show instead of this one; empty where it shows this."""
        if self.refresh and self.delay_seconds <= AT_ONCE_SECONDS and not self.is_for_scriptless:
            return self.refresh
        if not self.says_little or self.frames:
            return ""
        return self.refresh if self.delay_seconds <= MAX_DELAY_SECONDS else ""


def elsewhere_of(html: str, url: str) -> Elsewhere:
    """Where the page `html`, which lies at `url`, sends its reader."""
    reading = _Reading(url)
    for tag, text in _tags_and_texts(html[:_MAX_CHARACTERS]):
        reading.take(tag, text)
    return reading.found


def refresh_target(content: str, url: str) -> tuple[float, str]:
    """The seconds and the address in a refresh, a ``<meta>``'s or a header's; "" is no address."""
    match = _REFRESH.match(content[:_MAX_TAG])
    if match is None:
        return 0.0, ""
    written = match["url"].strip()
    if match["quote"]:
        written = written.partition(match["quote"])[0].strip()
    return float(match["delay"] or 0), _joined(url, written)


def _joined(base: str, written: str) -> str:
    """`written` as an absolute address of the web, or of a file if `base` is one; else empty.

    An upload leads nowhere: `urljoin` knows no paths of its scheme, and the web is not its kind.
    """
    try:
        address = urljoin(base, written) if written else ""
    except ValueError:
        return ""
    is_file = origin_of(base) is SourceOrigin.FILE
    same_kind = (f"{base.partition(':')[0]}:",) if is_file else ("http://", "https://")
    is_itself = address.partition("#")[0] == base.partition("#")[0]
    return address if address.lower().startswith(same_kind) and not is_itself else ""


def _tags_and_texts(html: str) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Each tag, with the text in front of it; for what is no text to read, such as a script, too.

    A tag of more than 2,000 characters is passed over.
    """
    at, lower = 0, html.lower()
    while (start := html.find("<", at)) >= 0:
        text = html[at:start]
        if html.startswith("<!--", start):
            end = html.find("-->", start + 2)
            yield None, text
            at = end + 3 if end >= 0 else len(html)
            continue
        tag = _TAG.match(html, start, start + _MAX_TAG)
        yield tag, text
        if tag is None:
            at = _end_of_broken(html, start)
            continue
        at = tag.end()
        if not tag["end"] and (name := tag["name"].lower()) in _UNREAD:
            end = lower.find(f"</{name}", at)
            at = end if end >= 0 else len(html)
            if name == "script":
                yield None, f"<script>{html[tag.end() : at]}"
    yield None, html[at:]


def _end_of_broken(html: str, start: int) -> int:
    """Where to read on after a "<" that begins no tag, or one with a quote that never ends."""
    if not html[start + 1 : start + 2].isalpha():
        return start + 1
    end = html.find(">", start, start + _MAX_TAG)
    return end + 1 if end >= 0 else min(len(html), start + _MAX_TAG)


class _Reading:
    """What was seen of a page up to a tag."""

    def __init__(self, url: str) -> None:
        self.found = Elsewhere()
        self._base = url
        self._url = url
        self._in_link = self._in_noscript = False

    def take(self, tag: re.Match[str] | None, text: str) -> None:
        """Take in `text`, and the tag behind it."""
        if text.startswith("<script>"):
            self._script(text)
        elif not self._in_link and not self._in_noscript:
            words = "".join(unescape(text).split())
            self.found.text_characters += len(words) + sum(c >= _EAST_ASIAN_FROM for c in words)
        if tag is None:
            return
        name, is_start = tag["name"].lower(), not tag["end"]
        if name == "a":
            self._in_link = is_start
        elif name == "noscript":
            self._in_noscript = is_start
        elif is_start and name in ("meta", "base", "frame", "iframe", "object", "embed"):
            self._attend(name, _attributes(tag["rest"]))

    def _script(self, text: str) -> None:
        if not self.found.script and (move := _MOVES_ON.search(text)):
            self.found.script = _joined(self._base, move[1].replace("\\/", "/"))

    def _attend(self, name: str, attributes: dict[str, str]) -> None:
        source = attributes.get("data" if name == "object" else "src", "")
        if name == "base":
            self._base = _joined(self._url, attributes.get("href", "")) or self._base
        elif name == "meta":
            if attributes.get("http-equiv", "").strip().lower() == "refresh":
                self._refresh(attributes.get("content", ""))
        elif name == "frame":
            self._add_frame(source)
        elif not self._in_noscript and _is_seen(attributes) and _is_page(name, attributes, source):
            address = _joined(self._base, source.strip())
            if address and len(self.found.inline_frames) < MAX_FRAMES:
                self.found.inline_frames += (address,)

    def _refresh(self, content: str) -> None:
        delay, target = refresh_target(content, self._base)
        if target and not self.found.refresh and not _same(target, self._url):
            self.found.refresh, self.found.delay_seconds = target, delay
            self.found.is_for_scriptless = self._in_noscript

    def _add_frame(self, source: str) -> None:
        address = _joined(self._base, source.strip())
        if address and address not in self.found.frames and len(self.found.frames) < MAX_FRAMES:
            self.found.frames += (address,)


def _attributes(rest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(rest):
        found.setdefault(name.lower(), unescape("".join(values)))
    return found


def _is_seen(attributes: dict[str, str]) -> bool:
    """Whether an inline frame is shown: counters of visits are in frames of no size."""
    is_tiny = any(
        attributes.get(side, "9").strip(" px") in ("0", "1") for side in ("width", "height")
    )
    return not is_tiny and not _UNSEEN.search(attributes.get("style", ""))


def _is_page(name: str, attributes: dict[str, str], source: str) -> bool:
    """Whether an element that shows something else shows a page: objects may be films, too."""
    if name == "iframe":
        return True
    if declared := attributes.get("type", ""):
        return declared.partition(";")[0].strip().lower() in _PAGE_TYPES
    return source.partition("?")[0].lower().endswith(_PAGE_SUFFIXES)


def _same(one: str, other: str) -> bool:
    return one.partition("#")[0] == other.partition("#")[0]
