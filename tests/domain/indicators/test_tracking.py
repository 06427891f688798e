"""The tracking table, one rule a test, on values small enough to work out by hand."""

from __future__ import annotations

import math
from datetime import date
from math import nan

import numpy as np
import pytest
from pytest import approx
from tables import FLOW, SHARE, SINCE_START, STOCK, only, quarters, table
from values import RULES, definition, target, value, values

from crossmobility.domain.indicators.tracking import tracked
from crossmobility.errors import BadRequest

# Targets, side by side.


def test_service_civique_2021_reached_59_percent_of_its_first_target_and_72_of_the_revised_one() -> None:
    row = only(
        FLOW,
        value(145_000, period="2021"),
        target(245_000, period="2021"),
        target(200_000, period="2021", value_type="target_revised", as_of="2021-06-30"),
        period="2021",
    )
    assert row["achievement_initial"] == approx(0.592, abs=5e-4)
    assert row["achievement"] == approx(0.725)
    assert (row["target_initial"], row["target_revised"], row["target"]) == (245_000, 200_000, 200_000)
    assert (row["status"], row["reason"]) == ("off_track", "pace")


def test_a_revision_that_was_not_yet_decided_is_not_known() -> None:
    rows = [value(40), target(100), target(60, value_type="target_revised", as_of="2024-07-01")]
    early = only(FLOW, value(20, as_of="2024-05-31"), *rows[1:], as_of="2024-06-30")
    assert (early["target"], early["actual"]) == (100, 20)
    assert np.isnan(early["target_revised"])
    assert only(FLOW, *rows)["target"] == 60


def test_a_value_above_its_target_stays_above() -> None:
    row = only(FLOW, value(260), target(100))
    assert (row["achievement"], row["status"]) == (2.6, "achieved")


def test_a_cell_without_a_target_is_shown_and_not_judged() -> None:
    row = only(FLOW, value(12))
    assert (row["actual"], row["status"], row["reason"], row["target_period"]) == (12, "not_applicable", "no_target", "")
    assert np.isnan(row["achievement"])


# Baselines.


def test_the_latest_baseline_that_begins_no_later_than_the_period_counts() -> None:
    rows = [
        value(nan if year is None else 10 * year, period=str(2020 + year), value_type="baseline") for year in (0, 2, 4, 5)
    ]
    row = only(SHARE, value(80), *rows)
    assert (row["baseline"], row["baseline_period"]) == (40, "2024")
    assert only(SHARE, value(80, period="2023"), *rows, period="2023")["baseline_period"] == "2022"


def test_progress_counts_from_the_baseline() -> None:
    row = only(SHARE, value(0.6, period="2021", value_type="baseline"), target(0.8), value(0.75))
    assert (row["progress"], row["achievement"]) == (approx(0.75), approx(0.9375))


# Flows.


def test_quarters_of_a_flow_make_its_year() -> None:
    row = only(FLOW, *quarters(2024, 10, 20, 30, 40), target(100))
    assert (row["actual"], row["status"], row["value_status"], row["told_on"]) == (
        100,
        "achieved",
        "reported",
        "2024-12-31",
    )


def test_a_year_that_is_not_over_holds_what_is_known_and_says_so() -> None:
    row = only(FLOW, *quarters(2024, 10, 20), target(100), as_of="2024-07-15")
    assert (row["actual"], row["value_status"], row["told_on"]) == (30, "provisional", "2024-06-30")
    assert row["elapsed"] == approx(182 / 366)
    assert row["pace"] == approx(0.3 / (182 / 366))


def test_a_sum_that_ends_early_in_a_year_that_is_over_is_partial() -> None:
    row = only(FLOW, *quarters(2024, 10, 20, 30))
    assert (row["actual"], row["value_status"]) == (60, "partial")


def test_a_sum_is_as_sure_as_its_least_sure_part() -> None:
    sure, unsure = quarters(2024, 10, 20, 30, 40), value(50, period="2024-Q4", value_status="provisional")
    assert only(FLOW, *sure[:3], unsure)["value_status"] == "provisional"


