"""One question researched by GPT Researcher, a peer of this project; `bench/speed.py` starts it.

    .venv-gpt-researcher/bin/python bench/peers/gpt_researcher.py QUERY

Reads SEARX_URL, OPENAI_BASE_URL and OPENAI_API_KEY, and prints JSON: seconds on the monotonic clock
of the machine from the call of its first method to the report's end, words of the report, and
pages that it read. Its log goes to standard error.

`tiktoken` downloads its encoding, which is not to be had on loopback, so a stand-in counts words
for its cost table, and texts are sent to be embedded as they are, for miniweb compares words.
"""

import asyncio
import contextlib
import json
import os
import re
import sys
import time

os.environ.setdefault("RETRIEVER", "searx")
os.environ.setdefault("EMBEDDING", "openai:text-embedding-3-small")
os.environ.setdefault("EMBEDDING_KWARGS", json.dumps({"check_embedding_ctx_length": False}))
os.environ.setdefault("FAST_LLM", "openai:gpt-4o-mini")
os.environ.setdefault("SMART_LLM", "openai:gpt-4o-mini")
os.environ.setdefault("STRATEGIC_LLM", "openai:gpt-4o-mini")
here = sys.path.pop(0)  # this folder, where this file has the name of the package

import tiktoken  # noqa: E402


class Words:
    """Stands in for an encoding: a token is a word with the space before it, or a sign."""

    name = "words"

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._tokens: list[str] = []

    def encode(self, text: str, **_: object) -> list[int]:
        """The same word has the same number wherever it stands, as with the real one."""
        return [self._number(token) for token in re.findall(r"\s?\w+|\s|[^\w\s]", text)]

    encode_ordinary = encode

    def decode(self, tokens: list[int]) -> str:
        """The text again."""
        return "".join(self._tokens[token] for token in tokens)

    def _number(self, token: str) -> int:
        if token not in self._numbers:
            self._numbers[token] = len(self._tokens)
            self._tokens.append(token)
        return self._numbers[token]


words = Words()
tiktoken.get_encoding = tiktoken.encoding_for_model = lambda *_, **__: words

from gpt_researcher import GPTResearcher  # noqa: E402


async def main(query: str) -> dict[str, object]:
    """What the run took and made."""
    started = time.monotonic()
    researcher = GPTResearcher(query=query, report_type="research_report", verbose=False)
    await researcher.conduct_research()
    report = await researcher.write_report()
    return {
        "started": started,
        "ended": time.monotonic(),
        "words": len(report.split()),
        "pages": len(researcher.get_research_sources()),
    }


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        found = asyncio.run(main(sys.argv[1]))
    print(json.dumps(found))
