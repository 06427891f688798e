"""Reciprocity: both directions of every exchange, the matrix and the network, from one scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isnan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crossmobility.domain.bands import AGREEMENT_COLUMNS
from crossmobility.domain.flows import count_once
from crossmobility.domain.offers import in_scope
from crossmobility.domain.reciprocity import (
    PARTNER_COLUMNS,
    Book,
    Scope,
    balance,
    concentration,
    matrix,
    network,
    one_way,
    pair,
    pair_history,
    partners,
    ratio,
    scope_of,
    whole,
)
from crossmobility.domain.selection import Selection
from crossmobility.errors import BadRequest
from crossmobility.reference import schemes
from crossmobility.release.build import built
from crossmobility.release.figures import Figures

DATA = Path(__file__).parents[2] / "data"
NAN = float("nan")
FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "CAMP": "CAMP", "VSI": "VSI"}
AS_OF = "2025-12-31"
Rows = Callable[..., pd.DataFrame]


def agreements(*rows: dict[str, object]) -> pd.DataFrame:
    ordinary = {
        "dataset": "test",
        "agreement_id": "A",
        "reference": "FRA",
        "counterpart": "SEN",
        "scheme": "SC_RECIP",
        "low": 0.8,
        "high": 1.25,
        "valid_from": "2018-01-01",
        "valid_to": "",
        "source": "test",
        "synthetic": "true",
    }
    return pd.DataFrame([{**ordinary, **row} for row in rows], columns=list(AGREEMENT_COLUMNS))


def looked_at(rows: pd.DataFrame | Book, complete_to: str = "", **selection: object) -> Scope:
    """Return the scope of a selection of 2019, on placements started, seen from France, unless said."""
    chosen = {"period": "2019", "basis": "started", **selection}
    return scope_of(rows, Selection(**chosen), FAMILIES, complete_to=complete_to)


def by_country(scope: Scope, *rows: dict[str, object]) -> pd.DataFrame:
    return partners(scope, agreements(*rows), FAMILIES).set_index("country")


def way(origin: str, destination: str, placements: float, **more: object) -> dict[str, object]:
    return {"origin": origin, "destination": destination, "placements": placements, **more}


# One pair


def test_the_ratio_is_arrivals_divided_by_departures_and_may_exceed_one() -> None:
    assert ratio(12, 10) == 1.2
    assert [isnan(ratio(*sides)) for sides in ((5, 0), (0, 0), (NAN, 5), (5, NAN))] == [True] * 4
    assert ratio(0, 5) == 0


def test_the_balance_is_the_smaller_divided_by_the_larger() -> None:
    assert (balance(10, 4), balance(4, 10), balance(0, 3)) == (0.4, 0.4, 0)
    assert [isnan(balance(*sides)) for sides in ((0, 0), (NAN, 5), (5, NAN))] == [True] * 3


def test_a_pair_with_the_reference_is_seen_from_it_however_it_is_asked_for(flows: Rows) -> None:
    scope = looked_at(flows(way("FRA", "BEN", 20), way("BEN", "FRA", 12)))
    found = pair(scope, "BEN", "FRA", agreements(), FAMILIES)
    assert (found.a, found.b, found.forward, found.back) == ("FRA", "BEN", 20, 12)
    assert (found.gross, found.net, found.balance, found.ratio) == (32, -8, 0.6, 0.6)
    assert repr(found) == repr(pair(scope, "FRA", "BEN", agreements(), FAMILIES))
    assert (found.small, found.band, found.default_band, found.needed_in) == (False, "none", "below", 4)


def test_a_pair_without_the_reference_is_alphabetical_and_has_no_ratio_and_no_verdict(flows: Rows) -> None:
    scope = looked_at(flows(way("SEN", "BEN", 20), way("BEN", "SEN", 12), way("FRA", "SEN", 3)))
    found = pair(scope, "SEN", "BEN", agreements({"reference": "BEN"}), FAMILIES)
    assert (found.a, found.b, found.forward, found.back, found.net, found.balance) == ("BEN", "SEN", 12, 20, -8, 0.6)
    assert isnan(found.ratio)
    assert (found.band, found.default_band, found.agreement_id, found.needed_in) == ("none", "none", "", 0)


def test_an_agreed_band_gives_the_verdict_and_what_brings_it_inside(flows: Rows) -> None:
    scope = looked_at(flows(way("FRA", "SEN", 20), way("SEN", "FRA", 12), way("TUN", "FRA", 30), way("FRA", "TUN", 10)))
    table = by_country(scope, {"low": 0.5, "high": 1.0}, {"agreement_id": "B", "counterpart": "TUN"})
    columns = ["band", "default_band", "low", "high", "agreement_id", "needed_in", "needed_out"]
    assert table.loc["SEN", columns].tolist() == ["within", "below", 0.5, 1.0, "A", 0, 0]
    assert table.loc["TUN", columns].tolist() == ["above", "above", 0.8, 1.25, "B", 0, 14]


def test_below_ten_on_a_side_there_is_no_verdict_and_nothing_is_needed(flows: Rows) -> None:
    scope = looked_at(flows(way("FRA", "SEN", 30), way("SEN", "FRA", 9)))
    row = by_country(scope, {}).loc["SEN"]
    assert (row["small"], row["band"], row["default_band"], row["needed_in"]) == (True, "too_small", "too_small", 0)
    assert row["ratio"] == 0.3, "the arithmetic stays"


def test_an_unknown_side_is_not_small_but_has_no_verdict_either(flows: Rows) -> None:
    row = by_country(looked_at(flows(way("SEN", "FRA", 54))), {}).loc["SEN"]
    assert (row["small"], row["band"], row["way"], row["status"]) == (False, "too_small", "unknown", "partial")
    assert row[["outflow", "gross", "net", "balance", "ratio", "people_out"]].isna().all()
    assert row["known"] == 54


def test_the_agreement_that_counts_is_that_of_the_last_period_of_the_window(flows: Rows) -> None:
    ended = {"counterpart": "BFA", "valid_to": "2023-08-06"}
    rows = flows(
        *[way(*ends, 20, period=year) for year in ("2022", "2023", "2024") for ends in (("FRA", "BFA"), ("BFA", "FRA"))]
    )

    def band(period: str, window: str) -> str:
        return str(by_country(looked_at(rows, AS_OF, period=period, window=window), ended).loc["BFA", "band"])

    assert [band("2023", "1"), band("2024", "1"), band("2024", "3")] == ["within", "none", "none"]


def test_an_agreement_of_another_family_does_not_count(flows: Rows) -> None:
    scope = looked_at(flows(way("FRA", "SEN", 20), way("SEN", "FRA", 20)))
    assert by_country(scope, {"scheme": "VSI"}).loc["SEN", "band"] == "none"


def test_an_agreement_on_all_schemes_counts_where_all_are_looked_at(flows: Rows) -> None:
    rows = flows(way("FRA", "SEN", 20), way("SEN", "FRA", 20))
    everything = {"scheme": "_T"}
    assert by_country(looked_at(rows), everything).loc["SEN", "band"] == "within"
    assert by_country(looked_at(rows, schemes=("SC",)), everything).loc["SEN", "band"] == "none"


def test_an_undated_exchange_has_no_agreement_because_nobody_knows_when_it_was(flows: Rows) -> None:
    scope = looked_at(flows(way("FRA", "SEN", 20, period=""), way("SEN", "FRA", 20, period="")), period="")
    assert by_country(scope, {}).loc["SEN", ["ratio", "band", "last_in"]].tolist() == [1.0, "none", ""]


def test_the_counterpart_reads_the_agreement_turned_round(flows: Rows) -> None:
    scope = looked_at(flows(way("FRA", "SEN", 20), way("SEN", "FRA", 12)), reference="SEN")
    row = by_country(scope, {"low": 0.5, "high": 1.0}).loc["FRA"]
    assert row[["ratio", "low", "high", "band", "agreement_id"]].tolist() == [20 / 12, 1.0, 2.0, "within", "A"]


def test_several_families_are_counted_but_judged_by_no_band(flows: Rows) -> None:
    rows = flows(way("FRA", "SEN", 10, scheme="CAMP"), way("FRA", "SEN", 10), way("SEN", "FRA", 40))
    scope = looked_at(rows)
    assert (scope.families, scope.mixed) == (("CAMP", "SC"), True)
    row = by_country(scope, {}).loc["SEN"]
    assert row[["ratio", "band", "default_band", "needed_out"]].tolist() == [2.0, "mixed", "mixed", 0]
    one = looked_at(rows, schemes=("SC",))
    assert (one.families, one.mixed) == (("SC",), False)
    assert by_country(one, {}).loc["SEN", ["ratio", "band"]].tolist() == [4.0, "above"]


# Partners


def test_partners_have_every_column_of_the_contract_and_come_largest_first(flows: Rows) -> None:
    rows = flows(way("TUN", "FRA", 3), way("SEN", "FRA", 5), way("FRA", "BEN", 3), way("SEN", "BEN", 99))
    table = partners(looked_at(rows, AS_OF), agreements(), FAMILIES)
    assert tuple(table.columns) == PARTNER_COLUMNS
    assert table["country"].tolist() == ["SEN", "BEN", "TUN"], "two other countries' exchange is not ours"
    assert table["way"].tolist() == ["in", "out", "in"]


def test_absent_is_zero_in_complete_data_and_unknown_else(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 12))
    counted, published = by_country(looked_at(rows, AS_OF)).loc["SEN"], by_country(looked_at(rows)).loc["SEN"]
    assert counted[["outflow", "net", "balance", "way", "status"]].tolist() == [0, 12, 0, "in", "reported"]
    assert (isnan(published["outflow"]), published["way"]) == (True, "unknown")


def test_a_year_cut_short_is_provisional_even_where_nobody_counts(flows: Rows) -> None:
    scope = looked_at(flows(way("SEN", "FRA", 12)), "2019-06-30")
    assert by_country(scope).loc["SEN", "status"] == "provisional"


def test_a_hidden_number_stays_unknown_in_complete_data(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", NAN, status="suppressed"), way("FRA", "SEN", 12))
    row = by_country(looked_at(rows, AS_OF)).loc["SEN"]
    assert (isnan(row["inflow"]), row["way"], row["status"]) == (True, "unknown", "partial")


def test_a_country_named_without_a_number_is_a_partner_and_not_zero(flows: Rows) -> None:
    rows = flows(way("TUN", "FRA", NAN, status="not_broken_down"), way("_O", "FRA", 54, status="not_broken_down"))
    table = by_country(looked_at(rows))
    assert table.index.tolist() == ["TUN"], "the rest is no country"
    assert (isnan(table.loc["TUN", "known"]), table.loc["TUN", "status"]) == (True, "not_broken_down")


def test_a_country_whose_exchange_has_stopped_is_still_a_partner(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 5, period="2018"), way("TUN", "FRA", 7), way("BEN", "FRA", 3, period="2016"))
    table = by_country(looked_at(rows, AS_OF))
    assert table.index.tolist() == ["TUN", "SEN"], "2016 is not compared with"
    columns = ["inflow", "before_in", "way", "last_in"]
    assert table.loc["SEN", columns].tolist() == [0, 5, "none", "2018"]
    assert table.loc["TUN", columns].tolist() == [7, 0, "in", "2019"]


def test_the_last_period_of_a_direction_is_not_one_that_comes_after_the_selection(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 5, period="2016"), way("FRA", "SEN", 5), way("SEN", "FRA", 5, period="2021"))
    row = by_country(looked_at(rows, AS_OF)).loc["SEN"]
    assert (row["last_in"], row["last_out"]) == ("2016", "2019")


def test_from_a_country_to_itself_is_no_exchange(flows: Rows) -> None:
    scope = looked_at(flows(way("FRA", "FRA", 9), way("SEN", "FRA", 4)), AS_OF)
    assert by_country(scope).index.tolist() == ["SEN"]
    assert (whole(scope).back, whole(scope).forward) == (4, 0)


# All countries together


def test_all_countries_together_hold_what_no_source_breaks_down(flows: Rows) -> None:
    rows = flows(way("_O", "FRA", 30, status="not_broken_down"), way("SEN", "FRA", 24), way("FRA", "_T", 100))
    found = whole(looked_at(rows))
    assert (found.a, found.b, found.forward, found.back, found.ratio) == ("FRA", "_T", 100, 54, 0.54)
    assert (found.band, found.default_band, found.needed_in) == ("none", "below", 26)


def test_a_selection_with_nothing_is_unknown_in_published_and_nobody_in_complete_data(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 12, scheme="CAMP"))
    published, counted = (looked_at(rows, until, schemes=("VSI",)) for until in ("", AS_OF))
    for scope, nothing in ((published, NAN), (counted, 0.0)):
        assert (scope.rows.empty, scope.span, scope.families) == (True, ("2019",), ())
        assert partners(scope, agreements({}), FAMILIES).empty
        assert one_way(scope).empty
        assert (network(scope).pairs, matrix(scope).countries, matrix(scope).hidden) == (0, (), 0)
        numbers = (whole(scope).back, whole(scope).gross, matrix(scope).total, concentration(scope, "in").total)
        np.testing.assert_array_equal(numbers, [nothing] * 4)
        assert isnan(whole(scope).ratio)
        assert isnan(network(scope).flow_reciprocity)
    assert len(pair_history(published, "FRA", "SEN")) == 0
    assert pair_history(counted, "FRA", "SEN")[["period", "forward"]].to_numpy().tolist() == [["2019", 0.0]]


# Windows and the period compared with


def years(ends: tuple[str, str], counts: Mapping[str, float], **more: object) -> list[dict[str, object]]:
    return [way(*ends, count, period=year, **more) for year, count in counts.items()]


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


# Matrix, network, concentration


def test_the_matrix_has_origins_as_lines_and_the_largest_country_first(flows: Rows) -> None:
    found = matrix(looked_at(flows(way("FRA", "SEN", 5), way("SEN", "TUN", 3), way("TUN", "FRA", 1)), AS_OF))
    assert found.countries == ("SEN", "FRA", "TUN")
    np.testing.assert_array_equal(found.cells, [[NAN, 0, 3], [5, NAN, 0], [0, 1, NAN]])
    assert (found.cells.index.name, found.cells.columns.name) == ("origin", "destination")
    assert (found.sent.tolist(), found.hosted.tolist(), found.total, found.hidden) == ([3, 5, 1], [5, 1, 3], 9, 0)


def test_what_is_absent_in_a_published_matrix_is_unknown(flows: Rows) -> None:
    found = matrix(looked_at(flows(way("FRA", "SEN", 5), way("SEN", "FRA", 0), way("_O", "FRA", 9))))
    np.testing.assert_array_equal(found.cells, [[NAN, 5], [0, NAN]])
    assert found.total == 5, "a rest of several countries is in no cell"
    found = matrix(looked_at(flows(way("FRA", "SEN", 5))))
    np.testing.assert_array_equal(found.sent, [5, NAN])


def test_small_countries_stand_together_and_what_goes_between_them_too(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 50), way("SEN", "BEN", 3), way("BEN", "TGO", 2), way("TGO", "FRA", 1))
    found = matrix(looked_at(rows, AS_OF), most=2)
    assert (found.countries, found.hidden, found.total) == (("SEN", "FRA"), 2, 56)
    assert found.cells.columns.tolist() == ["SEN", "FRA", "_R"]
    np.testing.assert_array_equal(found.cells, [[NAN, 50, 3], [0, NAN, 0], [0, 1, 2]])


def test_the_reference_and_the_chosen_corridor_always_have_a_line(flows: Rows) -> None:
    rows = flows(way("SEN", "BEN", 50), way("TUN", "BEN", 40), way("FRA", "SEN", 1), way("PER", "ECU", 2))
    assert matrix(looked_at(rows, AS_OF), most=2).countries == ("BEN", "FRA")
    chosen = matrix(looked_at(rows, AS_OF, corridor=("PER", "ECU")), most=4)
    assert chosen.countries == ("BEN", "ECU", "PER", "FRA")


def test_one_way_says_when_anybody_last_came_back(flows: Rows) -> None:
    rows = flows(
        way("FRA", "GIN", 3),
        *years(("GIN", "FRA"), {"2015": 2, "2017": 1, "2021": 4}),
        way("FRA", "TGO", 5),
        way("FRA", "SEN", 9),
        way("SEN", "FRA", 1),
        way("SEN", "GIN", 5),
    )
    assert one_way(looked_at(rows, AS_OF)).to_numpy().tolist() == [
        ["FRA", "TGO", 5, ""],
        ["SEN", "GIN", 5, ""],
        ["FRA", "GIN", 3, "2017"],
    ]


def test_an_unknown_return_is_not_one_way_and_a_published_zero_is(flows: Rows) -> None:
    rows = flows(way("FRA", "GIN", 3), way("FRA", "SEN", 9), way("SEN", "FRA", 0))
    assert one_way(looked_at(rows))["destination"].tolist() == ["SEN"]


def test_the_network_says_how_much_comes_back_directly_and_how_much_in_all(flows: Rows) -> None:
    rows = flows(way("FRA", "SEN", 6), way("SEN", "FRA", 2), way("SEN", "TUN", 4), way("TUN", "FRA", 4))
    found = network(looked_at(rows, AS_OF))
    assert (found.pairs, found.one_way, found.one_way_share) == (3, 2, 2 / 3)
    assert found.flow_reciprocity == 2 * 2 / 16
    assert found.net_to_gross == 0, "every country hosts as many as it sends: the rest comes back through Tunisia"


def test_a_network_of_unknown_returns_has_no_share(flows: Rows) -> None:
    found = network(looked_at(flows(way("FRA", "SEN", 6), way("TUN", "FRA", 4))))
    assert (found.pairs, found.one_way) == (0, 0)
    assert [isnan(share) for share in (found.flow_reciprocity, found.net_to_gross, found.one_way_share)] == [True] * 3


def test_concentration_is_of_the_whole_side(flows: Rows) -> None:
    rows = flows(
        way("SEN", "FRA", 20), way("TUN", "FRA", 10), way("BEN", "FRA", 10), way("_O", "FRA", 60), way("FRA", "SEN", 1)
    )
    found = concentration(looked_at(rows), "in", most=2)
    assert (found.countries, found.volume, found.total, found.share) == (("SEN", "BEN"), 30, 100, 0.3)


def test_the_largest_of_a_side_nobody_breaks_down_are_unknown(flows: Rows) -> None:
    found = concentration(looked_at(flows(way("FRA", "_T", 60))), "out")
    assert (found.countries, isnan(found.volume), found.total, isnan(found.share)) == ((), True, 60, True)


# What must always hold

COUNTRIES = ("BEN", "FRA", "SEN", "TGO", "TUN")
CELL = st.fixed_dictionaries(
    {
        "origin": st.sampled_from(COUNTRIES),
        "destination": st.sampled_from(COUNTRIES),
        "period": st.sampled_from(["2015", "2016", "2017", "2018", "2019"]),
        "scheme": st.sampled_from(["SC_RECIP", "SC_INTL"]),
        "placements": st.integers(0, 60).map(float),
    }
)
CELLS = st.lists(CELL, min_size=1, max_size=25)
drawn = settings(deadline=None, max_examples=25)


@drawn
@given(CELLS, st.integers(1, 5), st.booleans())
def test_the_cells_of_the_matrix_add_up_to_its_total(
    flows: Rows, cells: list[dict[str, object]], most: int, complete: bool
) -> None:
    scope = looked_at(flows(*cells), AS_OF if complete else "")
    found = matrix(scope, most)
    here = scope.rows[scope.rows["origin"] != scope.rows["destination"]]
    assert np.nansum(found.cells.to_numpy()) == np.nansum([found.total]) == here["placements"].sum()
    assert found.sent.sum() == found.hosted.sum() == here["placements"].sum()
    assert len(found.countries) + found.hidden <= len(COUNTRIES)


@drawn
@given(CELLS)
def test_the_partners_together_are_the_whole_where_all_is_broken_down(flows: Rows, cells: list[dict[str, object]]) -> None:
    scope = looked_at(flows(*cells), AS_OF)
    table, together = partners(scope, agreements(), FAMILIES), whole(scope)
    assert table["inflow"].sum() == together.back
    assert table["outflow"].sum() == together.forward


@drawn
@given(CELLS, st.sampled_from(["1", "3"]))
def test_card_row_cell_and_trend_agree(flows: Rows, cells: list[dict[str, object]], window: str) -> None:
    scope = looked_at(flows(*cells), AS_OF, window=window)
    grid = matrix(scope, most=9).cells
    for row in partners(scope, agreements({}), FAMILIES).to_dict("records"):
        card = pair(scope, row["country"], "FRA", agreements({}), FAMILIES)
        assert (card.back, card.forward, card.net, card.band) == (row["inflow"], row["outflow"], row["net"], row["band"])
        trend = pair_history(scope, "FRA", row["country"]).set_index("period").loc[list(scope.span)]
        assert (trend["back"].sum(), trend["forward"].sum()) == (card.back, card.forward)
        if row["known"] > 0:
            assert grid.loc[row["country"], "FRA"] == card.back
            assert grid.loc["FRA", row["country"]] == card.forward


@drawn
@given(CELLS)
def test_seen_from_the_other_side_net_turns_ratio_inverts_and_balance_stays(
    flows: Rows, cells: list[dict[str, object]]
) -> None:
    rows = flows(*cells)
    ours, theirs = (
        pair(looked_at(rows, AS_OF, reference=code), "FRA", "SEN", agreements(), FAMILIES) for code in ("FRA", "SEN")
    )
    assert (ours.forward, ours.back) == (theirs.back, theirs.forward)
    assert ours.net == -theirs.net
    assert ours.balance == theirs.balance or (isnan(ours.balance) and ours.gross == 0)
    assert isnan(ours.balance) or 0 <= ours.balance <= 1
    if ours.forward and ours.back:
        assert ours.ratio * theirs.ratio == pytest.approx(1)


@drawn
@given(CELLS)
def test_the_shares_of_a_network_lie_between_nothing_and_all(flows: Rows, cells: list[dict[str, object]]) -> None:
    scope = looked_at(flows(*cells), AS_OF)
    found = network(scope)
    assume(found.pairs)
    assert 0 <= found.net_to_gross <= 1
    assert 0 <= found.flow_reciprocity <= 1
    assert found.net_to_gross <= 1 - found.flow_reciprocity + 1e-9, "what comes back directly is nobody's net"
    assert found.one_way == len(one_way(scope)) == round(found.one_way_share * found.pairs) <= found.pairs


@drawn
@given(CELLS)
def test_schemes_apart_add_up_to_schemes_together(flows: Rows, cells: list[dict[str, object]]) -> None:
    rows = flows(*cells)
    apart = [whole(looked_at(rows, AS_OF, schemes=(code,))) for code in ("SC_RECIP", "SC_INTL")]
    together = whole(looked_at(rows, AS_OF, schemes=("SC_RECIP", "SC_INTL")))
    assert (sum(one.back for one in apart), sum(one.forward for one in apart)) == (together.back, together.forward)


@drawn
@given(CELLS, st.sampled_from(["3", "5"]), st.sampled_from(["2017", "2019"]))
def test_a_window_is_the_sum_of_its_years(flows: Rows, cells: list[dict[str, object]], window: str, period: str) -> None:
    book = Book(flows(*cells))
    several = looked_at(book, AS_OF, period=period, window=window)
    single = [looked_at(book, AS_OF, period=year) for year in several.span]
    assert whole(several).back == sum(whole(one).back for one in single)
    assert matrix(several).total == sum(matrix(one).total for one in single)
    assert several.span[-1] == period
    assert several.rows["placements"].sum() == sum(one.rows["placements"].sum() for one in single)


STATED = st.fixed_dictionaries(
    {
        "origin": st.sampled_from(["SEN", "TUN", "FRA", "_T", "_O"]),
        "destination": st.sampled_from(["FRA", "SEN", "_T"]),
        "period": st.sampled_from(["2017", "2018", "2019", "2019-H1", "2017-01-01/2019-12-31", ""]),
        "scheme": st.sampled_from(["SC_RECIP", "SC_INTL", "_T"]),
        "programme": st.sampled_from(["_T", "WECCEE"]),
        "basis": st.sampled_from(["started", "not_stated"]),
        "placements": st.one_of(st.just(NAN), st.integers(0, 60).map(float)),
    }
)


@drawn
@given(
    st.lists(STATED, min_size=1, max_size=12),
    st.sampled_from(["2019", "2019-H1", "2017-01-01/2019-12-31", ""]),
    st.sampled_from(["1", "3"]),
)
def test_rows_of_a_scope_are_those_of_its_selection_counted_once(
    flows: Rows, stated: list[dict[str, object]], period: str, window: str
) -> None:
    numbered = [{**row, "statement_id": f"S{place}"} for place, row in enumerate(stated)]
    rows = flows(*numbered)
    scope = looked_at(rows, period=period, window=window)
    chosen = in_scope(rows, scope.selection, FAMILIES)
    expected = count_once(chosen[chosen["period"].isin(scope.span) & (chosen["basis"] == "started")])
    assert sorted(scope.rows["statement_id"]) == sorted(expected["statement_id"])


@settings(deadline=None, max_examples=10)
@given(
    CELLS, st.lists(st.tuples(st.sampled_from(["2015", "2019"]), st.sampled_from(["FRA", "SEN"])), min_size=2, max_size=3)
)
def test_a_book_answers_what_a_frame_answers_in_whatever_order_it_is_asked(
    flows: Rows, cells: list[dict[str, object]], asked: list[tuple[str, str]]
) -> None:
    rows = flows(*cells)
    book = Book(rows)
    for period, reference in asked:
        kept, fresh = (looked_at(each, AS_OF, period=period, reference=reference, window="3") for each in (book, rows))
        pd.testing.assert_frame_equal(partners(kept, agreements({}), FAMILIES), partners(fresh, agreements({}), FAMILIES))
        pd.testing.assert_frame_equal(one_way(kept), one_way(fresh))


# Published figures


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return figures("reference/published").rows("published")


@pytest.fixture(scope="module")
def sample() -> Book:
    return Book(figures("sample").rows("sample"))


def figures(place: str) -> Figures:
    return built([DATA / place]).figures


def schemes_by_family() -> dict[str, str]:
    return {scheme.scheme: scheme.family for scheme in schemes().values()}


def answer(rows: pd.DataFrame | Book, complete_to: str = "", **selection: object) -> Scope:
    return scope_of(rows, Selection(**selection), schemes_by_family(), complete_to=complete_to)


@pytest.mark.parametrize(
    ("selection", "forward", "back", "expected"),
    [
        pytest.param({"period": "2016", "schemes": ("CAMP",)}, 2505, 2702, 1.0786, id="work camps 2016"),
        pytest.param({"period": "2016", "schemes": ("SC",)}, 2059, 54, 0.0262, id="Service Civique 2016"),
        pytest.param(
            {"period": "2018", "programmes": ("WELTWARTS",), "reference": "DEU"}, 3382, 640, 0.1892, id="weltwärts"
        ),
        pytest.param(
            {"period": "2020-01-01/2022-02-28", "schemes": ("SOUTH_SOUTH",), "reference": "MAR", "kind": "planned"},
            8,
            8,
            1.0,
            id="plan of the South-South pilot",
        ),
    ],
)
def test_published_ratios_of_all_countries_together(
    published: pd.DataFrame, selection: dict[str, object], forward: int, back: int, expected: float
) -> None:
    found = whole(answer(published, **selection))
    assert (found.forward, found.back, found.status) == (forward, back, "reported")
    assert round(found.ratio, 4) == expected


@pytest.mark.parametrize(
    ("period", "back", "expected"),
    [pytest.param("", 9, 0.9, id="edition 1"), pytest.param("2015-11-01/2016-06-30", 4, 0.4, id="edition 2")],
)
def test_published_ratios_of_weccee(published: pd.DataFrame, period: str, back: int, expected: float) -> None:
    scope = answer(published, period=period, programmes=("WECCEE",))
    found = pair(scope, "SEN", "FRA", agreements(), schemes_by_family())
    assert (scope.selection.basis, found.forward, found.back, found.ratio) == ("not_stated", 10, back, expected)
    assert (found.small, found.band, found.default_band) == (True, "none", "too_small"), "ten people are no verdict"


def test_the_five_largest_origins_of_2022_are_more_than_half(published: pd.DataFrame) -> None:
    found = concentration(answer(published, period="2022", schemes=("SC",)), "in")
    assert found.countries == ("SEN", "MAR", "BEN", "BFA", "LBN")
    assert (found.volume, found.total, round(found.share, 3)) == (82, 153, 0.536)


def test_all_published_schemes_of_2016_together_are_mixed(published: pd.DataFrame) -> None:
    scope = answer(published, period="2016")
    assert scope.families == ("CAMP", "SC")
    assert whole(scope).default_band == "mixed"


# The sample, against its placements one by one


def started(family: str, period: str) -> pd.DataFrame:
    """Return the sample's placements of a family that started in the years of a period, read as plainly as possible."""
    table = pd.read_csv(DATA / "sample" / "placements.csv", usecols=["scheme", "origin", "destination", "start_on"])
    first, last = period.split("-")
    year = pd.to_datetime(table["start_on"]).dt.year
    return table[(table["scheme"].map(schemes_by_family()) == family) & year.between(int(first), int(last))]


