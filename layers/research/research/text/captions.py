"""Tells a caption that says what is to be seen from one that has a credit alone, or nothing."""

import re

_WORDS = re.compile(r"[^\W\d_]+")
_CREDIT = frozenset(
    "photo photos photograph photographs photographer photography picture pictures image images"
    " illustration graphic video credit credits courtesy copyright source stock handout file"
    " getty reuters afp ap epa upi dpa shutterstock istock alamy unsplash flickr statista imago"
    " foto fotos bild bilder quelle crédit crédits fuente fonte".split()
)
"""Words that say whose an image is, or that it is one."""
_JOINING = frozenset(
    "the and for via from with von vom der die das und des les par del per los las dei".split()
)
_FEWEST_NAMES = 2
"""One name alone, such as "Disney", may be whose the image is."""
_FEWEST_CHARACTERS = 4
"""Of a script without capitals."""


def caption_tells(caption: str) -> bool:
    """Whether `caption` says what is to be seen, with a word that is no name or several that are.

    One in which a credit stands beside names alone does not: these are whose the image is.
    """
    words = _WORDS.findall(caption)
    unspaced = "".join(word for word in words if word.lower() == word.upper())
    if len(unspaced) >= _FEWEST_CHARACTERS:
        return True
    own = [word for word in words if word.lower() not in _CREDIT | _JOINING]
    if any(word.islower() and len(word) > 2 for word in own):
        return True
    is_credit = len(own) < len([word for word in words if word.lower() not in _JOINING])
    return not is_credit and not set("/©") & {*caption} and len(own) >= _FEWEST_NAMES
