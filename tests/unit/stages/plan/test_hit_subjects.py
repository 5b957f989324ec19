"""The subjects of search results: names that several of them use."""

from research.stages.plan.hit_subjects import subjects_of
from tests.unit.stages.sources import hit


def test_subjects_are_names_that_several_hits_share() -> None:
    hits = [
        hit("Battery ferry delayed", "The Vessa Ferry Company blames the quay at Nordholm.", 1),
        hit("New battery ferry", "A grant from the Coastal Fund paid the Vessa Ferry Company.", 2),
        hit("Battery ferry jobs", "The Coastal Fund and the Vessa Ferry Company plan more.", 3),
        hit("Pruning apples", "Only the Orchard Society knows, says the Orchard Society.", 4),
        hit("Apple pie", "A recipe from the Orchard Society.", 5),
    ]
    assert subjects_of("battery ferry", hits) == ["Vessa Ferry Company", "Coastal Fund"]


def test_what_the_query_names_is_no_subject_of_its_own() -> None:
    hits = [hit(f"Nordholm ferry {n}", "A boat to Nordholm sails.", n) for n in range(1, 4)]
    assert subjects_of("Nordholm ferry", hits) == []


def test_titles_in_title_case_name_nobody() -> None:
    hits = [hit(f"Battery Ferry Sails Again Part {n}", "", n) for n in range(1, 4)]
    assert subjects_of("battery ferry", hits) == []
