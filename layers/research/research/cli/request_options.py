"""The options of ``content-research run`` that fill the fields of a request, by field.

Loads no pydantic, so that ``--help`` is quick.
"""

import os
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Mapping, Sequence
from math import nan
from typing import Any

from research.domain.errors import InvalidRequestError
from research.domain.report_format import ALWAYS_MADE, USUAL_FORMATS, ReportFormat
from research.domain.request_bounds import (
    DEFAULT_DEPTH,
    DEFAULT_STYLE,
    DEFAULT_WORDS,
    MAX_BUDGET_USD,
    NAMED_SOURCES,
    WEB_SOURCES,
    WRITTEN_WORDS,
    Depth,
    SearchPlace,
    Style,
)

_GROUPS = (SearchPlace.WEB, SearchPlace.SCHOLAR, SearchPlace.WIKIPEDIA)
_PROVIDERS = tuple(place for place in SearchPlace if place not in _GROUPS)


def _option(flag: str, **known: Any) -> tuple[str, dict[str, Any]]:
    return flag, known


def _dollars(written: str) -> float:
    try:
        dollars = float(written)
    except ValueError:
        dollars = nan
    if not 0 < dollars <= MAX_BUDGET_USD:  # as nan is not, either
        raise ArgumentTypeError(f"must be a number above 0, {MAX_BUDGET_USD} at most")
    return dollars


def _places(written: str) -> tuple[SearchPlace, ...]:
    names = [name.strip().lower() for name in written.split(",")]
    unknown = [name for name in names if name not in frozenset(SearchPlace)]
    if unknown:
        raise ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(SearchPlace)}")
    return tuple(map(SearchPlace, dict.fromkeys(names)))


def _domains(written: str) -> tuple[str, ...]:
    names = (name.strip().lower().rstrip(".") for name in written.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def _formats(written: str) -> tuple[ReportFormat, ...]:
    names = [name.strip().lower().removeprefix(".") for name in written.split(",")]
    unknown = [name for name in names if name not in frozenset(ReportFormat)]
    if unknown:
        raise ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(ReportFormat)}")
    return tuple(map(ReportFormat, names))


OPTIONS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "sources": _option(
        "--source",
        action="append",
        metavar="S",
        help="a folder, a file or an http(s) address to read instead of searching the web, or "
        "beside it with --web; may be repeated",
    ),
    "search_web": _option(
        "--web", action="store_true", help="search the web, too, where --source is given"
    ),
    "max_results": _option(
        "--max-sources",
        type=int,
        metavar="N",
        help=f"pages to read, at most (default: {WEB_SOURCES} of the web, {NAMED_SOURCES} of "
        "--source)",
    ),
    "max_words": _option(
        "--max-words",
        type=int,
        metavar="N",
        help=f"words of the report, at most (default: {DEFAULT_WORDS}; with a model "
        f"{WRITTEN_WORDS[Depth.QUICK]}, {WRITTEN_WORDS[Depth.STANDARD]} or "
        f"{WRITTEN_WORDS[Depth.DEEP]} by depth)",
    ),
    "depth": _option(
        "--depth",
        choices=tuple(depth.value for depth in Depth),
        help=f"with a model: how many rounds it may take (default: {DEFAULT_DEPTH})",
    ),
    "budget_usd": _option(
        "--budget-usd", type=_dollars, metavar="N", help="with a model: what it may cost, at most"
    ),
    "language": _option(
        "--language",
        metavar="L",
        help="of what is searched for and written, such as en or pt-BR (default: as it is found); "
        "--source is read whatever its language",
    ),
    "style": _option(
        "--style",
        choices=tuple(style.value for style in Style),
        help=f"with a model: how it writes (default: {DEFAULT_STYLE})",
    ),
    "search": _option(
        "--search",
        type=_places,
        metavar="P[,P...]",
        help="where to search, beside --source if that is given, too: web, scholar, wikipedia, or "
        f"{', '.join(_PROVIDERS)} (default: web)",
    ),
    "since": _option(
        "--since", metavar="DAY", help="nothing published before this day, YYYY-MM-DD"
    ),
    "until": _option("--until", metavar="DAY", help="nothing published after this day"),
    "domains.allow": _option(
        "--include-domains",
        type=_domains,
        metavar="D[,D...]",
        help="these sites, with what lies under them, and no others",
    ),
    "domains.deny": _option(
        "--exclude-domains", type=_domains, metavar="D[,D...]", help="never these sites"
    ),
    "follow_up_of": _option(
        "--since-report",
        metavar="JOB",
        help="also tell what is new, gone or changed since the report of that job, which is there; "
        "without QUERY, ask what it was asked",
    ),
    "confirm_plan": _option(
        "--confirm-plan",
        action="store_true",
        help="show the questions first: change, approve or stop (asks on the terminal)",
    ),
    "clarify": _option(
        "--clarify",
        action="store_true",
        help="with a model: let it ask you one question back where yours is too vague",
    ),
    "formats": _option(
        "--format",
        type=_formats,
        metavar="F[,F...]",
        help="files to make beside .html, .json and .md: "
        f"{', '.join(form for form in ReportFormat if form not in ALWAYS_MADE)} "
        f"(default: {','.join(USUAL_FORMATS)})",
    ),
    "include_news": _option(
        "--no-news", action="store_false", help="search the web alone, not its news as well"
    ),
    "include_images": _option(
        "--no-images", action="store_false", help="link to no images that the cited sources show"
    ),
    "include_videos": _option(
        "--no-videos", action="store_false", help="link to no videos that the cited sources show"
    ),
    "embed_images": _option(
        "--embed-images",
        action="store_true",
        help="fetch the images that are linked to, and put a small copy of each into the report",
    ),
}
"""The option of each field, and what argparse is given for it. The query is an argument.

A field of a field has a point in its name.
"""
WITHOUT_OPTION = ("callback_url",)
"""The field that only the API and its clients offer."""


def add_request_options(parser: ArgumentParser, fields: Iterable[str]) -> None:
    """Add the options of `fields` to `parser`. One that is not given leaves no attribute."""
    for name in fields:
        flag, known = OPTIONS[name]
        parser.add_argument(flag, dest=name, default=SUPPRESS, **known)


def given_fields(options: Namespace) -> dict[str, Any]:
    """The fields of the request that the command line gives, besides the query."""
    fields: dict[str, Any] = {}
    for name, value in vars(options).items():
        if name in OPTIONS:
            outer, _, inner = name.partition(".")
            fields[outer] = {**fields.get(outer, {}), inner: value} if inner else value
    return fields


def option_of(place: Sequence[int | str]) -> str:
    """The option that fills the field at `place` of a request; empty where several do."""
    names = [str(part) for part in place]
    for name in (".".join(names[:2]), *names[:1]):
        if name in OPTIONS:
            return OPTIONS[name][0]
    return ""


def named_source(named: str) -> str:
    """A value of ``--source``, its ``~`` spelled out, for not every caller is a shell.

    Raises `InvalidRequestError` for an empty one.
    """
    if not named.strip():
        raise InvalidRequestError("--source: empty; name a folder, a file or an address")
    return os.path.expanduser(named)  # noqa: PTH111, Path's would break addresses and may raise
