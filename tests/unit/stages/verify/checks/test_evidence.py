"""Finding a quote: its place in the source, whatever the typography; nothing that isn't there."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.errors import FalseQuoteError
from research.stages.verify.checks.evidence import find_quote

TEXT = (
    "The yard’s new crane — the “Big Heron” — lifts 1,250 tonnes.\n"
    "It cost €3.5\u00a0million, 12% more than planned (the first offer was 3.1 million). "
    "CO\u2082 from the yard fell to \u22125 \u00b0C levels, 10\u00b2 times the of\ufb01ce's, "
    "by 2019\u20132021. A co\u00adoperative runs it… and it doesn't rest. "
    "起重机很大。它花了三百万欧元。"
)  # fmt: skip


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("the “Big Heron” — lifts", "the “Big Heron” — lifts"),
        ('the "Big Heron" - lifts 1,250 tonnes', "the “Big Heron” — lifts 1,250 tonnes"),
        ("the ''Big Heron''--lifts", "the “Big Heron” — lifts"),
        ("The yard's new crane", "The yard’s new crane"),
        ("the yard's new crane", "The yard’s new crane"),
        ("tonnes. It cost €3.5 million", "tonnes.\nIt cost €3.5\u00a0million"),
        ("  It cost €3.5  million ,", "It cost €3.5\u00a0million,"),
        ("...12% more than planned...", "12% more than planned"),
        ("… more than planned.", "more than planned"),
        ('"The first offer was 3.1 million."', "the first offer was 3.1 million"),
        ("CO2 from the yard", "CO\u2082 from the yard"),
        ("the office's", "the of\ufb01ce's"),
        ("by 2019-2021.", "by 2019\u20132021."),
        ("A cooperative runs it... and", "A co\u00adoperative runs it… and"),
        ("it doesn’t rest", "it doesn't rest"),
        ("它花了三百万欧元", "它花了三百万欧元"),
        ("起重机", "起重机"),
    ],
)  # fmt: skip
def test_typography_may_differ_and_the_sources_own_words_are_found(
    quote: str, printed: str
) -> None:
    assert find_quote(quote, TEXT).of(TEXT) == printed


@pytest.mark.parametrize(
    "quote",
    [
        "lifts 1,251 tonnes",
        "lifts 1250 tonnes",
        "lifts 1,250 tons",
        "cost €3",
        "250 tonnes",
        "It cost €35 million",
        "12% more than plan",
        "fell to 5 °C",
        "102 times",
        "new cranes",
        "THE YARD'S NEW CRANE",
        "the Big Heron",
        "The yard's crane",
        "lifts tonnes",
        "The yard ... more than planned",
        "",
        " … ",
        '"."',
    ],
)
def test_words_that_are_not_said_or_are_cut_are_false(quote: str) -> None:
    with pytest.raises(FalseQuoteError, match="does not say"):
        find_quote(quote, TEXT)


def test_only_the_passage_is_searched() -> None:
    text = "One ship. Two ships. One ship."
    assert find_quote("One ship", text).start == 0
    assert find_quote("One ship", text, 5).start == 21
    assert find_quote("One ship", text, 21, 1_000).start == 21
    for start, end in [(1, 20), (0, 5), (22, None), (25, 10), (500, 600)]:
        with pytest.raises(FalseQuoteError):
            find_quote("One ship", text, start, end)


def test_a_place_that_cuts_a_word_is_passed_over() -> None:
    text = "The shipyard's ships and a ship."
    assert find_quote("ship", text).start == text.index("ship.")


WORDS = st.lists(
    st.text(st.sampled_from("abcdeéßﬁ日本0123456789,.-'’“”()—…\u00ad"), min_size=1, max_size=7),
    min_size=3,
    max_size=40,
)


@given(WORDS, st.data())
def test_what_is_found_says_what_was_asked_for(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = " ".join(words[first : last + 1])
    try:
        span = find_quote(quote, text)
    except FalseQuoteError:
        assert not any(character.isalnum() for character in quote)
        return
    # Only the ends may have lost marks, and only signs may differ within.
    letters = [character for character in span.of(text) if character.isalnum()]
    assert letters == [character for character in quote if character.isalnum()]


PLAIN = st.lists(
    st.text(st.sampled_from("abcdeghlmnorstuvy"), min_size=2, max_size=8), min_size=8, max_size=60
)


@given(PLAIN, st.data(), st.randoms(use_true_random=False))
def test_a_retyped_substring_is_found_at_its_place_and_a_changed_one_is_not(
    words: list[str], data: st.DataObject, chance: random.Random
) -> None:
    numbered = [f"{number}{word}" for number, word in enumerate(words)]  # every place is unique
    parts = [chance.choice([" ", "\n", "\u00a0", " — ", " “", "’s ", "… "]) for _ in words]
    text = "".join(f"{word}{part}" for word, part in zip(numbered, parts, strict=True))
    first = data.draw(st.integers(0, len(words) - 4))
    last = data.draw(st.integers(first + 2, len(words) - 2))
    start, end = text.index(numbered[first]), text.index(numbered[last]) + len(numbered[last])
    retyped = _retyped(text[start:end], chance)
    span = find_quote(retyped, text)
    assert span.start == start
    assert span.of(text).rstrip("…") == text[start:end]  # dots of the text's own may be quoted

    at = chance.choice([i for i, character in enumerate(retyped) if character.isalnum()])
    changed = "7" if retyped[at] != "7" else "8"
    with pytest.raises(FalseQuoteError):
        find_quote(retyped[:at] + changed + retyped[at + 1 :], text)
    within = numbered[chance.randrange(first + 1, last)]
    with pytest.raises(FalseQuoteError):
        find_quote(retyped.replace(within, "other", 1), text)


def _retyped(quote: str, chance: random.Random) -> str:
    for written, others in {
        " — ": [" - ", "—", " -- ", "–"],
        "“": ['"', "„", "''"],
        "’": ["'", "`", "‛"],
        "…": ["...", "…"],
        "\u00a0": [" ", "\u2009"],
        "\n": [" ", "  ", " \n"],
    }.items():
        quote = quote.replace(written, chance.choice(others))
    middle = quote.index(" ") if " " in quote else 0
    quote = quote[:middle] + chance.choice(["", "\u00ad"]) + quote[middle:]
    return chance.choice(["{}", "“{}”", "...{}…", "{}.", " {} "]).format(quote)


@pytest.mark.parametrize("sign", ["a", " ", "-", "(", "é", "…", "'", "\u00ad", "1,", "a\u0301"])
def test_a_long_or_hostile_text_takes_no_time(sign: str) -> None:
    text = (sign * 100_000)[:100_000] + " the end"
    started = time.process_time()
    assert find_quote("the end", text).of(text) == "the end"
    with pytest.raises(FalseQuoteError):
        find_quote(sign * 5_000 + "x", text)
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize("sign", [".", "..]", "…", " ."])
def test_a_row_of_dots_within_a_quote_is_read_at_once(sign: str) -> None:
    """They may be taken in pairs or threes: in all ways, 60 of them would take years."""
    line = f"The quays {sign * 5_000} page 12"
    assert find_quote(f"“... {line} ...”", f"Contents. {line}.").of(f"Contents. {line}.") == line
