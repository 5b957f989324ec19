"""Of what kind names are: by their words, by what stands around them, by longer names."""

import pytest

from research.domain.analysis.entities import EntityKind
from research.stages.analyse.analyse import analyse
from research.stages.analyse.entities import entities_of, group_mentions
from research.stages.analyse.material import reported_sentences
from research.stages.analyse.mentions import mentions_in
from tests.unit.stages.analyse.pages import page

KINDS = {
    "a surname is no place because people go to it, whose kind the full name tells": (
        (
            "Lawyers of Jeffrey Epstein wrote. Guests went to Epstein in June. They flew with "
            "Epstein to Oslo, and the island of Epstein was sold. Papers belonged to Epstein, she "
            "said. In Epstein they saw a friend."
        ),
        {"Jeffrey Epstein": EntityKind.PERSON},
    ),
    "a surname that is a city is only a person's who has done something": (
        (
            "The talks in Houston began when Marcus Houston left. Many drove to Houston that day, "
            "and from Houston to Dallas."
        ),
        {"Houston": EntityKind.PLACE},
    ),
    "a full name is a person's whose surname alone says things": (
        (
            "The singer Zelda Swift wrote a song. Then Swift, who is 29, left her label. Fans "
            "heard that Swift, who wrote it, may sing it, and Zelda Swift did."
        ),
        {"Zelda Swift": EntityKind.PERSON},
    ),
    "a firm of words of the language is no person because it says something": (
        (
            "On Monday Big Machine said that the song is its own. Later Big Machine said no more, "
            "as Big Machine does, and Big Machine Records wrote to the singer. Then Big Machine "
            "Records sold it."
        ),
        {"Big Machine": EntityKind.ORGANISATION},
    ),
    "those who live in a place, or are of a party, are nobody called after it": (
        (
            "Some Virginia Democrats left early. Later the Democrats said that Virginia Democrats "
            "and the Democrats agree with Ilhan Omar, D-Minn, and that Senator Ilhan Omar, "
            "D-Minn, agrees."
        ),
        {"Ilhan Omar": EntityKind.PERSON},
    ),
    "a model is no firm, and no part of another that ends as it does": (
        (
            "She sold the MacBook Pro and two MacBooks. He kept a MacBook and some AirPods Pro, "
            "as the MacBook Pro was dear. We saw AirPods Pro and MacBooks there, and one iPad "
            "Pro. The iPad Pro was new."
        ),
        {
            "MacBook Pro": EntityKind.PRODUCT,
            "MacBook": EntityKind.PRODUCT,
            "AirPods Pro": EntityKind.PRODUCT,
            "iPad Pro": EntityKind.PRODUCT,
        },
    ),
    "who has a title in place of a surname is shown with it": (
        ("We met Prince Andrew in June. He said that Andrew was tired. Later Prince Andrew slept."),
        {"Prince Andrew": EntityKind.PERSON},
    ),
    "a full name begins behind the place that an office is for": (
        (
            "The ambassador to the Ukraine Marie Yovanovitch spoke. Then Yovanovitch, who is 61, "
            "left."
        ),
        {"Marie Yovanovitch": EntityKind.PERSON},
    ),
    "a long form tells the kind of its letters": (
        (
            "They built the Volatiles Investigating Polar Exploration Rover. Then VIPER drove, and "
            "VIPER stopped, and VIPER fell. It was VIPER."
        ),
        {"VIPER": EntityKind.PRODUCT},
    ),
    "letters may spell what a firm's key is without, and a name may be written in one": (
        (
            "The Sierra Nevada Corporation built it. Then SNC sold it to Orbit Beyond. Later the "
            "Sierra Nevada Corporation and OrbitBeyond said that SNC and Orbit Beyond agree."
        ),
        {"Sierra Nevada Corporation": EntityKind.ORGANISATION},
    ),
    "a shorter name of a firm's short name is the firm's": (
        (
            "Work at Tyvak Nano-Satellite Systems goes on. They call it Tyvak Nano, or Tyvak. It "
            "is Tyvak Nano-Satellite Systems that pays, and Tyvak Nano-Satellite Systems is glad."
        ),
        {"Tyvak Nano-Satellite Systems": EntityKind.ORGANISATION},
    ),
    "a place at the head of a story is not shouted": (
        ("SIOUX FALLS has a lake. They left SIOUX FALLS for Oslo, and came to Sioux Falls again."),
        {"Sioux Falls": EntityKind.PLACE},
    ),
    "what stands before a title is part of the title": (
        (
            "We heard White House Press Secretary Stephanie Grisham, and the White House too. "
            "White House Press Secretary Stephanie Grisham left the White House."
        ),
        {"White House": EntityKind.ORGANISATION, "Stephanie Grisham": EntityKind.PERSON},
    ),
}


@pytest.mark.parametrize(("text", "kinds"), KINDS.values(), ids=KINDS)
def test_of_what_kind_a_name_is(text: str, kinds: dict[str, EntityKind]) -> None:
    found = entities_of(group_mentions(mentions_in(reported_sentences([page(1, text)]))))
    by_name = {one.name: one.kind for one in found}
    assert {name: by_name.get(name) for name in kinds} == kinds
    assert len(by_name) == len({"".join(one.casefold().split()) for one in by_name})
    people = {one.name for one in found if one.kind is EntityKind.PERSON}
    assert people == {name for name, kind in kinds.items() if kind is EntityKind.PERSON}


def test_a_press_secretary_is_no_secretary() -> None:
    text = (
        "A letter came from White House Press Secretary Stephanie Grisham. The White House and "
        "Stephanie Grisham did not say why."
    )
    found = analyse("Who wrote?", [page(1, text)])
    assert [(one.subject, one.relation, one.object) for one in found.relationships][:1] == [
        ("Stephanie Grisham", "is press secretary of", "White House")
    ]
