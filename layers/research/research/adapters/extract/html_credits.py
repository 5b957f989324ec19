"""Keeps the lines of a page that name who is quoted: "[Engadget]", "— Ada Holm"."""

import re

from lxml import etree
from lxml.html import HtmlElement

_CREDIT = re.compile(r"\s{0,9}(?:\[[^\]\n]{2,60}\]|[—–] ?[^\n]{2,80})\s{0,9}\Z")


def unlink_credits(tree: HtmlElement) -> None:
    """Make plain text of the links in such lines of `tree`.

    A short line that is nothing but a link is taken for a menu's by who looks for the main text,
    and without it the quotation would seem to be by whoever is named next.
    """
    for line in tree.iter("p", "cite", "figcaption"):
        if line.find(".//a") is not None and _CREDIT.match(line.text_content()):
            etree.strip_tags(line, "a")
