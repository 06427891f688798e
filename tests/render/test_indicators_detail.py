from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from html_tree import Node, tree
from indicators_pages import DEFINITIONS, NAN, RULES, USUAL, page_of, target, value, values

from crossmobility.domain.indicators.tracking import tracked
from crossmobility.render.indicators_detail import detail
from crossmobility.render.indicators_mirror import dumbbell
from crossmobility.render.indicators_places import flows_address

CORRIDORS = pd.DataFrame(
    {
        "counterpart": ["SEN", "SEN", "MAR", "TGO"],
        "direction": ["in", "out", "in", "out"],
        "numerator": [20.0, 5.0, 30.0, 1.0],
        "denominator": [NAN] * 4,
        "value": [20.0, 5.0, 30.0, 1.0],
        "value_status": ["reported"] * 4,
    }
)


NUMBERS = ("actual", "target", "achievement")
WORDS = {"status": "achieved", "value_status": "reported"}


def mirrored(**changes: object) -> pd.DataFrame:
    usual = {
        "indicator": "HAPPY",
        "value_in": 0.9,
        "numerator_in": 90.0,
        "denominator_in": 100.0,
        "status_in": "reported",
        "value_out": 0.6,
        "numerator_out": 30.0,
        "denominator_out": 50.0,
        "status_out": "reported",
        "target": 0.75,
    }
    return pd.DataFrame([usual | changes])


def meaning(found: Node, term: str) -> str:
    """Return what a definition list says of a term."""
    for each in found.every("dl"):
        parts = [part for part in each.inside if isinstance(part, Node)]
        for word, said in zip(parts[::2], parts[1::2], strict=True):
            if word.text == term:
                return said.text
    raise KeyError(term)


def test_the_verdict_is_the_light_and_the_rule_in_words() -> None:
    said = tree(detail(page_of())).one("p", "cm-i-verdict").text
    assert said == "▲ at risk Reached 90 of 100: 90% of the target; below 95% is at risk."


def test_a_verdict_without_numbers_is_given_the_value() -> None:
    assert (
        tree(detail(page_of(indicator="FIELD")))
        .one("p", "cm-i-verdict")
        .text.startswith("– not judged 41 There is no target")
    )


def test_a_value_that_may_change_says_so_beside_the_verdict() -> None:
    assert "(provisional)" in tree(detail(page_of(indicator="EARLY"))).one("p", "cm-i-verdict").text


def test_the_sheet_gives_numerator_and_denominator_in_words_and_numbers() -> None:
    found = tree(detail(page_of(indicator="HAPPY"))).one("section", "cm-i-sheet")
    assert meaning(found, "Above the line") == "satisfied people: 88"
    assert meaning(found, "Below the line") == "people who answered: 100"
    assert meaning(found, "Least number for a rate") == "20"


def test_the_sheet_says_what_the_indicator_does_not_say_and_who_owes_it() -> None:
    found = tree(detail(page_of())).one("section", "cm-i-sheet")
    assert meaning(found, "What it does not say") == "Counts placements, not people."
    assert meaning(found, "Who owes it") == "programme officer, every quarter, 30 days after the period ends"
    assert meaning(found, "Version") == "1, valid from 1 January 2010"


def test_a_range_stands_beside_its_direction() -> None:
    found = tree(detail(page_of(indicator="RATIO")))
    assert meaning(found, "Direction") == "to stay within a range (0.80–1.25)"


def test_parts_stand_in_one_table_without_columns_that_say_nothing() -> None:
    found = tree(detail(page_of())).one("table", "cm-i-full")
    assert [head.text for head in found.one("thead").every("th")] == ["Part", "Actual", ""]
    assert [row for row in found.rows() if len(row) == 3][1:] == [
        ["Service Civique, incoming", "83", ""],
        ["International work camps", "7", ""],
        ["Woman", "50", ""],
        ["Man", "40", ""],
    ]


