"""Renders a report as one HTML page that loads nothing else: its style and script are inside."""

import base64
import hashlib
import re
from datetime import UTC
from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from research.stages.render.frame import frame_of
from research.stages.render.messages import message_in
from research.stages.render.report_view import EMPTY, NEARBY, ReportView

# Controls are errors in HTML; bidi overrides turn the text that follows them.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)

_IN_ENGLISH = Markup(' lang="en" dir="ltr"')


def html_page(view: ReportView) -> str:
    """`view` as a page. Whatever comes from pages is text in it, never markup."""
    templates = files("research.stages.render") / "templates"
    style = (templates / "report.css").read_text(encoding="utf-8")
    script = (templates / "report.js").read_text(encoding="utf-8")
    frame = frame_of(view.language)
    is_native = frame.language == view.language
    return (
        _environment(frame.language)
        .get_template("report.html.j2")
        .render(
            report=view,
            nearby=NEARBY,
            empty=EMPTY,
            style=Markup(style),  # noqa: S704 - a file of ours
            script=Markup(script),  # noqa: S704 - a file of ours
            policy=_policy(style, script),
            t=frame,
            told=partial(message_in, frame),
            provenance=frame.provenance(view.stats),
            counts=frame.counts(view.stats),
            # What is in English and not in the report's language says so: a label follows the
            # page's direction, running text has its own.
            english=Markup("") if is_native else Markup(' lang="en"'),
            ours=Markup("") if is_native else _IN_ENGLISH,
            untranslated=Markup("") if view.language == "en" else _IN_ENGLISH,
        )
    )


@cache
def _environment(language: str) -> Environment:
    """The templates in `language`, compiled once: that takes longer than to fill them."""
    frame = frame_of(language)
    environment = Environment(
        loader=PackageLoader("research.stages.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": frame.day, "moment": lambda at: frame.moment(at.astimezone(UTC))}
    return environment


def _policy(style: str, script: str) -> str:
    # The empty icon, which keeps browsers from asking for /favicon.ico, counts as an image.
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def shown(text: str) -> str:
    """`text` without characters that are errors in HTML and XML, or that turn what follows."""
    return _UNSHOWN.sub("", text)


def _shown_value(value: object) -> object:
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value
