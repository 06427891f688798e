"""The 17 goals: each with its number, its placements by way, and the word where there is none."""

from __future__ import annotations

import pandas as pd
from html_tree import tree
from programmes_pages import NAN, page_of

from crossmobility.domain.programmes.goals import GOAL_COLUMNS
from crossmobility.render.programmes_goals import goals


def table(**numbers: tuple[float, float, float, float]) -> pd.DataFrame:
    """Return 17 goals; ``goal4=(in, out, between, local)``, nobody for the others."""
    rows = []
    for goal in range(1, 18):
        ways = numbers.get(f"goal{goal}", (0.0, 0.0, 0.0, 0.0))
        rows.append((goal, *ways, sum(ways)))
    return pd.DataFrame(rows, columns=list(GOAL_COLUMNS))


TWO = table(goal4=(8.0, 2.0, 0.0, 0.0), goal13=(1.0, 4.0, 0.0, 0.0))


def test_every_goal_is_there_with_its_number() -> None:
    section = tree(goals(page_of("WECCEE", goals=TWO)))
    assert [mark.text for mark in section.every("span", "cm-goal")] == [str(number) for number in range(1, 18)]
    assert section.one("h2").text == "2 of 17 goals for sustainable development"


def test_placements_are_bars_by_way_on_one_scale() -> None:
    section = tree(goals(page_of("WECCEE", goals=TWO)))
    assert [head.text for head in section.every("thead")[0].every("th")] == ["Goal", "Leaving", "Arriving"]
    lines = {row[0].split(" ", 1)[0]: row[1:] for row in section.rows()}
    assert lines["4"] == ["2", "8"] and lines["13"] == ["4", "1"]
    assert [bar["style"] for bar in section.every("i")] == ["--w:25.0", "--w:100.0", "--w:50.0", "--w:12.5"]


def test_a_goal_without_placements_is_an_outline_and_a_word() -> None:
    section = tree(goals(page_of("WECCEE", language="fr", goals=TWO)))
    empty = [row for row in section.every("tr") if "cm-pv-zero" in row.classes]
    assert len(empty) == 15 and all("aucune mission" in row.text and row.every("span", "cm-goal-open") for row in empty)
    assert "les objectifs 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17." in section.text


def test_ways_nobody_takes_have_no_column() -> None:
    section = tree(goals(page_of("DENVA", goals=table(goal2=(0.0, 0.0, 3.0, 0.0)))))
    assert [head.text for head in section.every("thead")[0].every("th")] == ["Goal", "Between others"]


def test_goals_of_the_programme_are_marked_in_words() -> None:
    section = tree(goals(page_of("WECCEE", goals=TWO, changes={"sdg_focus": ("4", "5")})))
    marked = [row.text.split(" ", 1)[0] for row in section.every("tr") if "goal of the programme" in row.text]
    assert marked == ["4", "5"]


def test_unknown_is_not_none() -> None:
    unknown = TWO.assign(**{name: [NAN] * 17 for name in GOAL_COLUMNS[1:]})
    assert "Nothing published, nothing recorded." in goals(page_of("WECCEE", goals=unknown))
    hidden = TWO.copy()
    hidden.loc[0, list(GOAL_COLUMNS[1:])] = NAN
    first = tree(goals(page_of("WECCEE", goals=hidden))).rows()[1]
    assert first == ["1 No poverty", "n/a"]


def test_no_table_says_nothing_is_known() -> None:
    assert "Nothing published, nothing recorded." in goals(page_of("VSI", kind="scheme"))
