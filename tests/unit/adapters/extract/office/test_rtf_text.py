"""RTF: characters, tables, notes, and what a reader does not see."""

from datetime import date
from time import process_time

import pytest

from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import extract

FILE = "file:///a/x.rtf"
HEAD = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"


def lines(body: str) -> list[str]:
    document = extract(f"{HEAD}{body}}}".encode("latin-1"), url=FILE)
    assert document.kind is SourceKind.RTF
    return document.text.split("\n")


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"Caf\'e9 f\u252?r \u9731? \'80 5", "Café für ☃ € 5"),
        (r"\u-10179?\u-8694? wins", "\U0001f60a wins"),
        (r"{\f1 \'cc\'ee\'f1\'ea\'e2\'e0}", "Москва"),
        ("raw \xe9", "raw é"),
        (r"one\line two", "one\ntwo"),
        (r"a\~b \{c\} \\d", "a b {c} \\d"),
        (r"nests {\deleted were not }{\revised were }moved", "nests were moved"),
        (r"seen {\v secret}{\v\b more}text", "seen text"),
        (r"{\b bold\deleted gone\deleted0  again}", "bold again"),
        (r"{\field{\*\fldinst HYPERLINK {\cf1 http://x.test}}{\fldrslt a link}} here",
         "a link here"),
        (r"Nine{\footnote\pard\plain Counted in May.} nests.\par Next.",
         "Nine nests.\nCounted in May.\nNext."),
        (r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt A box.\par}}}Text.\par End.",
         "Text.\nA box.\nEnd."),
        (r"{\pict\pngblip 89504e47}after", "after"),
        (r"{\*\generator Word;}{\*\unknown gone}kept", "kept"),
        ((r"\trowd\pard\intbl Village\cell Nests\par by day\cell\row\trowd\pard\intbl Kolm\cell 9"
         r"\cell\row\pard Then."), "Village | Nests by day\nKolm | 9\nThen."),
        (r"a\bin3 {{{b", "ab"),
        (r"}}}a", ""),
    ],
)  # fmt: skip
def test_text(rtf: str, text: str) -> None:
    assert lines("start\\par " + rtf) == ["start", *filter(None, text.split("\n"))]


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"\ansicpg1250{\fonttbl{\f0 Arial;}{\f1\fcharset204 B;}}\f0 \'b3\'f3d\'9f\f1  \'cc\'ee",
         "łódź Мо"),
        (r"\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset238 X;}{\f2 Y;}}f\'e9 \f2 na\'efve",
         "fé naïve"),
        (r"\ansicpg1251{\fonttbl\f0\froman Times;\f1\fswiss Arial;}\f1 \'cc\'ee\'f1", "Мос"),
        (r"\ansicpg1252{\fonttbl{\f0\fswiss Arial Cyr;}{\f1\fcharset0 X;}}\f0 \'cc\'ee \f1 \'e9",
         "Мо é"),
        (r"{\fonttbl{\f0\fnil\cpg1253 Foo;}{\f1 Bar;}}\f0 \'c1\'e8 \f1 \'e9", "Αθ é"),
        ("{\\fonttbl\n{\\f0\\fnil\n\\fcharset204 Arial;}}\\f0 \\'cc\\'ee", "Мо"),
        (r"\deff1{\fonttbl{\f0\fcharset0 X;}{\f1\fcharset204 X;}}\'cc\par\f0 \'e9\plain  \'ee",
         "М\né о"),
        (r"{\fonttbl{\f0\fcharset78 Osaka;}}\f0 \'93\'fa\'96\'7b\'83{\b \'5c}", "日本\ufffd\\"),
        (r"\ansicpg932{\fonttbl{\f0 MS Mincho;}}\f0 \'83A\'83\'5c", "アソ"),
        (r"\uc2\u1052\'cc\'eea {\uc0\u1054}?", "Мa О?"),
    ],
)  # fmt: skip
def test_characters_are_those_of_their_fonts(rtf: str, text: str) -> None:
    assert extract(rf"{{\rtf1\ansi{rtf}}}".encode("latin-1"), url=FILE).text == text


@pytest.mark.parametrize(("charset", "text"), [("mac", "café"), ("pc ", "cafÄ"), ("ansi", "cafŽ")])
def test_characters_without_fonts_are_those_of_the_file(charset: str, text: str) -> None:
    assert extract(rf"{{\rtf1\{charset} caf\'8e}}".encode("latin-1"), url=FILE).text == text


def test_properties() -> None:
    info = (r"{\info{\title The stork\'92s year}{\author Ana Costa}{\creatim\yr2020\mo1\dy2}"
            r"{\revtim\yr2024\mo3\dy5\hr9}}")  # fmt: skip
    document = extract(f"{HEAD}{info}Nine nests.}}".encode(), url=FILE)
    assert document.text == "Nine nests."
    assert (document.title, document.author, document.published) == (
        "The stork’s year", "Ana Costa", date(2024, 3, 5),
    )  # fmt: skip


def test_hostile_ones_end_soon() -> None:
    started = process_time()
    for piece in ("{", "{\\*", "\\footnote", '{\\field{\\*\\fldinst{HYPERLINK "', "\\bin9", "\\u"):
        body = f"{HEAD}kept\\par {piece * (300_000 // len(piece))}"
        assert extract(body.encode(), url=FILE).text.startswith("kept")
    assert process_time() - started < 20
