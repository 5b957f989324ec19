"""Removes from an HTML page the text that its readers can't see, such as planted instructions.

Attributes and inline styles are looked at, where a page hides text from readers but not from
programs. Style sheets are not: scripts often show what they hide at first. Some pages hide their
whole text by a style of its own until a script shows it: `show_awaiting` finds that.
"""

import re
from itertools import islice

from lxml.html import HtmlElement

from research.text.cleaning import reading_length

_STYLED = "//body//*[@hidden or @aria-hidden='true' or @style or (self::font and @color)]"
_WAITING = "//body//*[@hidden or @aria-hidden='true' or @style or self::noscript]"
_HIDING_STYLE = re.compile(
    r"""(?<![\w-])(?:
        display:none | visibility:(?:hidden|collapse) | opacity:(?:0?\.0\d*|0)(?![.\d])
      | font-size:[01](?:\.\d+)?(?:px|pt)?(?![\w.%]) | font-size:0
      | (?:left|right|top|text-indent|margin-left|margin-top):-\d{3,}
      | clip:rect\((?:0(?:px)?|1px)[ ,] | clip-path:inset\((?:50|100)% | transform:scale\(0\)
      | color:transparent | -webkit-text-fill-color:transparent
    )""",
    re.VERBOSE,
)
_DECLARED = re.compile(r"(?:^|;)(color|background(?:-color)?):([^;]*)")
_COLOUR = re.compile(r"#[0-9a-f]{3,8}|rgba?\([^)]*\)|[a-z]+")
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250),
          "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245)}  # fmt: skip
_WHITE = (255, 255, 255)
_NEAR = 12
"""The largest difference, of 255 in each of red, green and blue, at which text is unreadable."""

MIN_AWAITING_CHARACTERS = 60
"""Of text in an element that waits for a script; less is a button or a counter."""
_AWAITS_SCRIPT = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:(?:0?\.0\d*|0)(?![.\d])"
)
_CONTENT = frozenset(("div", "main", "article", "section", "p", "center", "td", "table", "span",
                      "body", "h1", "h2", "h3", "ul", "ol", "li", "noscript"))  # fmt: skip
# What a script shows on some occasion and what was never the page's text.
_ON_OCCASION = re.compile(
    r"modal|dialog|popup|pop-up|overlay|cookie|consent|gdpr|banner|menu|nav|dropdown|tooltip"
    r"|newsletter|subscri|sign-?up|log-?in|search|share|social|comment|sr-only|screen-reader"
    r"|visually|toast|alert|error|captcha|honeypot|preload|loader|spinner",
    re.IGNORECASE,
)
_PIECES = 2_000

MAX_STYLE_CHARACTERS = 2_000
_SPACED = re.compile(r" ?([:;,(]) ?")

Colour = tuple[int, ...]


def drop_hidden(tree: HtmlElement) -> None:
    """Remove the invisible elements from `tree`; the text that follows them stays."""
    backgrounds: dict[HtmlElement, Colour] = {}
    for element in tree.xpath(_STYLED):
        if element.getparent() is not None and _is_hidden(element, backgrounds):
            element.drop_tree()


def show_awaiting(tree: HtmlElement) -> bool:
    """Show the text in `tree` that waits for a script or for its absence; whether there is any.

    For pages that show no other text. Planted words are hidden in other ways too, by their size,
    colour or place: those stay hidden.
    """
    shown = False
    for element in tree.xpath(_WAITING):
        if not (element.tag in _CONTENT and _awaits_script(element) and _has_words(element)):
            continue
        for name in ("style", "hidden", "aria-hidden"):
            element.attrib.pop(name, None)
        element.tag = "div" if element.tag == "noscript" else element.tag
        shown = True
    return shown


def _awaits_script(element: HtmlElement) -> bool:
    names = f"{element.get('id') or ''} {element.get('class') or ''} {element.get('role') or ''}"
    if _ON_OCCASION.search(names[:MAX_STYLE_CHARACTERS]):
        return False
    style = _AWAITS_SCRIPT.sub("", _style(element))
    return not _HIDING_STYLE.search(style)


def _has_words(element: HtmlElement) -> bool:
    pieces = "".join(islice(element.itertext(), _PIECES))[: 10 * MIN_AWAITING_CHARACTERS]
    return reading_length(" ".join(pieces.split())) >= MIN_AWAITING_CHARACTERS


def _is_hidden(element: HtmlElement, backgrounds: dict[HtmlElement, Colour]) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDING_STYLE.search(_style(element)):
        return True
    return _has_colour_of_background(element, backgrounds)


def _style(element: HtmlElement) -> str:
    """The element's own style in lower case, cut and without optional spaces."""
    style = " ".join((element.get("style") or "").split())[:MAX_STYLE_CHARACTERS].lower()
    return _SPACED.sub(r"\1", style).replace("!important", "")


def _has_colour_of_background(element: HtmlElement, backgrounds: dict[HtmlElement, Colour]) -> bool:
    colour = _colours(element).get("color")
    if colour is None:
        return False
    background = _background(element, backgrounds)
    return max(abs(one - other) for one, other in zip(colour, background, strict=True)) <= _NEAR


def _background(element: HtmlElement, backgrounds: dict[HtmlElement, Colour]) -> Colour:
    """The colour behind `element`, its own or an ancestor's. `backgrounds` keeps what was found."""
    inside: list[HtmlElement] = []
    at: HtmlElement | None = element
    background: Colour = _WHITE
    while at is not None:
        if at in backgrounds:
            background = backgrounds[at]
            break
        inside.append(at)
        if (own := _colours(at).get("background")) is not None:
            background = own
            break
        at = at.getparent()
    backgrounds.update(dict.fromkeys(inside, background))
    return background


def _colours(element: HtmlElement) -> dict[str, Colour]:
    """The colours of text and background in the element's own style and attributes."""
    declared = [("color", element.get("color") or ""), ("background", element.get("bgcolor") or "")]
    declared += [
        ("color" if name == "color" else "background", value)
        for name, value in _DECLARED.findall(_style(element))
    ]
    found = {}
    for name, value in declared:
        if (colour := _colour(value)) is not None:
            found[name] = colour
    return found


def _colour(text: str) -> Colour | None:
    """Red, green and blue of the first known colour in `text`; None if there is none."""
    for word in _COLOUR.findall(text.lower()):
        if word.startswith("#") and len(word) >= 7:
            return tuple(int(word[at : at + 2], 16) for at in (1, 3, 5))
        if word.startswith("#") and len(word) >= 4:
            return tuple(17 * int(digit, 16) for digit in word[1:4])
        parts = re.findall(r"\d+", word) if word.startswith("rgb") else []
        if len(parts) >= 3:
            return tuple(min(255, int(part[:3])) for part in parts[:3])
        if word in _NAMED:
            return _NAMED[word]
    return None
