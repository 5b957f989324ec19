"""How a job begins: its name, and the request it is for."""

from datetime import datetime
from secrets import token_hex

from pydantic import ValidationError

from research.domain.errors import InvalidRequestError
from research.domain.request import Depth, ResearchRequest
from research.domain.value import validation_message
from research.text.cleaning import clean_text

RANDOM_BYTES = 8
"""64 bits: whoever has a report's address may read it, so it can't be guessed."""
MAX_QUERY_CHARACTERS = 2_000
MAX_SOURCES_OF_THE_WEB = 12
MAX_SOURCES_NAMED = 50
"""What someone named is wanted whole; what a search found gets worse down the list."""
MAX_WORDS = 700


def new_job_id(now: datetime) -> str:
    """A name that no other job has, in order of time: ``20261125-081500-1e2403f9c0de1a2b4c5d6``.

    The first five hexadecimal digits of its last part are microseconds; the rest is random.
    """
    return f"{now:%Y%m%d-%H%M%S}-{now.microsecond:05x}{token_hex(RANDOM_BYTES)}"


def new_request(
    query: str,
    *,
    max_sources: int | None = None,
    max_words: int | None = None,
    names_sources: bool = False,
    depth: str | None = None,
    budget_usd: float | None = None,
    language: str | None = None,
    include_news: bool = True,
    include_images: bool = True,
    include_videos: bool = True,
) -> ResearchRequest:
    """The request for `query`, cleaned and on one line; None stands for what is usual.

    Raises `InvalidRequestError` for a query without a letter or digit, for one of more than
    `MAX_QUERY_CHARACTERS`, for a number out of its bounds, and for a language of another form.
    """
    cleaned = clean_text(query).replace("\n", " ")
    if not any(character.isalnum() for character in cleaned):
        raise InvalidRequestError("the query is empty: ask something, in words")
    if len(cleaned) > MAX_QUERY_CHARACTERS:
        raise InvalidRequestError(
            f"the query has {len(cleaned):,} characters, more than {MAX_QUERY_CHARACTERS:,}"
        )
    usual_sources = MAX_SOURCES_NAMED if names_sources else MAX_SOURCES_OF_THE_WEB
    try:
        return ResearchRequest(
            query=cleaned,
            max_sources=usual_sources if max_sources is None else max_sources,
            max_words=MAX_WORDS if max_words is None else max_words,
            depth=Depth.STANDARD if depth is None else Depth(depth),
            budget_usd=budget_usd,
            language=language or "",
            include_news=include_news,
            include_images=include_images,
            include_videos=include_videos,
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]).replace("_", "-")
        told = validation_message(first)
        raise InvalidRequestError(f"{name}: {told[:1].lower()}{told[1:]}") from None
