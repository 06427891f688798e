"""Both directions of an exchange: one pair, all partners, all countries together."""

from __future__ import annotations

from math import isnan

import numpy as np
from exchanges import AS_OF, FAMILIES, NAN, Rows, agreements, by_country, looked_at, way

from crossmobility.domain.reciprocity import (
    PARTNER_COLUMNS,
    balance,
    concentration,
    matrix,
    network,
    one_way,
    pair,
    pair_history,
    partners,
    ratio,
    whole,
)

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