def test_parts_with_targets_have_their_own_status() -> None:
    rows = [*USUAL, target(40, dimension="sex", category="F"), target(80, dimension="sex", category="M")]
    found = tree(detail(page_of(rows))).one("table", "cm-i-full")
    assert [head.text for head in found.one("thead").every("th")] == [
        "Part",
        "Actual",
        "",
        "Target",
        "% achieved",
        "Status",
    ]
    assert ["Woman", "50", "", "40", "125.0%", "✓ achieved"] in found.rows()
    assert ["Man", "40", "", "80", "50.0%", "■ off track"] in found.rows()


def test_ways_and_countries_are_parts_too() -> None:
    rows = [value(90), value(70, direction="in"), value(20, direction="out"), value(12, counterpart="SEN")]
    every = tracked(
        values(*rows), DEFINITIONS, RULES, as_of=date(2024, 12, 31), period="2024", direction=None, counterpart=None
    )
    page = page_of(rows, tables={"tracked": every})
    found = tree(detail(page)).one("table", "cm-i-full")
    assert ["arriving", "70", ""] in found.rows() and ["leaving", "20", ""] in found.rows()
    assert ["Senegal", "12", ""] in found.rows()
    assert [row.actual for row in page.rows] == [90]


def test_countries_stand_with_both_ways_the_largest_first() -> None:
    found = tree(detail(page_of(tables={"corridors": CORRIDORS}))).one("table", "cm-i-places")
    assert [row.one("th").text for row in found.one("tbody").every("tr")] == ["Morocco", "Senegal", "Togo"]
    senegal = found.one("tbody").every("tr")[1]
    assert [cell.text for cell in senegal.every("td")] == ["20", "5", "→"]


def test_every_country_leads_to_its_corridor_on_the_flows_page() -> None:
    page = page_of(schemes=("SC",), tables={"corridors": CORRIDORS})
    found = tree(detail(page)).one("table", "cm-i-places")
    addresses = {row.one("th").text: row.one("a")["href"] for row in found.one("tbody").every("tr")}
    common = "01_flows.ipynb?dataset=test&period=2024&scheme=SC"
    assert addresses["Morocco"] == f"{common}&corridor=MAR-FRA&direction=both&lang=en"
    assert addresses["Togo"] == f"{common}&corridor=FRA-TGO&direction=both&lang=en"
    assert flows_address(page) == f"{common}&lang=en"


def test_links_to_other_pages_are_for_served_pages_only() -> None:
    found = tree(detail(page_of(tables={"corridors": CORRIDORS})))
    outside = [node for node in found.below() if "cm-served-only" in node.classes]
    assert sum(len(node.every("a")) for node in outside) == len(found.every("a")) == 4


def test_too_few_behind_a_country_are_said() -> None:
    few = pd.DataFrame(
        {
            "counterpart": ["SEN"],
            "direction": ["in"],
            "numerator": [3.0],
            "denominator": [7.0],
            "value": [NAN],
            "value_status": ["reported"],
        }
    )
    found = tree(detail(page_of(indicator="HAPPY", tables={"corridors": few}))).one("table", "cm-i-places")
    assert found.one("tbody").one("td", "cm-i-few").text == "n too small 3 of 7"


def test_both_sides_stand_face_to_face_with_what_is_behind_them() -> None:
    found = tree(detail(page_of(tables={"mirrored": mirrored()}))).one("section", "cm-i-mirror")
    row = found.one("tbody").one("tr")
    assert [cell.text for cell in row.every("td")] == ["90.0% 90 of 100", "", "60.0% 30 of 50"]
    dots = {("cm-in" in dot.classes): dot["style"] for dot in row.one("span", "cm-i-dumbbell").every("i")}
    assert dots == {True: "left:90.0%", False: "left:60.0%"}