@pytest.mark.parametrize(
    ("family", "reference", "period", "window"),
    [("SC", "FRA", "2023-2023", "1"), ("SC", "FRA", "2021-2025", "5"), ("VSI", "SEN", "2022-2024", "3"),
     ("SOUTH_SOUTH", "MAR", "2019-2021", "3")],
)  # fmt: skip
def test_partners_of_the_sample_are_its_placements_counted(
    sample: Book, family: str, reference: str, period: str, window: str
) -> None:
    people = started(family, period)
    arrived = people[people["destination"] == reference].groupby("origin").size()
    left = people[people["origin"] == reference].groupby("destination").size()
    plain = pd.DataFrame({"inflow": arrived, "outflow": left}).fillna(0.0)
    scope = answer(
        sample, AS_OF, period=period[-4:], window=window, reference=reference, schemes=(family,), basis="started"
    )
    table = partners(scope, agreements(), schemes_by_family()).set_index("country")
    table = table[table["known"] > 0].sort_index()
    assert not plain.empty
    assert table.index.tolist() == plain.index.tolist()
    for column, expected in (
        ("inflow", plain["inflow"]),
        ("outflow", plain["outflow"]),
        ("net", plain["inflow"] - plain["outflow"]),
        ("ratio", (plain["inflow"] / plain["outflow"]).replace(np.inf, np.nan)),
        ("balance", plain.min(axis=1) / plain.max(axis=1)),
        ("people_in", plain["inflow"]),
    ):
        np.testing.assert_allclose(table[column], expected, err_msg=column)
    assert table["small"].tolist() == (plain.min(axis=1) < 10).tolist()


