"""Who calls, and whether they may: the key first, then the rate."""

from ipaddress import ip_address, ip_network
from math import ceil
from typing import Annotated

from fastapi import Depends, Request, Response, Security
from fastapi.security import APIKeyHeader

from research.errors import InvalidKeyError, RateLimitedError
from research.http.service import Service
from research.models import Allowance

READS_PER_SUBMIT = 10
"""Other calls cost little, and following a job takes some."""

_header = APIKeyHeader(
    name="X-API-Key",
    scheme_name="ApiKey",
    auto_error=False,
    description="One of `API_KEYS`. None is asked for where none is configured.",
)


async def service_of(request: Request) -> Service:
    """What the app was made with. Not a plain function: FastAPI would run that in a thread."""
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(service_of)]
GivenKey = Annotated[str | None, Security(_header)]


async def may_submit(request: Request, response: Response, service: Serving, key: GivenKey) -> None:
    """Raise `InvalidKeyError` or `RateLimitedError` for a caller who may not submit now."""
    await _admit(request, response, service, key, "submit", service.rate_limit_per_minute)


async def may_read(request: Request, response: Response, service: Serving, key: GivenKey) -> None:
    """Raise `InvalidKeyError` or `RateLimitedError` for a caller who may not call now."""
    limit = READS_PER_SUBMIT * service.rate_limit_per_minute
    await _admit(request, response, service, key, "read", limit)


async def _admit(
    request: Request, response: Response, service: Service, key: str | None, act: str, limit: int
) -> None:
    """Guesses of keys count too, for the address they come from."""
    caller = f"address:{caller_network(request.client.host if request.client else '')}"
    refusal: InvalidKeyError | None = None
    if service.keys.asks:
        try:
            caller = f"key:{service.keys.name_of(key)}"
        except InvalidKeyError as error:
            refusal = error
    if limit:
        allowance = await service.limiter.take(f"{act}:{caller}", limit)
        request.state.allowance = allowance
        response.headers.update(rate_headers(allowance))
        if not allowance.is_allowed:
            raise RateLimitedError(
                f"more than {limit} calls in a minute", ceil(allowance.retry_after_seconds)
            )
    if refusal:
        raise refusal


def caller_network(host: str) -> str:
    """Whom to count for an address: with IPv6 one customer has 2**64 of them (RFC 6177)."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))


def rate_headers(allowance: Allowance) -> dict[str, str]:
    """What is left, in the headers that most clients know."""
    return {
        "RateLimit-Limit": str(allowance.limit),
        "RateLimit-Remaining": str(allowance.remaining),
        "RateLimit-Reset": str(ceil(allowance.reset_seconds)),
    }
