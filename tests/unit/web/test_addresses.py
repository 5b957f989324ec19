"""Which addresses may be read, in every way of writing them that we know of."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from research.domain.errors import AddressRefusedError
from research.web.addresses import (
    MAX_URL_CHARS,
    WebAddress,
    check_addresses,
    check_host,
    check_url,
    is_local_name,
    is_public,
)

LOOPBACK = (ip_network("127.0.0.0/8"),)

REFUSED = {
    # IPv4, plain: loopback, private, link-local, shared, reserved, documentation, multicast
    "loopback": "http://127.0.0.1/",
    "loopback, another": "http://127.8.9.10:8080/",
    "private 10": "http://10.0.0.1/",
    "private 172": "http://172.31.255.254/",
    "private 192": "http://192.168.1.1/",
    "this network": "http://0.0.0.0/",
    "this network, another": "http://0.1.2.3/",
    "link-local": "http://169.254.1.1/",
    "carrier's NAT": "http://100.64.0.1/",
    "benchmarking": "http://198.18.0.1/",
    "documentation": "http://203.0.113.9/",
    "multicast": "http://224.0.0.1/",
    "reserved": "http://240.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    # metadata of clouds
    "metadata, most clouds": "http://169.254.169.254/latest/meta-data/",
    "metadata, ECS": "http://169.254.170.2/v2/credentials",
    "metadata, Alibaba": "http://100.100.100.200/",
    "metadata, Oracle": "http://192.0.0.192/",
    "metadata, Azure's wire server": "http://168.63.129.16/",
    "metadata, AWS over IPv6": "http://[fd00:ec2::254]/",
    "metadata, Google by name": "http://metadata.google.internal/computeMetadata/v1/",
    "metadata, Google by short name": "http://metadata/",
    "metadata, Google's own domain": "http://metadata.goog/",
    # IPv4 in other notations
    "decimal": "http://2130706433/",
    "octal, whole": "http://017700000001/",
    "hexadecimal, whole": "http://0x7f000001/",
    "hexadecimal, upper case": "http://0X7F000001/",
    "octal parts": "http://0177.0.0.1/",
    "hexadecimal parts": "http://0x7f.0x0.0x0.0x1/",
    "hexadecimal last part": "http://127.0.0.0x1/",
    "mixed parts": "http://0x7f.0.0.01/",
    "two parts": "http://127.1/",
    "three parts": "http://127.0.1/",
    "zero": "http://0/",
    "leading zeros": "http://127.000.000.001/",
    "five parts": "http://127.0.0.0.1/",
    "part too large": "http://127.0.0.256/",
    "too large": "http://4294967296/",
    "trailing dot": "http://127.0.0.1./",
    "public, decimal": "http://1572395042/",
    "empty hexadecimal": "http://1.2.3.0x/",
    # IPv6
    "IPv6 loopback": "http://[::1]/",
    "IPv6 loopback, long": "http://[0:0:0:0:0:0:0:1]/",
    "IPv6 unspecified": "http://[::]/",
    "IPv6 mapped": "http://[::ffff:127.0.0.1]/",
    "IPv6 mapped, hexadecimal": "http://[::ffff:7f00:1]/",
    "IPv6 mapped, public": "http://[::ffff:93.184.215.14]/",
    "IPv6 compatible": "http://[::127.0.0.1]/",
    "IPv6 translated": "http://[::ffff:0:127.0.0.1]/",
    "6to4": "http://[2002:7f00:1::]/",
    "Teredo": "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "NAT64 of loopback": "http://[64:ff9b::7f00:1]/",
    "NAT64 of private": "http://[64:ff9b::10.0.0.1]/",
    "NAT64 of metadata": "http://[64:ff9b::169.254.169.254]/",
    "NAT64, local": "http://[64:ff9b:1::8.8.8.8]/",
    "IPv6 unique local": "http://[fd12:3456::1]/",
    "IPv6 link-local": "http://[fe80::1]/",
    "IPv6 site-local": "http://[fec0::1]/",
    "IPv6 multicast": "http://[ff02::1]/",
    "IPv6 documentation": "http://[2001:db8::1]/",
    "IPv6 documentation, new": "http://[3fff::1]/",
    "IPv6 discard": "http://[100::1]/",
    "IPv6 zone": "http://[fe80::1%25eth0]/",
    "IPv6 zone, public": "http://[2606:4700::1111%eth0]/",
    "IPv6 without brackets": "http://::1/",
    "IPv6 half a bracket": "http://[::1/",
    "IPv6 after a name": "http://a.com[::1]/",
    "IPv4 in brackets": "http://[127.0.0.1]/",
    "IPvFuture": "http://[v1.127]/",
    # local names
    "localhost": "http://localhost/",
    "localhost, case": "http://LocalHost:8000/",
    "localhost, dot": "http://localhost./",
    "under localhost": "http://a.localhost/",
    "under localhost, dot": "http://a.localhost./",
    "localdomain": "http://localhost.localdomain/",
    "short name": "http://intranet/",
    "mDNS": "http://printer.local/",
    "internal": "http://db.prod.internal/",
    "lan": "http://nas.lan/",
    "home": "http://router.home.arpa/",
    "corp": "http://wiki.corp/",
    "onion": "http://expyuzz4wqqyqhjn.onion/",
    "Kubernetes": "http://kubernetes.default.svc.cluster.local/",
    # names that are none
    "full-width digits": "http://１２７.0.0.1/",
    "circled digits": "http://①②⑦.⓪.⓪.①/",
    "full-width name": "http://ｌｏｃａｌｈｏｓｔ/",
    "ideographic dots": "http://127。0。0。1/",
    "ideographic dot in a name": "http://例え。jp/",
    "Kelvin sign": "http://\u212aelvin.com/",
    "full-width dots": "http://127．0．0．1/",
    "half-width dots": "http://127｡0｡0｡1/",
    "full-width at": "http://example.com＠127.0.0.1/",
    "soft hyphen": "http://local\u00adhost/",
    "zero-width": "http://local\u200bhost/",
    "letter-like": "http://loca\u2113host.com/",
    "surrogate": "http://\ud800.com/",
    "encoded dots": "http://127%2e0%2e0%2e1/",
    "encoded letter": "http://%6cocalhost/",
    "encoded slash": "http://a.com%2f@127.0.0.1/",
    "encoded zero": "http://a.com%00.b.com/",
    "empty label": "http://a..com/",
    "leading dot": "http://.example.com/",
    "two trailing dots": "http://example.com../",
    "label too long": f"http://{'a' * 64}.com/",
    "name too long": f"http://{'a.' * 130}com/",
    "leading hyphen": "http://-a.com/",
    "comma": "http://a,b.com/",
    "quote": "http://a'b.com/",
    "numeric domain": "http://example.1/",
    "numeric domain, hexadecimal": "http://example.0x1f/",
    # users, ports, separators, blanks
    "user": "http://me@example.com/",
    "user and password": "http://me:secret@example.com/",
    "user that looks like a host": "http://example.com@127.0.0.1/",
    "user, encoded": "http://example.com%40127.0.0.1@b.com/",
    "empty user": "http://@example.com/",
    "two users": "http://a@b@example.com/",
    "port before the user": "http://example.com:80@127.0.0.1/",
    "backslash": "http://example.com\\@127.0.0.1/",
    "backslashes for slashes": "http:\\\\127.0.0.1\\",
    "backslash in the path": "http://example.com/a\\..\\b",
    "tab": "http://exam\tple.com/",
    "newline": "http://example.com\n/",
    "request in the path": "http://example.com/ HTTP/1.1\r\nHost: b.com\r\n\r\n",
    "blank before": " http://example.com/",
    "blank after": "http://example.com/ ",
    "zero byte": "http://example.com\x00.b.com/",
    "no-break space": "http://example.com\u00a0/",
    "line separator": "http://example.com/\u2028",
    "port 22": "http://example.com:22/",
    "port 25": "http://example.com:25/",
    "port 0": "http://example.com:0/",
    "Redis": "http://example.com:6379/",
    "Docker": "http://example.com:2375/",
    "Elasticsearch": "http://example.com:9200/",
    "port too large": "http://example.com:65536/",
    "port far too large": "http://example.com:99999999999/",
    "port that is a word": "http://example.com:http/",
    "port, negative": "http://example.com:-80/",
    "port, Arabic digits": "http://example.com:٨٠/",
    "two ports": "http://example.com:80:80/",
    # schemes and forms
    "ftp": "ftp://example.com/",
    "file": "file:///etc/passwd",
    "file with a host": "file://localhost/etc/passwd",
    "gopher": "gopher://example.com:70/_x",
    "dict": "dict://example.com:11211/stat",
    "javascript": "javascript:alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "view-source": "view-source:http://example.com/",
    "jar": "jar:http://example.com!/",
    "blob": "blob:http://example.com/1",
    "web socket": "ws://example.com/",
    "no scheme": "example.com",
    "no scheme, slashes": "//example.com/",
    "path": "/etc/passwd",
    "empty": "",
    "scheme alone": "http:",
    "no host": "http:///path",
    "no host, three slashes": "http:///example.com/",
    "no host, a port": "http://:80/",
    "no slashes": "http:example.com",
    "one slash": "http:/example.com",
    "query for a host": "http://?example.com",
    "fragment for a host": "http://#example.com",
    "too long": "http://example.com/" + "a" * MAX_URL_CHARS,
    "too long once encoded": "http://example.com/" + "é" * (MAX_URL_CHARS // 2),
}

ACCEPTED = {
    "http://example.com": "http://example.com/",
    "https://example.com/": "https://example.com/",
    "HTTPS://EXAMPLE.Com/Path": "https://example.com/Path",
    "http://example.com:80/": "http://example.com/",
    "https://example.com:443/": "https://example.com/",
    "https://example.com:/": "https://example.com/",
    "https://example.com:00443/": "https://example.com/",
    "http://example.com:8080/x": "http://example.com:8080/x",
    "http://example.com:443/": "http://example.com:443/",
    "http://example.com./": "http://example.com/",
    "https://example.com/a?b=c&d=%20#part": "https://example.com/a?b=c&d=%20",
    "https://example.com?q": "https://example.com/?q",
    "https://example.com#@127.0.0.1": "https://example.com/",
    "https://example.com/@127.0.0.1/": "https://example.com/@127.0.0.1/",
    "https://example.com/http://127.0.0.1/": "https://example.com/http://127.0.0.1/",
    "https://example.com/?url=http://127.0.0.1/": "https://example.com/?url=http://127.0.0.1/",
    "https://bücher.example/": "https://xn--bcher-kva.example/",
    "https://BÜCHER.example/": "https://xn--bcher-kva.example/",
    "https://xn--bcher-kva.example/": "https://xn--bcher-kva.example/",
    "https://例え.jp/é?ü=ß": "https://xn--r8jz45g.jp/%C3%A9?%C3%BC=%C3%9F",
    "https://a_b.example.com/": "https://a_b.example.com/",
    "https://1.example.com/": "https://1.example.com/",
    "https://127.0.0.1.example.com/": "https://127.0.0.1.example.com/",
    "https://localhost.example.com/": "https://localhost.example.com/",
    "https://internal.example.com/": "https://internal.example.com/",
    "http://93.184.215.14/": "http://93.184.215.14/",
    "http://172.32.0.1/": "http://172.32.0.1/",
    "http://[2606:4700:4700:0::1111]/": "http://[2606:4700:4700::1111]/",
    "http://[2606:4700:4700::1111]:8080/": "http://[2606:4700:4700::1111]:8080/",
    "http://[64:ff9b::8.8.8.8]/": "http://[64:ff9b::808:808]/",
    "https://example.com//a//b": "https://example.com//a//b",
    "https://example.com/a/./b/../c": "https://example.com/a/c",
    "https://example.com/../../private": "https://example.com/private",
    "https://example.com/a/%2E%2e/private": "https://example.com/private",
    "https://example.com/a/b/..": "https://example.com/a/",
    "https://example.com/a/.": "https://example.com/a/",
    "https://example.com/a/...": "https://example.com/a/...",
    'https://example.com/<a>"b"?{c}|^`': "https://example.com/%3Ca%3E%22b%22?%7Bc%7D%7C%5E%60",
    "https://example.com/a?b=/../c": "https://example.com/a?b=/../c",
}


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED)
def test_refused(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        check_url(url)


@pytest.mark.parametrize(("url", "normal"), ACCEPTED.items(), ids=ACCEPTED)
def test_accepted_in_its_normal_form(url: str, normal: str) -> None:
    address = check_url(url)
    assert address.url == normal
    assert check_url(normal) == address


def assert_read_alike(address: WebAddress) -> None:
    """What is checked is what is asked for: the HTTP library reads it no other way."""
    read = httpx.URL(address.url)
    assert read.raw_host.decode() == address.host
    assert (read.port or {"http": 80, "https": 443}[read.scheme]) == address.port
    assert f"{address.origin}{read.raw_path.decode()}" == address.url


@pytest.mark.parametrize("url", ACCEPTED, ids=ACCEPTED)
def test_the_http_library_reads_the_normal_form_alike(url: str) -> None:
    assert_read_alike(check_url(url))


def test_parts_of_an_address() -> None:
    address = check_url("https://Example.com:8443/a?b")
    assert (address.host, address.port) == ("example.com", 8443)
    assert address.origin == "https://example.com:8443"
    address = check_url("http://[2606:4700::1111]/a")
    assert (address.host, address.port) == ("2606:4700::1111", 80)
    assert address.origin == "http://[2606:4700::1111]"


PIECES = st.sampled_from(
    ["http", "https", "://", ":", "/", "//", "@", "[", "]", "::1", "127.0.0.1", "0x7f", "1", ".",
     "..", "%2e", "%", "localhost", "example", ".com", "a", "xn--", "é", "ß", "１", "。", "\u200d",
     "?", "#", "\\", "\t", " ", ":80", ":99", "\ud800", "\x00", "ﬀ", "İ", "-", "_", "\"", "<"]
)  # fmt: skip
TAILS = st.lists(PIECES).map("".join)
URLS = st.text() | st.sampled_from(["", "http://", "http://example.com", "http://a.com/"]).flatmap(
    lambda start: TAILS.map(start.__add__)
)


@settings(max_examples=500, deadline=None)
@given(URLS)
@example("http://xn--.com/")
@example("http://[::1%1]/")
@example("http://a.com/%zz\ud800")
def test_any_text_is_refused_or_has_one_normal_form(url: str) -> None:
    try:
        address = check_url(url)
    except AddressRefusedError:
        return
    assert address.url.isascii()
    assert check_url(address.url) == address
    assert_read_alike(address)
    assert not is_local_name(address.host)


@settings(max_examples=300, deadline=None)
@given(st.ip_addresses())
def test_no_address_passes_that_python_knows_is_not_public(address: object) -> None:
    host = str(address)
    written = f"[{host}]" if ":" in host else host
    try:
        check_url(f"http://{written}/")
    except AddressRefusedError:
        return
    known = ip_address(host)
    kinds = ("private", "loopback", "link_local", "multicast", "reserved", "unspecified")
    kept_from = [kind for kind in kinds if getattr(known, f"is_{kind}")]
    assert not kept_from or known in IPv6Network("64:ff9b::/96")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8899/", "http://127.255.0.1/", "http://localhost:8899/", "http://a.local/"],
)
def test_an_allowed_network_opens_its_addresses_and_local_names(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        check_url(url)
    assert check_url(url, LOOPBACK).url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/", "http://169.254.169.254/", "http://[::1]/", "http://2130706433/",
        "http://127.1/", "http://0177.0.0.1/", "http://[::ffff:127.0.0.1]/", "http://127.0.0.1:22/",
        "http://me@127.0.0.1/", "http://127.0.0.1./", "ftp://127.0.0.1/", "http://0.0.0.0/",
        "http://１２７.0.0.1/",
    ],
)  # fmt: skip
def test_an_allowed_network_opens_nothing_else(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        check_url(url, LOOPBACK)


def test_a_local_name_may_lead_into_allowed_networks_alone() -> None:
    here = ip_address("127.0.0.1")
    assert check_addresses("localhost", [here], LOOPBACK) == (here,)
    for elsewhere in map(ip_address, ("10.0.0.1", "93.184.215.14", "::1")):
        assert check_addresses("localhost", [elsewhere, here], LOOPBACK) == (here,)
        with pytest.raises(AddressRefusedError, match="not a public address"):
            check_addresses("localhost", [elsewhere], LOOPBACK)
    with pytest.raises(AddressRefusedError):
        check_addresses("localhost", [ip_address("93.184.215.14")])


def test_one_bad_answer_refuses_them_all() -> None:
    good, bad = ip_address("93.184.215.14"), ip_address("10.0.0.1")
    assert check_addresses("example.com", [good]) == (good,)
    for answers in ([good, bad], [bad, good], [bad]):
        with pytest.raises(AddressRefusedError, match=r"10\.0\.0\.1"):
            check_addresses("example.com", answers)
    allowed = [IPv4Network("10.0.0.0/8")]
    assert check_addresses("example.com", [good, bad], allowed) == (good, bad)


def test_nat64_follows_the_address_inside() -> None:
    inside = ip_address("64:ff9b::127.0.0.1")
    assert not is_public(inside)
    assert is_public(inside, LOOPBACK)
    assert is_public(ip_address("64:ff9b::93.184.215.14"))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "::1", "localhost", "0x7f.1", "a b", "", "fe80::1%1"]
)
def test_a_host_alone_is_judged_the_same_way(host: str) -> None:
    with pytest.raises(AddressRefusedError):
        check_host(host)


def test_the_refusal_says_what_is_wrong() -> None:
    said = {
        "http://a b/": "a space",
        "ftp://a.com/": "not http or https",
        "http://me@a.com/": "a user name",
        "http://a.com:22/": "port 22",
        "http://10.0.0.1/": r"10\.0\.0\.1, which is not a public address",
        "http://2130706433/": "unusual notation",
        "http://a.local/": "a local network",
        "http://a..com/": "can't be one on the Internet",
        "http:///": "no host",
        "http://a.com/" + "a" * MAX_URL_CHARS: "longer than 8,000 characters",
    }
    for url, reason in said.items():
        with pytest.raises(AddressRefusedError, match=reason):
            check_url(url)
