"""Removes from an HTML page the text that its readers can't see, such as planted instructions.

Attributes and inline styles are looked at, where a page hides text from readers but not from
programs. Style sheets are not: scripts often show what they hide at first.
"""

import re

from lxml.html import HtmlElement

_STYLED = "//body//*[@hidden or @aria-hidden='true' or @style or (self::font and @color)]"
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

MAX_STYLE_CHARACTERS = 2_000
_SPACED = re.compile(r" ?([:;,(]) ?")

Colour = tuple[int, ...]


def drop_hidden(tree: HtmlElement) -> None:
    """Remove the invisible elements from `tree`; the text that follows them stays."""
    backgrounds: dict[HtmlElement, Colour] = {}
    for element in tree.xpath(_STYLED):
        if element.getparent() is not None and _is_hidden(element, backgrounds):
            element.drop_tree()


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
