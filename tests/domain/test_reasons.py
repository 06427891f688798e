"""Why it is unbalanced: parts that add up exactly, and no part where a side is unknown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility import reference
from crossmobility.domain.flows import selected
from crossmobility.domain.reasons import OTHER, gap
from crossmobility.errors import BadRequest
from crossmobility.release.figures import open_figures

NAN = float("nan")
Rows = Callable[..., pd.DataFrame]


def both_ways(flows: Rows, *parts: tuple[str, float, float], end: str = "SEN") -> pd.DataFrame:
    """Return rows of several schemes into France and out of it."""
    into = [{"scheme": scheme, "origin": end, "placements": count} for scheme, count, _ in parts]
    out = [{"scheme": scheme, "origin": "FRA", "destination": end, "placements": count} for scheme, _, count in parts]
    return flows(*into, *out)


def test_each_scheme_has_what_arrives_what_leaves_and_the_gap(flows: Rows) -> None:
    rows = both_ways(flows, ("CAMP", 5, 3), ("SC_INTL", 0, 12), ("VSI", 2, 2))
    table = gap(rows, "scheme", "FRA", "placements")
    assert table.to_numpy().tolist() == [
        ["SC_INTL", 0, 12, -12, "reported"],
        ["CAMP", 5, 3, 2, "reported"],
        ["VSI", 2, 2, 0, "reported"],
    ]
    assert gap(rows, "scheme", "SEN", "placements")["gap"].tolist() == [12, -2, 0], "seen from the other end"


def test_categories_beyond_the_largest_are_one_row_and_come_last(flows: Rows) -> None:
    rows = both_ways(flows, ("A", 9, 0), ("B", 0, 7), ("C", 5, 1), ("D", 0, 2), ("E", 1, 0))
    table = gap(rows, "scheme", "FRA", "placements", most=2)
    assert table.to_numpy().tolist() == [
        ["A", 9, 0, 9, "reported"],
        ["B", 0, 7, -7, "reported"],
        [OTHER, 6, 3, 3, "reported"],
    ]
    assert OTHER not in gap(rows, "scheme", "FRA", "placements", most=5)["category"].tolist()


def test_a_counterpart_is_looked_at_alone_and_all_together_hold_what_is_not_broken_down(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN", "placements": 4},
        {"origin": "TUN", "placements": 8},
        {"origin": "_O", "placements": 16},
        {"origin": "FRA", "destination": "SEN", "placements": 1},
        {"origin": "FRA", "destination": "FRA", "placements": 99},
        {"origin": "COL", "destination": "PER", "placements": 99},
    )
    assert gap(rows, "scheme", "FRA", "placements", "SEN")[["inflow", "outflow", "gap"]].to_numpy().tolist() == [[4, 1, 3]]
    assert gap(rows, "scheme", "FRA", "placements")[["inflow", "outflow", "gap"]].to_numpy().tolist() == [[28, 1, 27]]


def test_a_direction_without_a_row_is_nobody_in_complete_data_and_unknown_else(flows: Rows) -> None:
    rows = flows(
        {"scheme": "SC_RECIP", "placements": 54},
        {"scheme": "SC_INTL", "origin": "FRA", "destination": "SEN", "placements": 60},
    )
    counted = gap(rows, "scheme", "FRA", "placements", complete=True)
    assert counted.to_numpy().tolist() == [["SC_INTL", 0, 60, -60, "reported"], ["SC_RECIP", 54, 0, 54, "reported"]]
    stated = gap(rows, "scheme", "FRA", "placements")
    assert stated["category"].tolist() == ["SC_INTL", "SC_RECIP"], "unknown gaps by what is known of them"
    assert stated["gap"].isna().all() and set(stated["status"]) == {"partial"}
    assert stated["inflow"].isna().tolist() == [True, False]


def test_others_together_have_no_gap_when_one_of_them_has_none(flows: Rows) -> None:
    rows = pd.concat([both_ways(flows, ("A", 9, 0), ("B", 3, 1)), flows({"scheme": "C", "placements": 2})])
    other = gap(rows, "scheme", "FRA", "placements", most=1).iloc[-1]
    assert (other["category"], other["inflow"], other["outflow"], other["status"]) == (OTHER, 5, 1, "partial")
    assert np.isnan(other["gap"])


def test_others_together_do_not_know_a_direction_that_none_of_them_states(flows: Rows) -> None:
    rows = pd.concat([both_ways(flows, ("A", 9, 0)), flows({"scheme": "C", "placements": 2}, {"scheme": "D"})])
    other = gap(rows, "scheme", "FRA", "placements", most=1).iloc[-1]
    assert (other["inflow"], other["status"]) == (3, "partial")
    assert np.isnan([other["outflow"], other["gap"]]).all()


def test_a_number_the_source_withholds_is_not_zero_in_complete_data_either(flows: Rows) -> None:
    rows = flows({"placements": NAN, "status": "suppressed"}, {"origin": "FRA", "destination": "SEN", "placements": 3})
    line = gap(rows, "scheme", "FRA", "placements", complete=True).iloc[0]
    assert np.isnan([line["inflow"], line["gap"]]).all()
    assert (line["outflow"], line["status"]) == (3, "partial")


def test_years_of_start_stand_in_their_order(flows: Rows) -> None:
    rows = both_ways(flows, ("2019", 1, 0), ("2017", 9, 0), ("2018", 0, 4), ("2016", 0, 2)).assign(
        category=lambda split: split["scheme"], dimension="start_year"
    )
    table = gap(rows, "start_year", "FRA", "placements", most=3)
    assert table[["category", "gap"]].to_numpy().tolist() == [["2016", -2], ["2017", 9], ["2018", -4], [OTHER, 1]]


def test_split_rows_are_read_by_their_category_and_in_months(flows: Rows) -> None:
    rows = flows(
        {"basis": "active", "placements": 1, "volunteer_months": 6.5},
        {"basis": "active", "origin": "FRA", "destination": "SEN", "placements": 9, "volunteer_months": 2.25},
    )[["origin", "destination", "period", "scheme", "basis", "placements", "volunteer_months", "status"]]
    table = gap(rows.assign(category=["6-11M", "LT1M"]), "duration_band", "FRA", "volunteer_months", complete=True)
    assert table[["category", "gap"]].to_numpy().tolist() == [["6-11M", 6.5], ["LT1M", -2.25]]


def test_a_window_of_active_years_adds_its_months(flows: Rows) -> None:
    years = [{"basis": "active", "period": year, "placements": 3, "volunteer_months": 2.0} for year in ("2018", "2019")]
    table = gap(flows(*years), "scheme", "FRA", "volunteer_months", complete=True)
    assert table[["inflow", "outflow", "gap"]].to_numpy().tolist() == [[4, 0, 4]]


def test_no_rows_have_no_reasons(flows: Rows) -> None:
    table = gap(flows(), "scheme", "FRA", "placements", complete=True)
    assert table.empty and table.columns.tolist() == ["category", "inflow", "outflow", "gap", "status"]


def test_another_dimension_is_refused_with_the_nearest_one(flows: Rows) -> None:
    with pytest.raises(BadRequest, match=r"Flows cannot be split by sectors\. Did you mean sector\?"):
        gap(flows({}), "sectors", "FRA", "placements")


def test_published_service_civique_2016_states_each_scheme_one_way_only() -> None:
    families = {code: scheme.family for code, scheme in reference.schemes().items()}
    rows = selected(open_figures("published").flows, period="2016", schemes=["SC"], families=families)
    table = gap(rows[rows["placements"].notna()], "scheme", "FRA", "placements").set_index("category")
    assert table.loc["SC_RECIP", "inflow"] == 54
    assert table.loc["SC_INTL", "outflow"] == 2059
    assert table["gap"].isna().all() and set(table["status"]) == {"partial"}


CATEGORY = st.sampled_from(["A", "B", "C", "D", "E"])
COUNTRY = st.sampled_from(["FRA", "SEN", "TUN", "_O"])
ROW = st.fixed_dictionaries(
    {"scheme": CATEGORY, "origin": COUNTRY, "destination": COUNTRY, "placements": st.integers(0, 60).map(float)}
)


@settings(deadline=None, max_examples=50)
@given(st.lists(ROW, min_size=1, max_size=20), st.integers(0, 6), st.sampled_from(["_T", "SEN"]))
def test_the_parts_add_up_to_the_whole_exactly(
    flows: Rows, drawn: list[dict[str, object]], most: int, counterpart: str
) -> None:
    rows = flows(*drawn)
    met = rows if counterpart == "_T" else rows[rows["origin"].eq(counterpart) | rows["destination"].eq(counterpart)]
    into = met.loc[met["destination"].eq("FRA") & met["origin"].ne("FRA"), "placements"].sum()
    out = met.loc[met["origin"].eq("FRA") & met["destination"].ne("FRA"), "placements"].sum()
    table = gap(rows, "scheme", "FRA", "placements", counterpart, most, complete=True)
    assert (table["inflow"].sum(), table["outflow"].sum(), table["gap"].sum()) == (into, out, into - out)
    assert (table["gap"] == table["inflow"] - table["outflow"]).all()
    assert len(table) <= most + 1 and table["category"].is_unique
    shown = table.loc[table["category"] != OTHER, "gap"].abs()
    assert shown.is_monotonic_decreasing


@settings(deadline=None, max_examples=30)
@given(st.lists(ROW, min_size=1, max_size=20), st.integers(0, 6))
def test_of_published_figures_what_is_known_adds_up_and_no_unknown_side_is_read_as_zero(
    flows: Rows, drawn: list[dict[str, object]], most: int
) -> None:
    rows = flows(*drawn)
    stated, counted = (gap(rows, "scheme", "FRA", "placements", most=most, complete=word) for word in (False, True))
    for side in ("inflow", "outflow"):
        assert stated[side].sum() == counted[side].sum()
    known = stated[stated["gap"].notna()]
    assert known[["inflow", "outflow"]].notna().all(axis=None)
    assert set(stated.loc[stated["gap"].isna(), "status"]) <= {"partial"}
