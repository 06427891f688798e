"""Flow tables: choosing rows, adding them up, saying how far a sum can be trusted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.flows import (
    corridors,
    direction,
    facing,
    families_in,
    flow_table,
    not_broken_down,
    period_series,
    selected,
    top,
)
from crossmobility.errors import BadRequest

NAN = float("nan")
FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "VSI": "VSI", "VSI_RECIP": "VSI", "CAMP": "CAMP"}
Rows = Callable[..., pd.DataFrame]


def status_of(flows: Rows, *rows: dict[str, object]) -> tuple[float, str]:
    table = flow_table(flows(*rows), by=["destination"])
    assert len(table) == 1
    return table["placements"].iloc[0], table["status"].iloc[0]


def test_only_what_is_asked_for_is_chosen(flows: Rows) -> None:
    rows = flows(
        {"statement_id": "a", "scheme": "SC_RECIP", "period": "2019-Q1"},
        {"statement_id": "b", "scheme": "VSI_RECIP", "period": "2019"},
        {"statement_id": "c", "scheme": "CAMP", "period": "2015-11-01/2016-06-30", "kind": "planned"},
        {"statement_id": "d", "scheme": "VSI", "period": "", "origin": "FRA", "destination": "TGO", "programme": "P"},
    )

    def chosen(**asked: object) -> list[str]:
        return selected(rows, families=FAMILIES, **asked)["statement_id"].tolist()

    assert chosen() == ["a", "b", "d"], "planned rows only when asked for"
    assert chosen(kind="planned") == ["c"]
    assert chosen(kind=None, period="2019") == ["a", "b"]
    assert chosen(kind=None, period="2016") == []
    assert chosen(period="") == ["d"], "the undated ones"
    assert chosen(schemes=["VSI"]) == ["b", "d"], "a family"
    assert chosen(schemes=["SC_RECIP"]) == ["a"], "a scheme"
    assert chosen(countries=["TGO"]) == ["d"]
    assert chosen(programmes=["P"]) == ["d"]
    assert chosen(source="nobody") == []


def test_an_unknown_scheme_is_refused_with_the_nearest_one(flows: Rows) -> None:
    with pytest.raises(BadRequest, match=r"There is no scheme SC_RECYP\. Did you mean SC_RECIP\?"):
        selected(flows({}), schemes=["SC_RECYP"], families=FAMILIES)


def test_families_are_named_once(flows: Rows) -> None:
    rows = flows({"scheme": "VSI"}, {"scheme": "VSI_RECIP"}, {"scheme": "SC_INTL"}, {"scheme": "OWN"})
    assert families_in(rows, FAMILIES) == ("OWN", "SC", "VSI")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"placements": 11}, {"placements": 8}], (19, "reported")),
        ([{"placements": 0}], (0, "reported")),
        ([{"placements": 11}, {"placements": NAN, "status": "not_reported"}], (11, "partial")),
        ([{"placements": 11, "status": "partial"}, {"placements": 8}], (19, "partial")),
        ([{"placements": 11, "status": "estimated"}, {"placements": 8, "status": "provisional"}], (19, "estimated")),
        ([{"placements": 11, "status": "provisional"}, {"placements": 8}], (19, "provisional")),
        ([{"placements": 11}, {"placements": NAN, "status": "suppressed"}], (11, "partial")),
        ([{"placements": 11}, {"placements": NAN, "status": "not_applicable"}], (11, "reported")),
        (
            [{"placements": NAN, "status": "not_broken_down"}, {"placements": NAN, "status": "not_reported"}],
            (NAN, "not_broken_down"),
        ),
        (
            [{"placements": NAN, "status": "not_broken_down"}, {"placements": NAN, "status": "suppressed"}],
            (NAN, "suppressed"),
        ),
    ],
)
def test_a_sum_is_as_good_as_its_weakest_part(
    flows: Rows, rows: list[dict[str, object]], expected: tuple[float, str]
) -> None:
    value, status = status_of(flows, *rows)
    assert (status, np.isnan(value)) == (expected[1], np.isnan(expected[0]))
    assert np.isnan(value) or value == expected[0]


def test_a_country_named_without_a_number_does_not_weaken_the_total_that_holds_it(flows: Rows) -> None:
    rows = flows(
        {"origin": "_O", "placements": 251, "status": "not_broken_down"},
        {"origin": "TUN", "placements": NAN, "status": "not_broken_down"},
    )
    by_destination = flow_table(rows, by=["destination"]).iloc[0]
    assert (by_destination["placements"], by_destination["status"]) == (251, "reported")
    by_corridor = flow_table(rows).set_index("origin")["status"]
    assert by_corridor.to_dict() == {"TUN": "not_broken_down", "_O": "not_broken_down"}
    elsewhere = flows(
        {"origin": "_O", "destination": "MAR", "placements": 251, "status": "not_broken_down"},
        {"origin": "TUN", "placements": NAN, "status": "not_broken_down"},
        {"origin": "SEN", "placements": 4},
    )
    assert flow_table(elsewhere, by=["period"])["status"].tolist() == ["partial"], "another destination's remainder"


def test_bases_are_never_added(flows: Rows) -> None:
    table = flow_table(
        flows({"basis": "started", "placements": 134}, {"basis": "active", "placements": 223}), by=["origin"]
    )
    assert table[["basis", "placements"]].to_numpy().tolist() == [["active", 223.0], ["started", 134.0]]


@pytest.mark.parametrize("basis", ["active", "stock"])
def test_people_present_are_not_added_over_periods(flows: Rows, basis: str) -> None:
    rows = flows(
        {"basis": basis, "period": "2018", "placements": 100},
        {"basis": basis, "period": "2019", "placements": 90},
        {"basis": basis, "period": "2019", "origin": "TUN", "placements": 7},
    )
    table = flow_table(rows).set_index("origin")
    assert np.isnan(table.loc["SEN", "placements"])
    assert table["status"].to_dict() == {"SEN": "not_applicable", "TUN": "reported"}
    assert flow_table(rows, by=["period"])["placements"].tolist() == [100, 97], "over countries they are"


@pytest.mark.parametrize(("column", "values"), [("kind", ["actual", "planned"]), ("dataset", ["a", "b"])])
def test_kinds_and_datasets_are_compared_never_added(flows: Rows, column: str, values: list[str]) -> None:
    rows = flows(*({column: value} for value in values))
    with pytest.raises(BadRequest, match=f"differ in {column} and may not be added: {', '.join(values)}"):
        flow_table(rows)
    assert len(flow_table(rows, by=[column])) == 2


def test_an_unknown_key_is_refused(flows: Rows) -> None:
    with pytest.raises(BadRequest, match=r"Flows cannot be split by origen\. Did you mean origin\?"):
        flow_table(flows({}), by=["origen"])


def test_regions_come_from_the_country_table(flows: Rows) -> None:
    places = pd.DataFrame({"region": ["002", "150", ""], "subregion": ["011", "155", ""]}, index=["SEN", "FRA", "ATA"])
    rows = flows(
        {"placements": 11}, {"origin": "_O", "placements": 4}, {"origin": "_T", "destination": "MAR"}, {"origin": "ATA"}
    )
    table = flow_table(rows, ["origin_subregion", "destination_region"], places)
    assert table[["origin_subregion", "destination_region", "placements"]].to_numpy().tolist() == [
        ["011", "150", 11.0],
        ["_O", "150", 5.0],
        ["_T", "_O", 1.0],
    ]
    with pytest.raises(BadRequest, match="cannot be split by origin_region"):
        flow_table(rows, ["origin_region"])


def test_months_are_said_to_be_partial_when_some_placements_have_none(flows: Rows) -> None:
    table = flow_table(flows({"placements": 11, "volunteer_months": 66.5}, {"placements": 2}), by=["destination"])
    assert table[["volunteer_months", "status", "months_status"]].to_numpy().tolist() == [[66.5, "reported", "partial"]]
    assert flow_table(flows({"placements": 2}))["months_status"].tolist() == ["not_reported"]


def test_corridors_join_two_countries_largest_first_unknown_last(flows: Rows) -> None:
    rows = flows(
        {"origin": "TUN", "placements": NAN, "status": "not_broken_down", "rank": 2},
        {"origin": "BFA", "placements": NAN, "status": "not_broken_down", "rank": 1},
        {"origin": "SEN", "placements": 11},
        {"origin": "FRA", "destination": "SEN", "placements": 13},
        {"origin": "_O", "placements": 90, "status": "not_broken_down"},
        {"origin": "FRA", "destination": "FRA", "placements": 50, "scheme": "NATIONAL"},
    )
    table = corridors(rows)
    assert list(zip(table["origin"], table["destination"], strict=True)) == [
        ("FRA", "SEN"), ("SEN", "FRA"), ("BFA", "FRA"), ("TUN", "FRA"),
    ]  # fmt: skip
    assert not_broken_down(rows)["origin"].tolist() == ["_O", "BFA", "TUN"]


def test_no_rows_give_empty_tables_with_their_columns(flows: Rows) -> None:
    none = flows({}).iloc[:0]
    assert list(flow_table(none).columns) == [
        "origin",
        "destination",
        "basis",
        "placements",
        "volunteer_months",
        "status",
        "months_status",
    ]
    assert corridors(none).empty
    assert not_broken_down(none).empty
    assert period_series(none, "FRA").empty


def test_directions_are_seen_from_the_reference_country(flows: Rows) -> None:
    ends = [("SEN", "FRA"), ("_O", "FRA"), ("FRA", "_T"), ("COL", "PER"), ("_T", "MAR"), ("_T", "_T"), ("FRA", "FRA")]
    rows = flows(*({"origin": a, "destination": b} for a, b in ends))
    assert direction(rows, "FRA").tolist() == ["in", "in", "out", "between", "unstated", "unstated", "within"]
    assert direction(rows, "MAR").tolist() == ["between", "unstated", "unstated", "between", "in", "unstated", "within"]
    assert len(facing(rows, "FRA", "both")) == 3


def test_the_rest_of_a_short_list_is_counted(flows: Rows) -> None:
    table = corridors(
        flows(
            {"origin": "SEN", "placements": 11},
            {"origin": "TUN", "placements": 8},
            {"origin": "BFA", "placements": 3},
            {"origin": "MLI", "placements": NAN, "status": "not_broken_down"},
        )
    )
    kept, rest = top(table, 1)
    assert kept["origin"].tolist() == ["SEN"]
    assert (rest.rows, rest.placements, rest.volunteer_months) == (3, 11.0, None)
    everything, nothing = top(table, 10)
    assert (len(everything), nothing.rows, nothing.placements) == (3, 1, None)


def test_a_series_has_gaps_and_one_length_of_period(flows: Rows) -> None:
    rows = flows(
        {"statement_id": "SIX", "origin": "_T", "period": "2017-01-01/2022-12-31", "placements": 860},
        {"part_of": "SIX", "period": "2019", "placements": 251},
        {"period": "2015", "placements": 33},
        {"period": "2015-Q1", "placements": 9},
        {"period": "", "placements": 9},
        {"period": "2016", "placements": 70, "origin": "FRA", "destination": "SEN"},
    )
    series = period_series(rows, "FRA", "in")
    assert series[["period", "placements"]].to_numpy().tolist() == [["2015", 33.0], ["2019", 251.0]]
    assert period_series(rows, "FRA", "in", "quarter")["period"].tolist() == ["2015-Q1"]
    assert period_series(rows, "FRA", "out")["period"].tolist() == ["2016"]


COUNTRY = st.sampled_from(["SEN", "TUN", "FRA", "MAR", "BFA"])
ROW = st.fixed_dictionaries(
    {
        "origin": COUNTRY,
        "destination": COUNTRY,
        "period": st.sampled_from(["2018", "2019"]),
        "basis": st.sampled_from(["started", "ended"]),
        "scheme": st.sampled_from(["SC_RECIP", "CAMP"]),
        "placements": st.one_of(st.just(NAN), st.integers(0, 500).map(float)),
        "volunteer_months": st.one_of(st.just(NAN), st.integers(0, 500).map(float)),
    }
)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(ROW, min_size=1, max_size=12),
    st.sampled_from([["origin"], ["origin", "destination"], ["period", "scheme"], []]),
)
def test_a_flow_table_equals_adding_by_hand(flows: Rows, drawn: list[dict[str, object]], by: list[str]) -> None:
    table = flow_table(flows(*drawn), by=by)
    keys = [*by, "basis"]
    by_hand: dict[tuple[object, ...], list[float]] = {}
    for row in drawn:
        by_hand.setdefault(tuple(row[key] for key in keys), []).append(row["placements"])
    assert [tuple(row) for row in table[keys].to_numpy().tolist()] == sorted(by_hand), (
        "every stated combination, no other, in order"
    )
    for row in table.to_dict("records"):
        known = [n for n in by_hand[tuple(row[key] for key in keys)] if n == n]
        assert np.isnan(row["placements"]) if not known else row["placements"] == sum(known)
        complete = len(known) == len(by_hand[tuple(row[key] for key in keys)])
        assert row["status"] == ("not_reported" if not known else "reported" if complete else "partial")


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_shuffling_rows_changes_no_table(flows: Rows, drawn: list[dict[str, object]], chance: object) -> None:
    rows = flows(*drawn)
    mixed = rows.sample(frac=1, random_state=chance.randrange(2**31))
    pd.testing.assert_frame_equal(flow_table(mixed), flow_table(rows))
    pd.testing.assert_frame_equal(corridors(mixed), corridors(rows))
