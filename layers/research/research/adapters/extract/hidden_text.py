"""Takes out of a page what its readers can't see: it is not what the page says to them.

Attributes and inline styles are looked at, which is where a page hides words from readers and not
from programs; style sheets are not, for what they hide first, scripts often show.
"""

import re

from lxml.html import HtmlElement

_STYLED = "//body//*[@hidden or @aria-hidden='true' or @style or (self::font and @color)]"
_WAYS = re.compile(
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
_PAPER = (255, 255, 255)
_NEAR = 12
"""Of 255: nobody reads letters that differ so little from what is behind them."""

MAX_STYLE_CHARACTERS = 2_000
_SPACED = re.compile(r" ?([:;,(]) ?")

Colour = tuple[int, ...]


def drop_hidden(tree: HtmlElement) -> None:
    """Take the elements out of `tree` that no reader sees; the text behind them stays."""
    grounds: dict[HtmlElement, Colour] = {}
    for element in tree.xpath(_STYLED):
        if element.getparent() is not None and _is_hidden(element, grounds):
            element.drop_tree()


def _is_hidden(element: HtmlElement, grounds: dict[HtmlElement, Colour]) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(_WAYS.search(_style(element))) or _is_of_its_grounds_colour(element, grounds)


def _style(element: HtmlElement) -> str:
    """The element's own style, small and tight, as far as a style has any use for being long."""
    style = " ".join((element.get("style") or "").split())[:MAX_STYLE_CHARACTERS].lower()
    return _SPACED.sub(r"\1", style).replace("!important", "")


def _is_of_its_grounds_colour(element: HtmlElement, grounds: dict[HtmlElement, Colour]) -> bool:
    colour = _colours(element).get("color")
    if colour is None:
        return False
    ground = _ground(element, grounds)
    return max(abs(one - other) for one, other in zip(colour, ground, strict=True)) <= _NEAR


def _ground(element: HtmlElement, grounds: dict[HtmlElement, Colour]) -> Colour:
    """What is behind the element: its own ground or its parents'; each is looked up once."""
    below: list[HtmlElement] = []
    at: HtmlElement | None = element
    ground: Colour = _PAPER
    while at is not None:
        if at in grounds:
            ground = grounds[at]
            break
        below.append(at)
        if (own := _colours(at).get("ground")) is not None:
            ground = own
            break
        at = at.getparent()
    grounds.update(dict.fromkeys(below, ground))
    return ground


def _colours(element: HtmlElement) -> dict[str, Colour]:
    """What the element's own style and attributes say of the letters and of the ground."""
    said = [("color", element.get("color") or ""), ("ground", element.get("bgcolor") or "")]
    said += [
        ("color" if name == "color" else "ground", value)
        for name, value in _DECLARED.findall(_style(element))
    ]
    found = {}
    for name, value in said:
        if (colour := _colour(value)) is not None:
            found[name] = colour
    return found


def _colour(text: str) -> Colour | None:
    """Red, green and blue of the first colour in `text`; None where it names none that is known."""
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
