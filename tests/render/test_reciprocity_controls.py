from __future__ import annotations

from html_tree import Node, tree
from reciprocity_pages import page_of

from crossmobility.render.reciprocity_controls import adds_over_years, controls, earlier_windows


def field(found: Node, intent: str) -> Node:
    return found.one("div", f"cm-{intent}")


def test_every_choice_shows_what_is_chosen() -> None:
    found = tree(controls(page_of(window="3", period="2021")))
    chosen = {
        intent: [each["value"] for each in field(found, intent).every("option") if "selected" in each.attributes]
        for intent in ("dataset", "scope", "period", "reference", "measure", "basis")
    }
    assert chosen == {
        "dataset": ["test"],
        "scope": ["scheme:SC"],
        "period": ["2021"],
        "reference": ["FRA"],
        "measure": ["placements"],
        "basis": ["started"],
    }
    assert field(found, "window").one("button", aria_pressed="true")["data-value"] == "3"


def test_all_schemes_together_are_called_mixed() -> None:
    options = field(tree(controls(page_of())), "scope").every("option")
    assert [each.text for each in options if each["value"] == ""] == ["All schemes together (mixed)"]


def test_years_are_added_only_where_nobody_is_counted_twice() -> None:
    assert adds_over_years(page_of(basis="started"))
    assert adds_over_years(page_of(measure="volunteer_months"))
    assert not adds_over_years(page_of(basis="active"))
    assert "cm-window" not in controls(page_of(basis="active"))


def test_the_earlier_windows_are_over_before_this_one_begins() -> None:
    assert earlier_windows(page_of(period="2021", window="1")) == ["2020", "2019"]
    assert earlier_windows(page_of(period="2021", window="3")) == []
    assert "cm-against" not in controls(page_of(period="2021", window="3"))


def test_the_window_compared_with_is_chosen_and_can_be_another() -> None:
    options = field(tree(controls(page_of())), "against").every("option")
    assert [each["value"] for each in options] == ["2020", "2019"]
    assert "selected" in options[0].attributes
    options = field(tree(controls(page_of(against="2019"))), "against").every("option")
    assert "selected" in options[1].attributes


def test_months_have_one_basis_so_there_is_none_to_choose() -> None:
    assert "cm-basis" not in controls(page_of(measure="volunteer_months"))


def test_the_country_looked_at_stands_in_the_search_field() -> None:
    found = field(tree(controls(page_of(corridor=("SEN", "FRA")))), "country")
    assert found.one("input")["value"] == "Senegal"
    assert found.one("button", "cm-clear")["data-value"] == ""
    assert "France" not in [each["value"] for each in found.every("option")]


def test_the_years_can_be_played() -> None:
    found = tree(controls(page_of()))
    assert found.one("div", "cm-play").one("button")["data-values"] == "2019 2020 2021"
