"""Whether a text orders a language model about, as a page may that hopes to be read by one.

Such text states nothing, so it is no claim, question or title of a report. It is kept out of
reports by what it is; that a model does not obey it is for the delimiters of its prompts. News
about such orders quotes them within a sentence, and passes.
"""

import re

_ORDER = re.compile(
    r"""(?: ^\W* | [.!?\n]\s+ | (?:[:>*#]|\bmodels?,)\s* )
    (?:(?:please|now|important|attention|also|and|then|do|you\ (?:must|should|will|have\ to))
        [\s,:!]+)*
    (?:
        (?:ignore|disregard|forget|override|bypass|discard|do\ not\ follow|stop\ following)\s
        (?:\w+[\s,]+){0,6}?
        (?:instructions?|prompts?|rules?|guidelines?|directions?|context|orders?|tasks?)\b
      | you\ are\ (?:now\ )?(?:an?|the)\ (?:\w+[\s-]){0,3}
        (?:ai|assistant|(?:language\ )?model|chatbot|agent|llm)\b
      | (?:new\ |updated\ )?(?:system|developer)\s(?:prompt|message|instructions?)\s*:
      | (?:system|assistant|user|developer)\s?:\s
      | <\|?(?:im_start|im_end|system|endoftext)
    )
    | ^\s*[\[{]+\s*["{]                          # an answer, ready made
    """,
    re.IGNORECASE | re.VERBOSE,
)


def orders_about(text: str) -> bool:
    """Whether a sentence of `text` is an order to a model, or plays a part of a talk with one."""
    return _ORDER.search(text) is not None
