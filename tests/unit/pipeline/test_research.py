"""The whole story on fakes: a question in, files out, and what goes wrong on the way."""

import json
from dataclasses import replace
from datetime import date

import pytest

from research.adapters.embed.answer_encoder import AnswerEncoder
from research.adapters.entailment.word_entailment import WordEntailment
from research.domain.claim import AnswerStatus
from research.domain.errors import AllSearchesFailedError, NothingFoundError
from research.domain.progress import Stage, Step
from research.domain.request import ResearchRequest
from research.domain.source import Document, Page
from research.pipeline.report_warnings import NOT_ANSWERED, ONLY_NEAR
from research.pipeline.research import StoredReport, research
from research.pipeline.run_context import Ports
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.extractor import FakeExtractor, NearExtractor
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.media_search import FakeMediaSearch, found
from tests.fakes.report_store import FakeReportStore
from tests.fakes.vector_store import FakeVectorStore
from tests.fakes.web_search import FakeWebSearch
from tests.unit.pipeline.pipeline_on_fakes import LIMITS, PAGES, QUERY
from tests.unit.stages.sources import GARDEN, HARBOUR


class Run:
    """One run on fakes, and what it left behind."""

    def __init__(self, *searches: FakeWebSearch, pages: dict[str, bytes] = PAGES) -> None:
        self.reports = FakeReportStore()
        self.steps: list[Step] = []
        self.ports = Ports(
            searches=searches or (FakeWebSearch(list(pages)),),
            fetcher=FakeFetcher(pages),
            extractor=FakeExtractor(),
            embedder=FakeEmbedder(),
            encoder=AnswerEncoder(),
            entailment=WordEntailment(),
            vectors=FakeVectorStore(),
            reports=self.reports,
            clock=FakeClock(),
        )

    async def finish(
        self,
        query: str = QUERY,
        *,
        warnings: tuple[str, ...] = (),
        request: ResearchRequest | None = None,
    ) -> StoredReport:
        return await research(
            request or ResearchRequest(query=query),
            job_id="job-1",
            ports=self.ports,
            limits=LIMITS,
            progress=self.steps.append,
            warnings=warnings,
        )


async def test_a_question_becomes_a_report_with_its_files() -> None:
    run = Run()
    finished = await run.finish(warnings=("Mind the gap.",))
    stored = json.loads(run.reports.body("job-1.json"))
    assert finished.report_url == "memory:job-1.html"
    assert finished.files["json"] == "memory:job-1.json"
    assert finished.files["md"] == "memory:job-1.md"
    assert stored["query"] == QUERY
    assert stored["stats"]["sources_read"] == 4
    answered = {
        claim["text"] for part in stored["answer"] for claim in part["claims"] + part["nearby"]
    }
    assert answered
    assert stored["stats"]["claims"] == len(answered) + len(stored["key_findings"]) + sum(
        len(section["claims"]) for section in stored["sections"]
    )
    assert "Mind the gap." in stored["warnings"]
    for claim in stored["key_findings"]:
        for citation in claim["citations"]:
            sha256 = stored["sources"][citation["source"] - 1]["sha256"]
            text = run.reports.body(f"snapshots/{sha256}.txt").decode()
            assert text[citation["start"] : citation["end"]] == citation["quote"]


async def test_every_stage_tells_of_itself_in_order() -> None:
    run = Run()
    await run.finish()
    told = list(dict.fromkeys(step.stage for step in run.steps))
    assert told == list(Stage)


async def test_the_report_is_stored_after_what_it_cites() -> None:
    run = Run()
    await run.finish()
    assert list(run.reports.files)[-1] == "job-1.html"


async def test_a_search_that_fails_is_told_and_costs_nothing_else() -> None:
    run = Run(FakeWebSearch(name="down", errors={QUERY: "503"}), FakeWebSearch(list(PAGES)))
    report = (await run.finish()).report
    assert [(f.subject, f.code) for f in report.failures] == [("down", "search_failed")]
    assert report.stats.sources_read == 4


async def test_a_later_search_that_fails_does_not_undo_the_first() -> None:
    class OnlyOnce(FakeWebSearch):
        async def search(self, query: str, limit: int) -> list:  # type: ignore[type-arg]
            self._errors = {query: "429"} if self.asked else {}
            return await super().search(query, limit)

    report = (await Run(OnlyOnce(list(PAGES))).finish()).report
    assert report.stats.sources_read == 4
    assert report.failures[0].message.startswith("429")


async def test_no_search_that_works_is_an_error_that_says_why() -> None:
    with pytest.raises(AllSearchesFailedError, match="down: 503"):
        await Run(FakeWebSearch(name="down", errors={QUERY: "503"})).finish()


async def test_nothing_found_is_an_error() -> None:
    with pytest.raises(NothingFoundError, match="there is no page to read"):
        await Run(FakeWebSearch()).finish()


async def test_pages_about_other_things_make_a_report_that_says_so_and_quotes_none() -> None:
    run = Run(pages={"https://page-2.example/": GARDEN.encode()})
    report = (await run.finish("Who won the chess championship in Tashkent?")).report
    assert [part.status for part in report.answer] == [AnswerStatus.NOT_FOUND]
    assert report.answer[0].message.startswith("The source read does not say who won the chess")
    assert NOT_ANSWERED in report.warnings
    assert (report.key_findings, report.sections, report.answer[0].nearby) == ((), (), ())


