"""Checks that a web address is public and unambiguous, against server-side request forgery.

There are two checks, and neither is enough alone. `check_url` judges the address as it is written,
before anything is looked up; `check_addresses` judges the IP addresses that a name resolved to,
when the connection is made. Networks that the configuration allows permit an address that leads
there, but never an unusual way of writing it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

import idna

from research.domain.errors import AddressRefusedError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MAX_URL_CHARS = 8_000
"""The length that RFC 9110, 4.1, asks every server to support at least."""
MAX_HOST_CHARS = 253
DEFAULT_PORTS = {"http": 80, "https": 443}

# The special-purpose registries of IANA (RFC 6890 and successors), less what no web page lies in.
# https://www.iana.org/assignments/iana-ipv4-special-registry
# https://www.iana.org/assignments/iana-ipv6-special-registry
# Written out, because `ipaddress.is_global` differs between Python's patch releases.
_NOT_PUBLIC_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a carrier's NAT; Alibaba's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's wire server: public in form, reachable from inside alone
        "169.254.0.0/16",  # link-local; metadata of AWS, Azure, Google and others
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # multicast tunnels
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")  # all that is assigned for unicast; the rest is refused
_NOT_PUBLIC_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")

_LOCAL_NAMES = frozenset(
    """corp home home.arpa internal intranet lan local localdomain localhost metadata.goog onion
    private""".split()
)
"""Names, and names under them, that belong to one's own machine or network (RFC 6761, 6762, 8375,
7686; ICANN's `internal`; the names that clouds give their metadata)."""

# Below 1024 only the web's own two are open. Above, those are closed where something else than
# the web listens, which a crafted request could be made to speak to: the ports that browsers
# block (https://fetch.spec.whatwg.org/#port-blocking), then databases, caches, queues, remote
# desktops and the control planes of Docker, etcd and Kubernetes.
_WEB_PORTS = frozenset(DEFAULT_PORTS.values())
_FIRST_OPEN_PORT = 1024
_CLOSED_PORTS = frozenset(
    int(port)
    for port in """
    1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080
    1433 1521 1883 2181 2375 2376 2379 2380 3306 3389 4369 5432 5671 5672 5900 5985 5986 6379 6380
    6443 8883 9042 9092 9200 9300 10250 10255 11211 25672 27017 27018 27019""".split()
)

# Spaces and controls, which parsers treat differently: some drop them, some stop at them.
_UNSAFE_CHARACTER = re.compile(r"[\x00-\x20\x7f-\xa0\\]|\s")
_AUTHORITY = re.compile(
    r"(?:\[(?P<v6>[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:@%]+))(?::(?P<port>[0-9]{0,5}))?"
)
_NUMBER_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_URI_CHARACTERS = "%-._~:/?#[]@!$&'()*+,;="  # RFC 3986, 2, beside letters and digits


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address that passed `check_url`. `url` is ASCII, without fragment and default port."""

    url: str
    host: str
    """A name in lower-case ASCII without a trailing dot, or an IP address without brackets."""
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port, which share one robots.txt: ``https://example.com``."""
        return origin_of(self.url)


def origin_of(url: str) -> str:
    """Scheme, host and port of an absolute address."""
    return "/".join(url.split("/", 3)[:3])


def check_url(url: str, allow_networks: Sequence[Network] = ()) -> WebAddress:
    """The normal form of `url`. Raises `AddressRefusedError`, which says what is wrong with it.

    A local name passes if `allow_networks` is not empty: then `check_addresses` decides by what it
    resolves to.
    """
    if len(url) > MAX_URL_CHARS:  # before anything else looks at it
        raise _too_long()
    if _UNSAFE_CHARACTER.search(url):
        raise AddressRefusedError("the address holds a space, a control character or a backslash")
    try:
        parts = urlsplit(url)
        path = quote(_without_dots(parts.path), safe=_URI_CHARACTERS)
        query = quote(parts.query, safe=_URI_CHARACTERS)
    except ValueError:  # brackets that don't match, lone surrogates
        raise AddressRefusedError("the address is malformed") from None
    if parts.scheme not in DEFAULT_PORTS:
        raise AddressRefusedError("the address is not http or https")
    host, port = _host_and_port(parts.netloc, DEFAULT_PORTS[parts.scheme])
    host = check_host(host, allow_networks)
    authority = f"[{host}]" if ":" in host else host
    if port != DEFAULT_PORTS[parts.scheme]:
        authority += f":{port}"
    normal = f"{parts.scheme}://{authority}{path}" + (f"?{query}" if query else "")
    if len(normal) > MAX_URL_CHARS:
        raise _too_long()
    return WebAddress(normal, host, port)


