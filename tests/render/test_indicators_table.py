from __future__ import annotations

from dataclasses import replace

import pytest
from html_tree import Node, tree
from indicators_pages import DEFINITIONS, NAN, USUAL, definition, page_of, target, value

from crossmobility.domain.indicators.tracking import TRACKED_COLUMNS
from crossmobility.render import indicators_parts, indicators_table
from crossmobility.render.indicators_table import download_rows, table


def rows_of(found: Node) -> dict[str, Node]:
    """Return the rows of indicators by their code."""
    return {row.one("th").one("button")["data-value"]: row for row in found.every("tr") if is_main(row)}


def is_main(row: Node) -> bool:
    return "data-status" in row.attributes and "data-under" not in row.attributes


def cells(row: Node) -> list[str]:
    return [cell.text for cell in row.inside if isinstance(cell, Node)]


def under(found: Node, code: str) -> Node:
    """Return the row that belongs to an indicator's row."""
    every = found.every("tr")
    return every[every.index(rows_of(found)[code]) + 1]


def test_levels_are_read_from_the_far_end_to_the_near_one() -> None:
    groups = [row.text for row in tree(table(page_of())).every("tr") if "data-group" in row.attributes]
    assert [group.split()[0] for group in groups] == ["Impact", "Outcomes", "Outputs", "How"]


def test_a_level_says_how_many_of_its_indicators_stand_where() -> None:
    outcomes = next(row for row in tree(table(page_of())).every("tr") if row.text.startswith("Outcomes"))
    assert outcomes.text == "Outcomes ■ 2 off track"


def test_both_targets_stand_side_by_side_and_the_one_in_force_is_marked() -> None:
    row = rows_of(tree(table(page_of())))["STARTS"]
    initial, revised = row.one("td", "cm-i-initial"), row.one("td", "cm-i-revised")
    assert (initial.text, revised.text) == ("150", "100 in force")
    assert "cm-i-force" not in initial.classes and "cm-i-force" in revised.classes


def test_without_a_revision_the_initial_target_is_in_force() -> None:
    row = rows_of(tree(table(page_of())))["HAPPY"]
    assert "cm-i-force" in row.one("td", "cm-i-initial").classes
    assert row.one("td", "cm-i-revised").text == ""


def test_the_share_of_the_target_in_force_is_given_beside_that_of_the_initial_one() -> None:
    cell = rows_of(tree(table(page_of())))["STARTS"].one("td", "cm-i-achieved")
    assert (cell.one("b").text, cell.one("small").text) == ("90.0%", "60.0% of the initial")


def test_a_share_above_the_whole_is_printed_as_it_is_and_its_bar_is_capped() -> None:
    cell = rows_of(tree(table(page_of([value(300), target(100)]))))["STARTS"].one("td", "cm-i-achieved")
    assert cell.one("b").text == "300.0%"
    drawn = cell.one("span", "cm-i-bar")
    assert "cm-i-beyond" in drawn.classes
    assert drawn.one("span")["style"] == "width:100.0%"


def test_the_bar_is_as_long_as_the_status_sees_it() -> None:
    found = rows_of(tree(table(page_of())))
    # From 85 to 88 of 90 per cent: 60 per cent of the way, though 98 of the target; a bar ends at 125.
    cell = found["HAPPY"].one("td", "cm-i-achieved")
    assert (cell.one("b").text, cell.one("small").text) == ("97.8%", "60.0% of the way")
    assert cell.one("span", "cm-i-bar").one("span")["style"] == "width:48.0%"


def test_where_less_is_better_the_target_is_a_ceiling() -> None:
    assert rows_of(tree(table(page_of())))["EARLY"].one("td", "cm-i-initial").text == "≤ 10.0% in force"


def test_a_range_stands_in_place_of_a_target_and_the_value_beside_it() -> None:
    row = rows_of(tree(table(page_of())))["RATIO"]
    assert row.one("td", "cm-i-initial").text == "0.80–1.25 in force"
    assert row.one("span", "cm-i-band").one("b")["style"] == "left:100.0%"


@pytest.mark.parametrize(("actual", "place"), [(0.8, "25.0"), (1.025, "50.0"), (1.25, "75.0"), (0.1, "0.0")])
def test_a_value_in_the_middle_of_its_range_stands_in_the_middle(actual: float, place: str) -> None:
    row = rows_of(tree(table(page_of([value(actual, indicator="RATIO", numerator=40, denominator=40)]))))["RATIO"]
    assert row.one("span", "cm-i-band").one("b")["style"] == f"left:{place}%"


def test_too_few_people_are_said_instead_of_a_rate() -> None:
    cell = rows_of(tree(table(page_of())))["LASTING"].one("td", "cm-i-actual")
    assert cell.text == "n too small n = 7, at least 20 needed"
    assert cell["data-value"] == ""


def test_a_value_that_may_change_says_so() -> None:
    cell = rows_of(tree(table(page_of())))["EARLY"].one("td", "cm-i-actual")
    assert cell.text == "15.0% provisional"


def test_a_status_has_a_shape_a_word_and_its_reason() -> None:
    found = tree(table(page_of()))
    cell = rows_of(found)["STARTS"].one("td", "cm-i-status")
    assert cell.text == "▲ at risk"
    assert cell["title"] == "Reached 90 of 100: 90% of the target; below 95% is at risk."
    assert under(found, "STARTS").one("p", "cm-i-why").text == cell["title"]


def test_what_is_not_judged_says_why_when_asked_only() -> None:
    found = tree(table(page_of()))
    row = rows_of(found)["FIELD"]
    assert row.one("td", "cm-i-status").text == "– not judged"
    assert row.one("td", "cm-i-status")["title"] == "There is no target, so there is nothing to compare with."
    assert "There is no target" not in row.text


