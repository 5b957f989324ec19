"""Applies robots.txt as RFC 9309 says, fetched once for each origin.

- 2xx: its rules hold, from its first 500 KiB (2.5).
- 4xx, other statuses, too many redirects: there are no rules (2.3.1.3).
- 5xx, or no complete answer (no connection, too slow, broken): nothing may be read (2.3.1.4).
  A site in that state seldom serves its pages, so this costs little. The page's error names the
  cause, such as a failed connection, rather than a refusal by the site.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from protego import Protego

from research.domain.errors import FetchError, RobotsDisallowedError, TooManyRedirectsError

MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309, 2.5: the least that must be parsed."""
MAX_RULES = 10_000
"""Rules used; further ones are ignored. Each takes time to match, and the longest lists in use have
some thousands."""
MAX_ORIGINS = 200
"""Origins remembered, more than a run meets: the largest robots.txt takes some 10 MB."""
_NOT_US = "."  # never part of a product token, so no rule under it is ever ours
_AGENT_FIELDS = frozenset(("user-agent", "useragent", "user agent"))
_RULE_FIELDS = frozenset(("allow", "disallow"))

Getter = Callable[[str], Awaitable[tuple[int, bytes]]]
"""Fetches an address, following redirects: status and start of the body. Raises `FetchError`."""


@dataclass(frozen=True, slots=True)
class _OriginRules:
    """The rules of an origin, or the error that every page there is refused with."""

    rules: Protego
    refusal: type[FetchError] | None = None
    message: str = ""


class RobotsRules:
    """The rules of each origin, fetched once however many pages are checked at the same time."""

    def __init__(self, get: Getter, user_agent: str) -> None:
        """`user_agent` is the whole header; rules are matched by its first product token."""
        self._get = get
        self._token = next(iter(user_agent.partition("/")[0].split()), "").lower()
        self._origins: dict[str, asyncio.Task[_OriginRules]] = {}

    async def check(self, origin: str, url: str) -> None:
        """Return if `url`, which is on `origin`, may be read.

        Raises `RobotsDisallowedError`, or the `FetchError` with which robots.txt failed.
        """
        if origin not in self._origins:
            self._forget_oldest()
            self._origins[origin] = asyncio.create_task(self._learn(f"{origin}/robots.txt"))
        # Shielded: the first caller may be cancelled while others still wait.
        known = await asyncio.shield(self._origins[origin])
        if known.refusal is not None:
            raise known.refusal(known.message)
        if not known.rules.can_fetch(url, self._token):
            raise RobotsDisallowedError("the site's robots.txt asks not to read this page")

    async def aclose(self) -> None:
        """Cancel what is still being fetched."""
        for task in self._origins.values():
            task.cancel()
        await asyncio.gather(*self._origins.values(), return_exceptions=True)

    def _forget_oldest(self) -> None:
        """Make room for one more origin by removing the oldest that nobody waits for."""
        over = len(self._origins) - MAX_ORIGINS + 1
        known = [origin for origin, task in self._origins.items() if task.done()]
        for origin in known[: max(0, over)]:
            del self._origins[origin]

    async def _learn(self, url: str) -> _OriginRules:
        try:
            status, body = await self._get(url)
        except TooManyRedirectsError:
            return _OriginRules(Protego())
        except FetchError as error:
            return _OriginRules(Protego(), type(error), f"robots.txt: {error}")
        if status >= 500:
            message = f"the site's robots.txt can't be had (status {status})"
            return _OriginRules(Protego(), RobotsDisallowedError, message)
        if not 200 <= status < 300:
            return _OriginRules(Protego())
        if len(body) >= MAX_ROBOTS_BYTES:  # its last line may be cut, and say something else
            body = body.rpartition(b"\n")[0]
        text = body.decode("utf-8-sig", errors="replace")
        return _OriginRules(Protego.parse("\n".join(_plain_lines(text, self._token))))


def _plain_lines(text: str, token: str) -> Iterator[str]:
    """The lines of a robots.txt that decide whether the agent `token` may read a page.

    Protego keeps every rule once for each agent of its group, so half a megabyte of agents and
    rules would grow to gigabytes. Here all other agents become one, and their rules and all other
    fields are left out.
    """
    rules = 0
    is_ours = is_naming = False
    for line in text.splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if field in _AGENT_FIELDS:
            agent = value.partition("/")[0].strip().lower()
            is_us = agent in ("*", token)
            is_ours = is_us or (is_naming and is_ours)  # several agents may share a group
            is_naming = True
            yield f"user-agent: {agent if is_us else _NOT_US}"
        elif field in _RULE_FIELDS:
            is_naming = False
            if is_ours and rules < MAX_RULES:
                rules += 1
                yield f"{field}: {value}"
