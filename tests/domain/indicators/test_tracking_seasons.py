"""Values cumulated in their year: the season they are measured by, and the barometer in small."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytest import approx
from tables import IN_YEAR, YEARS, only, quarters
from values import target

# Mean of 60/100, 100/200 and 70/110.
BY_JUNE = (0.6 + 0.5 + 70 / 110) / 3


@pytest.mark.parametrize("asked", ["2024", "2024-Q2"])
def test_what_is_cumulated_in_the_year_is_expected_by_the_season(asked: str) -> None:
    row = only(IN_YEAR, *YEARS, *quarters(2024, 30, 40), target(100), period=asked, as_of="2024-06-30")
    assert (row["actual"], row["measured"], row["cumulative"], row["achievement"]) == (40, 40, 40, 0.4)
    assert row["season"] == row["expected"] == approx(BY_JUNE)
    assert (row["pace"], row["status"]) == (approx(0.4 / BY_JUNE), "off_track")
    assert row["season_years"] == "2021;2022;2023"
    assert row["told_on"] == "2024-06-30"


def test_the_fall_in_january_is_none() -> None:
    row = only(IN_YEAR, *YEARS, *quarters(2024, 45), target(100), period="2024-Q1", as_of="2024-04-15")
    assert row["season"] == approx((0.4 + 0.3 + 0.5) / 3)
    assert row["status"] == "on_track"


def test_a_year_is_not_measured_by_itself_or_by_later_ones() -> None:
    row = only(IN_YEAR, *YEARS, target(120, period="2023"), period="2023-Q2")
    assert row["season_years"] == "2021;2022"
    assert row["season"] == approx(0.55)


def test_one_complete_year_is_no_season() -> None:
    row = only(IN_YEAR, *YEARS[:5], target(200, period="2022"), period="2022-Q1", as_of="2022-03-31")
    assert np.isnan(row["season"])
    assert (row["expected"], row["season_years"]) == (approx(90 / 365), "")


def test_a_quarter_that_was_not_reported_does_not_take_the_value_of_the_one_before() -> None:
    row = only(IN_YEAR, *quarters(2024, 30), target(100), period="2024-Q2", as_of="2024-08-31")
    assert np.isnan(row["actual"])
    assert (row["status"], row["reason"], row["due_on"], row["days_late"]) == ("late", "past_due", "2024-07-30", 32)


def test_people_of_two_years_are_not_added_but_what_happened_once_is() -> None:
    rows = [*quarters(2022, 5, 9, 12, 20), *quarters(2023, 6, 10, 14, 30), *quarters(2024, 4, 8)]
    asked = {"period": "2022-01-01/2024-12-31", "as_of": "2024-07-31"}
    assert np.isnan(only(IN_YEAR, *rows, **asked)["actual"])
    once = replace(IN_YEAR, basis="started")
    assert only(once, *rows, **asked)["actual"] == 58
