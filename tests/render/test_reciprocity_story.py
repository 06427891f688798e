from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from html_tree import tree
from hypothesis import given
from hypothesis import strategies as st
from reciprocity_pages import DATASET, VISAS, page_of, rows_between, rows_of

from crossmobility.domain.loops import Loop, Loops
from crossmobility.render.reciprocity_lens import lens
from crossmobility.render.reciprocity_reasons import category_name, reasons, steps
from crossmobility.render.reciprocity_story import (
    bases_section,
    closing,
    figures_section,
    loop_words,
    loops_section,
    one_way_section,
    pairings_section,
    story,
)
from crossmobility.render.words import Words

ENGLISH = Words("en")
PUBLISHED = replace(DATASET, complete=False, synthetic=False)
categories = st.dictionaries(st.text("abcde", min_size=1), st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1)


def gaps(values: dict[str, tuple[int, int]]) -> pd.DataFrame:
    table = pd.DataFrame(
        [(name, into, out, into - out) for name, (into, out) in values.items()],
        columns=["category", "inflow", "outflow", "gap"],
    )
    return table.assign(status="reported")


@given(categories)
def test_the_steps_lead_exactly_from_leaving_to_arriving(values: dict[str, tuple[int, int]]) -> None:
    found = steps(gaps(values), ("Leaving", "Arriving"), str)
    first, *between, last = found
    assert first.change == sum(out for _, out in values.values())
    assert last.change == sum(into for into, _ in values.values())
    for before, step in zip(found, between, strict=False):
        assert step.start == (before.change if before is first else before.start + before.change)
    assert (between[-1].start + between[-1].change) == last.change


def test_every_step_of_a_waterfall_is_printed() -> None:
    found = tree(reasons(page_of()))
    assert found.one("h3").text == "By scheme"
    assert found.rows() == [
        ["Leaving", "", "26"],
        ["Service Civique, incoming", "", "+71"],
        ["Service Civique, outgoing", "", "−26"],
        ["Arriving", "", "71"],
    ]


def test_bars_of_a_waterfall_begin_where_the_one_before_ends() -> None:
    bars = [each["style"] for each in tree(reasons(page_of())).every("span") if "left" in each.attributes.get("style", "")]
    assert bars == [
        "left:0.00%;width:26.80%",  # 26 of 97, the highest point reached
        "left:26.80%;width:73.20%",
        "left:73.20%;width:26.80%",
        "left:0.00%;width:73.20%",
    ]


def test_one_category_explains_nothing() -> None:
    assert reasons(page_of(rows_between({("SEN", "FRA"): (1, 1, 30)}))) == ""


@pytest.mark.parametrize(
    ("dimension", "code", "name"),
    [
        ("sector", "HEALTH", "Health"),
        ("scheme", "VSI", "VSI"),
        ("start_year", "2021", "2021"),
        ("duration_band", "U", "Not stated"),
        ("sector", "_OTHER", "Others together"),
    ],
)
def test_categories_have_words(dimension: str, code: str, name: str) -> None:
    assert category_name(dimension, code, ENGLISH) == name


def test_a_one_way_corridor_says_when_anybody_last_came_back() -> None:
    rows = tree(one_way_section(page_of())).one("tbody").rows()
    assert rows == [["Togo → France", "7", "2019", "Visas/en"], ["France → Kenya", "3", "never", ""]]


def test_a_break_explains_a_one_way_corridor_only_while_it_closes_it() -> None:
    assert [mark.event for mark in closing(page_of(), "TGO", "FRA")] == [VISAS]
    assert closing(page_of(period="2020"), "TGO", "FRA") == []
    assert closing(page_of(), "SEN", "FRA") == []
    assert closing(page_of(marks=[replace(VISAS, closes_corridor=False)]), "TGO", "FRA") == []


def test_where_nothing_is_one_way_the_page_says_so() -> None:
    page = page_of(rows_between({("SEN", "FRA"): (0, 0, 12), ("FRA", "SEN"): (0, 0, 11)}))
    assert "Every exchange with known figures goes both ways." in one_way_section(page)