def test_the_stated_year_wins_over_the_sum_of_its_quarters() -> None:
    assert only(FLOW, *quarters(2024, 10, 20, 30, 40), value(99))["actual"] == 99


def test_a_year_stated_in_march_gives_way_to_quarters_that_reach_further() -> None:
    row = only(FLOW, *quarters(2024, 10, 20), value(9, as_of="2024-03-15"), as_of="2024-08-01")
    assert (row["actual"], row["told_on"]) == (30, "2024-06-30")


def test_numerators_are_added_with_their_values() -> None:
    row = only(FLOW, value(10, period="2024-H1", numerator=10.0), value(5, period="2024-H2", numerator=5.0))
    assert (row["actual"], row["numerator"]) == (15, 15)
    assert np.isnan(row["denominator"])


def test_a_gap_ends_a_sum() -> None:
    first, _, third, fourth = quarters(2024, 10, 20, 30, 40)
    row = only(FLOW, first, third, fourth)
    assert (row["actual"], row["told_on"], row["owed"]) == (10, "2024-03-31", "2024-Q2")


def test_people_who_may_be_in_two_periods_are_never_added() -> None:
    assert table(definition(basis="active"), *quarters(2024, 10, 20, 30, 40))["actual"].isna().all()
    months = definition(basis="active", unit="MONTHS")
    assert only(months, *quarters(2024, 10, 20, 30, 40))["actual"] == 100


def test_a_quarter_is_measured_by_what_the_year_holds_so_far() -> None:
    row = only(FLOW, *quarters(2024, 10, 20), target(100), period="2024-Q2")
    assert (row["actual"], row["measured"], row["target"], row["target_period"]) == (20, 30, 100, "2024")
    assert (row["achievement"], row["elapsed"]) == (0.3, approx(182 / 366))


def test_a_target_of_the_quarter_itself_comes_first() -> None:
    row = only(FLOW, *quarters(2024, 10, 20), target(100), target(25, period="2024-Q2"), period="2024-Q2")
    assert (row["measured"], row["target"], row["target_period"], row["achievement"]) == (20, 25, "2024-Q2", 0.8)


def test_behind_a_gap_a_quarter_cannot_be_measured_against_the_year() -> None:
    first, _, third = quarters(2024, 10, 20, 30)
    row = only(FLOW, first, third, target(100), period="2024-Q3")
    assert row["actual"] == 30
    assert np.isnan(row["measured"])
    assert (row["status"], row["owed"], row["due_on"]) == ("late", "2024-Q2", "2024-07-30")


def test_money_that_adds_up_fills_up_like_a_count() -> None:
    money = definition(unit="EUR")
    row = only(money, *quarters(2024, 1000, 2000), target(6000), as_of="2024-06-30")
    assert (row["actual"], row["achievement"], row["expected"]) == (3000, 0.5, approx(182 / 366))


# The whole programme.

PROGRAMME = "2022-01-01/2025-12-31"


def test_a_whole_programme_adds_its_years_and_is_measured_against_its_target() -> None:
    years = [value(number, period=str(year)) for year, number in ((2021, 7), (2022, 10), (2023, 30), (2024, 20))]
    row = only(FLOW, *years, target(100, period=PROGRAMME), period=PROGRAMME, as_of="2024-12-31")
    assert (row["actual"], row["value_status"], row["achievement"]) == (60, "provisional", 0.6)
    assert row["elapsed"] == approx(1096 / 1461)


def test_a_year_without_a_target_is_measured_against_the_programme() -> None:
    years = [value(number, period=str(year)) for year, number in ((2021, 7), (2022, 10), (2023, 30), (2024, 20))]
    row = only(FLOW, *years, target(100, period=PROGRAMME), as_of="2024-12-31")
    assert (row["actual"], row["measured"], row["target_period"], row["cumulative"]) == (20, 60, PROGRAMME, 60)
    with_own = only(FLOW, *years, target(100, period=PROGRAMME), target(25), as_of="2024-12-31")
    assert (with_own["measured"], with_own["target"], with_own["cumulative"]) == (20, 25, 60)


