"""What a page says of something else is no part of a report."""

from research.domain.passage import Evidence, Selection
from research.domain.source import Source
from research.stages.index.index import passages_of
from research.stages.write.sentence_choice import on_topic
from research.text.source_sentences import candidate_sentences
from tests.unit.stages.sources import question, source

QUERY = "What does the battery ferry to Nordholm cost?"
ITEMS = (
    "The battery ferry of Vessa is sold. Ragna Holt hands the keys to a new owner in May.",
    "Peng Aune leads the paper mill of Lund since the strike of the printers ended.",
    "A game about dragons was shown to three thousand guests in the opera house.",
    "The bank of Moen lends its clients money against their houses and gardens.",
    "Two bakers of Tveit won the prize for the best rye bread of the whole year.",
    "The old mast of the museum was painted green by pupils of the art school.",
)


def kept(*sources: Source, query: str = QUERY) -> list[str]:
    evidence = tuple(
        Evidence(question=question(query), passages=tuple(passages_of(s))) for s in sources
    )
    selection = Selection(relevance={s.id: 1.0 for s in sources}, evidence=evidence)
    candidates = candidate_sentences(selection, sources)
    found = on_topic(query, [question(query)], candidates, sources)
    return [sentence.text for sentence in found]


def round_up(title: str) -> Source:
    return source(1, "\n".join(ITEMS)).model_copy(update={"title": title})


def test_of_a_round_up_only_the_paragraph_about_the_question_is_kept() -> None:
    said = kept(round_up("Six things to know today"))
    assert said == [
        "The battery ferry of Vessa is sold.",
        "Ragna Holt hands the keys to a new owner in May.",
    ]


def test_of_a_page_about_the_question_all_is_kept() -> None:
    assert len(kept(round_up("The ferry to Nordholm"))) == len(ITEMS) + 1


def test_a_page_that_speaks_of_it_all_along_is_about_it() -> None:
    text = "\n".join(f"{item} The ferry was there." for item in ITEMS[:3]) + "\n" + ITEMS[3]
    one = source(1, text).model_copy(update={"title": "News of today"})
    assert any("bank of Moen" in said for said in kept(one))


def test_a_page_without_any_of_the_words_is_kept() -> None:
    one = source(1, "\n".join(ITEMS[1:])).model_copy(update={"title": "Six things"})
    assert len(kept(one)) == len(ITEMS) - 1
