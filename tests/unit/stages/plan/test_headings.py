"""A heading has no marks of Markdown, no number of a list and no full stop but its own."""

import pytest

from research.stages.plan.headings import is_heading, without_marks


@pytest.mark.parametrize(
    "written",
    ["Costs", "Costs.", "Costs:", "Costs;", "**Costs**", "**Costs:**", "**Costs**:", "__Costs__",
     "`Costs`", "*Costs.*", "1. Costs", "2) Costs", "(3) Costs", "# Costs", "### Costs", "- Costs",
     "• Costs", "* Costs", "## 1. **Costs**", "**1. Costs**"],
)  # fmt: skip
def test_marks_of_a_heading_are_no_part_of_it(written: str) -> None:
    assert without_marks(written) == "Costs"


@pytest.mark.parametrize(
    "heading",
    ["Tariffs in the U.S.", "Apple Inc.", "Hours until 5 p.m.", "3. Oktober", "19. Jahrhundert",
     "2024 costs", "3.5 million riders", "C#", "#MeToo", "snake_case names", "-5 degrees", "费用"],
)  # fmt: skip
def test_what_belongs_to_a_heading_stays(heading: str) -> None:
    assert without_marks(heading) == heading
    assert without_marks(f"**{heading}**") == heading
    assert is_heading(heading)


@pytest.mark.parametrize("written", ["", "...", "**", "# ", "1.", "** . **", "1. " * 30])
def test_marks_alone_are_no_heading(written: str) -> None:
    assert not is_heading(without_marks(written))
