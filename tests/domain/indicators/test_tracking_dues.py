"""Who owes which value since when."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest import approx
from tables import FLOW, SHARE, only, quarters, table
from values import definition, target, value

from crossmobility.domain.indicators.tracking import owed


def test_a_quarter_is_owed_from_thirty_days_after_its_end() -> None:
    rows = [*quarters(2024, 10), target(100)]
    soon = only(FLOW, *rows, as_of="2024-07-30")
    assert (soon["owed"], soon["due_on"], soon["days_late"], soon["owner_role"]) == (
        "2024-Q2",
        "2024-07-30",
        0,
        "PROGRAMME_OFFICER",
    )
    late = only(FLOW, *rows, as_of="2024-08-04")
    assert (late["owed"], late["days_late"]) == ("2024-Q2", 5)
    # What is known is judged as of the day it tells of.
    assert late["elapsed"] == approx(91 / 366)


def test_nothing_at_all_is_late_from_the_first_quarter_on() -> None:
    row = only(FLOW, target(100), as_of="2024-05-01")
    assert (row["status"], row["owed"], row["due_on"], row["days_late"]) == ("late", "2024-Q1", "2024-04-30", 1)
    assert only(FLOW, target(100), as_of="2024-04-30")["status"] == "no_data"


def test_a_rate_told_in_its_parts_is_owed_from_the_first_part_nobody_told() -> None:
    rates = replace(SHARE, computed=False, frequency="quarter")
    row = only(rates, *quarters(2024, 0.5, 0.7), as_of="2025-02-01")
    assert (row["owed"], row["due_on"]) == ("2024-Q3", "2024-10-30")
    gap = only(rates, *quarters(2024, 0.5), value(0.9, period="2024-Q3"), as_of="2025-02-01")
    assert gap["owed"] == "2024-Q2", "what comes after a gap does not fill it"
    assert only(rates, *quarters(2024, 0.5, 0.7, 0.9, 0.8), as_of="2025-02-01")["owed"] == ""


def test_an_answered_year_owes_nothing() -> None:
    assert only(FLOW, value(10))["owed"] == ""
    row = only(FLOW, value(value_status="not_applicable", as_of="2024-01-15"))
    assert (row["owed"], row["days_late"], row["status"]) == ("", 0, "not_applicable")


def test_a_rate_of_too_few_is_an_answer() -> None:
    row = only(SHARE, value(numerator=3.0, denominator=4.0), target(0.8))
    assert (row["status"], row["reason"], row["owed"]) == ("no_data", "small", "")


def test_a_value_said_to_be_missing_is_owed_all_the_same() -> None:
    row = only(definition(frequency="year"), value(value_status="not_reported"), as_of="2025-02-01")
    assert (row["owed"], row["due_on"], row["days_late"], row["status"]) == ("2024", "2025-01-30", 2, "late")


@pytest.mark.parametrize(
    ("frequency", "period"), [("month", "2024-01"), ("quarter", "2024-Q1"), ("half", "2024-H1"), ("year", "2024")]
)
def test_what_is_owed_is_named_by_its_period(frequency: str, period: str) -> None:
    assert only(definition(frequency=frequency), target(100))["owed"] == period


def test_what_is_counted_on_records_is_owed_only_where_a_target_waits() -> None:
    counted = definition(computed=True)
    without = value(5, period="2023", edition="computed", as_of="2025-12-31")
    assert table(counted, without).empty
    row = only(counted, without, target(10))
    assert (row["owed"], row["status"]) == ("2024", "late")
    half_year = value(5, edition="computed", as_of="2024-06-30", value_status="provisional")
    assert only(counted, half_year, target(10), as_of="2024-06-30")["owed"] == ""


def test_a_yearly_indicator_has_no_row_for_a_quarter_nobody_spoke_of() -> None:
    assert table(SHARE, value(0.5), target(0.8), period="2024-Q2").empty
    assert only(SHARE, value(0.5), value(0.4, period="2024-Q2"), period="2024-Q2")["due_on"] == ""


def test_a_reported_total_that_stopped_is_still_asked_for() -> None:
    row = only(definition(frequency="year"), value(5, period="2020"))
    assert (row["status"], row["owed"]) == ("late", "2024")
    assert table(definition(frequency="year"), value(5, period="2025")).empty


def test_the_list_of_what_is_owed_begins_with_the_longest_delay() -> None:
    slow, quick = definition("SLOW", due_days=5), definition("QUICK", due_days=60)
    found = owed(table([quick, slow], target(9, indicator="SLOW"), target(9, indicator="QUICK"), as_of="2024-06-30"))
    assert found["indicator"].tolist() == ["SLOW", "QUICK"]
    assert found["period"].tolist() == ["2024-Q1", "2024-Q1"]
    assert found["days_late"].tolist() == [86, 31]
