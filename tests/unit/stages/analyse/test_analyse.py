"""The whole analysis of three pages: what is in it, and that all of it cites its source."""

from datetime import date

import pytest

from research.domain.analysis.analysis import Analysis
from research.domain.analysis.entities import EntityKind, RelationshipBasis
from research.domain.analysis.tone import ToneClass
from research.stages.analyse.analyse import analyse
from research.stages.analyse.entities import entities_of, group_mentions
from research.stages.analyse.material import reported_sentences
from research.stages.analyse.mentions import mentions_in
from tests.unit.stages.analyse.pages import CRASH, QUERY, FakeScorer, page, pages

FOUND = analyse(QUERY, pages(), FakeScorer())
TEXTS = {one.id: one.text for one in pages()}


def citations() -> list:
    return [
        *(c for one in FOUND.entities for c in one.passages),
        *(one.citation for one in FOUND.relationships),
        *(c for one in FOUND.timeline for c in one.citations),
        *(c for one in FOUND.topics for c in one.passages),
        *(c for one in FOUND.source_tones for c in one.drivers),
    ]


def test_every_citation_is_where_it_says() -> None:
    assert len(citations()) > 10
    for one in citations():
        assert TEXTS[one.source][one.start : one.end] == one.quote


def test_people_and_organisations_are_found_once_each_with_their_aliases() -> None:
    by_name = {one.name: one for one in FOUND.entities}
    assert by_name["Maria Keller"].kind is EntityKind.PERSON
    assert by_name["Maria Keller"].sources == (1, 2, 3)
    assert "Keller" in by_name["Maria Keller"].aliases
    assert by_name["Daniel Okafor"].kind is EntityKind.PERSON
    assert by_name["Harrow Aerospace"].kind is EntityKind.ORGANISATION
    assert by_name["Harrow Aerospace"].sources == (1, 2, 3)
    assert by_name["Velta Bank"].kind is EntityKind.ORGANISATION
    assert by_name["Leeds"].kind is EntityKind.PLACE
    assert by_name["CAB"].aliases == ("Civil Aviation Board",)
    assert not {"Harrow", "Keller", "Okafor", "Civil Aviation Board"} & set(by_name)


def test_days_are_resolved_and_what_two_pages_tell_is_one_event() -> None:
    days = {one.day: one for one in FOUND.timeline}
    assert set(days) >= {date(2026, 3, 2), date(2026, 3, 9), date(2026, 5, 4)}
    assert {c.source for c in days[date(2026, 3, 9)].citations} == {1, 2}
    assert [one.day for one in FOUND.timeline] == sorted(one.day for one in FOUND.timeline)
    assert date(2026, 4, 9) not in days, "what might be is no event"


def test_a_stated_relationship_names_both_ends_in_its_quote() -> None:
    stated = [one for one in FOUND.relationships if one.basis is RelationshipBasis.STATED]
    said = {(one.subject, one.relation, one.object) for one in stated}
    assert ("Maria Keller", "is chief executive of", "Harrow Aerospace") in said
    assert ("Velta Bank", "invests in", "Harrow Aerospace") in said
    names = {one.name: (one.name, *one.aliases) for one in FOUND.entities}
    for one in FOUND.relationships:
        for end in (one.subject, one.object):
            assert any(name in one.citation.quote for name in names[end])


def test_tone_is_of_all_and_of_each_source_with_the_sentences_that_drive_it() -> None:
    tones = {one.source: one for one in FOUND.source_tones}
    assert tones[2].tone is ToneClass.POSITIVE
    assert tones[3].tone is ToneClass.NEGATIVE
    assert "sad sight" in tones[3].drivers[0].quote
    assert FOUND.tone is not None


def test_credibility_gives_its_reasons() -> None:
    scores = {one.source: one for one in FOUND.credibility}
    assert "names its author" in scores[1].reasons
    assert "has no date" in scores[3].reasons
    assert scores[1].score > scores[2].score > scores[3].score
    assert all(0 <= one.score <= 1 for one in scores.values())