def test_without_a_programme_a_flow_runs_from_its_first_value_on() -> None:
    rows = [value(5, period="2022"), *quarters(2023, 1, 2, 3, 4), *quarters(2024, 10, 20)]
    assert only(FLOW, *rows, period="2024-Q2")["cumulative"] == 45


def test_a_flow_does_not_run_across_a_missing_year() -> None:
    row = only(FLOW, value(5, period="2022"), value(10))
    assert row["actual"] == 10
    assert np.isnan(row["cumulative"])


def test_what_is_cumulated_since_the_start_is_never_added_and_expected_over_the_programme() -> None:
    years = [value(number, period=str(year)) for year, number in ((2022, 20), (2023, 50), (2024, 70))]
    row = only(SINCE_START, *years, target(100, period=PROGRAMME), as_of="2024-12-31")
    assert (row["actual"], row["cumulative"], row["measured"], row["achievement"]) == (70, 70, 70, 0.7)
    assert row["elapsed"] == row["expected"] == approx(1096 / 1461)
    assert (row["pace"], row["status"]) == (approx(0.7 / (1096 / 1461)), "at_risk")


def test_the_latest_value_since_the_start_is_that_of_the_period() -> None:
    row = only(SINCE_START, *quarters(2024, 10, 20, 35), period=PROGRAMME)
    assert (row["actual"], row["told_on"]) == (35, "2024-09-30")


# Stocks, rates, marks and words.


def test_the_latest_stock_is_that_of_the_period() -> None:
    row = only(STOCK, *quarters(2024, 30, 25, 28), target(30), as_of="2024-10-15")
    assert (row["actual"], row["value_status"], row["told_on"]) == (28, "provisional", "2024-09-30")
    assert np.isnan(row["cumulative"])
    assert row["status"] == "at_risk"


def test_shares_of_quarters_never_make_the_share_of_a_year() -> None:
    row = only(SHARE, *quarters(2024, 0.5, 0.7, 0.9, 0.8), target(0.8))
    assert np.isnan(row["actual"])
    assert row["status"] == "late"


def test_a_share_keeps_its_numerator_and_denominator() -> None:
    row = only(SHARE, value(0.75, numerator=30.0, denominator=40.0), target(0.8))
    assert (row["numerator"], row["denominator"], row["status"]) == (30, 40, "at_risk")
    assert row["pace"] == approx(0.9375)


@pytest.mark.parametrize("measure", [3, 4, 5])
def test_marks_on_a_scale_and_words_are_carried_without_arithmetic(measure: int) -> None:
    mark = definition(unit="SCORE", iati_measure=measure, accumulation="stock", aggregation="latest", frequency="year")
    row = only(mark, value(2, period="2020", value_type="baseline"), value(3), target(4))
    assert (row["baseline"], row["actual"], row["target"]) == (2, 3, 4)
    assert (row["status"], row["reason"]) == ("not_applicable", "text")
    assert all(np.isnan(row[name]) for name in ("achievement", "achievement_initial", "progress", "expected", "pace"))


def test_a_mean_mark_is_a_number() -> None:
    mean = definition(unit="SCORE", iati_measure=1, accumulation="stock", aggregation="mean", frequency="year")
    assert only(mean, value(4.5), target(5))["achievement"] == 0.9


def test_words_that_were_not_written_are_late() -> None:
    story = definition(unit="TEXT", iati_measure=5, accumulation="stock", aggregation="none", frequency="year")
    told = only(story, value(period="2023"), period="2023")
    assert (told["status"], told["reason"], told["days_late"]) == ("not_applicable", "text", 0)
    assert only(story, value(period="2023"))["status"] == "late"