def test_people_behind_the_months_of_three_years_are_those_who_were_there(sample: Book) -> None:
    days = ["start_on", "end_on", "planned_end_on"]
    table = pd.read_csv(DATA / "sample" / "placements.csv", usecols=["scheme", "destination", *days], parse_dates=days)
    late = table["end_on"].isna() & (table["planned_end_on"] < AS_OF)
    end = table["end_on"].mask(late, table["planned_end_on"]).fillna(pd.Timestamp("2100-01-01"))
    there = (table["scheme"].map(schemes_by_family()) == "VSI") & (table["destination"] == "FRA")
    there &= (table["start_on"] <= "2024-12-31") & (end >= "2022-01-01")
    scope = answer(sample, AS_OF, period="2024", window="3", schemes=("VSI",), measure="volunteer_months")
    found = whole(scope)
    assert found.people_back == there.sum() > 0
    singles = [
        whole(answer(sample, AS_OF, period=year, schemes=("VSI",), measure="volunteer_months"))
        for year in ("2022", "2023", "2024")
    ]
    assert found.back == pytest.approx(sum(one.back for one in singles))
    assert sum(one.people_back for one in singles) > found.people_back, "some were there in several years"


def test_guinea_is_one_way_out_in_weccee_2025(sample: Book) -> None:
    scope = answer(sample, AS_OF, period="2025", programmes=("WECCEE",))
    row = partners(scope, agreements(), schemes_by_family()).set_index("country").loc["GIN"]
    assert (row["way"], row["inflow"], row["last_in"]) == ("out", 0, "")
    assert one_way(scope)[["origin", "destination"]].to_numpy().tolist() == [["FRA", "GIN"]]


