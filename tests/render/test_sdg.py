"""The marks of the 17 goals: the official colours, text that can be read on them, a number and a word always."""

from __future__ import annotations

import re

import pytest
from html_tree import tree

from crossmobility.reference import code_lists
from crossmobility.render.sdg import BLACK, GOALS, WHITE, goal_chip, goal_name
from crossmobility.render.words import Words

READABLE = 4.5  # WCAG 2.2, level AA, text of ordinary size


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2 of a colour written #RRGGBB."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_there_is_a_colour_for_every_goal_of_the_list_and_no_other() -> None:
    assert [str(number) for number in GOALS] == list(code_lists()["sdg"])
    assert len({goal.colour for goal in GOALS.values()}) == 17
    assert all(re.fullmatch(r"#[0-9A-F]{6}", goal.colour) for goal in GOALS.values())


def test_the_two_colours_that_are_often_copied_wrongly_are_right() -> None:
    assert (GOALS[11].colour, GOALS[7].colour, GOALS[12].colour) == ("#FD9D24", "#FCC30B", "#BF8B2E")


def test_the_formula_of_contrast_is_the_one_of_the_standard() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.005), "a grey known to fail by a little"


@pytest.mark.parametrize("number", GOALS)
def test_the_number_can_be_read_on_the_colour(number: int) -> None:
    goal = GOALS[number]
    assert contrast(goal.colour, goal.text_colour) >= READABLE
    if goal.dark_text:
        assert contrast(goal.colour, WHITE) < READABLE, "white is used wherever it can be read"


def test_a_covered_goal_is_filled_and_named() -> None:
    html = goal_chip(4, Words("en"), covered=True, note="12 placements")
    assert html.endswith(">4</span>") and 'title="Goal 4: Quality education, 12 placements"' in html
    assert "background:#C5192D" in html and "color:#FFFFFF" in html
    tree(html)


def test_a_goal_that_is_not_covered_is_an_outline_and_says_so() -> None:
    html = goal_chip(13, Words("en"), covered=False)
    assert html.endswith(">13</span>")
    assert 'title="Goal 13: Climate action (not covered)"' in html and GOALS[13].colour not in html
    assert 'aria-label="Goal 13: Climate action (not covered)"' in html


def test_goals_have_their_names_in_both_languages() -> None:
    assert (goal_name(2, "fr"), goal_name(2, "en")) == ("Faim « zéro »", "Zero hunger")


def test_a_hostile_note_stays_text() -> None:
    assert "<script" not in goal_chip(1, Words("en"), covered=True, note='"><script>alert(1)</script>')
