"""Warnings and reasons of failures in the languages of reports."""

import json
import re
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import research
from research.domain.claim import Draft
from research.domain.errors import ExtractError, ResearchError
from research.domain.scope import Scope, out_of_scope
from research.pipeline.answer import Answer
from research.pipeline.report_warnings import open_questions, read_in_part, unanswered, unwritten
from research.pipeline.section_drafts import LEFT_OUT, NO_PASSAGES
from research.stages.answer.not_found import not_found_message
from research.stages.index.index import passages_of
from research.stages.render.frame import frame_of
from research.stages.render.messages import message_in
from research.text.words.word_lists import list_names
from tests.unit.adapters.extract.documents import extract, pdf
from tests.unit.stages.render.test_frame import FOLDER, LANGUAGES, PLACEHOLDER
from tests.unit.stages.sources import HARBOUR, question, source

PACKAGE = Path(research.__file__).parent
ENGLISH_WORDS = re.compile(r"\b(?:the|and|which|could|written|answered?|their|found|hidden)\b")


COMPOSED = ("more files are", "sources read do not answer", "source read does not answer",
            "sources read answer ", "source read answers ",
            "came from what earlier jobs read", "hidden columns of the sheet",
            "hidden rows of the sheet", "a broken file: ",
            "a broken archive: ")  # fmt: skip
"""In sentences whose English is put together of parts: their own tests hold them."""


def sentences(language: str) -> dict[str, str]:
    file = FOLDER / "messages" / f"{language}.json"
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def classes_below(base: type[ResearchError]) -> list[type[ResearchError]]:
    return [base, *(one for kind in base.__subclasses__() for one in classes_below(kind))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_sentence_with_its_placeholders(language: str) -> None:
    own = sentences(language)
    assert {*own} == {*sentences("de")}
    for english, text in own.items():
        assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(text)), english
        assert text.strip() != english.strip()


def test_every_sentence_is_one_that_the_program_says() -> None:
    """Word for word: one that is changed where it arises must be changed here."""
    files = [*PACKAGE.rglob("*.py"), *PACKAGE.glob("text/words/*.txt")]
    text = " ".join(path.read_text(encoding="utf-8") for path in files)
    said = re.sub(r'"\s+f?"', "", text)
    codes = {one.code for one in classes_below(ResearchError)}
    unsaid = [
        sentence
        for sentence in sentences("de")
        if sentence not in codes
        and not any(part in sentence for part in COMPOSED)
        and any(
            len(words) > 12 and words not in said
            for words in re.split(r"\{\w+\}|^page|\. |; and", sentence)
        )
    ]
    assert unsaid == []


def messages() -> list[str]:
    """What the program says, by its own functions."""
    asked, draft = question("Wer baut die Fähre?"), Draft(title="", key_findings=(), sections=())
    left_out = ("pages 2–4: columns can't be told apart", "the hidden sheet Raw",
                "x.pdf: a PDF with a password")  # fmt: skip
    part = source(1, "a").model_copy(update={"left_out": left_out})
    seen = tuple(passages_of(source(3, HARBOUR)))
    seen = tuple(passages_of(source(3, HARBOUR)))
    old = source(2, "b").model_copy(update={"published": date(2019, 1, 2)})
    return [
        *unanswered([asked], draft, 500),
        *unanswered([asked], draft, 1),
        *open_questions((), [Answer(asked, (), (), error=NO_PASSAGES)], draft),
        *unwritten([Answer(asked, (), (), seen, error=LEFT_OUT)], draft),
        *read_in_part([part]),
        *read_in_part([part.model_copy(update={"left_out": left_out * 5})]),
        *out_of_scope(Scope(since=date(2020, 1, 1)), [old]),
        not_found_message("Fähre nach Vessa", "x", [part, part]),
        not_found_message("Fähre nach Vessa", "x", [part, part], may_answer=True),
        not_found_message("Fähre nach Vessa", "x", [part], may_answer=True),
        *(f"the page is {kind}, and not the text that was asked for"
          for kind in list_names("withheld_pages")),
        "the server answered 404 Not Found",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_warnings_are_said_in_each_language(language: str) -> None:
    frame = frame_of(language)
    given = messages()
    assert len(given) > 14
    for message in given:
        own = message_in(frame, message)
        assert own, message
        kept = own.replace("404 Not Found", "").replace("x.pdf", "")
        assert not ENGLISH_WORDS.search(kept), own
        assert ("Fähre" in own) == ("Fähre" in message)


@pytest.mark.parametrize(
    "body", [pdf([[]]), b"", b"\x89PNG" + bytes(40), b"PK\x05\x06" + bytes(18), b"Menu"]
)
def test_a_failure_is_told_by_its_message_or_its_code(body: bytes) -> None:
    with pytest.raises(ExtractError) as raised:
        extract(body, "text/plain")
    frame = frame_of("de")
    assert message_in(frame, str(raised.value)) or message_in(frame, raised.value.code)


def test_messages_in_messages_are_said_too() -> None:
    told = message_in(frame_of("de"), "“Wer?” is answered in part: no answer within 5 s.")
    assert told == "„Wer?“ ist nur teilweise beantwortet: keine Antwort innerhalb von 5 s."
    told = message_in(frame_of("de"), "a broken file: a: b.xml is missing in it")
    assert told == "eine beschädigte Datei: a: b.xml fehlt darin"
    told = message_in(frame_of("fr"), "a PDF of which no page can be read: page 1: x; page 2: y")
    assert told == "un PDF dont aucune page n'est lisible : page 1 : x; page 2 : y"


def test_what_has_no_words_in_a_language_has_none() -> None:
    assert message_in(frame_of("de"), "Redis is away.") == ""
    assert message_in(frame_of("en"), "it is empty") == ""
    assert message_in(frame_of("fa"), "it is empty") == ""
    assert message_in(frame_of("de"), "the page is larger than a house bytes") == ""


@given(st.text(alphabet="“”:;. {}n1a", max_size=80))
def test_any_message_is_said_or_not(text: str) -> None:
    message_in(frame_of("de"), f"“{text}” is answered in part: {text}.")
    message_in(frame_of("de"), text)


def test_long_messages_take_no_time() -> None:
    started = process_time()
    for piece in ("“” is answered in part: ", "page 1: ", "; ", ": "):
        message_in(frame_of("de"), piece * 20_000)
        message_in(frame_of("de"), (piece * 2_000)[:1_999])
    assert process_time() - started < 20