@pytest.mark.parametrize(
    ("url", "title", "text", "reason"),
    [
        ("https://www.harrow.example.com/a", "Harrow stops", "The drone fell.", ""),
        ("https://harrow.com/news", "Harrow stops its drone", "The drone fell.", "primary"),
        ("https://observer.com/a", "Harrow stops | The Observer", "The drone fell.", ""),
        ("https://observer.com/a", "Harrow stops",
         "According to Keller it fell. It broke, the owner told Reuters.", "secondary"),
        ("file:///a.txt", "", "According to Keller it fell.", ""),
    ],
)  # fmt: skip
def test_credibility_tells_the_first_hand_from_the_second(
    url: str, title: str, text: str, reason: str
) -> None:
    (found,) = analyse(QUERY, [page(1, text, url=url, title=title)]).credibility
    told = [one for one in found.reasons if one.endswith(" source")]
    assert [one.rsplit(" ", 2)[1] for one in told] == ([reason] if reason else [])


def test_a_site_that_is_called_by_a_word_is_not_who_its_news_are_about() -> None:
    def told(text: str) -> bool:
        url = "https://www.harbour.example/a"
        (found,) = analyse(
            QUERY, [page(1, text, url=url, title="Harbour plans a quay")]
        ).credibility
        return any("primary" in one for one in found.reasons)

    assert told("Harbour will build a quay, as www.harbour.example says.")
    assert not told("The town will build a quay in its harbour.")


def test_a_topic_has_its_sentiment_with_the_sentences_that_drive_it() -> None:
    told = (
        ("The drone over the harbour had a sad motor and broken rotors.", 20),
        ("The garden behind the school has a wonderful tree and roses.", 20),
    )
    lines = [text.replace(".", f" on day {n}.") for text, count in told for n in range(count)]
    text = " ".join(lines)
    topics = analyse(QUERY, [page(1, text)], FakeScorer()).topics
    assert len(topics) > 1
    for one in topics:
        assert one.sentiment is not None
        assert one.sentiment.tone is one.tone
    assert {one.sentiment.tone for one in topics if one.sentiment} > {ToneClass.NEGATIVE}
    assert any(one.sentiment.drivers for one in topics if one.sentiment)
    assert all(one.sentiment is None for one in analyse(QUERY, [page(1, text)]).topics)


def test_questions_are_about_those_whom_the_query_does_not_name() -> None:
    assert "What else has Maria Keller said about Harrow Aerospace?" in FOUND.related_questions
    assert not any("Velta" in one for one in FOUND.related_questions)


def test_other_languages_have_their_credibility_judged_and_nothing_else() -> None:
    text = "Die Bank lügt. Angela Merkel kam am Montag nach Berlin, sagte die Bank in Bonn."
    found = analyse("Was tat die Bank?", [page(1, text, language="de")], FakeScorer())
    assert found.credibility
    assert found == Analysis(credibility=found.credibility)


@pytest.mark.parametrize("count", [0, 1])
def test_no_sources_and_one(count: int) -> None:
    found = analyse(QUERY, pages()[:count], FakeScorer())
    assert len(found.credibility) == count


def test_without_a_scorer_no_tone_is_told() -> None:
    found = analyse(QUERY, pages())
    assert found.tone is None
    assert found.source_tones == ()
    assert found.entities == FOUND.entities


