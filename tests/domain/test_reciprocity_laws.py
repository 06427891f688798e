"""What must hold between pairs, partners, matrix and network, whatever the flows are."""

from __future__ import annotations

from math import isnan

import numpy as np
import pandas as pd
import pytest
from exchanges import AS_OF, FAMILIES, NAN, Rows, agreements, looked_at
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crossmobility.domain.flows import count_once
from crossmobility.domain.offers import in_scope
from crossmobility.domain.reciprocity import (
    Book,
    matrix,
    network,
    one_way,
    pair,
    pair_history,
    partners,
    whole,
)

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
