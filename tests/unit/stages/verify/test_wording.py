"""Claims that keep to the source's wording and change its meaning, and those reworded."""

import pytest

from research.domain.claim import Verdict
from research.stages.verify.checks.words import check_words

CHAIN = "The bakery chain opened 22 shops and closed nine last year, leaving it with 310."
MICE = "In mice, the compound halved the size of tumours within three weeks."
BLAME = "The airline blamed a software fault, but investigators found a mistake in the fuel load."
PLANT = "The plant turns 90 million litres of seawater into drinking water every day."
JOBLESS = "Unemployment in the region stood at 9.4% in March, compared with 6.1% nationally."
ONE_SHIP = "The Canopée, a cargo ship with four sails, burned less fuel on its first crossing."


@pytest.mark.parametrize(
    ("claim", "quote", "reason"),
    [
        ("The bakery chain opened nine shops and closed 22 last year.", CHAIN, "opened"),
        (
            "The compound halved the size of tumours in patients within three weeks.",
            MICE,
            "patients",
        ),
        ("Investigators blamed a software fault.", BLAME, "someone else"),
        ("The plant turns 90 million litres of seawater into water every year.", PLANT, "day"),
        ("National unemployment stood at 9.4% in March.", JOBLESS, "something else"),
        ("Cargo ships burn less fuel with four sails.", ONE_SHIP, "one “ship”"),
        ("Sails save money and air.", "Sails are coming back, says an owner.", "save money air"),
        (
            "Ships in the bay are louder than ships at sea.",
            "Ships at sea are louder than ships in the bay.",
            "the other way round",
        ),
        (
            "Prices went from 3% to 2%.",
            "Prices went from 2% to 3%.",
            "the change the other way round",
        ),
    ],
)
def test_a_change_of_meaning_is_told(claim: str, quote: str, reason: str) -> None:
    check = check_words(claim, [quote], [quote])
    assert check.verdict is not Verdict.SUPPORTED
    assert any(reason in one for one in check.reasons), check.reasons


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        (
            "Four hundred people were aboard.",
            "The ship had 312 passengers and 88 crew, 400 metres of rope and no doctor aboard.",
        ),
        ("Slugs were in 58 of the 60 gardens.", "Slugs were in all but two of the 60 gardens."),
        ("About a quarter of the stations sell tickets.", "14 of the 52 stations sell tickets."),
        ("The wall was raised by two metres.", "The wall was raised from four metres to six."),
        (
            "The dam was built in 2017.",
            "The mill burned in 2021, four years after the dam was built.",
        ),
        ("The shop reopened on Wednesday.", "Shut on Monday, the shop reopened two days later."),
        (
            "The harbour took a year and a half to build.",
            "The harbour took eighteen months to build.",
        ),
        ("Around 50 children are treated.", "They treat 200 people, a quarter of them children."),
        (
            "Wind gave four times as much in the south as in the north.",
            "Wind gave 28% in the south and 7% in the north.",
        ),
        ("The canton turned the motorway down.", "The canton rejected the motorway."),
        (
            "Lacking a polling station, the islanders vote by mail.",
            "The islanders vote by post because the island has no polling station.",
        ),
    ],
)
def test_what_was_worked_out_or_reworded_stands(claim: str, quote: str) -> None:
    assert check_words(claim, [quote], [quote]).reasons == ()


@pytest.mark.parametrize(
    ("claim", "quote", "reason"),
    [
        (
            "The lock will open to boats until the gates are mended.",
            "The lock will not open to boats until the gates are mended.",
            "“not”",
        ),
        (
            "The ditch was dug because the field flooded.",
            "The field flooded because the ditch was dug.",
            "cause and effect",
        ),
        (
            "Playing flutes to hens causes eggs to be larger.",
            "Hens to which flutes were played laid larger eggs than others after a month.",
            "caused the other",
        ),
        (
            "Most of the ferries were late.",
            "Of the 80 ferries that sailed, 20 were late.",
            "is not “Most”",
        ),
        (
            "Nearly all of the orchards, 60 per cent, were sprayed.",
            "About 60 per cent of the orchards were sprayed.",
            "is not “Nearly all”",
        ),
        (
            "Corvane has praised Lindmark over the sunken barge.",
            "Lindmark has rescued Corvane after the wreck of the sunken barge.",
            "of the other one",
        ),
    ],
)
def test_what_was_dropped_exchanged_or_enlarged_is_doubted(
    claim: str, quote: str, reason: str
) -> None:
    found = check_words(claim, [quote], [quote])
    assert found.verdict is not Verdict.SUPPORTED
    assert any(reason in told for told in found.reasons), found.reasons


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The lamp weighs 85 g.", "The lamp weighs 85 grams."),
        ("The pond froze at -12 °C.", "The pond froze at minus twelve degrees Celsius."),
        ("The strike lasted half a year.", "The strike lasted six months."),
        ("The strike lasted a month and a half.", "The strike lasted six weeks."),
        ("The kettle lacks a lid.", "The kettle has no lid."),
        ("The paint is free of lead.", "The paint contains no lead."),
        ("Only about a third of the boats have radios.", "Of the 61 boats, 20 have radios."),
        ("Walkers fell less often on sand.", "Walkers were less likely to fall on sand."),
        (
            "The bakery closed because of a gas leak.",
            "A gas leak forced the bakery to close.",
        ),
        ("Most of the bees died.", "Of the 90 bees, 70 died."),
    ],
)
def test_the_same_in_shorter_units_or_with_another_no_passes(claim: str, quote: str) -> None:
    found = check_words(claim, [quote], [quote])
    assert found.verdict is Verdict.SUPPORTED, found.reasons
