"""Tells what pages say of themselves from what they report: "Sign up for our newsletter"."""

import re

_CHAFF = re.compile(
    r"\b(?:subscribe|sign up|read more|read also|photo by|image credit|all rights reserved"
    r"|follow us|editor's note|this (?:story|article|post) was|originally published"
    r"|contributed to this|terms of (?:use|service)|privacy policy|continue reading"
    r"|may (?:earn|receive|get) (?:an? |some )?(?:\w+ )?commissions?\b.{0,60}\b(?:links?"
    r"|th(?:is|ese) (?:pages?|sites?|articles?|posts?|links?|products?|deals?)))\b"
    r"|@\w|^(?:disclosure|disclaimer):|^welcome (?:back )?to\b"
    r"|^(?:pro tip: )?(?:get|find|see|read|watch|check|learn|buy|shop|book|listen|view|visit"
    r"|download|order|more)\b.*\bhere[.!]$",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:click|newsletter|cookies?|getty|copyright|affiliate|advertisement|e-?mail|log in)\b",
    re.IGNORECASE,
)
"""What pages say of themselves, to "you", "us" or in few words; news is made of it as well."""
_FEW_WORDS = 10
_TO_OR_OF_US = re.compile(r"\b(?:[Yy]ou|[Yy]our|we|our|us|[Pp]lease)\b|^(?:We|Our)\b")


def is_chaff(sentence: str, length: int) -> bool:
    """Whether `sentence`, of `length` words, is about its page: an offer, a credit, a pointer."""
    if _CHAFF.search(sentence):
        return True
    is_offer = length <= _FEW_WORDS or _TO_OR_OF_US.search(sentence) is not None
    return is_offer and _OFFERS.search(sentence) is not None
