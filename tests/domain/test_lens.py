"""The South–South lens: every flow on one side, and what is unknown on none."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility import reference
from crossmobility.domain.lens import SIDES, share_between, sides

NAN = float("nan")
SOUTH = frozenset({"SEN", "MAR", "TUN"})
PUBLISHED = Path(__file__).parents[2] / "data" / "reference" / "published"
Rows = Callable[..., pd.DataFrame]


def line(frame: pd.DataFrame) -> dict[str, object]:
    assert len(frame) == 1
    return dict(frame.iloc[0])


def test_each_corridor_is_on_the_side_of_its_two_countries(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN", "destination": "MAR", "placements": 1},
        {"origin": "FRA", "destination": "SEN", "placements": 2},
        {"origin": "SEN", "destination": "FRA", "placements": 4},
        {"origin": "FRA", "destination": "DEU", "placements": 8},
        {"origin": "TUN", "destination": "FRA", "placements": 16},
    )
    found = line(sides(rows, ["2019"], SOUTH, "placements", True))
    assert [found[side] for side in SIDES] == [1, 2, 20, 8]
    assert (found["unstated"], found["total"], found["share_ss"], found["status"]) == (0, 31, 1 / 31, "reported")


def test_what_is_not_broken_down_is_on_no_side_and_not_in_the_share(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN", "destination": "MAR", "placements": 3},
        {"origin": "SEN", "destination": "FRA", "placements": 1},
        {"origin": "_O", "destination": "FRA", "placements": 40},
        {"origin": "_T", "destination": "_T", "placements": 6},
    )
    found = line(sides(rows, ["2019"], SOUTH, "placements", True))
    assert (found["unstated"], found["total"], found["share_ss"]) == (46, 50, 0.75)


def test_a_flow_within_a_country_crosses_no_border(flows: Rows) -> None:
    rows = flows({"origin": "SEN", "destination": "SEN", "placements": 9}, {"placements": 2})
    found = line(sides(rows, ["2019"], SOUTH, "placements", True))
    assert (found["SS"], found["total"], found["share_ss"]) == (0, 2, 0)


def test_of_published_figures_a_side_nobody_states_is_unknown(flows: Rows) -> None:
    found = line(sides(flows({"placements": 33}), ["2019"], SOUTH, "placements", False))
    assert (found["SN"], found["total"], found["status"]) == (33, 33, "reported")
    assert np.isnan([found[side] for side in ("SS", "NS", "NN", "unstated", "share_ss")]).all()


def test_a_side_named_without_a_number_stays_unknown_even_in_complete_data(flows: Rows) -> None:
    rows = flows({"placements": 5}, {"origin": "SEN", "destination": "MAR", "placements": NAN, "status": "not_reported"})
    found = line(sides(rows, ["2019"], SOUTH, "placements", True))
    assert np.isnan([found["SS"], found["share_ss"]]).all()
    assert (found["SN"], found["status"]) == (5, "partial")


def test_a_year_without_anybody_is_0_in_complete_data_and_unknown_in_published_ones(flows: Rows) -> None:
    rows = flows({"period": "2018"}, {"period": "2020"})
    counted = sides(rows, ["2018", "2019"], SOUTH, "placements", True)
    assert counted["period"].tolist() == ["2018", "2019"], "only the periods asked for, in their order"
    assert counted.loc[1, [*SIDES, "unstated", "total"]].tolist() == [0] * 6
    assert np.isnan(counted.loc[1, "share_ss"]) and counted.loc[1, "status"] == "reported", "nobody has no share"
    stated = sides(rows, ["2018", "2019"], SOUTH, "placements", False)
    assert stated.loc[1, [*SIDES, "unstated", "total", "share_ss"]].isna().all()
    assert stated["status"].tolist() == ["reported", "not_reported"]


def test_months_are_those_of_the_rows(flows: Rows) -> None:
    rows = flows(
        {"basis": "active", "origin": "SEN", "destination": "MAR", "placements": 9, "volunteer_months": 1.5},
        {"basis": "active", "placements": 1, "volunteer_months": 4.5},
    )
    assert line(sides(rows, ["2019"], SOUTH, "volunteer_months", True))["share_ss"] == 0.25


def test_norec_2024_the_statement_in_words_gives_58_3_percent() -> None:
    # Published in a sentence, without corridors: there is nothing for ``sides`` to add up, so its share is used directly.
    with (PUBLISHED / "published_statements.csv").open(encoding="utf-8", newline="") as lines:
        said = {row["statement_id"]: row["text_en"] for row in csv.DictReader(lines)}["NOREC-2024"]
    numbers = re.search(r"(\d+) participants, (\d+) of them between two countries of the South", said)
    assert numbers is not None
    total, part = map(int, numbers.groups())
    assert (part, total, round(100 * share_between(part, total), 1)) == (242, 415, 58.3)


def test_corridors_of_the_size_norec_states_give_the_same_share(flows: Rows) -> None:
    rows = flows(
        {"origin": "KEN", "destination": "UGA", "placements": 242},
        {"origin": "NOR", "destination": "KEN", "placements": 90},
        {"origin": "UGA", "destination": "NOR", "placements": 83},
    )
    south = frozenset({"KEN", "UGA"})
    assert line(sides(rows, ["2019"], south, "placements", True))["share_ss"] == share_between(242, 415)


@pytest.mark.parametrize(("part", "total"), [(0, 0), (NAN, 4), (4, NAN)])
def test_there_is_no_share_of_nobody_or_of_the_unknown(part: float, total: float) -> None:
    assert np.isnan(share_between(part, total))


def test_by_the_dated_list_the_pilot_is_south_south_and_service_civique_is_not(flows: Rows) -> None:
    south = frozenset(code for code, country in reference.countries().items() if country.is_oda)
    rows = flows(
        {"origin": "SEN", "destination": "MAR", "placements": 4},
        {"origin": "MAR", "destination": "CIV", "placements": 3},
        {"origin": "MAR", "destination": "FRA", "placements": 1},
    )
    assert line(sides(rows, ["2019"], south, "placements", True))["SS"] == 7


COUNTRY = st.sampled_from(["SEN", "MAR", "FRA", "DEU", "_T", "_O"])
ROW = st.fixed_dictionaries(
    {
        "origin": COUNTRY,
        "destination": COUNTRY,
        "placements": st.integers(0, 60).map(float),
        "period": st.sampled_from("67"),
    }
)


@settings(deadline=None, max_examples=30)
@given(st.lists(ROW, max_size=12))
def test_every_border_crossing_is_on_exactly_one_side(flows: Rows, drawn: list[dict[str, object]]) -> None:
    rows = flows(*({**row, "period": f"201{row['period']}"} for row in drawn))
    found = sides(rows, ["2016", "2017"], SOUTH, "placements", True)
    within = (rows["origin"] == rows["destination"]) & ~rows["origin"].isin(["_T", "_O"])
    for row in found.itertuples():
        assert row.total == rows.loc[(rows["period"] == row.period) & ~within, "placements"].sum()
        assert row.total == row.SS + row.NS + row.SN + row.NN + row.unstated
        assert np.isnan(row.share_ss) or 0 <= row.share_ss <= 1


@settings(deadline=None, max_examples=30)
@given(st.lists(ROW, min_size=1, max_size=10))
def test_turning_the_list_round_swaps_south_and_north(flows: Rows, drawn: list[dict[str, object]]) -> None:
    rows = flows(*({**row, "period": "2016"} for row in drawn))
    north = frozenset({"FRA", "DEU"})
    found, turned = (line(sides(rows, ["2016"], half, "placements", True)) for half in (frozenset({"SEN", "MAR"}), north))
    assert [found[side] for side in SIDES] == [turned[side] for side in ("NN", "SN", "NS", "SS")]
