"""What a model that writes is told of the style that a request asks for."""

from collections.abc import Mapping

from research.domain.request_bounds import Style

_RULES: Mapping[Style, str] = {
    Style.PLAIN: "for readers who are new to the subject: short sentences, everyday words, and a "
    "technical term only with the words that the evidence explains it by",
    Style.ACADEMIC: "in the register of a review article: impersonal and exact, each finding with "
    "the method, the sample and the limits that the evidence gives, as cautious as its authors",
    Style.NEWS: "as a news agency would: the newest and most important first, who said what and "
    "when, one fact a sentence, short paragraphs",
    Style.TABLE: "in tables wherever two or more things can be compared: a section's table has the "
    "figures, and its sentences say what to see in it",
}


def style_rule(style: Style) -> str:
    """A line of a prompt that asks for `style`; empty for the usual one, which each task tells."""
    rule = _RULES.get(style)
    return f"\n- style: {rule}" if rule else ""
