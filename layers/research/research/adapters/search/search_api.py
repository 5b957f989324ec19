"""What providers with an API of their own share: keys, turns, and what their refusals mean."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

from research.adapters.search.engine_api import EngineAnswer, EngineClient, Params
from research.adapters.search.engine_results import text
from research.adapters.search.pacing import Pace, retry_after_seconds
from research.domain.errors import (
    InvalidSettingError,
    SearchError,
    SearchKeyError,
    SearchRateLimitedError,
    SearchUnavailableError,
)
from research.domain.scope import ANYWHERE, Scope
from research.text.cleaning import clean_line

NO_KEY = SecretStr("")
_KEY = re.compile(r"[\x21-\x7e]+")
_REASONS = (
    ("error", "message"), ("error", "detail"), ("detail", "error"), ("detail",), ("message",),
    ("error",),
)  # fmt: skip
"""Where providers say in words why they refuse."""


@dataclass(frozen=True, slots=True)
class SearchSetup:
    """What the search at any provider is given by its wiring."""

    timeout_seconds: float
    user_agent: str
    pace: Pace
    scope: Scope = ANYWHERE
    """What the provider is asked to keep to, as far as it can."""
    transport: httpx.AsyncBaseTransport | None = None


class SearchApi:
    """Requests to one provider, in turn; answers other than success are typed errors."""

    def __init__(
        self,
        setup: SearchSetup,
        *,
        setting: str = "",
        key: SecretStr = NO_KEY,
        key_statuses: frozenset[int] = frozenset({401, 403}),
        key_codes: frozenset[str] = frozenset(),
        limit_statuses: frozenset[int] = frozenset({429}),
    ) -> None:
        """`setting` names the variable that holds `key`, whichever way that is sent.

        `key_statuses`, and `key_codes` in an error's JSON, say that the key is at fault, and
        `limit_statuses` that no more may be asked for now. Raises `InvalidSettingError` for a key
        that can't be one.
        """
        if key.get_secret_value() and not _KEY.fullmatch(key.get_secret_value()):
            raise InvalidSettingError(f"{setting}: it has characters that no key has")
        self._setup = setup
        self._setting = setting
        self._key = key
        self._key_statuses = key_statuses
        self._key_codes = key_codes
        self._limit_statuses = limit_statuses
        self._client = EngineClient(
            timeout_seconds=setup.timeout_seconds,
            user_agent=setup.user_agent,
            transport=setup.transport,
        )

    async def get(
        self, url: str, params: Params, headers: Mapping[str, str] | None = None
    ) -> EngineAnswer:
        """The answer to a GET that succeeded. Raises `SearchError`, of the kind that tells why."""
        await self._setup.pace.wait(self._setup.timeout_seconds)
        return self._checked(await self._client.get(url, params, headers))

    async def post(
        self, url: str, body: Mapping[str, object], headers: Mapping[str, str]
    ) -> EngineAnswer:
        """The answer to a POST that succeeded. Raises `SearchError`, of the kind that tells why."""
        await self._setup.pace.wait(self._setup.timeout_seconds)
        return self._checked(await self._client.post(url, body, headers))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _checked(self, answer: EngineAnswer) -> EngineAnswer:
        if 200 <= answer.status < 300:
            return answer
        said = f"it answered {answer.status_line}{self._reason(answer)}"
        if answer.status in self._limit_statuses:
            seconds = retry_after_seconds(answer.headers)
            self._setup.pace.pause(seconds or 0)
            raise SearchRateLimitedError(
                f"{said}; it may be asked again in {seconds} s" if seconds else said, seconds
            )
        is_of_key = answer.status in self._key_statuses or _code(answer) in self._key_codes
        if self._setting and is_of_key:
            raise SearchKeyError(f"{self._setting}: {said}")
        if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise SearchUnavailableError(said)
        raise SearchError(said)

    def _reason(self, answer: EngineAnswer) -> str:
        """The provider's own words, without the key, should it be quoted there."""
        with suppress(SearchError):
            value = answer.value()
            said = next((found for place in _REASONS if (found := text(value, *place))), "")
            if key := self._key.get_secret_value():
                said = said.replace(key, "…")
            return f": {clean_line(said, 200)}" if said else ""
        return ""


def required_key(setting: str, key: SecretStr) -> SecretStr:
    """`key`. Raises `InvalidSettingError` where it is empty."""
    if not key.get_secret_value():
        raise InvalidSettingError(f"{setting}: needed to search there, and not set")
    return key


def _code(answer: EngineAnswer) -> str:
    with suppress(SearchError):
        return text(answer.value(), "error", "code")
    return ""
