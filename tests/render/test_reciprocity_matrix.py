from __future__ import annotations

from dataclasses import replace

import pytest
from html_tree import Node, tree
from hypothesis import given
from hypothesis import strategies as st
from reciprocity_pages import DATASET, page_of, rows_between

from crossmobility.render.reciprocity_matrix import STEPS, matrix, step


def cell(found: Node, corridor: str) -> Node:
    return next(each for each in found.every("td") if each.every("button", data_value=corridor))


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_larger_cell_is_never_lighter(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 1 <= step(low, high) <= step(high, high) == STEPS


def test_rows_are_origins_and_columns_destinations_and_both_are_labelled() -> None:
    found = tree(matrix(page_of()))
    corner = found.one("th", "cm-corner").text
    assert corner == "origin ↓ destination →"
    head, *lines = found.rows()
    morocco = next(line for line in lines if line[0] == "Morocco")
    assert morocco[head.index("France")] == "40"
    france = next(line for line in lines if line[0] == "France")
    assert france[head.index("Morocco")] == "12"


def test_the_totals_are_those_of_rows_and_columns() -> None:
    found = tree(matrix(page_of()))
    head, *lines, foot = found.rows()
    assert head[-1] == "Total sent"
    assert [line[-1] for line in lines] == ["26", "41", "26", "7", "0"]
    assert foot == ["Total hosted", "71", "14", "12", "0", "3", "100"]


def test_the_diagonal_is_struck_out_and_cannot_be_chosen() -> None:
    for self in tree(matrix(page_of())).every("td", "cm-self"):
        assert self.every("button") == []
    assert len(tree(matrix(page_of())).every("td", "cm-self")) == 5


def test_the_whole_matrix_is_one_tab_stop() -> None:
    for page in (page_of(), page_of(corridor=("FRA", "SEN")), page_of(corridor=("TUN", "FRA"))):
        found = tree(matrix(page))
        assert [each["tabindex"] for each in found.every("button")].count("0") == 1
        assert {each["tabindex"] for each in found.every("button")} == {"0", "-1"}


def test_the_tab_stop_is_the_largest_cell_or_the_chosen_one() -> None:
    assert tree(matrix(page_of())).one("button", tabindex="0")["data-value"] == "MAR-FRA"
    assert tree(matrix(page_of(corridor=("FRA", "SEN")))).one("button", tabindex="0")["data-value"] == "FRA-SEN"
    # Nobody goes from France to Togo: the way back is the stop.
    assert tree(matrix(page_of(corridor=("FRA", "TGO")))).one("button", tabindex="0")["data-value"] == "TGO-FRA"


def test_both_cells_of_the_chosen_pair_are_outlined() -> None:
    found = tree(matrix(page_of(corridor=("FRA", "SEN"))))
    pressed = {each["data-value"] for each in found.every("button", aria_pressed="true")}
    assert pressed == {"FRA-SEN", "SEN-FRA"}
    assert len(found.every("td", "cm-chosen")) == 2


def test_a_cell_says_who_goes_where_and_the_table_the_rest() -> None:
    button = tree(matrix(page_of())).one("button", data_value="SEN-FRA")
    assert button["aria-label"] == "Senegal → France: 24 volunteers"
    assert "2021, Service Civique, placements started in the period" in tree(matrix(page_of())).one("table")["aria-label"]
    assert button.text == "24"


def test_cells_have_the_colours_of_the_map() -> None:
    found = tree(matrix(page_of()))
    assert "cm-in" in cell(found, "SEN-FRA").classes
    assert "cm-out" in cell(found, "FRA-SEN").classes
    assert "cm-between" in cell(found, "SEN-MAR").classes


def test_every_column_sorts_by_what_it_holds() -> None:
    found = tree(matrix(page_of()))
    assert {each["data-sort"] for each in found.one("thead").every("button")} == {"number", "text"}
    for row in found.one("tbody").every("tr"):
        assert all("data-value" in each.attributes for each in row.every("td"))


def test_the_small_countries_stand_together_last_and_cannot_be_chosen() -> None:
    volumes = {(f"{letter}BC", "FRA"): (0, 0, 30 - place) for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUV")}
    page = page_of(rows_between(volumes))
    found = tree(matrix(page))
    rest = found.one("tfoot").every("tr")[0]
    assert rest.one("th").text == f"{page.matrix.hidden} others"
    assert rest.every("button") == []
    assert found.one("tfoot").rows()[-1][-1] == str(sum(30 - place for place in range(22)))


def test_zero_and_unknown_look_different() -> None:
    rows = rows_between({("SEN", "FRA"): (0, 0, 24)})
    known = tree(matrix(page_of(rows)))
    unknown = tree(matrix(page_of(rows, dataset=replace(DATASET, complete=False))))
    assert [each.text for each in known.every("td", "cm-void")] == ["· 0"]
    assert [each.text for each in unknown.every("td", "cm-void")] == ["n/a"]
    assert "A point: nobody." in known.text
    assert "Empty: nothing published." in unknown.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_to_show_is_no_matrix(language: str) -> None:
    assert matrix(page_of(rows_between({("SEN", "FRA"): (3, 0, 0)}), language=language)) == ""
