"""A report has no more words than were asked for: whole claims go, the least of them first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.claim import Cell, Citation, Claim, Draft, Section, Verdict
from research.domain.errors import NothingFoundError
from research.stages.write.shortening import NO_ROOM, fit_words
from research.text.terms import word_count


def claim(
    words: int, name: str = "w", *, sources: int = 1, verdict: Verdict = Verdict.SUPPORTED
) -> Claim:
    """A claim of so many words, that so many sources carry."""
    cited = (Citation(source=n, quote="x", start=0, end=1) for n in range(1, sources + 1))
    return Claim(text=" ".join([name] * words), citations=tuple(cited), verdict=verdict)


def draft(findings: list[Claim], *sections: list[Claim]) -> Draft:
    return Draft(
        title="Title",
        key_findings=tuple(findings),
        sections=tuple(
            Section(question=f"Question {number}", claims=tuple(claims))
            for number, claims in enumerate(sections)
        ),
    )


def claims_of(made: Draft) -> list[Claim]:
    return [*made.key_findings, *(c for section in made.sections for c in section.claims)]


def names(made: Draft) -> list[str]:
    return [one.text.split()[0] for one in claims_of(made)]


def words(made: Draft) -> int:
    return sum(word_count(one.text) for one in claims_of(made))


def test_what_fits_to_the_word_is_left_as_it_is() -> None:
    made = draft([claim(10)], [claim(20), claim(20)])
    fitted = fit_words(made, 50)
    assert fitted.draft == made
    assert fitted.left_out == ()


def test_each_sections_first_claim_goes_before_any_second() -> None:
    made = draft([claim(10, "f")], [claim(10, "a"), claim(10, "b")], [claim(10, "c")])
    assert names(fit_words(made, 30).draft) == ["f", "a", "c"]


def test_what_more_sources_carry_is_kept_and_the_order_stays() -> None:
    section = [claim(10, "a"), claim(10, "b"), claim(10, "c", sources=2), claim(10, "d")]
    assert names(fit_words(draft([], section), 30).draft) == ["a", "b", "c"]
    assert names(fit_words(draft([], section), 20).draft) == ["a", "c"]


def test_what_is_supported_in_part_goes_before_what_is_supported() -> None:
    partly = claim(10, "b", sources=3, verdict=Verdict.PARTIAL)
    made = draft([], [claim(10, "a"), partly, claim(10, "c")])
    assert names(fit_words(made, 20).draft) == ["a", "c"]


def test_a_shorter_claim_stands_for_its_section_where_the_first_has_no_room() -> None:
    made = draft([claim(30, "f")], [claim(40, "a"), claim(20, "b")], [claim(40, "c")])
    fitted = fit_words(made, 50).draft
    assert names(fitted) == ["f", "b"]
    assert [section.question for section in fitted.sections] == ["Question 0"]


def test_what_has_no_room_is_told_with_its_verdict_and_why() -> None:
    fitted = fit_words(draft([claim(40, "f")], [claim(20, "a")]), 50)
    (left_out,) = fitted.left_out
    assert left_out.text == claim(20, "a").text
    assert left_out.verdict is Verdict.SUPPORTED
    assert left_out.reason == NO_ROOM


def table(words: int, paragraph: int = 2) -> list[Claim]:
    """Four cells of so many words each, whose statements have two more."""
    return [
        claim(words + 2, f"t{row}{column}").model_copy(
            update={
                "paragraph": paragraph,
                "cell": Cell(
                    row="Row", column="Column", row_number=row, column_number=column,
                    text=" ".join(["cell"] * words),
                ),
            }
        )
        for row in (1, 2) for column in (1, 2)
    ]  # fmt: skip


def test_a_table_has_the_words_of_its_cells_and_stays_whole_or_goes() -> None:
    made = draft([], [claim(10, "a"), *table(5), claim(10, "b")])
    assert fit_words(made, 40).draft == made
    without = fit_words(made, 29)
    assert names(without.draft) == ["a", "b"]
    assert [one.cell is not None for one in without.left_out] == [True] * 4
    with_it = fit_words(made, 30)
    assert names(with_it.draft) == ["a", "t11", "t12", "t21", "t22"]
    assert [one.text.split()[0] for one in with_it.left_out] == ["b"]


def test_two_tables_of_one_section_are_kept_each_for_itself() -> None:
    made = draft([], [claim(10, "a"), *table(5), *table(5, paragraph=4)])
    assert len(claims_of(fit_words(made, 30).draft)) == 5


def test_a_table_is_worth_what_its_weakest_cell_is() -> None:
    one, *others = table(5)
    two_sources = one.model_copy(update={"citations": claim(1, sources=2).citations})
    made = draft([], [*(claim(10, name) for name in "abc"), *others, two_sources])
    assert names(fit_words(made, 30).draft) == ["a", "b", "c"]
    partly = two_sources.model_copy(update={"verdict": Verdict.PARTIAL})
    made = draft([], [claim(10, "a"), partly, *others, claim(10, "b"), claim(10, "c")])
    assert names(fit_words(made, 30).draft) == ["a", "b", "c"]
    all_of_two = [cell.model_copy(update={"citations": two_sources.citations}) for cell in table(5)]
    made = draft([], [*(claim(10, name) for name in "abc"), *all_of_two])
    assert names(fit_words(made, 30).draft) == ["a", "t11", "t12", "t21", "t22"]


def test_claims_that_are_longer_than_the_report_are_an_error() -> None:
    with pytest.raises(NothingFoundError):
        fit_words(draft([claim(60)], [claim(51)]), 50)


def test_a_draft_without_claims_is_left_as_it_is() -> None:
    assert fit_words(draft([]), 50).draft == draft([])


CLAIMS = st.builds(
    claim,
    st.integers(1, 50),
    st.sampled_from(["w", "電池", "naïve"]),
    sources=st.integers(1, 3),
    verdict=st.sampled_from([Verdict.SUPPORTED, Verdict.PARTIAL]),
)
ROWS = st.lists(CLAIMS, min_size=1, max_size=8)
DRAFTS = st.builds(
    lambda findings, sections: draft(findings, *sections),
    st.lists(CLAIMS, max_size=5),
    st.lists(ROWS, min_size=1, max_size=6),
)
MAX_WORDS = st.integers(50, 700)


@given(DRAFTS, MAX_WORDS)
def test_it_is_never_too_long_and_nothing_is_broken_or_lost(made: Draft, most: int) -> None:
    fitted = fit_words(made, most)
    assert words(fitted.draft) <= most
    texts = [one.text for one in (*claims_of(fitted.draft), *fitted.left_out)]
    assert sorted(texts) == sorted(one.text for one in claims_of(made))
    assert fit_words(made, most) == fitted
    assert fit_words(fitted.draft, most).draft == fitted.draft


@given(DRAFTS, MAX_WORDS)
def test_the_order_is_kept(made: Draft, most: int) -> None:
    before = {section.question: section.claims for section in made.sections}
    fitted = fit_words(made, most).draft
    asked = [section.question for section in fitted.sections]
    assert asked == [question for question in before if question in asked]
    for section in fitted.sections:
        rest = iter(before[section.question])
        assert all(one in rest for one in section.claims)
    rest = iter(made.key_findings)
    assert all(one in rest for one in fitted.key_findings)


@given(DRAFTS, MAX_WORDS)
def test_nothing_that_has_room_is_left_out(made: Draft, most: int) -> None:
    fitted = fit_words(made, most)
    room = most - words(fitted.draft)
    assert all(word_count(one.text) > room for one in fitted.left_out)


@given(DRAFTS, MAX_WORDS)
def test_a_section_is_empty_only_where_findings_and_others_firsts_leave_no_room(
    made: Draft, most: int
) -> None:
    fitted = fit_words(made, most).draft
    kept = {section.question: section.claims for section in fitted.sections}
    firsts = sum(max(word_count(c.text) for c in claims) for claims in kept.values())
    room = most - firsts - sum(word_count(c.text) for c in fitted.key_findings)
    for section in made.sections:
        if section.question not in kept:
            assert all(word_count(one.text) > room for one in section.claims)
