"""The page: its structure, its policy, and that nothing from a page becomes markup."""

import base64
import hashlib
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from research.domain.claim import Cell, Citation, Claim, Disagreement, Section, Verdict
from research.domain.follow_up.changes import Change, ChangeKind, ReportChanges
from research.domain.report import Report
from research.domain.source import CitedMedia, Failure, MediaKind, Source, SourceKind
from research.stages.render.render import render
from tests.unit.stages.render.render_sample import (
    PREVIEW,
    answered_report,
    arabic_report,
    cite,
    differing_report,
    followed_report,
    found_media_report,
    media_report,
    previewed_report,
    record,
    report_of_one_source,
    sample_report,
    sample_sources,
    source,
)

HOSTILE = (
    "<script>window.__pwned=1</script>",
    "</script><script>window.__pwned=1</script>",
    "</title><img src=x onerror=window.__pwned=1>",
    '" onmouseover="window.__pwned=1" x="',
    "' autofocus onfocus='window.__pwned=1",
    "javascript:window.__pwned=1",
    "--><svg onload=window.__pwned=1>",
    "</style><style>body{display:none}</style>",
    "{{ 7 * 7 }}{% raw %}{{ ours }}",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "\u202egnihtyna\u202c \u2066x\u2069 a\u200bb\u200d\ufeffc",
    "مرحبا بالعالم <b>" + "שלום",
    "null\x00byte\x1b[31m",
    "Ti" + "t" * 10_000,
)


def page(report: Report, sources: tuple[Source, ...]) -> str:
    return render(report, sources)[0].body.decode()


def tree(report: Report, sources: tuple[Source, ...]) -> Any:
    return lxml_html.document_fromstring(page(report, sources))


def sample() -> Any:
    return tree(sample_report(), sample_sources())


def everywhere(text: str) -> tuple[Report, tuple[Source, ...]]:
    """A report with `text` in every field that may hold any text."""
    body = f"Before. {text} After."
    one = source(1, body, url=text or "x", title=text or "x", author=text, site=text)
    claim = Claim(
        text=text, verdict=Verdict.SUPPORTED,
        citations=(Citation(source=1, quote=body[8 : 8 + len(text)], start=8, end=8 + len(text)),),
    )  # fmt: skip
    cells = tuple(
        claim.model_copy(update={"cell": Cell(row=text, column=text, row_number=row,
                                              column_number=column, text=text), "paragraph": 2})
        for row in (1, 2) for column in (1, 2) if (row, column) != (1, 2)
    )  # fmt: skip
    report = sample_report().model_copy(update={
        "title": text, "query": f"{text}?", "key_findings": (claim,),
        "sections": (Section(question=text, claims=(claim, claim, *cells)),),
        "sources": (record(one),),
        "failures": (Failure(subject=text, code=text, message=text),), "warnings": (text,),
        "disagreements": (
            Disagreement(subject=text, citations=(claim.citations[0], claim.citations[0])),
        ),
        "open_questions": (text,),
        "media": (
            CitedMedia(kind=MediaKind.IMAGE, url="https://m.test/x", source=1,
                       caption=f"a roof: {text}"),
        ),
        "dropped_claims": (claim.model_copy(update={"reason": text}),),
        "changes": ReportChanges(
            follow_up_of="20261124-120000-0123456789abcdef",
            earlier_created_at=sample_report().created_at, earlier_sources=(record(one),),
            changes=(
                Change(kind=ChangeKind.CHANGED, now=claim, before=claim),
                Change(kind=ChangeKind.NEW, now=claim),
                Change(kind=ChangeKind.GONE, before=claim),
            ),
        ),
    })  # fmt: skip
    return report, (one,)


def shape(report: Report, sources: tuple[Source, ...]) -> Counter[tuple[str, ...]]:
    """How many elements of each name with the same attributes."""
    return Counter(
        (str(element.tag), *sorted(element.attrib)) for element in tree(report, sources).iter()
    )


def test_landmarks_and_the_order_of_headings() -> None:
    document = sample()
    assert len(document.xpath("//main")) == len(document.xpath("//h1")) == 1
    headings = [h.text_content() for h in document.xpath("//main//h2")]
    assert headings == [
        "Key findings", "Do green roofs cool the air in the street?",
        "How much rain do they hold back?", "What do they cost, and who gets the money back?",
        "Open questions", "Sources", "How this was made",
    ]  # fmt: skip
    for section in document.xpath("//section"):
        assert document.get_element_by_id(section.get("aria-labelledby")).tag == "h2"
    assert document.get("lang") == "en"
    assert document.get("dir") == "ltr"


