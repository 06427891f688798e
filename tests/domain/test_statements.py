"""Totals beside their parts: resolved_totals and contradictions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.flows import contradictions, resolved_totals
from crossmobility.errors import BadSource

NAN = float("nan")
Rows = Callable[..., pd.DataFrame]


def cells(rows: pd.DataFrame) -> list[tuple[str, str, float, str]]:
    return list(rows[["origin", "destination", "placements", "status"]].itertuples(index=False, name=None))


def test_a_total_beside_its_known_parts_becomes_the_rest_of_it(flows: Rows) -> None:
    resolved = resolved_totals(
        flows(
            {"statement_id": "ALL", "origin": "_T", "placements": 153, "countries": 27},
            {"statement_id": "A", "part_of": "ALL", "origin": "SEN", "placements": 22},
            {"statement_id": "B", "part_of": "ALL", "origin": "MAR", "placements": 18},
        )
    )
    assert cells(resolved) == [
        ("_O", "FRA", 113.0, "not_broken_down"),
        ("SEN", "FRA", 22.0, "reported"),
        ("MAR", "FRA", 18.0, "reported"),
    ]
    assert resolved["statement_id"].tolist() == ["ALL", "A", "B"]
    assert resolved["part_of"].tolist() == ["", "", ""], "the parts now stand beside the remainder, not inside it"
    assert resolved["countries"].iloc[0] == 27, "as stated for the whole"
    assert resolved["certainty"].tolist() == ["derived", "published", "published"]


def test_countries_named_without_a_number_stay_unknown_and_the_remainder_is_the_whole(flows: Rows) -> None:
    resolved = resolved_totals(
        flows(
            {"statement_id": "ALL", "origin": "_T", "placements": 251, "part_of": "SIX-YEARS"},
            {"statement_id": "A", "part_of": "ALL", "origin": "TUN", "placements": NAN, "rank": 1},
            {"statement_id": "SIX-YEARS", "origin": "_T", "placements": 860, "period": "2017-01-01/2022-12-31"},
        )
    )
    assert resolved["placements"].tolist()[::2] == [251.0, 860.0]
    assert resolved["status"].tolist() == ["not_broken_down", "not_broken_down", "reported"]
    assert np.isnan(resolved["placements"].iloc[1])
    assert resolved["rank"].iloc[1] == 1
    assert resolved["part_of"].tolist() == ["SIX-YEARS", "SIX-YEARS", ""], "parts inherit what their total was part of"
    assert resolved["certainty"].iloc[0] == "published", "nothing was taken away"


def test_a_fully_broken_down_total_leaves_nothing(flows: Rows) -> None:
    resolved = resolved_totals(
        flows(
            {"statement_id": "ALL", "origin": "_T", "placements": 19},
            {"statement_id": "A", "part_of": "ALL", "origin": "SEN", "placements": 11},
            {"statement_id": "B", "part_of": "ALL", "origin": "TUN", "placements": 8},
        )
    )
    assert resolved["statement_id"].tolist() == ["A", "B"]


def test_an_empty_remainder_stays_while_another_row_refers_to_its_statement(flows: Rows) -> None:
    resolved = resolved_totals(
        flows(
            {"statement_id": "ALL", "origin": "_T", "placements": 11},
            {"statement_id": "A", "part_of": "ALL", "origin": "SEN", "placements": 11},
            {"statement_id": "W", "part_of": "ALL", "origin": "SEN", "programme": "WECCEE", "placements": 9},
        )
    )
    assert resolved["statement_id"].tolist() == ["ALL", "A", "W"]
    assert resolved["part_of"].tolist() == ["", "", "ALL"], "a programme is no finer country"


def test_a_total_without_part_of_is_read_with_the_parts_it_covers(flows: Rows) -> None:
    resolved = resolved_totals(
        flows(
            {"origin": "_T", "placements": 30},
            {"origin": "SEN", "placements": 11},
            {"origin": "SEN", "placements": 5, "period": "2020"},
            {"origin": "FRA", "destination": "_T", "placements": 70},
        )
    )
    assert cells(resolved) == [
        ("_O", "FRA", 19.0, "not_broken_down"),
        ("SEN", "FRA", 11.0, "reported"),
        ("SEN", "FRA", 5.0, "reported"),
        ("FRA", "_T", 70.0, "reported"),
    ]


def test_a_world_total_over_country_totals_over_corridors_keeps_its_sum(flows: Rows) -> None:
    counts = flows(
        {"origin": "_T", "destination": "_T", "placements": 1763},
        {"origin": "_T", "destination": "FRA", "placements": 147},
        {"origin": "SEN", "destination": "FRA", "placements": 12},
    )
    resolved = resolved_totals(counts)
    assert cells(resolved) == [
        ("_T", "_O", 1616.0, "not_broken_down"),
        ("_O", "FRA", 135.0, "not_broken_down"),
        ("SEN", "FRA", 12.0, "reported"),
    ]
    assert resolved["placements"].sum() == 1763


def test_parts_beyond_their_total_are_refused_and_found(flows: Rows) -> None:
    counts = flows(
        {"statement_id": "ALL", "origin": "_T", "placements": 10},
        {"part_of": "ALL", "origin": "SEN", "placements": 8},
        {"part_of": "ALL", "origin": "TUN", "placements": 4},
    )
    with pytest.raises(BadSource, match=r"The parts of ALL add up to 12, more than its total 10\. Correct the numbers"):
        resolved_totals(counts)
    found = contradictions(counts)
    assert found[["statement_id", "measure", "total", "parts"]].to_numpy().tolist() == [["ALL", "placements", 10.0, 12.0]]
    assert found.index.tolist() == [0]


def test_a_cell_under_two_totals_is_refused(flows: Rows) -> None:
    counts = flows(
        {"origin": "_T", "destination": "FRA", "placements": 30},
        {"origin": "SEN", "destination": "_T", "placements": 20},
        {"origin": "SEN", "destination": "FRA", "placements": 11},
    )
    with pytest.raises(BadSource, match=r"SEN → FRA may be a part of two totals, _T → FRA and SEN → _T\. Name the total"):
        resolved_totals(counts)


def test_two_totals_of_the_same_cell_are_refused(flows: Rows) -> None:
    counts = flows(
        {"origin": "_T", "placements": 30}, {"origin": "_T", "placements": 31}, {"origin": "SEN", "placements": 3}
    )
    with pytest.raises(BadSource, match="two totals, _T → FRA and _T → FRA"):
        resolved_totals(counts)


def test_a_name_borne_by_two_rows_is_refused(flows: Rows) -> None:
    counts = flows(
        {"statement_id": "A", "origin": "_T", "placements": 30},
        {"statement_id": "A", "origin": "_T", "placements": 30, "period": "2020"},
        {"part_of": "A", "origin": "SEN", "placements": 3},
    )
    with pytest.raises(BadSource, match="Two rows have the statement_id A"):
        resolved_totals(counts)


def test_months_are_split_like_placements(flows: Rows) -> None:
    resolved = resolved_totals(
        flows(
            {"statement_id": "ALL", "origin": "_T", "placements": 30, "volunteer_months": 200.5},
            {"part_of": "ALL", "origin": "SEN", "placements": 11, "volunteer_months": 80.25},
        )
    )
    assert resolved["volunteer_months"].tolist() == [120.25, 80.25]


def test_the_callers_frame_is_left_alone(flows: Rows) -> None:
    counts = flows({"statement_id": "A", "origin": "_T", "placements": 9}, {"part_of": "A", "placements": 4})
    before = counts.copy(deep=True)
    resolved_totals(counts)
    pd.testing.assert_frame_equal(counts, before)


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_resolving_keeps_every_scopes_sum_whatever_the_order(flows: Rows, data: st.DataObject) -> None:
    rows: list[dict[str, object]] = []
    for period in ("2018", "2019"):
        parts = data.draw(st.dictionaries(st.sampled_from(["SEN", "TUN", "BFA", "_O"]), st.integers(0, 50), max_size=4))
        extra = data.draw(st.integers(0, 40))
        total = {
            "statement_id": f"T{period}",
            "origin": "_T",
            "period": period,
            "placements": sum(parts.values()) + extra,
        }
        rows += [total] + [
            {"part_of": data.draw(st.sampled_from(["", f"T{period}"])), "origin": c, "period": period, "placements": n}
            for c, n in parts.items()
        ]
    shuffled = data.draw(st.permutations(rows))
    resolved = resolved_totals(flows(*shuffled))
    stated = {row["period"]: row["placements"] for row in rows if row["origin"] == "_T"}
    sums = {period: sum(resolved.loc[resolved["period"] == period, "placements"]) for period in stated}
    assert sums == stated
    again = resolved_totals(resolved)
    assert sorted(cells(again)) == sorted(cells(resolved)), "nothing is left to resolve"
