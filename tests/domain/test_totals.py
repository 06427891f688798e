"""Headline figures and country totals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.flows import country_totals, totals
from crossmobility.errors import BadRequest

NAN = float("nan")
Rows = Callable[..., pd.DataFrame]


def test_headline_figures_of_a_small_selection(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN", "placements": 11},
        {"origin": "TUN", "placements": NAN, "status": "not_broken_down", "rank": 1},
        {"origin": "_O", "placements": 9, "status": "not_broken_down", "countries": 14},
        {"origin": "FRA", "destination": "SEN", "placements": 30},
        {"origin": "COL", "destination": "PER", "placements": 2},
    )
    found = totals(rows, "FRA")
    assert (found.inflow, found.outflow, found.between, found.total) == (20, 30, 2, 52)
    assert (found.net, found.gross, found.ratio) == (-10, 50, pytest.approx(2 / 3))
    assert (found.not_broken_down, found.corridors, found.countries, found.countries_stated) == (9, 3, 4, 14)
    assert (found.basis, found.status) == ("started", "reported")


def test_what_is_not_stated_is_unknown_not_zero(flows: Rows) -> None:
    found = totals(flows({"placements": 33}), "FRA")
    assert (found.inflow, found.outflow, found.net, found.gross, found.ratio) == (33, None, None, None, None)
    nothing = totals(flows({}).iloc[:0], "FRA")
    assert (nothing.total, nothing.not_broken_down, nothing.status, nothing.basis) == (None, None, "not_reported", "")


def test_two_bases_have_no_common_total(flows: Rows) -> None:
    with pytest.raises(BadRequest, match="differ in basis and may not be added: active, started"):
        totals(flows({"basis": "started"}, {"basis": "active"}), "FRA")


def test_months_can_be_the_measure(flows: Rows) -> None:
    found = totals(flows({"placements": 3, "volunteer_months": 21.5}), "FRA", measure="volunteer_months")
    assert (found.inflow, found.status, found.corridors) == (21.5, "reported", 1)


def test_a_country_has_a_net_only_where_both_ways_are_stated(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN", "placements": 11},
        {"origin": "_T", "destination": "SEN", "placements": 5, "period": "2018"},
        {"origin": "TUN", "placements": NAN, "status": "not_broken_down"},
        {"origin": "FRA", "destination": "FRA", "placements": 50},
    )
    table = country_totals(rows).set_index("country")
    assert table.loc["SEN", ["inflow", "outflow", "net", "gross", "known"]].tolist() == [5, 11, -6, 16, 16]
    assert table.loc["FRA", ["inflow", "known"]].tolist() == [11, 11]
    assert table.loc["FRA", ["outflow", "net", "gross"]].isna().all(), "volunteers at home neither reach nor leave it"
    assert table["status"].to_dict() == {"SEN": "reported", "FRA": "partial", "TUN": "not_broken_down"}
    assert set(table.index) == {"SEN", "FRA", "TUN"}, "all countries together are no country"


COUNTRY = st.sampled_from(["SEN", "TUN", "FRA", "MAR", "BFA"])
ROW = st.fixed_dictionaries({"origin": COUNTRY, "destination": COUNTRY, "placements": st.integers(0, 500).map(float)})


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=12))
def test_over_all_countries_net_is_zero_and_inflow_equals_outflow(flows: Rows, drawn: list[dict[str, object]]) -> None:
    table = country_totals(flows(*drawn), absent_is_zero=True)
    moving = sum(row["placements"] for row in drawn if row["origin"] != row["destination"])
    assert table["net"].sum() == 0
    assert table["inflow"].sum() == table["outflow"].sum() == moving
    for row in table.to_dict("records"):
        here = row["country"]
        came = sum(r["placements"] for r in drawn if r["destination"] == here != r["origin"])
        left = sum(r["placements"] for r in drawn if r["origin"] == here != r["destination"])
        assert (row["inflow"], row["outflow"], row["net"], row["gross"]) == (came, left, came - left, came + left)


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=12), COUNTRY)
def test_every_placement_goes_one_way(flows: Rows, drawn: list[dict[str, object]], reference: str) -> None:
    found = totals(flows(*drawn), reference)
    within = sum(row["placements"] for row in drawn if row["origin"] == row["destination"])
    assert (found.inflow or 0) + (found.outflow or 0) + (found.between or 0) + within == found.total
    assert found.not_broken_down == 0
    assert not np.isnan(found.total or 0)