def test_provenance_says_what_was_done() -> None:
    (line,) = sample().xpath("//p[starts-with(@class, 'provenance')]")
    assert " ".join(line.text_content().split()) == (
        "12 claims from 4 of 5 sources read every quote checked 24 November 2026"
    )
    assert line.xpath(".//a/@href") == ["#how"]


def test_every_mark_leads_to_its_quote_and_back() -> None:
    document, report = sample(), sample_report()
    marks = document.xpath("//a[@class='cite']")
    claims = [*report.key_findings, *(c for s in report.sections for c in s.claims)]
    citations = [citation for claim in claims for citation in claim.citations]
    assert len(marks) == len(citations)
    for mark, citation in zip(marks, citations, strict=True):
        note = document.get_element_by_id(mark.get("href")[1:])
        assert note.xpath(".//mark")[0].text_content() == citation.quote
        assert mark.text_content().rstrip("abcdefg") == str(citation.source)
        assert f"#{mark.get('id')}" in note.xpath(".//p[@class='backlinks']/a/@href")


def test_a_quote_stands_in_its_context_within_its_paragraph() -> None:
    quote = sample().get_element_by_id("note-2").xpath(".//blockquote")[0].text_content()
    assert quote.startswith("… ")
    assert "planted roofs stayed 17 degrees cooler" in quote
    assert quote.endswith("can tell apart.")


def test_ids_are_unique_and_every_link_within_leads_somewhere() -> None:
    document = sample()
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in document.xpath("//a/@href") if href[0] == "#"} <= set(ids)


def test_links_are_of_the_kinds_that_are_allowed() -> None:
    links = [a for a in sample().xpath("//a") if a.get("href")[0] != "#"]
    kinds = Counter(re.split(r"[/:]", a.get("href"))[0] for a in links)
    assert set(kinds) == {"https", "http", "snapshots", "."}
    for link in links:
        if not link.get("href").startswith("./"):
            assert link.get("rel") == "noopener noreferrer nofollow"


def test_quotes_open_where_they_stand_on_the_live_page_but_for_pdf() -> None:
    document = sample()
    href = document.get_element_by_id("note-3").xpath(".//a/@href")
    assert ":~:text=" not in href[0]
    assert href[1].startswith(f"snapshots/{sample_sources()[1].sha256}.txt#:~:text=")
    live = document.xpath("//a[text()='Open at the quote']/@href")
    assert "https://stadtbau.example/2026/01/who-pays#costs:~:text=" in "".join(live)


@pytest.mark.parametrize(
    ("url", "kind", "label", "opens_at_quote"),
    [("https://a.test/", SourceKind.HTML, "Open at the quote", True),
     ("https://a.test/x.pdf", SourceKind.PDF, "Open the source", False),
     ("https://a.test/x.md", SourceKind.MARKDOWN, "Open the source", False),
     ("file:///home/x/a%20page.html", SourceKind.HTML, "Open at the quote", True),
     ("file:///home/x/notes.txt", SourceKind.TEXT, "Open at the quote", True),
     ("file:///home/x/paper.pdf", SourceKind.PDF, "Open the file", False),
     ("file:///home/x/paper.docx", SourceKind.DOCX, "Open the file", False)],
)  # fmt: skip
def test_a_link_says_what_it_opens(
    url: str, kind: SourceKind, label: str, opens_at_quote: bool
) -> None:
    one = source(1, "Words to quote.", url=url, kind=kind)
    note = tree(*on_one(one)).get_element_by_id("note-1")
    (link,) = note.xpath(f".//a[text()='{label}']")
    assert link.get("href") == (f"{url}#:~:text=Words%20to" if opens_at_quote else url)


def test_an_address_that_must_not_be_a_link_is_none() -> None:
    document = tree(*on_one(source(1, "Words to quote.", url="ftp://a.test/x")))
    note = document.get_element_by_id("note-1")
    assert [link.text for link in note.xpath(".//p[@class='links']/a")] == ["Snapshot"]
    assert not document.xpath("//p[@class='source-title']/a")


def on_one(one: Source) -> tuple[Report, tuple[Source, ...]]:
    """A report on one source, which is cited once, for ``Words to``."""
    claim = Claim(text="x", citations=(cite(one, "Words to"),), verdict=Verdict.SUPPORTED)
    return sample_report().model_copy(update={
        "key_findings": (), "sources": (record(one),),
        "sections": (Section(question="x", claims=(claim,)),),
    }), (one,)  # fmt: skip