def check_host(host: str, allow_networks: Sequence[Network] = ()) -> str:
    """The normal form of `host`, a name or an IP address without brackets.

    Raises `AddressRefusedError` when it is an address that is not public, a number in a notation
    other than the usual one, a name that can't be one on the Internet, or a local name.
    """
    host = host.lower() if host.isascii() else host
    if is_number(host):
        address = _literal(host)
        check_addresses(host, (address,), allow_networks)
        return str(address)
    name = _ascii_name(host)
    if is_local_name(name) and not allow_networks:
        raise AddressRefusedError("the host name is one of a local network")
    return name


def check_addresses(
    host: str, addresses: Iterable[Address], allow_networks: Sequence[Network] = ()
) -> tuple[Address, ...]:
    """Those of `addresses`, which `host` resolved to, that may be connected to, in their order.

    For a local name these are the ones in `allow_networks`; others are left out, since `localhost`
    often is ::1 as well. For any other name one private address refuses them all: no name resolves
    to both by accident. Raises `AddressRefusedError`.
    """
    is_local = is_local_name(host)
    may_connect = _within if is_local else is_public
    given = tuple(addresses)
    good = tuple(address for address in given if may_connect(address, allow_networks))
    bad = next((address for address in given if address not in good), None)
    if bad is not None and not (is_local and good):
        raise AddressRefusedError(f"the host leads to {bad}, which is not a public address")
    return good


def is_public(address: Address, allow_networks: Sequence[Network] = ()) -> bool:
    """Whether `address` is on the public Internet or in one of `allow_networks`.

    An IPv6 address that wraps an IPv4 one is refused, except behind NAT64 (RFC 6052), where
    networks without IPv4 reach the rest of the web: there the wrapped address decides.
    """
    if _within(address, allow_networks):
        return True
    if isinstance(address, IPv4Address):
        return not _within(address, _NOT_PUBLIC_V4)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF), allow_networks)
    return address in _GLOBAL_V6 and not _within(address, _NOT_PUBLIC_V6)


def is_number(host: str) -> bool:
    """Whether `host` is written as an IP address, in any notation, and not as a name."""
    return ":" in host or _NUMBER_LABEL.fullmatch(host.rpartition(".")[2]) is not None


def is_local_name(host: str) -> bool:
    """Whether `host` is a name that is resolved only on one machine or network."""
    if is_number(host):
        return False
    labels = host.split(".")
    suffixes = {".".join(labels[start:]) for start in range(len(labels))}
    return len(labels) == 1 or not suffixes.isdisjoint(_LOCAL_NAMES)


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _without_dots(path: str) -> str:
    """`path` with ``.`` and ``..`` resolved (RFC 3986, 5.2.4), as the HTTP client would.

    Otherwise robots.txt would be checked for another path than the one that is read.
    """
    kept: list[str] = []
    last = ""
    for segment in path.split("/")[1:]:
        last = segment.replace("%2e", ".").replace("%2E", ".")
        if last not in (".", ".."):
            kept.append(segment)
        elif last == ".." and kept:
            kept.pop()
    return "/" + "/".join([*kept, ""] if last in (".", "..") else kept)


def _too_long() -> AddressRefusedError:
    return AddressRefusedError(f"the address is longer than {MAX_URL_CHARS:,} characters")


def _host_and_port(authority: str, default_port: int) -> tuple[str, int]:
    if "@" in authority:
        raise AddressRefusedError("the address holds a user name")
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        raise AddressRefusedError("the address has no host, or one that is malformed")
    port = int(match["port"] or default_port)
    if (port < _FIRST_OPEN_PORT and port not in _WEB_PORTS) or port in _CLOSED_PORTS:
        raise AddressRefusedError(f"port {port} is not one that web pages are served on")
    if port > 65_535:
        raise AddressRefusedError(f"port {port} does not exist")
    return match["v6"] or match["name"], port


def _literal(host: str) -> Address:
    """The IP address written as `host`. Raises `AddressRefusedError` for an unusual notation."""
    try:
        address = ip_address(host)
    except ValueError:
        raise AddressRefusedError("the host is a number in an unusual notation") from None
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise AddressRefusedError("the host is an IPv6 address with a zone")
    return address


def _ascii_name(host: str) -> str:
    """`host` in the ASCII form of DNS. Raises `AddressRefusedError` if DNS can't hold it."""
    name = host.removesuffix(".")
    if not name.isascii():
        name = _punycode(name)
    labels = name.split(".")
    if len(name) > MAX_HOST_CHARS or not all(map(_LABEL.fullmatch, labels)):
        raise AddressRefusedError("the host name can't be one on the Internet")
    if _NUMBER_LABEL.fullmatch(labels[-1]):
        raise AddressRefusedError("the host is a number in an unusual notation")
    return name


def _punycode(name: str) -> str:
    """`name` encoded by IDNA 2008. Look-alikes, such as full-width digits, are refused."""
    try:
        if unicodedata.is_normalized("NFKC", name):
            return idna.encode(name.lower(), strict=True).decode("ascii")
    except UnicodeError:
        pass
    raise AddressRefusedError("the host name can't be one on the Internet")
