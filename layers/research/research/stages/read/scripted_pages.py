"""Tells pages whose text only scripts bring, and says why one has none after they ran."""

import re

from research.domain.errors import ExtractError
from research.domain.source import Page, RenderedPage

_WEB = ("http://", "https://")
_HTML = ("", "text/html", "application/xhtml+xml")
_SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)
MAX_REFUSALS_TOLD = 3


def may_be_scripted(page: Page) -> bool:
    """Whether scripts could bring `page` a text: it is HTML of the web, and has some."""
    media_type = page.content_type.partition(";")[0].strip().lower()
    is_html_of_web = media_type in _HTML and page.final_url.lower().startswith(_WEB)
    return is_html_of_web and _SCRIPT.search(page.body) is not None


def without_text(error: ExtractError, rendered: RenderedPage) -> ExtractError:
    """`error`, with which a rendered page has no text, and what may be the reason."""
    refused = "; ".join(rendered.refused[:MAX_REFUSALS_TOLD])
    why = f", also after its scripts ran; they were refused {refused}" if refused else ""
    return type(error)(f"{error}{why or ', also after its scripts ran'}")