def test_morocco_is_a_two_way_hub_of_the_south_south_pilot(sample: Book) -> None:
    scope = answer(sample, AS_OF, period="2021", window="3", reference="MAR", schemes=("SOUTH_SOUTH",))
    table = partners(scope, agreements(), schemes_by_family())
    assert table[["country", "inflow", "outflow", "way"]].to_numpy().tolist() == [
        ["SEN", 4, 4, "both"],
        ["CIV", 3, 3, "both"],
        ["MLI", 1, 1, "both"],
    ]
    assert (whole(scope).back, whole(scope).forward, whole(scope).ratio) == (8, 8, 1)
    assert network(scope).flow_reciprocity == 16 / 19, "three more went between Colombia, Peru and Ecuador"


def test_the_agreement_with_burkina_faso_ended_in_august_2023() -> None:
    found = figures("sample")
    book, agreed = Book(found.rows("sample")), found.agreements_of("sample")

    def agreement(period: str) -> object:
        scope = answer(book, AS_OF, period=period, schemes=("SC",))
        return partners(scope, agreed, schemes_by_family()).set_index("country").loc["BFA", ["agreement_id", "low", "high"]]

    assert agreement("2023").tolist() == ["AGR-06", 0.8, 1.25]
    assert agreement("2024").tolist()[0] == ""
