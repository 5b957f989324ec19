"""Sends callbacks as the Standard Webhooks specification says: signed, each try anew.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import asyncio
import base64
import hmac
from collections.abc import Sequence
from hashlib import sha256

import httpx
from pydantic import SecretStr

from research.adapters.fetch.guarded_transport import GuardedTransport
from research.domain.errors import CallbackError, CallbackGoneError, FetchError, InvalidSettingError
from research.domain.setting_forms import signing_key
from research.ports import Clock
from research.web.addresses import Network, check_url

TIMEOUT_SECONDS = 10.0
_GONE = 410


class SignedCallback:
    """`ports.CallbackSender` over httpx, to public addresses alone. Follows no redirect."""

    def __init__(
        self,
        secret: SecretStr,
        *,
        clock: Clock,
        user_agent: str,
        allow_networks: Sequence[Network] = (),
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
        self._client = httpx.AsyncClient(
            transport=transport or GuardedTransport(self._allow_networks),
            headers={"User-Agent": user_agent, "Content-Type": "application/json"},
            timeout=TIMEOUT_SECONDS,
            trust_env=False,
        )

    async def send(self, url: str, message_id: str, body: bytes) -> None:
        """POST `body` once. Raises `CallbackGoneError` for a receiver that wants no more."""
        address = check_url(url, self._allow_networks).url
        reason = await self._refusal(address, message_id, body)
        if reason == str(_GONE):
            raise CallbackGoneError("the receiver is gone: 410")
        if reason:
            raise CallbackError(f"the callback was not taken: {reason}")

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