def test_rows_carry_what_the_filter_looks_at() -> None:
    found = rows_of(tree(table(page_of())))
    marks = {code: (row["data-status"], row["data-judged"]) for code, row in found.items()}
    assert marks == {
        "LASTING": ("no_data", "no"),
        "HAPPY": ("off_track", "yes"),
        "RATIO": ("off_track", "yes"),
        "STARTS": ("at_risk", "yes"),
        "FIELD": ("not_applicable", "no"),
        "EARLY": ("off_track", "yes"),
    }


def test_parts_are_folded_under_their_indicator_the_largest_first() -> None:
    found = tree(table(page_of()))
    assert rows_of(found)["STARTS"].one("details")["data-keep"] == "split-STARTS"
    assert "by scheme, sex" in rows_of(found)["STARTS"].one("summary").text
    by_scheme, by_sex = under(found, "STARTS").every("section")
    assert [item.one("b").text for item in by_scheme.every("li")] == ["83", "7"]
    assert [item.text for item in by_sex.every("li")] == ["Woman 50", "Man 40"]
    assert "data-under" in under(found, "STARTS").attributes


def test_parts_beyond_the_room_of_the_table_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indicators_table, "MOST_PARTS", 3)
    by_scheme, by_sex = under(tree(table(page_of())), "STARTS").every("section")
    assert len(by_scheme.every("li")) == 2
    assert by_sex.every("li")[-1].text == "1 more: choose the indicator"


def test_indicators_beyond_the_room_of_the_table_are_said_and_those_with_a_target_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(indicators_table, "MOST_ROWS", 4)
    found = tree(table(page_of()))
    assert set(rows_of(found)) == {"STARTS", "HAPPY", "EARLY", "RATIO"}
    assert "2 more indicators are in the file to download." in found.text


def test_every_row_has_a_cell_for_every_head() -> None:
    found = tree(table(page_of()))
    heads = len(found.one("thead").every("th"))
    assert {len(cells(row)) for row in rows_of(found).values()} == {heads}
    assert {cell["colspan"] for cell in found.below() if "colspan" in cell.attributes} == {str(heads)}


def test_a_small_line_shows_the_last_periods_in_words_too() -> None:
    drawn = rows_of(tree(table(page_of())))["STARTS"].one("svg")
    assert drawn["aria-label"] == "2022: 60; 2024: 90"
    assert len(drawn.every("path")) == 2


def test_one_value_is_no_line() -> None:
    assert not rows_of(tree(table(page_of())))["HAPPY"].every("svg")


def test_a_comment_stands_beside_the_reason() -> None:
    page = page_of()
    told = page.tracked.assign(
        comment=["Visas were late." if code == "STARTS" else "" for code in page.tracked["indicator"]]
    )
    assert "Visas were late." in under(tree(table(replace(page, tracked=told))), "STARTS").one("p", "cm-i-why").text


def test_a_target_of_the_year_is_compared_with_the_year_so_far() -> None:
    rows = [value(10, period="2024-Q1"), value(30, period="2024-Q2"), target(100, period="2024")]
    row = rows_of(tree(table(page_of(rows, period="2024-Q2", as_of="2024-06-30"))))["STARTS"]
    assert row.one("td", "cm-i-actual").text == "30"
    assert row.one("td", "cm-i-achieved").one("small").text == "40 so far"
    assert row.one("td", "cm-i-initial").one("small").text == "2024"


def test_names_are_text_and_never_markup() -> None:
    wild = {"STARTS": definition("STARTS", name_en='<img src=x onerror="1">')}
    found = tree(table(page_of([value(1), target(2)], definitions=wild)))
    assert not found.every("img")
    assert rows_of(found)["STARTS"].one("button").text == '<img src=x onerror="1">'


def test_rows_of_indicators_nobody_defined_are_left_out() -> None:
    page = page_of()
    known = {code: each for code, each in DEFINITIONS.items() if code != "STARTS"}
    assert "STARTS" not in rows_of(tree(table(replace(page, definitions=known))))


def test_the_file_has_every_row_with_names_and_words() -> None:
    page = page_of()
    head, lines = download_rows(page)
    assert head == ["indicator", "name", *TRACKED_COLUMNS[1:], "status_in_words"]
    assert len(lines) == len(page.tracked) == 10
    first = dict(zip(head, next(line for line in lines if line[0] == "STARTS"), strict=True))
    assert (first["name"], first["target_initial"], first["target_revised"], first["actual"]) == (
        "Departures",
        150,
        100,
        90,
    )
    assert first["status_in_words"] == "at risk"


def test_nothing_to_track_is_no_table_and_an_empty_file() -> None:
    page = page_of([])
    assert table(page) == ""
    assert download_rows(page)[1] == []


def test_the_bars_of_parts_share_one_scale() -> None:
    items = under(tree(table(page_of())), "STARTS").every("li")
    assert [item.one("i")["style"] for item in items] == ["--w:100%", "--w:8%", "--w:100%", "--w:80%"]


def test_the_least_number_of_categories_is_not_exceeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indicators_parts, "MOST_CATEGORIES", 1)
    by_scheme, _ = under(tree(table(page_of())), "STARTS").every("section")
    assert [item.text for item in by_scheme.every("li")] == ["Service Civique, incoming 83", "1 more: choose the indicator"]


def test_an_unknown_target_leaves_its_cells_empty() -> None:
    row = rows_of(tree(table(page_of([*USUAL[:3], value(NAN, indicator="HAPPY", value_status="not_reported")]))))["STARTS"]
    assert (row.one("td", "cm-i-initial").text, row.one("td", "cm-i-achieved").text) == ("", "")