class InLanguage(FakeExtractor):
    """Every page is in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    async def extract(self, page: Page) -> Document:
        document = await super().extract(page)
        return document.model_copy(update={"language": self.language})


async def test_pages_in_another_language_are_read_and_told_of() -> None:
    run = Run()
    run.ports = replace(run.ports, extractor=InLanguage("en"))
    german = ResearchRequest(query=QUERY, language="de")
    with pytest.raises(NothingFoundError, match="4 pages were read, and all are in another lang"):
        await run.finish(request=german)
    named = german.model_copy(update={"search_web": False})
    assert (await run.finish(request=named)).report.stats.sources_read == 4


async def test_a_warning_is_told_once() -> None:
    report = (await Run().finish(warnings=("Mind the gap.", "Mind the gap."))).report
    assert report.warnings.count("Mind the gap.") == 1


async def test_a_part_that_no_source_answers_is_named_at_the_top() -> None:
    query = "What does the battery ferry to Nordholm cost, and which poet wrote about walruses?"
    run = Run()
    report = (await run.finish(query)).report
    (told,) = [step.answer for step in run.steps if step.answer]
    assert [(one.part, bool(one.sentences)) for one in told] == [
        ("What does the battery ferry to Nordholm cost?", True),
        ("Which poet wrote about walruses?", False),
    ]
    cost, poet = report.answer
    cited = {citation.source for claim in cost.claims for citation in claim.citations}
    assert (set(told[0].sources), told[1].sources) == (cited, ())
    read = [step.sources for step in run.steps if step.sources][-1]
    assert [source.url for source in read] == [source.url for source in report.sources]
    assert cost.status is not AnswerStatus.NOT_FOUND
    assert poet.status is AnswerStatus.NOT_FOUND
    assert poet.message == "The 4 sources read do not say which poet wrote about walruses."
    assert poet.claims == ()
    assert all("walruses" not in section.question for section in report.sections)


async def test_the_same_run_twice_gives_the_same_report() -> None:
    first, second = (await Run().finish()).report, (await Run().finish()).report
    assert first == second


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_a_report_links_to_what_its_cited_pages_show_where_that_is_wanted(
    is_wanted: bool,
) -> None:
    shown = (
        "<figure><img src=/ferry.jpg><figcaption>The ferry at its quay</figcaption></figure>"
        "<iframe src=https://player.vimeo.com/video/12345></iframe>"
    )
    words = "".join(f"<p>{line}</p>" for line in HARBOUR.splitlines())
    page = f"<html><body><article>{words}{shown}</article></body></html>"
    run = Run(pages={"https://harbour.example/": page.encode()})
    finished = await research(
        ResearchRequest(query=QUERY, include_images=is_wanted, include_videos=is_wanted),
        job_id="job-1",
        ports=replace(run.ports, extractor=NearExtractor()),
        limits=LIMITS,
        progress=run.steps.append,
    )
    links = [(one.url, one.source) for one in finished.report.media]
    expected = [("https://harbour.example/ferry.jpg", 1), ("https://vimeo.com/12345", 1)]
    assert links == (expected if is_wanted else [])
    assert ("Images and videos" in run.reports.body("job-1.html").decode()) == is_wanted


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_images_from_search_stand_beside_what_the_sources_show(*, is_wanted: bool) -> None:
    run = Run()
    seen = found("quay.jpg", f"On {QUERY}", page="https://harbour.example/")
    images = FakeMediaSearch([seen, found("ad.jpg", "Cheap flights")])
    broken = FakeMediaSearch([], name="broken videos", errors={QUERY: "down"})
    run.ports = replace(run.ports, media=(images, broken))
    wanted = {"include_images": is_wanted, "include_videos": is_wanted}
    report = (await run.finish(request=ResearchRequest(query=QUERY, **wanted))).report
    listed = [(one.url, one.page) for one in report.found_media]
    assert listed == ([(seen.url, seen.page)] if is_wanted else [])
    assert "broken videos" in [failure.subject for failure in report.failures]
    page = run.reports.body("job-1.html").decode()
    assert ("Images and videos from search" in page) == is_wanted


async def test_where_nothing_is_answered_the_report_says_so_and_little_else() -> None:
    report = (await Run().finish("Which poet wrote about the ferry to Nordholm in 2031?")).report
    assert [one.status for one in report.answer] == [AnswerStatus.NOT_FOUND]
    assert report.answer[0].message.startswith("The 4 sources read do not say which poet wrote")
    assert report.key_findings == report.sections == ()
    assert report.stats.words <= 100
    assert report.warnings == (f"{NOT_ANSWERED} {ONLY_NEAR}",)


@pytest.mark.parametrize("language", ["de", "pt-BR"])
async def test_what_is_not_in_english_is_not_judged(language: str) -> None:
    run = Run()
    run.ports = replace(run.ports, extractor=InLanguage(language))
    report = (await run.finish(QUERY)).report
    assert report.answer == ()
    assert report.key_findings


class DatingExtractor(FakeExtractor):
    """Dates every page but the first in 2010."""

    async def extract(self, page: Page) -> Document:
        document = await super().extract(page)
        is_old = not page.url.startswith("https://page-1.")
        return document.model_copy(update={"published": date(2010 if is_old else 2025, 1, 1)})


async def test_what_is_outside_the_bounds_is_not_fetched_or_not_used_and_told() -> None:
    run = Run()
    run.ports = replace(run.ports, extractor=DatingExtractor())
    bounds = {"query": QUERY, "since": "2020-01-01", "domains": {"deny": ["page-2.example"]}}
    report = (await run.finish(request=ResearchRequest.model_validate(bounds))).report
    assert isinstance(run.ports.fetcher, FakeFetcher)
    assert "https://page-2.example/" not in run.ports.fetcher.asked
    cited = {citation.source for claim in report.key_findings for citation in claim.citations}
    cited |= {c.source for part in report.answer for claim in part.claims for c in claim.citations}
    assert cited == {1}
    assert [line for line in report.warnings if "are not used" in line]