NAMES = {
    "The Securities and Exchange Commission sued Tidewell. Then Tidewell paid what the Securities "
    "and Exchange Commission asked for.": {"Securities and Exchange Commission", "Tidewell"},
    "We saw NASA’s Administrator Jim Rowe. Later NASA and Jim Rowe met Elon Park’s Orbify. Orbify "
    "sells to Elon Park.": {"NASA", "Jim Rowe", "Elon Park", "Orbify"},
    "You’re at the Company now, in the U.S. office. The British Company is in the U.S. as the "
    "company says.": {"United States"},
    "Then Ceres Robotics and Velta Bank received the contract together. Others asked whether "
    "Ceres Robotics and Velta Bank should receive another contract. The U.S. Securities and "
    "Exchange Commission asked who else was there, and then the "
    "U.S. Securities and Exchange Commission heard who it was.": {
        *("Ceres Robotics", "Velta Bank", "Securities and Exchange Commission", "United States"),
    },
    "He went to Aberdeen and to Aberdeen again. The Aberdeen Royal Infirmary took him, and the "
    "Aberdeen Royal Infirmary sent him home.": {"Aberdeen", "Aberdeen Royal Infirmary"},
    "It was harsh pneumonia, said Ann Berg. Few know harsh pneumonia, and they say HP. When harsh "
    "pneumonia ends, HP ends, said Ann Berg.": {"Ann Berg"},
    "It stood in the Sioux Falls Argus Leader. She told the Argus Leader of Sioux Falls more, and "
    "the Argus Leader had it.": {"Argus Leader"},
    "It was asked at pic.twitter.com/x and shown on Twitter. Hey Twitter, look at it: it is an "
    "Olympic-size pool, an Olympic-size one.": {"Twitter"},
    "They asked the University of Leeds what to do. Then they asked the University of Leeds again, "
    "as nobody else knew.": {"University of Leeds"},
    "He has a lung disease (LD). The LD is rare, Ann Berg said. Few treat LD, said Ann Berg of "
    "Oslo.": {"Ann Berg"},
}


@pytest.mark.parametrize(("text", "names"), NAMES.items())
def test_what_is_a_name(text: str, names: set[str]) -> None:
    found = entities_of(group_mentions(mentions_in(reported_sentences([page(1, text)]))))
    assert {one.name for one in found} == names


@pytest.mark.parametrize(
    "sentence",
    [
        "On Tuesday morning, he posted the plans of the drone on a wall.",
        "On one of those nights — March 3, 2026 — they saw the drone of Harrow.",
        "It crashed on Monday, as the drone of Harrow had before.",
        "The drone of Harrow could fly on Friday.",
        "The drone of Harrow left on Monday and will return on Friday.",
    ],
)
def test_what_leans_on_others_supposes_or_tells_two_days_is_no_event(sentence: str) -> None:
    assert not analyse("What of the drone of Harrow?", [page(1, sentence)]).timeline


def test_what_is_said_within_a_long_quotation_is_of_no_day_of_the_page() -> None:
    said = "Keller said: “The drone of Harrow fell. Harrow found the drone yesterday. It was wet.”"
    assert not analyse("What of the drone of Harrow?", [page(1, said)]).timeline


def test_an_event_is_cited_once_for_each_who_tells_it_in_words_of_his_own() -> None:
    told = "Fire destroyed the ferry terminal of Vessa on Monday, with forty empty boats inside."
    retold = (
        "On Monday the ferry terminal in Vessa, where forty boats lay, was destroyed by a fire."
    )
    found = analyse(
        "What became of the ferry terminal in Vessa?",
        [page(number, f"Ferry\n{text}") for number, text in enumerate((told, told, retold), 1)],
    )
    (event,) = found.timeline
    assert sorted(one.source for one in event.citations) in ([1, 3], [2, 3])
    shared = {one.source: one.reasons for one in found.credibility}
    assert "makes one statement that another source makes, too" in shared[3]


