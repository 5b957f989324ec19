"""Recognises addresses of the same page by a canonical form, and finds an address's domain.

The canonical form is a key, not an address to fetch: it leaves out tracking parameters and what
selects a page's variant for phones or for AMP.
"""

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import idna
import tld

from research.web.addresses import (
    DEFAULT_PORTS,
    MAX_HOST_CHARS,
    MAX_URL_CHARS,
    is_local_name,
    is_number,
)

TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "amp_", "guce_", "__hs")
TRACKING_PARAMETERS = frozenset(
    """gclid gclsrc dclid gbraid wbraid fbclid msclkid yclid twclid ttclid li_fat_id igshid igsh
    mc_cid mc_eid mkt_tok _hsenc _hsmi vero_id vero_conv oly_anon_id oly_enc_id wickedid rb_clickid
    ml_subscriber ml_subscriber_hash _ga _gl ocid ncid cmpid icid s_cid xtor at_medium at_campaign
    sr_share smid smtyp ref_src ref_url spm trk guccounter srsltid usqp amp""".split()
)
"""Parameters that campaigns, advertisers, mail tools and share buttons add on any site.

From the lists of ClearURLs and of Firefox's query stripping, without names that have other uses.
``ref``, ``source``, ``from`` and ``id`` are no part of them: on some sites they choose the page.
"""
_AMP_CHOICES = frozenset(("outputtype=amp", "output=amp", "m=amp"))
_TWIN_LABELS = frozenset(("www", "m", "mobile", "amp"))
_PRINTABLE_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")  # RFC 3986, 2.3: escaped or not, they mean the same
# Google's viewer and its cache: a letter for the kind of document, `s` for https, the address.
_GOOGLE_HOST = re.compile(r"google\.[a-z]{2,3}(?:\.[a-z]{2})?")
_VIEWER_PATH = re.compile(r"/amp/(s/)?((?:[\w-]+\.)+[\w-]+(?:[:/].*)?)", re.ASCII)
_CACHE_HOST = re.compile(r"(?:[\w-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)", re.ASCII)
_CACHE_PATH = re.compile(r"/[acrv]/(s/)?((?:[\w-]+\.)+[\w-]+(?:[:/].*)?)", re.ASCII)


def canonical_url(url: str) -> str:
    """The canonical form of `url`, which all addresses of the same page share.

    http and https count as the same, as do ``www.``, ``m.``, ``mobile.``, ``amp.`` and the bare
    domain; AMP paths and caches become the original page. Parameters are sorted. Anything but a
    web address, and one with a user name, is returned unchanged. Never raises; idempotent.
    """
    key = url.strip()
    while (simpler := _simpler(key)) != key:  # a cached page may hold the address of another
        key = simpler
    return key


def domain_of(url: str) -> str:
    """The registrable domain of `url`, such as ``bbc.co.uk``; empty when there is none.

    It follows the Public Suffix List with its private part, where each ``*.github.io`` is a
    domain. An IP address, a name of the local network and a file have no domain: many sites may
    stand behind one (a mirror, a proxy, a test server), so limits per domain don't apply. Never
    raises.
    """
    try:
        return _domain(_host(urlsplit(url.strip())))
    except ValueError:  # brackets that don't match, names that DNS can't hold
        return ""


def _simpler(url: str) -> str:
    """`url` one step nearer to its canonical form, or unchanged if that is reached."""
    if len(url) > MAX_URL_CHARS:
        return url
    try:
        parts = urlsplit(url)
        if parts.scheme not in DEFAULT_PORTS or "@" in parts.netloc:
            return url
        host = _without_twin_labels(_host(parts))
        port = parts.port
        path, query = _escaped(parts.path), _escaped(parts.query)
    except ValueError:
        return url
    if not host:
        return url
    if original := _uncached(host, path):
        return f"{original}?{query}" if query else original
    scheme = parts.scheme
    authority = f"[{host}]" if ":" in host else host
    if port in (None, DEFAULT_PORTS[scheme]):
        scheme = "https"
    else:
        authority += f":{port}"
    return urlunsplit((scheme, authority, _without_amp(path), _without_tracking(query), ""))


def _host(parts: SplitResult) -> str:
    """In lower-case ASCII, without brackets and without a trailing dot. Raises `ValueError`."""
    host = (parts.hostname or "").rstrip(".")
    if len(host) > MAX_HOST_CHARS:
        raise ValueError("DNS holds no such name")
    return host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")


def _domain(host: str) -> str:
    if not host or is_number(host) or is_local_name(host):
        return ""
    known = tld.get_fld(f"http://{host}/", fail_silently=True, search_private=True)
    # Where the list is silent, its own default rule: the last label is the suffix.
    return known or ".".join(host.split(".")[-2:])


def _without_twin_labels(host: str) -> str:
    domain = _domain(host)
    if not domain or not host.endswith(f".{domain}"):
        return host
    labels = host.removesuffix(f".{domain}").split(".")
    return ".".join([label for label in labels if label not in _TWIN_LABELS] + [domain])


def _escaped(text: str) -> str:
    """`text` with exactly those characters escaped that must be, in upper-case hexadecimal."""
    ascii_text = quote(_STRAY_PERCENT.sub("%25", text), safe=_PRINTABLE_ASCII)
    return _ESCAPE.sub(_normal_escape, ascii_text)


def _normal_escape(match: re.Match[str]) -> str:
    character = chr(int(match.group()[1:], 16))
    return character if _UNRESERVED.fullmatch(character) else match.group().upper()


def _uncached(host: str, path: str) -> str:
    """The original address of what an AMP viewer or cache serves at `path`; else empty."""
    if _GOOGLE_HOST.fullmatch(host):
        found = _VIEWER_PATH.fullmatch(path)
    else:
        found = _CACHE_PATH.fullmatch(path) if _CACHE_HOST.fullmatch(host) else None
    return f"http{'s' if found[1] else ''}://{found[2]}" if found else ""


def _without_amp(path: str) -> str:
    path = "/".join(part for part in path.split("/") if part != "amp").rstrip("/")
    while path.endswith(".amp.html"):
        path = path.removesuffix(".amp.html") + ".html"
    return path or "/"


def _without_tracking(query: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(pair.lower())]
    return "&".join(sorted(kept, key=lambda pair: pair.partition("=")[0]))


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0]
    return name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES) or pair in _AMP_CHOICES
