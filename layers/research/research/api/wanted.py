"""What a caller who sends a request wants researched: checked, and whole."""

from collections.abc import Sequence

from research.api.key_ring import Caller
from research.api.parameters import reported_job
from research.api.service import Service
from research.domain.errors import InvalidRequestError, JobNotFoundError
from research.domain.question import JobPlan
from research.domain.request import ResearchRequest
from research.domain.uploads.upload import upload_id_in
from research.jobs.new import clean_query
from research.web.addresses import Network, check_url


async def wanted_request(
    body: ResearchRequest, caller: Caller, service: Service
) -> tuple[ResearchRequest, JobPlan | None]:
    """`body`, whose query is cleaned; what one that follows a report leaves out is as it was then.

    With it the approved plan by which that report was made, where both ask the same and no plan is
    to be approved anew.

    Raises `InvalidRequestError` for its query, and where the caller has no job that it follows,
    `JobRefusedError` where that has no report, `ValidationError` where both don't go together, and
    `AddressRefusedError` for an address that can't be public as it is written.
    """
    given = {name: getattr(body, name) for name in body.model_fields_set & _FIELDS}
    given["query"] = clean_query(body.query)
    before, followed = {}, None
    if body.follow_up_of is not None:
        try:
            followed = await reported_job(body.follow_up_of, caller, service.jobs)
        except JobNotFoundError as error:
            raise InvalidRequestError(f"follow_up_of: {error}") from None
        before = followed.request.model_dump() | _NOT_AGAIN
    wanted = ResearchRequest.model_validate(before | given)
    _check_addresses(wanted, service.allow_networks)
    goes_on = followed and followed.request.query == wanted.query and not wanted.may_await_plan
    return wanted, followed.plan if followed and goes_on else None


def _check_addresses(request: ResearchRequest, allow_networks: Sequence[Network]) -> None:
    """What addresses lead to is checked when they are read."""
    pages = [source for source in request.sources if upload_id_in(source) is None]
    for url in (*pages, *filter(None, [request.callback_url])):
        check_url(url, allow_networks)


_NOT_AGAIN = {"callback_url": None, "confirm_plan": False, "clarify": False}
"""What a follower does not take over."""
_FIELDS = frozenset(ResearchRequest.model_fields)
"""A form of more fields, such as a watch's, has these among them."""
