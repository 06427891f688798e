"""Pairs of countries: both directions side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.flows import pair_table

NAN = float("nan")
FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "CAMP": "CAMP"}
Rows = Callable[..., pd.DataFrame]


def test_a_pair_is_read_in_alphabetical_order_and_its_ratio_from_the_reference(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN", "destination": "FRA", "placements": 4},
        {"origin": "FRA", "destination": "SEN", "placements": 10},
    )
    from_france, from_senegal = pair_table(rows, "FRA").iloc[0], pair_table(rows, "SEN").iloc[0]
    assert from_france[["a", "b", "forward", "back", "gross", "net", "balance", "ratio"]].tolist() == [
        "FRA",
        "SEN",
        10,
        4,
        14,
        6,
        0.4,
        0.4,
    ]
    assert (from_senegal["net"], from_senegal["balance"], from_senegal["ratio"]) == (6, 0.4, 2.5)
    assert pair_table(rows)["ratio"].isna().all(), "nobody's point of view"
    assert pair_table(rows, "MAR")["ratio"].isna().all(), "the reference is not one of the two"


def test_one_direction_alone_has_no_balance(flows: Rows) -> None:
    pair = pair_table(flows({"origin": "SEN", "placements": 11}), "FRA").iloc[0]
    assert (pair["back"], pair["known"], pair["status"]) == (11, 11, "partial")
    assert pair[["forward", "gross", "net", "balance", "ratio"]].isna().all()


def test_a_direction_named_without_a_number_has_no_balance_either(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN", "placements": NAN, "status": "not_broken_down"},
        {"origin": "FRA", "destination": "SEN", "placements": 7},
    )
    pair = pair_table(rows, "FRA").iloc[0]
    assert (pair["known"], pair["status"]) == (7, "partial")
    assert pair[["gross", "net", "balance", "ratio"]].isna().all()


def test_nobody_either_way_has_no_balance_and_nobody_out_no_ratio(flows: Rows) -> None:
    none = pair_table(flows({"placements": 0}, {"origin": "FRA", "destination": "SEN", "placements": 0}), "FRA").iloc[0]
    assert none[["gross", "net"]].tolist() == [0, 0]
    assert none[["balance", "ratio"]].isna().all()
    one_way = pair_table(flows({"placements": 5}), "FRA", absent_is_zero=True).iloc[0]
    assert (one_way["net"], one_way["balance"], one_way["status"]) == (-5, 0, "reported")
    assert np.isnan(one_way["ratio"])


def test_a_mix_of_families_has_no_balance(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN", "placements": 4},
        {"origin": "FRA", "destination": "SEN", "scheme": "CAMP", "placements": 10},
        {"origin": "TUN", "placements": 3},
        {"origin": "FRA", "destination": "TUN", "scheme": "SC_INTL", "placements": 6},
    )
    table = pair_table(rows, "FRA", families=FAMILIES).set_index("b")
    assert table.loc["SEN", ["balance", "ratio"]].isna().all()
    assert table.loc["SEN", "net"] == 6
    assert table.loc["TUN", "balance"] == 0.5, "two schemes of one family"


def test_pairs_can_be_split_further(flows: Rows) -> None:
    rows = flows(
        {"placements": 9, "period": "2018"},
        {"origin": "FRA", "destination": "SEN", "placements": 10, "period": "2018"},
        {"placements": 4, "period": "2019", "basis": "ended"},
    )
    table = pair_table(rows, "FRA", by=["period"])
    assert table[["period", "basis", "known"]].to_numpy().tolist() == [
        ["2018", "started", 19.0],
        ["2019", "ended", 4.0],
    ]


COUNTRY = st.sampled_from(["SEN", "TUN", "FRA"])
ROW = st.fixed_dictionaries({"origin": COUNTRY, "destination": COUNTRY, "placements": st.integers(0, 60).map(float)})


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=10))
def test_turning_every_flow_round_turns_net_and_keeps_balance(flows: Rows, drawn: list[dict[str, object]]) -> None:
    turned = [{**row, "origin": row["destination"], "destination": row["origin"]} for row in drawn]
    there, back = (pair_table(flows(*rows), "FRA").set_index(["a", "b"]).sort_index() for rows in (drawn, turned))
    pd.testing.assert_series_equal(there["net"], -back["net"])
    pd.testing.assert_series_equal(there["balance"], back["balance"])
    assert there["balance"].dropna().between(0, 1).all()
    for (a, b), row in there.iterrows():
        went = [r["placements"] for r in drawn if (r["origin"], r["destination"]) == (a, b)]
        assert np.isnan(row["forward"]) if not went else row["forward"] == sum(went)
