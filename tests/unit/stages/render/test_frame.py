"""The words around a report: every language has all of them, each with its placeholders."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import research.stages.render as render_stage
from research.domain.question import ASPECTS
from research.pipeline.opening_answers import ASSESSMENT, UNCERTAIN
from research.stages.plan.plan import plan
from research.stages.render.frame import frame_of, own_headings

FOLDER = Path(render_stage.__file__).parent
LANGUAGES = sorted(file.stem for file in (FOLDER / "frames").glob("*.json"))
PLACEHOLDER = re.compile(r"\{\w+\}")


def words(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(
        (FOLDER / "frames" / f"{language}.json").read_text(encoding="utf-8")
    )
    return found


def wanted() -> set[str]:
    """All that the template and the modules say in words of ours."""
    template = (FOLDER / "templates" / "report.html.j2").read_text(encoding="utf-8")
    found = set(re.findall(r'\bt\("([^"]+)"', template))
    for pair in re.findall(r't\.count\([^"]+"([^"]+)", "([^"]+)"', template):
        found.update(pair)
    for module in ("frame", "markdown_page"):
        text = (FOLDER / f"{module}.py").read_text(encoding="utf-8")
        found.update(re.findall(r"\bt\([\'\"]([^\'\"]+)[\'\"]", text))
        found.update(re.findall(r'"(\{n\} [^"]+)"', text))
    return found


def test_there_are_ten_languages_and_those_that_are_written_from_the_right() -> None:
    assert len(LANGUAGES) >= 10
    assert {"de", "hi", "ar", "ja"} <= {*LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_word_with_its_placeholders(language: str) -> None:
    own = words(language)
    assert wanted() - {*own} == set()
    assert {*own} == {*words("de")}
    for english, text in own.items():
        assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(text)), english
        assert text.strip()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_aspects_that_are_headings_have_words_in_each_language(language: str) -> None:
    frame = frame_of(language)
    for question in (await plan("Why?", [])).questions:
        if question.kind in ASPECTS:
            assert frame(question.heading) != question.heading


@pytest.mark.parametrize("language", LANGUAGES)
def test_doubts_and_assessment_have_a_heading_in_each_language(
    language: str,
) -> None:
    t = frame_of(language)
    assert t(UNCERTAIN) != UNCERTAIN
    assert t(ASSESSMENT) != ASSESSMENT


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_headings_of_a_reports_own_parts_are_known_in_each_language(language: str) -> None:
    template = (FOLDER / "templates" / "report.html.j2").read_text(encoding="utf-8")
    used = set(re.findall(r'<h2[^>]*>\{\{ t\("([^"{]+)"\) \}\}</h2>', template))
    assert len(used) > 5
    t = frame_of(language)
    assert {t(heading).casefold() for heading in (*used, UNCERTAIN, ASSESSMENT)} <= own_headings()


def test_a_language_without_a_file_stays_english() -> None:
    frame = frame_of("fa")
    assert (frame.language, frame("Answer")) == ("en", "Answer")
    assert frame_of("../../etc/passwd")("Answer") == "Answer"


def test_numbers_and_days_are_those_of_the_language() -> None:
    german, english = frame_of("de"), frame_of("en")
    assert german.count(1, "{n} claim", "{n} claims") == "1 Aussage"
    assert german.count(1_200, "{n} claim", "{n} claims") == "1\u202f200 Aussagen"
    assert english.count(1_200, "{n} claim", "{n} claims") == "1,200 claims"
    assert (german.decimal(1.14), english.decimal(1.14)) == ("1,1", "1.1")
    assert german.day(date(2019, 11, 8)) == "2019-11-08"
    moment = datetime(2019, 11, 8, 9, 5, tzinfo=UTC)
    assert english.moment(moment) == "8 November 2019, 09:05 UTC"


def test_braces_in_what_is_only_looked_up_stay() -> None:
    assert frame_of("de")("What is {cost} in Python?") == "What is {cost} in Python?"


@pytest.mark.parametrize(
    ("language", "first", "last", "told"),
    [
        ("en", date(2019, 11, 18), date(2019, 11, 19), "from 18 to 19 November 2019"),
        ("en", date(2019, 10, 30), date(2019, 11, 2), "from 30 October to 2 November 2019"),
        ("en", date(2018, 11, 2), date(2019, 11, 2), "from 2 November 2018 to 2 November 2019"),
        ("en", date(2019, 11, 2), date(2019, 11, 2), "are from 2 November 2019"),
        ("de", date(2019, 11, 18), date(2019, 11, 19), "vom 2019-11-18 bis 2019-11-19"),
        ("de", date(2019, 11, 2), date(2019, 11, 2), "sind vom 2019-11-02"),
    ],
)
def test_the_days_of_sources_are_one_or_the_first_and_the_last(
    language: str, first: date, last: date, told: str
) -> None:
    assert told in frame_of(language).dated((first, last))
