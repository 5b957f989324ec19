"""Names and numbers that stand in another's place."""

from research.stages.verify.checks.rivals import rival_features

SAID = "Profits fell in China by 12 percent, and sales rose in Germany by 4 percent."


def test_names_that_changed_places_fit_better_the_other_way_round() -> None:
    right = rival_features("Profits fell in China, while sales rose in Germany.", SAID)
    wrong = rival_features("Profits fell in Germany, while sales rose in China.", SAID)
    assert right["name_swap"] == 0
    assert wrong["name_swap"] > 0


def test_numbers_that_changed_places_do_so_too() -> None:
    right = rival_features("Profits fell by 12 percent and sales rose by 4 percent.", SAID)
    wrong = rival_features("Profits fell by 4 percent and sales rose by 12 percent.", SAID)
    assert wrong["number_swap"] > right["number_swap"] == 0


def test_a_name_that_nobody_said_may_have_taken_anothers_place() -> None:
    wrong = rival_features("Profits fell in France by 12 percent.", SAID)
    right = rival_features("Profits fell in China by 12 percent.", SAID)
    assert wrong["name_taken"] > right["name_taken"]


def test_a_name_and_its_initials_are_one() -> None:
    said = "The MFA fined the shop."
    assert rival_features("The Metal Fair Authority fined the shop.", said)["name_taken"] == 0
    assert rival_features("The Metal Union fined the shop.", said)["name_taken"] > 0


def test_texts_without_names_and_numbers_have_no_rivals() -> None:
    assert set(rival_features("it fell", "it rose").values()) == {0.0}