def test_published_figures_with_unknown_returns_are_not_called_one_way() -> None:
    page = page_of(rows_between({("SEN", "FRA"): (0, 0, 12)}), dataset=PUBLISHED)
    assert one_way_section(page) == ""
    assert loops_section(page) == ""


def test_what_came_back_adds_up_to_everybody() -> None:
    section = tree(loops_section(page_of()))
    assert [each.text for each in section.every("li")] == [
        "48 returned directly 48%",
        "0 returned through others 0%",
        "52 not returned 52%",
    ]
    widths = [
        float(each["style"].removeprefix("width:").removesuffix("%"))
        for each in section.every("i")
        if "style" in each.attributes
    ]
    assert sum(widths) == pytest.approx(100)


def test_a_loop_ends_where_it_began() -> None:
    assert loop_words(Loop(("FRA", "SEN", "MAR"), 2), ENGLISH) == "France → Senegal → Morocco → France: 2"
    page = replace(page_of(), loops=Loops(10, 6, 4, 20, (Loop(("FRA", "SEN", "MAR"), 2),)))
    assert "France → Senegal → Morocco → France: 2" in loops_section(page)


def test_the_network_is_said_in_numbers_with_their_meaning() -> None:
    rows = {line[0]: line[1:] for line in tree(figures_section(page_of())).rows()}
    assert rows["Pairs with one way only"] == ["2 of 5", "40%"]
    assert rows["Flow reciprocity"][0] == "48%"
    assert rows["Top five origins"] == ["100.0%", "Morocco, Senegal, Togo"]


def test_the_lens_prints_the_south_south_share_above_its_bar() -> None:
    found = tree(lens(page_of()))
    bar = found.one("button", data_value="2021")
    assert bar.one("b").text == "3%"
    assert "South → South 3" in bar["aria-label"]
    assert [each["class"] for each in bar.every("i")] == ["cm-lens-SN", "cm-lens-NS", "cm-lens-SS"]


def test_the_lens_names_its_classes_in_the_order_they_are_stacked() -> None:
    names = [each.text for each in tree(lens(page_of())).every("li")]
    assert names == ["North → North 0", "South → North 71", "North → South 26", "South → South 3"]


def test_pairs_of_volunteers_are_counted_by_programme_and_edition() -> None:
    editions = [
        {"dataset": "test", "programme": "WECCEE", "cohort": "WECCEE 2", "period": "2016", "pairs": 10.0, "complete": 1.0}
        | {"broken": 3.0, "one_sided": 6.0, "waiting": 0.0, "cancelled": 0.0}
    ]
    rows = tree(pairings_section(page_of(pairings=editions))).rows()
    assert rows == [
        ["Programme", "Edition", "Pairs", "Complete", "Broken", "One-sided"],
        ["WECCEE", "WECCEE 2", "10", "1", "3", "6"],
        ["Total", "", "10", "1", "3", "6"],
    ]
    assert pairings_section(page_of()) == ""


def test_the_four_ways_to_count_stand_side_by_side_and_reconcile() -> None:
    rows = tree(bases_section(page_of())).rows()
    assert rows[0] == ["", "Present before", "Started", "Active", "Ended", "Present after", ""]
    assert rows[1] == ["arriving", "0", "71", "71", "71", "0", "✓ adds up"]
    assert rows[3][0] == "between others"


def test_bases_that_do_not_reconcile_say_so() -> None:
    page = page_of()
    page = replace(page, bases=page.bases.assign(holds=False))
    assert "✕ does not add up" in bases_section(page)


def test_a_section_without_data_leaves_no_empty_box() -> None:
    page = page_of(rows_of({"origin": "_T", "destination": "FRA", "period": "2021", "placements": 9}), dataset=PUBLISHED)
    found = tree(story(page))
    assert [each for each in found.every("div") if not each.inside] == []
    assert [each.text for each in found.every("h2")] == []
