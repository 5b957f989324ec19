"""Passages: where they begin and end, and that they are stored once."""

from hypothesis import given
from hypothesis import strategies as st

from research.domain.progress import Stage, Step
from research.stages.index.index import MAX_PASSAGES_PER_SOURCE, PASSAGE_WORDS, index, passages_of
from research.text.sentences import sentence_spans
from research.text.terms import word_count
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.vector_store import FakeVectorStore
from tests.unit.stages.sources import ferry_sources, source

LONG = " ".join(f"The ferry number {n} left the quay in Nordholm on time." for n in range(200))


def test_passages_are_whole_sentences_in_order_and_leave_nothing_out() -> None:
    of = source(1, LONG)
    passages = list(passages_of(of))
    starts = {span.start for span in sentence_spans(LONG)}
    ends = {span.end for span in sentence_spans(LONG)}
    assert len(passages) > 10
    assert all(p.start in starts and p.end in ends and p.text == p.of(LONG) for p in passages)
    assert all(word_count(p.text) <= PASSAGE_WORDS for p in passages)
    assert " ".join(p.text for p in passages) == LONG


def test_a_sentence_longer_than_a_passage_is_one() -> None:
    endless = "word " * (3 * PASSAGE_WORDS) + "end."
    assert [p.text for p in passages_of(source(1, endless))] == [endless]


def test_a_book_is_read_from_its_beginning() -> None:
    book = source(1, "\n".join(f"Chapter {n}. " + "word " * 85 + "end." for n in range(600)))
    assert len(list(passages_of(book))) == MAX_PASSAGES_PER_SOURCE


def test_a_passage_has_the_same_id_whatever_number_its_source_has() -> None:
    ids = [[p.id for p in passages_of(source(number, LONG))] for number in (1, 7)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


async def test_what_is_indexed_is_stored_under_the_job_and_told() -> None:
    store, steps = FakeVectorStore(), list[Step]()
    passages = await index(
        ferry_sources(),
        job_id="j",
        embedder=FakeEmbedder(),
        vectors=store,
        progress=steps.append,
    )
    assert set(store.rows) == {("j", passage.id) for passage in passages}
    assert [p.source for p in passages] == sorted(p.source for p in passages)
    assert steps[-1].stage is Stage.INDEX
    assert steps[-1].done == steps[-1].total == len(passages)


@given(st.text(max_size=2_000))
def test_any_text_can_be_cut(text: str) -> None:
    of = source(1, text)
    end = 0
    for passage in passages_of(of):
        assert end <= passage.start < passage.end <= len(text)
        assert passage.text == text[passage.start : passage.end]
        end = passage.end
