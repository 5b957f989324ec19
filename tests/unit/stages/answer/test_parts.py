"""What a query asks: its parts, and what each of them is about."""

import pytest

from research.stages.answer.parts import MAX_PARTS, parts_of


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("Who runs the ferry?", ["Who runs the ferry"]),
        (
            "Who replaced Ragna Holt as engineer and how long is her contract?",
            ["Who replaced Ragna Holt as engineer", "how long is her contract"],
        ),
        (
            "What will become of the old ferry, and why?",
            ["What will become of the old ferry", "why"],
        ),
        (
            "how long to charge at the quay, and at high tide?",
            ["how long to charge at the quay", "how long at high tide"],
        ),
        (
            "How do tides run in Vessa compared with Nordholm?",
            ["How do tides run in Vessa", "How do tides run in Nordholm"],
        ),
        (
            "What are the running costs of ferries versus bridges?",
            ["What are the running costs of ferries", "What are the running costs of bridges"],
        ),
        (
            "What does one lose on the Vessa compared with the Nord?",
            ["What does one lose on the Vessa compared with the Nord"],
        ),
        (
            "How do the Vessa's fares compare with the Nord's?",
            ["What about the Vessa's fares", "What about the Nord's fares"],
        ),
        (
            "What are the fare and length of the new ferry, and who built it?",
            [
                "What is the fare of the new ferry",
                "What is the length of the new ferry",
                "who built it",
            ],
        ),
        (
            "Who leads the port and often of late lies?",
            ["Who leads the port and often of late lies"],
        ),
        ("Ferries and trains", ["Ferries and trains"]),
        ("¿Cuánto cuesta el barco?", ["¿Cuánto cuesta el barco"]),
    ],
)
def test_a_query_is_parted_where_it_asks_again(query: str, texts: list[str]) -> None:
    assert [part.text for part in parts_of(query)] == texts


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("Tell me everything about the new ferry", ["the new ferry"]),
        ("Please explain how sails work.", ["how sails work"]),
        ("Could you summarize the dispute?", ["the dispute"]),
        ("Describe", ["Describe"]),
        (
            "We sail with two children. Is the ferry safe, and what does it cost?",
            ["Is the ferry safe", "what does it cost"],
        ),
        ("The Vessa ferry: how long is it?", ["The Vessa ferry: how long is it"]),
        ("Nordholm's quay, and why", ["why"]),
        ("Vessa ferry", ["Vessa ferry"]),
    ],
)
def test_who_asks_for_a_report_or_says_what_about_is_asked_what_he_asks(
    query: str, parts: list[str]
) -> None:
    assert [part.text for part in parts_of(query)] == parts


def test_what_is_said_before_a_question_is_what_it_is_about() -> None:
    (part,) = parts_of("We sail with two children. Is the ferry safe?")
    assert {"sail", "children"} <= set(part.context)


def test_a_part_has_its_own_words_and_those_of_the_others() -> None:
    first, second = parts_of("Who replaced Ragna Holt and how long is her contract?")
    assert first.words == ("replaced", "ragna", "holt")
    assert second.words == ("contract",)
    assert second.context == ("replaced", "ragna", "holt")
    assert "ragna" in second.whole


def test_each_property_of_one_thing_is_asked_for_by_itself() -> None:
    first, second = parts_of("Can sails cut the cost and emissions of ocean freight?")
    assert (first.words, second.words) == (("cost",), ("emissions",))
    assert set(first.context) == set(second.context) == {"sails", "cut", "ocean", "freight"}


def test_the_words_of_names_and_numbers_are_known() -> None:
    first, second = parts_of("Who replaced Ragna Holt in 2019 and how long is her contract?")
    assert first.named == second.named == {"ragna", "holt", "2019"}


def test_a_bare_why_asks_about_what_was_asked_before() -> None:
    _, why = parts_of("What will become of the old ferry, and why?")
    assert why.words == ("become", "old", "ferry")[-len(why.words) :]
    assert why.context == ()


def test_us_and_won_are_words_of_content() -> None:
    (part,) = parts_of("Which party won in the US?")
    assert {"won", "us"} <= set(part.words)


@pytest.mark.parametrize("query", ["", "?", "and", "how", "  why?  "])
def test_any_query_has_a_part(query: str) -> None:
    assert len(parts_of(query)) == 1


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("When and where does the tour start, and who sings?",
         ["When does the tour start", "where does the tour start", "who sings"]),
        ("How and why did it sink?", ["How did it sink", "why did it sink"]),
        ("Who sank it and when?", ["Who sank it", "when"]),
        ("When and how much does it cost?", ["When", "how much does it cost"]),
        ("Where and how long is the bridge?", ["Where", "how long is the bridge"]),
        ("When did it open? How? Who paid for it?",
         ["When did it open", "How", "Who paid for it"]),
    ],
)  # fmt: skip
def test_a_question_word_alone_asks_of_what_the_next_one_asks(query: str, parts: list[str]) -> None:
    assert [part.text for part in parts_of(query)] == parts


def test_a_query_of_a_hundred_questions_is_one_part() -> None:
    asked = " ".join(f"How old is ferry {n}?" for n in range(100))
    assert [part.text for part in parts_of(asked)] == [asked.strip(" ?.")]
    few = " ".join(f"How old is ferry {n}?" for n in range(MAX_PARTS))
    assert len(parts_of(few)) == MAX_PARTS
