"""The rows behind a selection: which years are added, with which they are compared, and whose months they are."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from exchanges import AS_OF, FAMILIES, NAN, Rows, agreements, by_country, looked_at, way, years

from crossmobility.domain.reciprocity import (
    pair,
    pair_history,
    whole,
)
from crossmobility.errors import BadRequest


def test_a_window_adds_the_years_up_to_the_period(flows: Rows) -> None:
    rows = flows(*years(("SEN", "FRA"), {"2016": 1, "2017": 2, "2018": 4, "2019": 8, "2020": 16}))
    three = looked_at(rows, AS_OF, window="3")
    assert (three.span, three.before) == (("2017", "2018", "2019"), ()), "2014 lies before the data"
    assert by_country(three).loc["SEN", "inflow"] == 14
    five = looked_at(rows, AS_OF, period="2020", window="5")
    assert by_country(five).loc["SEN", "inflow"] == 31


def test_a_year_in_which_nobody_counts_belongs_to_the_window_of_complete_data(flows: Rows) -> None:
    rows = flows(*years(("SEN", "FRA"), {"2016": 1, "2019": 8}))
    assert looked_at(rows, AS_OF, window="3").span == ("2017", "2018", "2019")
    published = looked_at(rows, window="3")
    assert published.span == ("2019",)
    assert by_country(published).loc["SEN", ["inflow", "status"]].tolist() == [8, "partial"], "two years are not stated"


def test_people_present_are_in_several_years_and_are_never_added(flows: Rows) -> None:
    rows = flows(*years(("SEN", "FRA"), {"2018": 5, "2019": 7}, basis="stock"))
    scope = looked_at(rows, AS_OF, window="3", basis="stock")
    assert (scope.selection.window, scope.span) == ("1", ("2019",))


def test_a_window_of_a_quarter_or_of_an_undated_period_is_that_period(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 3, period="2019-Q2"), way("SEN", "FRA", 4, period=""))
    for text in ("2019-Q2", ""):
        scope = looked_at(rows, period=text, window="3")
        assert (scope.selection.window, scope.span, scope.before) == ("1", (text,), ())


def test_another_window_is_refused(flows: Rows) -> None:
    with pytest.raises(BadRequest, match="A window of 4 years"):
        looked_at(flows({}), window="4")


def test_without_a_wish_the_window_is_compared_with_the_one_just_before(flows: Rows) -> None:
    rows = flows(*years(("SEN", "FRA"), {str(year): year - 2012.0 for year in range(2013, 2021)}))
    scope = looked_at(rows, AS_OF, window="3")
    assert scope.before == ("2014", "2015", "2016")
    assert by_country(scope).loc["SEN", ["inflow", "before_in"]].tolist() == [5 + 6 + 7, 2 + 3 + 4]


def test_against_names_the_end_of_the_window_compared_with(flows: Rows) -> None:
    rows = flows(*years(("SEN", "FRA"), {str(year): year - 2012.0 for year in range(2013, 2021)}))
    assert looked_at(rows, AS_OF, against="2016").before == ("2016",)
    assert looked_at(rows, AS_OF, against="2016", window="3").before == ("2014", "2015", "2016")
    assert looked_at(rows, AS_OF, against="2014", window="3").before == (), "2012 is not in the data"
    assert looked_at(rows, AS_OF, against="2014-H1").before == (), "a half-year compares with no year"
    found = pair(looked_at(rows, AS_OF, against="2020"), "FRA", "SEN", agreements(), FAMILIES)
    assert (found.back, found.before_back, found.before_forward) == (7, 8, 0)


def test_a_period_nobody_published_compares_with_nothing(flows: Rows) -> None:
    scope = looked_at(flows(*years(("SEN", "FRA"), {"2015": 33, "2019": 251})))
    assert scope.before == ()
    assert isnan(whole(scope).before_back)
    assert whole(looked_at(flows(*years(("SEN", "FRA"), {"2015": 33, "2019": 251})), against="2015")).before_back == 33


def test_a_sum_of_which_only_a_part_is_known_compares_with_nothing(flows: Rows) -> None:
    unknown = way("SEN", "FRA", NAN, period="2018", scheme="SC_INTL", status="not_reported")
    scope = looked_at(flows(*years(("SEN", "FRA"), {"2018": 9, "2019": 12}), unknown))
    assert scope.before == ("2018",)
    assert isnan(by_country(scope).loc["SEN", "before_in"])


def test_the_quarter_before_is_the_one_just_before(flows: Rows) -> None:
    rows = flows(*years(("SEN", "FRA"), {"2018-Q4": 3, "2019-Q1": 4, "2019-Q3": 5}))
    assert looked_at(rows, period="2019-Q1").before == ("2018-Q4",)
    assert looked_at(rows, period="2019-Q3").before == (), "nothing is stated for the second quarter"


def test_history_has_every_period_of_complete_data_and_the_stated_ones_else(flows: Rows) -> None:
    rows = flows(
        *years(("SEN", "FRA"), {"2016": 1, "2019": 8, "2021": 4}), *years(("FRA", "SEN"), {"2019": 3, "2019-Q1": 2})
    )
    counted = pair_history(looked_at(rows, AS_OF), "SEN", "FRA")
    assert counted["period"].tolist() == ["2016", "2017", "2018", "2019", "2020", "2021"]
    assert counted["forward"].tolist() == [1, 0, 0, 8, 0, 4]
    assert counted["back"].tolist() == [0, 0, 0, 3, 0, 0]
    stated = pair_history(looked_at(rows), "FRA", "SEN")
    assert stated["period"].tolist() == ["2016", "2019", "2021"]
    np.testing.assert_array_equal(stated["forward"], [NAN, 3, NAN])
    assert stated["status"].tolist() == ["partial", "reported", "partial"]


def test_history_of_all_countries_holds_what_is_not_broken_down(flows: Rows) -> None:
    rows = flows(way("_T", "FRA", 54, period="2016"), way("SEN", "FRA", 8), way("TUN", "FRA", 5), way("FRA", "_T", 60))
    table = pair_history(looked_at(rows), "FRA", "_T")
    np.testing.assert_array_equal(table["back"], [54, 13])
    np.testing.assert_array_equal(table["forward"], [NAN, 60])


def test_an_empty_basis_is_the_first_one_that_faces_the_reference(flows: Rows) -> None:
    rows = flows(way("SEN", "TUN", 4), way("SEN", "FRA", 7, basis="ended"))
    assert looked_at(rows, basis="").selection.basis == "ended"
    assert looked_at(rows, basis="", reference="TUN").selection.basis == "started"
    assert looked_at(rows, AS_OF, basis="").selection.basis == "started", "complete data always have it"


def test_rows_of_every_basis_and_period_are_kept_for_reconciliation(flows: Rows) -> None:
    rows = flows(
        way("SEN", "FRA", 4), way("SEN", "FRA", 7, basis="ended", period="2018"), way("SEN", "FRA", 9, kind="planned")
    )
    assert looked_at(rows).every_basis["placements"].tolist() == [7, 4]


# Months


def test_months_are_added_over_years_and_people_behind_them_once(flows: Rows) -> None:
    rows = flows(
        *(way("SEN", "FRA", people, period=year, basis="active", volunteer_months=months)
          for year, people, months in (("2018", 6, 30.0), ("2019", 9, 50.0))),
        way("SEN", "FRA", 5, period="2019"),
        way("SEN", "FRA", 6, period="2018"),
    )  # fmt: skip
    scope = looked_at(rows, AS_OF, measure="volunteer_months", window="3")
    assert (scope.selection.basis, scope.span) == ("active", ("2018", "2019"))
    row = by_country(scope).loc["SEN"]
    assert row[["inflow", "people_in", "small"]].tolist() == [80, 11, True], "6 in 2018, 5 more in 2019; nobody leaves"
    one = by_country(looked_at(rows, AS_OF, measure="volunteer_months")).loc["SEN"]
    assert one[["inflow", "people_in"]].tolist() == [50, 9]


def test_people_behind_published_months_of_several_years_are_unknown(flows: Rows) -> None:
    rows = flows(
        *(way("SEN", "FRA", 20, period=year, basis="active", volunteer_months=40.0) for year in ("2017", "2018", "2019"))
    )
    row = by_country(looked_at(rows, measure="volunteer_months", basis="active", window="3")).loc["SEN"]
    assert (row["inflow"], row["status"], isnan(row["people_in"])) == (120, "partial", True)


def test_the_ratio_of_months_is_not_that_of_people(flows: Rows) -> None:
    rows = flows(
        way("SEN", "FRA", 10, basis="active", volunteer_months=60.0),
        way("FRA", "SEN", 20, basis="active", volunteer_months=30.0),
    )
    row = by_country(looked_at(rows, AS_OF, measure="volunteer_months"), {}).loc["SEN"]
    assert row[["ratio", "people_in", "people_out", "band", "needed_out"]].tolist() == [2.0, 10, 20, "above", 18]