def test_what_two_tell_by_the_same_verb_is_one_event_and_of_the_day_that_more_tell() -> None:
    told = (
        (10, "The Petrel sails tomorrow, and early reviews of her are mixed."),
        (11, "A long wait is over for the port, now that the Petrel sailed on 11 March 2026."),
        (10, "Vessa's electric ferry, the Petrel, sails today."),
        (11, "The Fulmar sailed on 11 March 2026 to the islands in the north."),
    )
    pages = [
        page(number, f"Ferries of Vessa\n{text}", published=date(2026, 3, day))
        for number, (day, text) in enumerate(told, 1)
    ]
    found = analyse("When does the Petrel of Vessa sail?", pages).timeline
    assert [(one.day.day, [c.source for c in one.citations]) for one in found] == [
        (11, [1, 2]),
        (11, [4]),
    ]
    assert found[0].text.startswith("The Petrel sails tomorrow [11 March 2026], and early")


def test_of_a_page_about_something_else_only_what_has_more_of_the_query_is_an_event() -> None:
    told = (
        "The markets in brief\nShares in the shipyard fell by a tenth on Monday. "
        "The ferry terminal of Vessa shut on Tuesday. Ferry fares rose on 2 March 2026."
    )
    found = analyse("What became of the ferry terminal in Vessa?", [page(1, told)])
    assert [event.day for event in found.timeline] == [date(2026, 3, 10)]


def test_a_place_that_people_leave_and_are_at_is_a_place() -> None:
    text = (
        "A quay that few know\nThe Petrel left Brackwell for Osmund Bay on Friday. "
        "A box from Brackwell to the far coast takes a week. "
        "Cadets of the school in Brackwell, who earn little, sail with her. "
        "The ship arrived in Brackwell late, and her cargo went to Brackwell by lorry."
    )
    groups = group_mentions(mentions_in(reported_sentences([page(1, text)])))
    kinds = {one.name: one.kind for one in entities_of(groups)}
    assert kinds["Brackwell"] is EntityKind.PLACE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Farmers blocked roads near Winnipeg. The mill near Winnipeg shut.", EntityKind.PLACE),
        ("They say that Winnipeg owes them. We know that Winnipeg can't pay.", EntityKind.OTHER),
        ("The plan of Winnipeg Petroleum failed. Few trust Winnipeg Petroleum now.",
         EntityKind.ORGANISATION),
    ],
)  # fmt: skip
def test_a_city_is_a_place_where_a_word_leads_to_it_for_it_may_be_a_surname(
    text: str, kind: EntityKind
) -> None:
    groups = group_mentions(mentions_in(reported_sentences([page(1, text)])))
    assert [one.kind for one in entities_of(groups)] == [kind]


@pytest.mark.parametrize(
    "told",
    [
        "Ousted Harrow Aerospace CEO Maria Keller sold her shares.",
        "Maria Keller, a former CEO of Harrow Aerospace, sold her shares.",
    ],
)
def test_who_was_something_is_it_no_more(told: str) -> None:
    found = analyse(QUERY, [page(1, f"A sale\n{told}"), page(2, CRASH.split("\n")[1])])
    said = {(tie.subject, tie.relation, tie.object) for tie in found.relationships}
    assert ("Maria Keller", "was CEO of", "Harrow Aerospace") in said


def test_what_a_round_up_says_of_other_things_is_not_analysed() -> None:
    items = [f"On {day} March the paper mill of Lund was shut for repairs." for day in range(2, 9)]
    text = "\n".join(
        ["Six things to know", "Then Harrow Aerospace sold its hangar on 9 March 2026.", *items]
    )
    found = analyse("What did Harrow Aerospace sell?", [page(1, text, published=date(2026, 3, 10))])
    assert [event.day for event in found.timeline] == [date(2026, 3, 9)]


@pytest.mark.parametrize("before", ["In late 2025,", "Since then", "The fired engineer met"])
def test_who_is_something_is_it_still(before: str) -> None:
    told = f"{before} Maria Keller, CEO of Harrow Aerospace, at a trial."
    found = analyse(QUERY, [page(1, f"A sale\n{told}"), page(2, CRASH.split("\n")[1])])
    said = {(tie.subject, tie.relation) for tie in found.relationships}
    assert ("Maria Keller", "is CEO of") in said