def test_a_source_without_a_title_shows_its_address_once() -> None:
    one = source(1, "Words to quote.", url="https://a.test/x", title=" ")
    (listed,) = tree(*on_one(one)).xpath("//li[@class='source']")
    assert listed.text_content().count("https://a.test/x") == 1
    assert "no date" in listed.text_content()


def test_a_long_query_is_shortened() -> None:
    report = sample_report().model_copy(update={"query": "word " * 600})
    question = tree(report, sample_sources()).xpath("//p[@class='question']/span[@dir]")[0].text
    assert len(question) <= 401
    assert question.endswith("…")


def in_persian() -> Any:
    report, sources = arabic_report(), sample_sources()
    records = [one.model_copy(update={"language": "fa"}) for one in report.sources]
    return tree(report.model_copy(update={"sources": tuple(records)}), sources)


def test_on_a_page_in_a_language_that_we_have_no_words_in_ours_say_that_they_are_english() -> None:
    document = in_persian()
    assert (document.get("lang"), document.get("dir")) == ("fa", "rtl")
    for ours in document.xpath("//*[@id='key-findings' or @class='kicker' or @class='lead']"):
        assert ours.get("lang") == "en"
    assert not document.xpath("//section[@class='answer']/h2/@lang")


def test_on_an_arabic_page_our_words_are_arabic_but_for_what_has_no_words_there() -> None:
    report = arabic_report().model_copy(update={
        "warnings": ("Redis is away.", "The sources read do not answer the query."),
        "failures": (Failure(subject="a", code="no_text", message="it is empty"),
                     Failure(subject="b", code="no_text", message="it is odd")),
    })  # fmt: skip
    document = tree(report, sample_sources())
    assert (document.get("lang"), document.get("dir")) == ("ar", "rtl")
    assert document.get_element_by_id("key-findings").text == "أهم النتائج"
    for ours in document.xpath("//*[@id='key-findings' or @class='kicker' or @class='lead']"):
        assert ours.get("lang") is None
    english, arabic = document.xpath("//*[@class='warning']/bdi")
    assert (english.get("lang"), english.get("dir"), english.text) == (
        "en",
        "ltr",
        "Redis is away.",
    )
    assert (arabic.get("lang"), arabic.get("dir")) == (None, "rtl")
    assert arabic.text == "المصادر المقروءة لا تجيب عن السؤال."
    told = [" ".join(e.text_content().split()) for e in document.xpath("//*[@class='why']")]
    assert told[-2:] == ["بلا محتوى no_text", "ليس فيها نص جدير بالقراءة: it is odd no_text"]


