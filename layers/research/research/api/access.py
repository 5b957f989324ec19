"""Who calls, and whether they may: the key first, then the rate."""

from functools import lru_cache
from ipaddress import ip_address, ip_network
from math import ceil
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.openapi.models import APIKey
from fastapi.security.base import SecurityBase

from research.api.service import Service
from research.domain.errors import InvalidKeyError, RateLimitedError
from research.domain.storage import Allowance

READS_PER_SUBMIT = 10
"""Other calls cost little, and following a job takes some."""


async def service_of(request: Request) -> Service:
    """What the app was made with. Not a plain function: FastAPI would run that in a thread."""
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(service_of)]


class Admission(SecurityBase):
    """A dependency that lets in those who have a key, where one is asked for, and calls left.

    It is its own security scheme: a dependency of its own costs FastAPI as much as the check does.
    """

    scheme_name = "ApiKey"
    model = APIKey.model_validate(
        {
            "in": "header",
            "name": "X-API-Key",
            "description": "One of `API_KEYS`. None is asked for where none is configured.",
        }
    )

    def __init__(self, act: str, *, calls_per_submit: int) -> None:
        """`act` is counted by itself; where a minute has one submit, it may have so many calls."""
        self._act = act
        self._calls_per_submit = calls_per_submit

    async def __call__(self, request: Request, response: Response) -> None:
        """Raise `InvalidKeyError` or `RateLimitedError` for a caller who may not call now.

        Guesses of keys count too, for the address they come from.
        """
        service = await service_of(request)
        caller = f"address:{caller_network(request.client.host if request.client else '')}"
        refusal: InvalidKeyError | None = None
        if service.keys.is_required:
            try:
                caller = f"key:{service.keys.name_of(request.headers.get(self.model.name))}"
            except InvalidKeyError as error:
                refusal = error
        if limit := self._calls_per_submit * service.rate_limit_per_minute:
            allowance = await service.limiter.take(f"{self._act}:{caller}", limit)
            request.state.allowance = allowance
            response.headers.update(rate_headers(allowance))
            if not allowance.is_allowed:
                raise RateLimitedError(
                    f"more than {limit} calls in a minute", ceil(allowance.retry_after_seconds)
                )
        if refusal:
            raise refusal


ADMISSION_DOCUMENTED: dict[str, Any] = {"security": [{Admission.scheme_name: []}]}
"""What OpenAPI says of a route that calls its admission itself."""
may_submit = Admission("submit", calls_per_submit=1)
may_read = Admission("read", calls_per_submit=READS_PER_SUBMIT)


@lru_cache(maxsize=1_024)
def caller_network(host: str) -> str:
    """Whom to count for an address: with IPv6 one customer has 2**64 of them (RFC 6177).

    A socket for both has IPv4 addresses as ``::ffff:1.2.3.4``, which are not all one customer.
    """
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False))


def rate_headers(allowance: Allowance) -> dict[str, str]:
    """What is left, in the headers that most clients know."""
    return {
        "RateLimit-Limit": str(allowance.limit),
        "RateLimit-Remaining": str(allowance.remaining),
        "RateLimit-Reset": str(ceil(allowance.reset_seconds)),
    }