def test_what_was_written_beside_a_target_or_a_value_is_told_the_latest_word_last() -> None:
    plan = target(100, comment="first plan", as_of="2024-01-01")
    revised = value(100.0, value_type="target_revised", comment="fewer visas", as_of="2024-06-01")
    assert only(FLOW, value(40.0), plan, revised)["comment"] == "fewer visas"
    assert only(FLOW, value(40.0), plan)["comment"] == "first plan"
    assert only(FLOW, value(40.0), target(100))["comment"] == ""


def test_a_hidden_number_is_not_in_the_running_sum_either() -> None:
    row = only(FLOW, value(3.0, value_status="suppressed"))
    assert math.isnan(row["actual"])
    assert math.isnan(row["cumulative"])


def test_a_hidden_value_says_nothing_of_itself() -> None:
    row = only(SHARE, value(0.5, numerator=1.0, denominator=2.0, value_status="suppressed"), target(0.8))
    assert (row["status"], row["reason"]) == ("no_data", "suppressed")
    assert all(np.isnan(row[name]) for name in ("actual", "measured", "numerator", "denominator", "achievement"))


def test_a_hidden_year_is_not_given_away_by_its_quarters() -> None:
    row = only(FLOW, *quarters(2024, 1, 1, 1, 1), value(value_status="suppressed"))
    assert np.isnan(row["actual"])
    assert row["value_status"] == "suppressed"


# Editions.


def test_the_latest_edition_known_on_the_day_is_the_one_shown() -> None:
    first = value(100, edition="v1", as_of="2025-01-31", value_status="provisional")
    second = value(90, edition="v2", as_of="2025-06-30")
    later, earlier = only(FLOW, first, second), only(FLOW, first, second, as_of="2025-03-01")
    assert (later["actual"], later["edition"], later["value_status"], later["as_of"]) == (
        90,
        "v2",
        "reported",
        "2025-06-30",
    )
    assert (earlier["actual"], earlier["edition"], earlier["value_status"]) == (100, "v1", "provisional")


# Scopes and splits.


def test_a_split_has_a_row_only_with_a_value_a_target_or_a_baseline() -> None:
    women = {"dimension": "sex", "category": "F"}
    rows = [value(10), value(6, **women), value(4, period="2020", dimension="sex", category="M")]
    assert table(FLOW, *rows)["category"].tolist() == ["_T", "F"]
    with_target = table(FLOW, *rows, target(5, dimension="sex", category="M"))
    assert with_target["category"].tolist() == ["_T", "F", "M"]
    assert with_target["achievement"].isna().tolist() == [True, True, True]


def test_scopes_are_kept_apart_and_every_one_can_be_asked_for() -> None:
    rows = [value(10), value(4, programme="WECCEE"), value(3, scheme="VSI"), value(2, territory="FR-R11")]
    rows.append(value(1, direction="in"))
    assert only(FLOW, *rows)["actual"] == 10
    assert only(FLOW, *rows, programme="WECCEE")["actual"] == 4
    assert only(FLOW, *rows, scheme="VSI")["actual"] == 3
    every = table(FLOW, *rows, programme=None, scheme=None, territory=None, direction=None)
    assert every["actual"].tolist() == [10, 1, 2, 3, 4]


def test_rows_stand_in_the_order_of_the_definitions() -> None:
    one, other = definition("B"), definition("A")
    assert table([one, other], value(1, indicator="A"), value(2, indicator="B"))["indicator"].tolist() == ["B", "A"]


def test_an_indicator_without_a_definition_is_passed_over() -> None:
    assert table(FLOW, value(1, indicator="OTHER")).empty


def test_no_values_make_an_empty_table() -> None:
    assert table(FLOW).empty


def test_what_is_no_period_is_refused() -> None:
    with pytest.raises(BadRequest, match="Write it as 2019"):
        table(FLOW, value(1), period="last year")


def test_words_may_come_as_categories() -> None:
    frame = values(value(10), target(20))
    frame = frame.astype({name: "category" for name in frame if frame[name].dtype != "float64"})
    found = tracked(frame, {"STARTS": FLOW}, RULES, as_of=date(2025, 12, 31), period="2024")
    assert found["achievement"].tolist() == [0.5]
