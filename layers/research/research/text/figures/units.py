"""Units of measure, each with what it is measured in: a "two-year" plan lasts "24 months".

Systems stay apart: a ton is no tonne and a mile no kilometre, so that a changed unit is noticed.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

# A base unit = its names, in small letters and not plural, each with how many of it that is.
_TABLE = """
percent = % | percent | per cent | pct
percentage point = percentage point | percent point | pct point
month = month | year 12 | yr 12 | decade 120 | century 1200
second = second | sec | minute 60 | min 60 | hour 3600 | hr 3600 | day 86400 | week 604800 |
    fortnight 1209600
millisecond = millisecond | ms
metre = metre | meter | kilometre 1000 | kilometer 1000 | km 1000 | centimetre 1/100 |
    centimeter 1/100 | cm 1/100 | millimetre 1/1000 | millimeter 1/1000 | mm 1/1000
foot = foot | feet | ft | yard 3 | mile 5280 | mi 5280 | inch 1/12 | inche 1/12
nautical mile = nautical mile
light-year = light year
gram = gram | g | kilogram 1000 | kilo 1000 | kg 1000 | milligram 1/1000 | mg 1/1000 | tonne 1000000
    | metric ton 1000000 | metric tonne 1000000
pound weight = lb | ounce 1/16 | oz 1/16
ton = ton | short ton | long ton
litre = litre | l | liter | millilitre 1/1000 | ml 1/1000
gallon = gallon | quart 1/4 | pint 1/8
barrel = barrel
hectare = hectare
acre = acre
square metre = square metre | square meter | sq m
square kilometre = square kilometre | square kilometer | sq km
square foot = square foot | square feet | sq ft
square mile = square mile | sq mi
cubic metre = cubic metre | cubic meter
cubic foot = cubic foot | cubic feet
mile an hour = mph | mile per hour | mile an hour
kilometre an hour = km/h | kph | kmh | kilometre per hour | kilometer per hour | kilometre an
    hour | kilometer an hour
knot = knot
degree celsius = °c | degree celsius | degree centigrade | celsius
degree fahrenheit = °f | degree fahrenheit | fahrenheit
degree = degree | °
watt = watt | w | kilowatt 1000 | kw 1000 | megawatt 1000000 | mw 1000000 | gigawatt 1000000000 | gw
    1000000000
watt-hour = kilowatt hour 1000 | kwh 1000 | gigawatt hour 1000000000 | megawatt hour 1000000 |
    mwh 1000000 | gwh 1000000000
volt = volt | v
byte = kilobyte 1000 | kb 1000 | megabyte 1000000 | mb 1000000 | gigabyte 1000000000 | gb
    1000000000 | terabyte 1000000000000 | tb 1000000000000
bit a second = mbps 1000000 | mb/s 1000000 | megabit per second 1000000 | megabits per second
    1000000 | gbps 1000000000 | gigabit per second 1000000000 | kbps 1000
hertz = hz | hertz | khz 1000 | mhz 1000000 | ghz 1000000000
frame a second = fps | frame per second | frame a second
pixel = pixel | megapixel 1000000 | px
o'clock = o'clock | o’clock
a.m. = a.m. | am | in the morning
p.m. = p.m. | pm | at night | in the evening | in the afternoon
calorie = calorie | kcal
dollar = dollar | $ | us$ | usd | buck | cent 1/100
australian dollar = a$ | aud | au$
canadian dollar = c$ | cad | ca$
hong kong dollar = hk$ | hkd
new zealand dollar = nz$ | nzd
euro = euro | € | eur
pound = pound | £ | gbp | quid | pound sterling
yen = yen | ¥ | jpy
yuan = yuan | renminbi | rmb | cny
rupee = rupee | ₹ | inr | rs
rouble = rouble | ruble | ₽ | rub
franc = franc | chf
krona = krona | kronor | krone | kroner | sek | nok | dkk
won = ₩ | krw
bitcoin = bitcoin | btc
"""
_ROW = re.compile(r"^(\S.*?) = (.*(?:\n    .*)*)", re.MULTILINE)
_NAME = re.compile(r"(\S.*?)(?: ([\d/]+))?$")


def _names_of(row: str) -> Iterator[tuple[str, Fraction]]:
    for part in row.split("|"):
        if found := _NAME.match(" ".join(part.split())):
            yield found[1], Fraction(found[2] or 1)


_NAMES = {
    name: (row[1], factor) for row in _ROW.finditer(_TABLE) for name, factor in _names_of(row[2])
}
_NAME_WORDS = frozenset(word for name in _NAMES for word in name.split())
CURRENCIES = r"(?:US|A|AU|C|CA|HK|NZ)?\$|[€£¥₹₽₩]|(?:USD|EUR|GBP|JPY|AUD|CAD|CHF|CNY|INR)\b"
"""A pattern of what stands before an amount."""
_LONGEST_FIRST = "|".join(
    re.escape(name).replace(r"\ ", "s?[ -]").replace(r"\-", "s?[ -]")
    for name in sorted(_NAMES, key=len, reverse=True)
    if len(name) > 1 or not name.isalpha()
)
UNIT = re.compile(
    rf"[\ \u00a0-]?({_LONGEST_FIRST})(?:s|es)?(?![\w$])"
    r"|[\ \u00a0]((?-i:[glLVW]))(?![\w$/'’-]|\.\w)",
    re.IGNORECASE,
)
"""A unit right after a number. One letter is a unit after a blank only: "5G" is none."""
_OF_ONE = re.compile(r"[ -]an?\b", re.IGNORECASE)
_MENTION = re.compile(rf"(?<![A-Za-z$])({_LONGEST_FIRST})(?:s|es)?(?![\w$])", re.IGNORECASE)
_TIMES = frozenset(("month", "second"))
_AGE = re.compile(r"[ -]years?[ -]olds?\b", re.IGNORECASE)


def unit_of(name: str) -> tuple[str, Fraction]:
    """The base unit of the unit called `name`, and how many of that it is."""
    words = name.lower().replace("-", " ").split()
    return _NAMES[" ".join(w if w in _NAME_WORDS else w.removesuffix("s") for w in words)]


def unit_after(text: str, place: int) -> tuple[str, Fraction, int]:
    """The unit at `place` of `text`: its base, its factor, its end; of an age, a year."""
    if age := _AGE.match(text, place):
        return "month", Fraction(12), age.end()
    found = UNIT.match(text, place)
    if not found:
        return "", Fraction(1), place
    return *unit_of(found.group(found.lastindex or 1)), found.end()


def time_of_one(text: str, place: int) -> tuple[str, Fraction, int]:
    """The unit at `place` after an "a", where it is one of time: "half a year"."""
    if one := _OF_ONE.match(text, place):
        unit, factor, end = unit_after(text, one.end())
        if unit in _TIMES:
            return unit, factor, end
    return "", Fraction(1), place


def is_same_unit(one: str, other: str) -> bool:
    """Whether two base units may be the same: a pound is money or weight, a $ any dollar."""
    pair = {one, other}
    return (
        one == other
        or pair == {"pound", "pound weight"}
        or ("o'clock" in pair and pair <= {"o'clock", "a.m.", "p.m."})
        or ("dollar" in pair and all(unit.endswith("dollar") for unit in pair))
        or ("degree" in pair and all(unit.startswith("degree") for unit in pair))
    )


def mentions_unit(text: str, base: str) -> bool:
    """Whether `text` names a unit of that base anywhere, with a number or without."""
    return any(is_same_unit(unit_of(found.group(1))[0], base) for found in _MENTION.finditer(text))