@pytest.mark.parametrize(
    ("into", "out", "target_value", "expected"),
    [
        (4.0, 8.0, NAN, ("left:50.0%;width:50.0%", "")),
        (4.0, 2.0, 8.0, ("left:25.0%;width:25.0%", "left:100.0%")),
        (4.0, NAN, 8.0, ("", "left:100.0%")),
    ],
)
def test_a_dumbbell_joins_two_values_on_one_scale(
    into: float, out: float, target_value: float, expected: tuple[str, str]
) -> None:
    drawn = tree(dumbbell(into, out, target_value, DEFINITIONS["STARTS"]))
    marks = tuple(
        node["style"] if node else "" for node in ((drawn.every("s") or [None])[0], (drawn.every("u") or [None])[0])
    )
    assert marks == expected


def test_two_unknown_sides_are_no_dumbbell() -> None:
    assert dumbbell(NAN, NAN, 1.0, DEFINITIONS["HAPPY"]) == ""


def test_a_side_with_too_few_is_said_and_not_drawn() -> None:
    one = mirrored(value_out=NAN, numerator_out=3.0, denominator_out=7.0)
    row = tree(detail(page_of(tables={"mirrored": one}))).one("section", "cm-i-mirror").one("tbody").one("tr")
    assert row.one("td", "cm-i-few").text == "n too small 3 of 7"
    assert len(row.one("span", "cm-i-dumbbell").every("i")) == 1


def test_shares_that_differ_most_come_first_and_amounts_last() -> None:
    rows = pd.concat(
        [
            mirrored(indicator="STARTS", value_in=90.0, value_out=1.0),
            mirrored(indicator="EARLY", value_out=0.88),
            mirrored(),
        ]
    )
    found = tree(detail(page_of(tables={"mirrored": rows}))).one("section", "cm-i-mirror").one("tbody")
    assert [row.one("button")["data-value"] for row in found.every("tr")] == ["HAPPY", "EARLY", "STARTS"]


def test_regions_are_a_map_and_a_table_with_what_is_in_none_of_them() -> None:
    regions = pd.DataFrame(
        {
            "territory": ["FR-R11", "FR-R84"],
            "name": ["Île-de-France", "Auvergne-Rhône-Alpes"],
            "actual": [30.0, 50.0],
            "target": [40.0, 50.0],
            "achievement": [0.75, 1.0],
            "status": ["off_track", "achieved"],
            "value_status": ["reported"] * 2,
        }
    )
    found = tree(detail(page_of(territory="region", tables={"territories": regions}))).one("section", "cm-i-atlas")
    assert found.one("h3").text == "Departures by territory, 2024"
    table = found.one("table", "cm-territories")
    assert ["Île-de-France", "30", "40", "75%", "■ off track"] in table.rows()
    assert [row[:3] for row in table.rows()[-2:]] == [["Not broken down by territory", "10", "10"], ["Total", "90", "100"]]


def test_one_territory_is_outlined_and_its_history_says_whose_it_is() -> None:
    regions = pd.DataFrame(
        {"territory": ["FR-R84"], "name": ["Auvergne-Rhône-Alpes"], **dict.fromkeys(NUMBERS, 1.0), **WORDS}
    )
    found = tree(detail(page_of(territory="FR-R84", tables={"territories": regions})))
    assert found.one("tr", "cm-chosen").one("th").text == "Auvergne-Rhône-Alpes"
    back = found.one("p", "cm-chip").one("button")
    assert (back["data-intent"], back["data-value"]) == ("territory", "region")
    assert back.text.startswith("Auvergne-Rhône-Alpes")


def test_without_a_level_there_is_no_map() -> None:
    assert "cm-i-atlas" not in detail(page_of())


def test_without_a_chosen_indicator_the_page_says_how_to_choose_one() -> None:
    found = tree(detail(page_of(indicator="")))
    assert "Choose an indicator in the table" in found.text
    options = [option["value"] for option in found.one("select").every("option")]
    assert set(options) == {"", *DEFINITIONS}


def test_an_indicator_without_anything_in_the_period_says_so() -> None:
    said = tree(detail(page_of([value(1)], indicator="HAPPY"))).one("p", "cm-i-verdict").text
    assert said == "No value and no target in 2024."
