"""One cell of the indicators: the edition in force, nobody, or unknown."""

from __future__ import annotations

from math import isnan

from values import value, values

from crossmobility.domain.programmes.stated import NOBODY, Sheet, Stated

COUNTED = {"edition": "computed", "as_of": "2025-12-31"}


def test_a_cell_is_read_whole_and_others_are_not_taken_for_it() -> None:
    table = values(
        value(0.5, numerator=3, denominator=6),
        value(0.9, programme="WECCEE"),
        value(0.8, period="2023"),
        value(0.7, territory="FR-R84"),
        value(0.6, value_type="target_initial"),
        value(0.4, indicator="OTHER"),
    )
    sheet = Sheet(table, ("STARTS",), ("2024",))
    assert sheet.at("STARTS", "2024") == Stated(3, 6, 0.5, "reported")
    assert Sheet(table, ("STARTS",), ("2024",), programme="WECCEE").at("STARTS", "2024").value == 0.9
    for cell in (sheet.at("OTHER", "2024"), sheet.at("STARTS", "2023"), sheet.at("STARTS", "2024", direction="in")):
        assert isnan(cell.value) and isnan(cell.denominator) and cell.status == "not_reported"


def test_of_two_editions_the_later_one_is_in_force() -> None:
    table = values(value(2, edition="RA 2025", as_of="2025-06-30"), value(1, edition="RA 2024", as_of="2024-12-31"))
    assert Sheet(table, ("STARTS",), ("2024",)).at("STARTS", "2024").value == 2


def test_where_records_are_counted_a_cell_that_is_not_there_is_nobody() -> None:
    table = values(
        value(5, **COUNTED),
        value(5, counterpart="SEN", direction="in", **COUNTED),
        value(2, dimension="sex", category="F", **COUNTED),
        value(1, period="2023", counterpart="SEN", direction="in", **COUNTED),
    )
    sheet = Sheet(table, ("STARTS",), ("2023", "2024"))
    assert sheet.at("STARTS", "2024", direction="in", counterpart="TGO") == NOBODY
    assert sheet.at("STARTS", "2024", dimension="sex", category="X") == NOBODY
    assert sheet.at("STARTS", "2024", dimension="sector", category="SPORT").status == "not_reported", "never split so"
    assert sheet.at("STARTS", "2023", direction="in", counterpart="TGO").status == "not_reported", (
        "its total is not counted"
    )


def test_what_was_stated_is_never_completed() -> None:
    table = values(value(5), value(5, counterpart="SEN"))
    assert Sheet(table, ("STARTS",), ("2024",)).at("STARTS", "2024", counterpart="TGO").status == "not_reported"


def test_values_seen_from_another_country_can_be_passed_over() -> None:
    table = values(value(5, ref_country="FRA", **COUNTED))
    assert Sheet(table, ("STARTS",), ("2024",), reference="FRA").at("STARTS", "2024").value == 5
    assert Sheet(table, ("STARTS",), ("2024",), reference="MAR").at("STARTS", "2024").status == "not_reported"


def test_the_categories_of_a_dimension_are_those_stated() -> None:
    table = values(value(5), value(2, dimension="scheme", category="VSI"), value(2, dimension="scheme", category="CAMP"))
    assert Sheet(table, ("STARTS",), ("2024",)).categories("STARTS", "scheme") == ["CAMP", "VSI"]
