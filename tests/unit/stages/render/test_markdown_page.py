"""The Markdown: its parts, and that nothing from a page becomes markup in it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from research.stages.render.markdown_page import escaped
from research.stages.render.render import render
from tests.unit.stages.render.render_sample import (
    analysed_report,
    answered_report,
    differing_report,
    followed_report,
    found_media_report,
    media_report,
    report_of_one_source,
    sample_report,
    sample_sources,
)

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def sample() -> str:
    return render(sample_report(), sample_sources())[2].body.decode()


def test_parts_come_in_order() -> None:
    headings = re.findall(r"^#+ (.+)$", sample(), re.MULTILINE)
    assert headings[0].startswith("Green roofs cool the roof")
    assert headings[1:] == [
        "Key findings", "Do green roofs cool the air in the street?",
        "How much rain do they hold back?", "What do they cost, and who gets the money back?",
        "Open questions", "Sources", "Not read", "Warnings", "How this was made",
    ]  # fmt: skip
    assert "*1 source was read and not cited.*" in sample()


def test_what_models_took_and_left_out_is_one_line_and_none_where_there_is_nothing() -> None:
    line, _, note = sample().partition("## How this was made\n\n")[2].splitlines()[:3]
    assert line.startswith("*A language model planned and wrote: 3 model calls and 1 from the ")
    assert line.endswith("checked against the sources; 1 claim was written and left out.*")
    assert note.startswith("[^1]: ")
    report = sample_report()
    without = render(report.model_copy(update={"cost": None}), sample_sources())[2].body.decode()
    assert "## How this was made\n\n*1 claim was written and left out.*\n" in without
    nothing = report.model_copy(update={"cost": None, "dropped_claims": ()})
    assert "How this was made" not in render(nothing, sample_sources())[2].body.decode()


def test_that_all_rests_on_one_source_is_told() -> None:
    text = render(report_of_one_source(), sample_sources())[2].body.decode()
    told = "All of this rests on one source: The Lindhaven Observer, 12 March 2026."
    assert text.index(told) < text.index("## Key findings")
    assert "All of this rests on" not in sample()


def test_from_which_days_the_cited_sources_are_is_told_once_below_the_title() -> None:
    told = "Cited sources are from 2 July 2024 to 12 March 2026."
    assert sample().index(told) < sample().index("## Key findings")
    assert "Cited sources are from" not in (
        render(report_of_one_source(), sample_sources())[2].body.decode()
    )


def test_the_answer_comes_first_and_says_what_was_not_found() -> None:
    text = render(answered_report(), sample_sources())[2].body.decode()
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    assert headings[1:3] == ["Answer", "Key findings"]
    block = text[text.index("## Answer") : text.index("## Key findings")]
    assert re.fullmatch(
        r"## Answer\n\n\*\*Do green roofs cool the street\?\*\*\n\n"
        r"On the hottest afternoon, .+\[\^1\]\[\^2\]\n\n"
        r"\*\*Who \\<b\\>invented\\</b\\> them\?\*\*\n\n"
        r"The 5 sources read do not say who \\<b\\>invented\\</b\\> them\.\n\n"
        r"What they do say about it: The study's authors .+\[\^3\]\n\n",
        block,
    )


@pytest.mark.parametrize("others", [0, 1])
def test_a_part_whose_best_answer_stands_above_says_so_whatever_else_it_has(others: int) -> None:
    report = answered_report()
    first, second = report.answer
    claims = (*first.claims, *second.nearby[:others])
    twice = first.model_copy(update={"part": "Do they cool the street?", "claims": claims})
    told = report.model_copy(update={"answer": (first, twice)})
    text = render(told, sample_sources())[2].body.decode()
    answer = text[text.index("**Do they cool the street?**") : text.index("## Key findings")]
    assert "The answer above says this, too." in answer
    assert answer.count("On the hottest afternoon") == 0
    assert answer.count("The study's authors") == others


def test_what_is_near_one_part_and_answers_the_next_is_told_again() -> None:
    report = answered_report()
    first, silent = report.answer
    next_part = first.model_copy(update={"part": "Who led it?", "claims": silent.nearby})
    told = report.model_copy(update={"answer": (silent, next_part)})
    text = render(told, sample_sources())[2].body.decode()
    answer = text[text.index("**Who led it?**") : text.index("## Key findings")]
    assert "The study's authors" in answer
    assert "above" not in answer


def test_every_footnote_is_used_and_defined_once() -> None:
    defined = re.findall(r"^\[\^(\d+)\]:", sample(), re.MULTILINE)
    used = set(re.findall(r"(?<!^)\[\^(\d+)\]", sample()))
    assert defined == [str(number) for number in range(1, len(defined) + 1)]
    assert used == set(defined)


def test_a_footnote_has_its_quote_and_both_links() -> None:
    note = next(line for line in sample().splitlines() if line.startswith("[^2]:"))
    assert "At head height on the street below" in note
    assert "[open at the quote](<https://lindhaven-observer.example/" in note
    assert f"[snapshot](snapshots/{sample_sources()[0].sha256}.txt#:~:text=" in note


def test_a_verdict_that_is_not_support_is_said() -> None:
    assert sample().count("*(Partly supported)*") == 1


HOSTILE = (
    "[link](javascript:alert(1))", "![image](https://a.test/x.png)", "<b>bold</b>", "<https://a.b>",
    "[ref]: https://a.test", "# heading", "> quote", "- item", "+ item", "* item", "1. item",
    "1) item", "---", "===", "***bold***", "__bold__", "~~gone~~", "`code`", "``` fence",
    "| a | b |", "&lt;b&gt; &copy;", "\\", "a\n\n# b", "    code", "\tcode", "[^1]", "a\\", ":::",
    "$x$", "<!-- comment -->", "<script>alert(1)</script>", "hard  \nbreak", "\\*x*", "![",
)  # fmt: skip


def check(text: str) -> None:
    """In a paragraph, a heading and a list, `text` is shown as it is."""
    shown = " ".join(text.split())
    for made, ending in (
        (escaped(text), ""), (f"# {escaped(text)}", ""), (f"- {escaped(text)} END", "END"),
    ):  # fmt: skip
        tokens = [t for t in PARSER.parse(made) if t.type == "inline"]
        children = [child for token in tokens for child in token.children or []]
        assert {child.type for child in children} <= {"text", "text_special"}
        content = "".join(child.content for child in children).removesuffix(ending)
        assert content.strip() == shown.replace("\0", "\ufffd")
    kinds = {token.type for token in PARSER.parse(escaped(text))}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    check(text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
       | st.text(st.sampled_from("[]()<>!#*_`~|\\&;:=+-1. \na"), max_size=25))  # fmt: skip
def test_any_text_stays_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", ["see https://a.test/x", "www.a.test", "me@a.test"])
def test_github_makes_no_link_of_an_address(text: str) -> None:
    assert not re.search(r"(?<!\\)://|www\.|[^\\]@", escaped(text))


def test_sources_that_seem_to_differ_stand_one_under_the_other() -> None:
    page = render(differing_report(), sample_sources())[2].body.decode()
    assert re.search(r"^- planted roofs .*\n  - The association ", page, re.MULTILINE)


def test_what_sources_differ_on_stands_before_their_words() -> None:
    report = differing_report()
    told = report.disagreements[0].model_copy(update={"explanation": "They count other roofs."})
    report = report.model_copy(update={"disagreements": (told,)})
    page = render(report, sample_sources())[2].body.decode()
    order = r"^- They count other roofs\.\n  - planted roofs .*\n  - The association "
    assert re.search(order, page, re.MULTILINE)


def test_images_and_videos_are_named_with_their_source() -> None:
    text = render(media_report(), sample_sources())[2].body.decode()
    listed = text.partition("## Images and videos in the sources\n\n")[2].splitlines()
    assert listed[0] == (
        "- Image: The roof of the old customs house in its second summer. Photo: M. Lindqvist. "
        "<https://lindhaven-observer.example/media/roof.jpg> (Source 1)"
    )
    assert listed[2].startswith("- Video: How a meadow gets onto a roof. <")
    assert not listed[3]
    assert "cdn.stadtbau.example" not in text
    assert "Images and videos" not in sample()


def test_what_searches_found_is_named_with_its_page_and_search() -> None:
    text = render(found_media_report(), sample_sources())[2].body.decode()
    listed = text.partition("## Images and videos from search\n\n")[2].splitlines()[:3]
    assert listed == [
        (
            "- Image: A roof in bloom. <https://img.example/roof.jpg> "
            "(<https://gardens.example/roofs?a=1&b=2>, brave images)"
        ),
        r"- Image: \<b\>Sedum\</b\> \*in\* rows. <https://img.example/b.jpg> (tavily images)",
        "- Video: Laying a roof. <https://video.example/watch?v=1> (serper videos)",
    ]


def test_all_that_was_read_is_listed_under_sources_before_what_it_shows() -> None:
    text = render(media_report(), sample_sources())[2].body.decode()
    headings = re.findall(r"^#+ .+$", text, re.MULTILINE)
    assert headings[headings.index("## Sources") :] == [
        "## Sources", "### Not read", "## Images and videos in the sources", "## Warnings",
        "## How this was made",
    ]  # fmt: skip


def test_what_has_changed_is_told_with_both_sides_and_as_text() -> None:
    text = render(followed_report(), sample_sources())[2].body.decode()
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    assert headings[1:6] == [
        "What has changed since 24 November 2026", "Changed", "New", "No longer said",
        "Key findings",
    ]  # fmt: skip
    section = text.partition("## What has changed")[2].partition("## Key findings")[0]
    rendered = PARSER.render(section)
    assert "<a " not in rendered
    assert "&lt;b&gt;roof&lt;/b&gt;" in rendered
    assert "The same in both reports: 3 claims." in text


def test_a_report_in_which_nothing_has_changed_says_so() -> None:
    report = followed_report()
    assert report.changes is not None
    still = report.model_copy(update={"changes": report.changes.model_copy(update={"changes": ()})})
    text = render(still, sample_sources())[2].body.decode()
    assert "Nothing new, gone or changed was found." in text


def test_figures_have_their_quotes_where_one_says_more_than_its_row() -> None:
    report = analysed_report()
    assert "| Of | Figure | As it is told |" in (render(report, sample_sources())[2].body.decode())
    assert report.analysis
    (chart,) = report.analysis.figures
    bare = chart.model_copy(
        update={
            "figures": tuple(
                one.model_copy(update={"label": one.citation.quote}) for one in chart.figures
            )
        }
    )
    analysis = report.analysis.model_copy(update={"figures": (bare,)})
    told = render(report.model_copy(update={"analysis": analysis}), sample_sources())[2]
    text = told.body.decode()
    assert "| Of | Figure | Source |" in text
    assert re.search(r"^\| held back 61% .+ \| 61% \| 2 \|$", text, re.MULTILINE)
