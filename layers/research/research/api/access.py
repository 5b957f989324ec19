"""Access to the API: the caller's key, then the caller's rate."""

from functools import lru_cache
from ipaddress import ip_address, ip_network
from math import ceil
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.openapi.models import APIKey
from fastapi.security.base import SecurityBase

from research.api.key_ring import EVERYONE, Caller
from research.api.service import Service
from research.domain.errors import InvalidKeyError, RateLimitedError
from research.domain.storage import Allowance
from research.domain.uploads.upload import MAX_UPLOADS
from research.jobs.owned import OwnedJobs

READS_PER_SUBMIT = 10
"""Other calls cost little, and following a job takes several."""


async def service_of(request: Request) -> Service:
    """The app's `Service`. A coroutine, for FastAPI would run a plain function in a thread."""
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(service_of)]


def caller_of(request: Request) -> Caller:
    """Who makes a call that was admitted."""
    caller: Caller = getattr(request.state, "caller", EVERYONE)
    return caller


def owned_jobs(caller: Caller, service: Service) -> OwnedJobs:
    """The jobs of a caller who does not see all."""
    return OwnedJobs(caller.owner, jobs=service.jobs, reports=service.reports, clock=service.clock)


class Admission(SecurityBase):
    """A dependency that refuses calls without a key, where one is required, or beyond the rate.

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
        """Calls of `act` are counted apart; so many of them are allowed for each submit allowed."""
        self._act = act
        self._calls_per_submit = calls_per_submit

    async def __call__(self, request: Request, response: Response) -> None:
        """Raise `InvalidKeyError` or `RateLimitedError` for a call that is refused.

        Guesses of keys count too, for the address they come from.
        """
        service = await service_of(request)
        caller = f"address:{caller_network(request.client.host if request.client else '')}"
        refusal: InvalidKeyError | None = None
        if service.keys.is_required:
            try:
                known = service.keys.caller_of(request.headers.get(self.model.name))
                caller, request.state.caller = f"key:{known.owner}", known
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
may_ask = Admission("ask", calls_per_submit=1)
"""An answer keeps a processor busy, as a job does."""
may_upload = Admission("upload", calls_per_submit=MAX_UPLOADS)
"""As many files as the jobs allowed may have."""
may_read = Admission("read", calls_per_submit=READS_PER_SUBMIT)


@lru_cache(maxsize=1_024)
def caller_network(host: str) -> str:
    """Whose rate is counted: with IPv6 that of a /64, which one customer has whole (RFC 6177).

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
    """The allowance as ``RateLimit`` headers, which most clients know."""
    return {
        "RateLimit-Limit": str(allowance.limit),
        "RateLimit-Remaining": str(allowance.remaining),
        "RateLimit-Reset": str(ceil(allowance.reset_seconds)),
    }
