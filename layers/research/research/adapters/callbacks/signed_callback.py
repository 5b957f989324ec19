"""Sends callbacks as the Standard Webhooks specification says: signed, and repeated if refused.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import asyncio
import base64
import hmac
import logging
from collections.abc import Sequence
from hashlib import sha256

import httpx
from pydantic import SecretStr

from research.adapters.fetch.guarded_transport import GuardedTransport
from research.domain.errors import CallbackError, FetchError, InvalidSettingError
from research.domain.setting_forms import signing_key
from research.ports import Clock
from research.web.addresses import Network, check_url

TIMEOUT_SECONDS = 10.0
PAUSES_SECONDS = (1.0, 5.0, 20.0)
"""Before each further try. The specification would go on for days; a worker does not live so long,
and `GET /status` says the same as the callback.
"""
_GONE = 410

_log = logging.getLogger(__name__)


class SignedCallback:
    """`ports.CallbackSender` over httpx, to public addresses alone. Follows no redirect."""

    def __init__(
        self,
        secret: SecretStr,
        *,
        clock: Clock,
        user_agent: str,
        allow_networks: Sequence[Network] = (),
        pauses_seconds: Sequence[float] = PAUSES_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`transport` replaces the guarded one, in tests. Raises `InvalidSettingError` for a secret
        that is not base64.
        """
        try:
            self._key = signing_key(secret.get_secret_value())
        except ValueError as error:
            raise InvalidSettingError(f"CALLBACK_SECRET: {error}") from None
        self._clock = clock
        self._allow_networks = tuple(allow_networks)
        self._pauses_seconds = tuple(pauses_seconds)
        self._client = httpx.AsyncClient(
            transport=transport or GuardedTransport(self._allow_networks),
            headers={"User-Agent": user_agent, "Content-Type": "application/json"},
            timeout=TIMEOUT_SECONDS,
            trust_env=False,
        )

    async def send(self, url: str, message_id: str, body: bytes) -> None:
        """POST `body` until it is taken, with a new signature each time."""
        address = check_url(url, self._allow_networks).url
        for pause_seconds in (*self._pauses_seconds, None):
            reason = await self._refusal(address, message_id, body)
            if not reason:
                return
            _log.info("callback %s was not taken: %s", message_id, reason)
            if pause_seconds is None or reason == str(_GONE):
                raise CallbackError(f"the callback was not taken: {reason}")
            await asyncio.sleep(pause_seconds)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _refusal(self, address: str, message_id: str, body: bytes) -> str:
        """Why it was not taken; empty when it was. What is answered is not read."""
        headers = self._signed(message_id, body)
        try:
            async with (
                asyncio.timeout(TIMEOUT_SECONDS),
                self._client.stream("POST", address, content=body, headers=headers) as response,
            ):
                return "" if response.is_success else str(response.status_code)
        except TimeoutError:
            return f"no answer within {TIMEOUT_SECONDS:g} s"
        except FetchError as error:
            raise CallbackError(f"the callback can't be sent: {error}") from error
        except httpx.HTTPError as error:
            return type(error).__name__

    def _signed(self, message_id: str, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._clock.now().timestamp()))
        signed = b".".join([message_id.encode(), timestamp.encode(), body])
        signature = base64.b64encode(hmac.digest(self._key, signed, sha256)).decode()
        return {
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": f"v1,{signature}",
        }
