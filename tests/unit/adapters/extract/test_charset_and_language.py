"""Charsets: named, not named, and named wrongly, on text of many scripts."""
# A text a line, in its own letters.
# ruff: noqa: E501

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.adapters.extract.charset_and_language import decode
from research.adapters.extract.page_extractor import PageExtractor
from research.domain.source import Page

CHINESE = "白鹳在非洲过冬,每年三月飞回村里的旧巢。村民们早早修好屋顶上的车轮,等着它们回来。"
TRADITIONAL = "白鸛在非洲過冬,每年三月飛回村裡的舊巢。村民們早早修好屋頂上的車輪,等著牠們回來。"
JAPANESE = "コウノトリは毎年三月になると、村の古い巣に帰ってきます。人びとは屋根の車輪をなおして待っています。"
KOREAN = "황새는 해마다 삼월이면 마을의 옛 둥지로 돌아온다. 사람들은 지붕 위의 수레바퀴를 고쳐 놓고 기다린다."
ARABIC = "يعود اللقلق الأبيض في شهر آذار من كل عام إلى عشه القديم في القرية، ويصلح الناس العجلات فوق السطوح."
RUSSIAN = (
    "Белый аист каждый год в марте возвращается в старое гнездо, и жители чинят колёса на крышах."
)
GREEK = "Ο λευκός πελαργός επιστρέφει κάθε Μάρτιο στην παλιά του φωλιά, και οι χωρικοί επισκευάζουν τις στέγες."
HEBREW = "החסידה הלבנה חוזרת בכל שנה בחודש מרץ אל הקן הישן שלה, והתושבים מתקנים את הגגות לקראתה."
FRENCH = "La cigogne blanche revient chaque année en mars à son vieux nid; les élèves fêtent déjà son arrivée."
GERMAN = "Der Weißstorch kehrt jedes Jahr im März zurück, und überall werden die Räder auf den Dächern geprüft."
TURKISH = "Beyaz leylek her yıl mart ayında eski yuvasına döner; köylüler çatılardaki tekerlekleri onarır, şenlik başlar."
POLISH = "Bocian biały wraca każdej wiosny do starego gniazda, a mieszkańcy naprawiają koła na dachach, żeby zdążyć."

CASES = [
    (CHINESE, "gb18030"), (CHINESE, "gbk"), (CHINESE, "utf-8"), (TRADITIONAL, "big5"),
    (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"), (JAPANESE, "iso-2022-jp"), (KOREAN, "euc-kr"),
    (ARABIC, "windows-1256"), (ARABIC, "iso-8859-6"), (ARABIC, "utf-8"),
    (RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r"), (GREEK, "windows-1253"), (HEBREW, "windows-1255"),
    (FRENCH, "latin-1"), (GERMAN, "windows-1252"), (TURKISH, "windows-1254"), (POLISH, "iso-8859-2"),
    (FRENCH, "utf-16"), (FRENCH, "utf-16-le"), (FRENCH, "utf-8-sig"),
]  # fmt: skip
IDS = [f"{charset}-{number}" for number, (_, charset) in enumerate(CASES)]
# Nothing but the name tells these two from their neighbours on so short a text.
TOLD_BY_THE_TEXT = [case for case in CASES if case[1] not in {"iso-8859-2", "big5"}]


def html(text: str, charset: str, meta: str = "") -> bytes:
    declaration = f"<meta charset='{meta}'>" if meta else ""
    paragraphs = f"<p>{text}</p>" * 2
    page = f"<html><head>{declaration}<title>x</title></head><body><article>{paragraphs}"
    return page.encode(charset)


def text_of(body: bytes, content_type: str) -> str:
    page = Page(
        url="http://a.test/", final_url="http://a.test/", content_type=content_type, body=body
    )
    return PageExtractor().extract(page).text.split("\n")[0]


@pytest.mark.parametrize(("text", "charset"), CASES, ids=IDS)
def test_named_in_the_header(text: str, charset: str) -> None:
    assert text_of(html(text, charset), f"text/html; charset={charset}") == text


@pytest.mark.parametrize(("text", "charset"), CASES, ids=IDS)
def test_named_in_a_meta(text: str, charset: str) -> None:
    assert text_of(html(text, charset, charset), "text/html") == text


@pytest.mark.parametrize(("text", "charset"), TOLD_BY_THE_TEXT)
def test_wrongly_named_utf_8(text: str, charset: str) -> None:
    assert text_of(html(text, charset, "utf-8"), "text/html; charset=utf-8") == text


@pytest.mark.parametrize(("text", "charset"), TOLD_BY_THE_TEXT)
def test_not_named(text: str, charset: str) -> None:
    assert text_of(html(text, charset), "text/html") == text


@pytest.mark.parametrize(
    ("text", "charset"),
    [(CHINESE, "gbk"), (CHINESE, "utf-8"), (ARABIC, "windows-1256"), (JAPANESE, "shift_jis"),
     (RUSSIAN, "windows-1251"), (GERMAN, "utf-8")],
)  # fmt: skip
def test_wrongly_named_latin_1(text: str, charset: str) -> None:
    assert text_of(html(text, charset, "iso-8859-1"), "text/html; charset=iso-8859-1") == text


@pytest.mark.parametrize(
    "label", ["rot13", "unicode_escape", "utf-7", "hex", "idna", "no-such", "x" * 99]
)
def test_labels_that_are_no_charset_are_passed_over(label: str) -> None:
    assert decode(FRENCH.encode("latin-1"), f"text/plain; charset={label}") == FRENCH


def test_blanks_where_a_charset_would_be_named_are_read_once() -> None:
    body = FRENCH.encode("latin-1")
    assert decode(body, "text/plain; charset=" + " " * 100_000 + ";") == FRENCH
    assert decode(body, "text/plain; charset = ' latin-1'") == FRENCH
    meta = b"<meta charset=" + b" " * 8_000 + b">"
    assert decode(meta + body, "text/html", markup=True).endswith(FRENCH)


def test_utf_8_with_a_slip_stays_utf_8() -> None:
    body = (GERMAN * 20).encode() + b"\xff" + GERMAN.encode()[:20]
    assert decode(body, "text/html").startswith(GERMAN)


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_under_any_name_become_text(body: bytes, label: str) -> None:
    assert isinstance(decode(body, f"text/html; charset={label}", markup=True), str)


@given(st.text())
def test_utf_8_is_read_whatever_the_header_says(text: str) -> None:
    if not text.isascii() and not text.startswith("\ufeff"):
        assert decode(
            text.replace("\x1b", "").encode(), "text/plain; charset=latin-1"
        ) == text.replace("\x1b", "")