def test_the_policy_allows_our_style_and_script_by_their_hashes_and_nothing_else() -> None:
    document = sample()
    policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives == {
        "default-src": "'none'",
        "style-src": f"'{hash_of(document.xpath('//style')[0].text)}'",
        "script-src": f"'{hash_of(document.xpath('//script')[0].text)}'",
        "img-src": "data:", "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip


def hash_of(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_nothing_is_inline_and_nothing_is_loaded() -> None:
    document = sample()
    assert not document.xpath("//@style")
    assert not [name for e in document.iter() for name in e.attrib if name.startswith("on")]
    assert not document.xpath("//@src | //@srcset | //iframe | //object | //form | //base")
    assert document.xpath("//link/@href") == ["data:,"]
    assert "url(" not in document.xpath("//style")[0].text
    assert "@import" not in document.xpath("//style")[0].text


def test_what_is_empty_is_not_shown() -> None:
    report, sources = sample_report(), sample_sources()
    bare = report.model_copy(update={
        "key_findings": (), "sections": (), "sources": (), "failures": (), "warnings": (),
        "disagreements": (), "open_questions": (), "dropped_claims": (), "cost": None,
    })  # fmt: skip
    document = tree(bare, sources)
    assert [h.text for h in document.xpath("//h2")] == ["How this was made"]
    assert not document.xpath("//nav | //details | //ol | //ul")


def test_a_verdict_that_is_not_support_is_shown() -> None:
    assert [e.text for e in sample().xpath("//*[@class='caveat']")] == ["Partly supported"]


def test_a_question_that_is_the_title_is_not_repeated() -> None:
    report = sample_report()
    same = report.model_copy(update={"title": report.query})
    assert not tree(same, sample_sources()).xpath("//p[@class='question']")


@pytest.mark.parametrize(
    ("language", "query", "lang", "direction"),
    [("ar", "x", "ar", "rtl"), ("de", "x", "de", "ltr"), ("", "أسطح خضراء", "ar", "rtl"),
     ("", "גגות", "he", "rtl"), ('"><b>', "x", "en", "ltr"), ("", "", "en", "ltr")],
)  # fmt: skip
def test_the_language_is_that_of_what_is_cited(
    language: str, query: str, lang: str, direction: str
) -> None:
    one = source(1, "Words to quote.", url="https://a.test/", language=language)
    report, _ = everywhere("x")
    claim = Claim(text="x", citations=(cite(one, "Words"),), verdict=Verdict.SUPPORTED)
    report = report.model_copy(update={
        "query": query, "key_findings": (claim,), "sections": (), "sources": (record(one),),
        "disagreements": (),
    })  # fmt: skip
    document = tree(report, (one,))
    assert (document.get("lang"), document.get("dir")) == (lang, direction)
    ours = document.get_element_by_id("how")
    assert ours.getparent().get("lang") == (None if lang != "he" else "en")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_hostile_text_stays_text(text: str) -> None:
    assert shape(*everywhere(text)) == shape(*everywhere("x" * len(text)))
    shown = page(*everywhere(text))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", shown)


def test_a_long_title_is_shortened() -> None:
    heading = tree(*everywhere("word " * 2_000)).xpath("//h1")[0]
    assert len(heading.text_content()) <= 301
    assert heading.text_content().endswith("…")
    assert heading.get("class") == "long"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
       | st.lists(st.sampled_from([*"<>\"'&=/ a{}%#`-!\n", "script", "onload", "<!--", "]]>"]),
                  min_size=1, max_size=25).map("".join))  # fmt: skip
def test_no_text_adds_an_element_or_an_attribute(text: str) -> None:
    tame = shape(*everywhere("x" * len(text)))
    for kind, count in shape(*everywhere(text)).items():
        assert count <= tame[kind]  # less where a text shows as nothing at all


def test_what_a_model_took_and_what_it_wrote_in_vain_is_told() -> None:
    said = " ".join(sample().text_content().split())
    assert "3 model calls and 1 from the cache, 9,120 tokens, $0.0183" in said
    assert "1 claim was mended; 1 claim was left out" in said
    assert "Green roofs cool the street by four degrees." in said
    assert "the number 4 is not in the quote" in said
    assert "How long do planted roofs last in a dry climate?" in said


def test_a_report_without_a_model_speaks_of_none() -> None:
    plain = sample_report().model_copy(
        update={"cost": None, "dropped_claims": (), "open_questions": ()}
    )
    said = tree(plain, sample_sources()).text_content()
    assert "model" not in said
    assert "Open questions" not in said


def test_why_sources_differ_is_told_where_a_model_said_so() -> None:
    report = differing_report()
    why = "One counts <b>at noon</b>, the other all day."
    told = report.disagreements[0].model_copy(update={"explanation": why})
    document = tree(report.model_copy(update={"disagreements": (told,)}), sample_sources())
    (item,) = document.xpath("//section[@class='differences']//li")
    assert item.xpath("p[1]")[0].text_content() == why
    assert len(item.xpath("p")) == 3
    (without,) = tree(report, sample_sources()).xpath("//section[@class='differences']//li")
    assert len(without.xpath("p")) == 2


def test_where_sources_seem_to_differ_both_are_quoted_and_marked() -> None:
    document = tree(differing_report(), sample_sources())
    (section,) = document.xpath("//section[@class='differences']")
    sides = section.xpath(".//p")
    assert [side.xpath("string(.//span[@dir])").split()[0] for side in sides] == ["planted", "The"]
    for side in sides:
        (mark,) = side.xpath(".//a[@class='cite']/@href")
        assert document.get_element_by_id(mark.removeprefix("#")) is not None


def test_images_and_videos_are_links_with_their_words_and_their_source() -> None:
    document = tree(media_report(), sample_sources())
    assert document.xpath("//nav//a[@href='#media']")
    items = document.xpath("//section[@class='shown']//li")
    told = [" ".join(item.text_content().split()) for item in items]
    assert told == [
        (
            "The roof of the old customs house in its second summer. Photo: M. Lindqvist "
            "Image lindhaven-observer.example Source 1"
        ),
        "سطح مزروع فوق سوق المدينة القديمة Image mudun.example Source 8",
        "How a meadow gets onto a roof Video www.youtube.com Source 1",
    ]  # a video of which nothing tells what it shows is left out
    for item, one in zip(items, media_report().media[:3], strict=True):
        link, source = item.xpath(".//a")
        assert link.get("href") == one.url
        assert link.get("rel") == "noopener noreferrer nofollow"
        assert document.get_element_by_id(source.get("href")[1:]).tag == "li"
    assert not document.xpath("//img | //iframe | //video | //object | //embed")


def test_a_small_copy_stands_over_its_link_with_its_words() -> None:
    document = tree(previewed_report(), sample_sources())
    shown = document.xpath("//section[@class='shown']//li/img")
    report = previewed_report()
    assert [one.get("alt") for one in shown] == [
        one.caption for one in (*report.media, *report.found_media) if one.preview
    ]
    for one in shown:
        assert one.get("src") == f"data:image/jpeg;base64,{PREVIEW.data}"
        assert (one.get("width"), one.get("height")) == ("480", "320")
    assert len(document.xpath("//img")) == len(shown)
    leads = document.xpath("//section[@class='shown']/p[@class='lead']")
    assert len(leads) == 2
    for lead in leads:
        assert "small copies that are kept in this page" in lead.text_content()


def test_what_searches_found_is_linked_with_its_page_and_told_apart() -> None:
    document = tree(found_media_report(), sample_sources())
    items = document.xpath("//section[@aria-labelledby='found-media']//li")
    assert [" ".join(item.text_content().split()) for item in items] == [
        "A roof in bloom. Image gardens.example brave images",
        "<b>Sedum</b> *in* rows Image img.example tavily images",
        "Laying a roof Video video.example serper videos",
    ]
    links = [[link.get("href") for link in item.xpath(".//a")] for item in items]
    rels = {link.get("rel") for item in items for link in item.xpath(".//a")}
    assert rels == {"noopener noreferrer nofollow"}
    assert links == [
        ["https://img.example/roof.jpg", "https://gardens.example/roofs?a=1&b=2"],
        ["https://img.example/b.jpg"],
        ["https://video.example/watch?v=1"],
    ]
    assert document.xpath("//nav//a[@href='#found-media']")
    assert not document.xpath("//img | //iframe | //video | //object | //embed")


def test_a_report_without_any_says_nothing_of_them() -> None:
    assert "Images and videos" not in page(sample_report(), sample_sources())


def test_the_answer_is_read_first_and_one_part_needs_no_heading() -> None:
    page = render(answered_report(), sample_sources())[0].body.decode()
    assert page.index('id="answer"') < page.index('id="key-findings"')
    assert "do not say who &lt;b&gt;invented&lt;/b&gt; them." in page
    assert page.count("<h3") == 2
    only = answered_report().model_copy(update={"answer": answered_report().answer[:1]})
    assert "<h3" not in render(only, sample_sources())[0].body.decode()
    assert 'id="answer"' not in render(sample_report(), sample_sources())[0].body.decode()


def test_what_has_changed_stands_below_the_answer_with_both_sides() -> None:
    document = tree(followed_report(), sample_sources())
    (section,) = document.xpath("//section[@class='changes']")
    assert section.xpath("./h2")[0].text_content() == "What has changed since 24 November 2026"
    assert [h.text_content() for h in section.xpath("./h3")] == ["Changed", "New", "No longer said"]
    (pair,) = section.xpath("./ul[1]/li")
    before, now = (p.text_content() for p in pair.xpath("./p"))
    assert before.startswith("Before An [old](http://x.example) <b>roof</b> cost 12 euros.")
    assert now.startswith("Now ")
    assert len(section.xpath(".//cite")) == 4
    assert 'id="changes"' not in page(sample_report(), sample_sources())


def test_that_all_rests_on_one_source_is_told_with_its_name_escaped() -> None:
    report = report_of_one_source()
    hostile = report.sources[0].model_copy(update={"site": "<b>Observer</b>"})
    report = report.model_copy(update={"sources": (hostile, *report.sources[1:])})
    page = render(report, sample_sources())[0].body.decode()
    assert "All of this rests on one source: &lt;b&gt;Observer&lt;/b&gt;, 12 March 2026." in page
    assert "All of this rests on" not in render(sample_report(), sample_sources())[0].body.decode()


def test_from_which_days_the_cited_sources_are_is_told_where_any_has_one() -> None:
    report = sample_report()
    told = '<p class="rests">Cited sources are from 2 July 2024 to 12 March 2026.'
    later = " What came later is not in this report.</p>"
    assert told + later in render(report, sample_sources())[0].body.decode()
    soon = report.model_copy(update={"created_at": datetime(2026, 4, 1, tzinfo=UTC)})
    assert f"{told}</p>" in render(soon, sample_sources())[0].body.decode()
    undated = [one.model_copy(update={"published": None}) for one in report.sources]
    report = report.model_copy(update={"sources": tuple(undated)})
    assert "Cited sources are from" not in render(report, sample_sources())[0].body.decode()
