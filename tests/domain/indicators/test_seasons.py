"""Series inside their years, and the season they teach."""

from __future__ import annotations

import doctest
import json
import os
from math import isnan, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.indicators import seasons as module
from crossmobility.domain.indicators.definitions import StatusRule
from crossmobility.domain.indicators.seasons import Season, point, running, season
from crossmobility.domain.indicators.standing import Case, standing
from crossmobility.errors import BadRequest

RULE = StatusRule(on_track=0.95, at_risk=0.80, too_early=0.125)
# Baromètre des résultats de l'action publique, "nb-jeunes-engages", national: second and last quarters, five years.
HALF_AND_END = {
    2017: (66_750, 123_252),
    2018: (80_840, 140_290),
    2019: (85_435, 140_121),
    2020: (71_232, 131_745),
    2021: (83_188, 144_691),
}


def history(**values: float) -> pd.DataFrame:
    """One row per period, in the order given: ``history(**{"2019-Q1": 5})``."""
    return pd.DataFrame({"period": list(values), "value": [float(value) for value in values.values()]})


def quarters(year: int, *values: float) -> dict[str, float]:
    return {f"{year}-Q{number}": value for number, value in enumerate(values, start=1)}


def shown(table: pd.DataFrame, column: str) -> dict[str, float]:
    return dict(zip(table["period"], table[column], strict=True))


# Values within their year.


def test_a_count_that_starts_again_every_january_is_never_a_fall() -> None:
    # Service Civique, national: 140,290 at the end of 2018, 75,866 three months later.
    series = history(**{"2018-Q3": 100_440, "2018-Q4": 140_290, "2019-Q1": 75_866, "2019-Q2": 85_435})
    table = running(series, "cumulative_in_period")
    assert shown(table, "value") == {"2018-Q3": 100_440, "2018-Q4": 140_290, "2019-Q1": 75_866, "2019-Q2": 85_435}
    added = shown(table, "added")
    assert (added["2018-Q4"], added["2019-Q1"], added["2019-Q2"]) == (39_850, 75_866, 9_569)
    assert isnan(added["2018-Q3"]), "what the third quarter added to an unknown second one is unknown"


def test_the_same_year_is_read_alike_however_it_is_stored() -> None:
    flow = running(history(**quarters(2020, 5, 0, 3, 4), **quarters(2021, 6, 1, 2, 3)), "flow")
    in_year = running(history(**quarters(2020, 5, 5, 8, 12), **quarters(2021, 6, 7, 9, 12)), "cumulative_in_period")
    since_start = running(
        history(**quarters(2020, 25, 25, 28, 32), **quarters(2021, 38, 39, 41, 44)), "cumulative_since_start"
    )
    pd.testing.assert_frame_equal(flow, in_year)
    pd.testing.assert_frame_equal(since_start[since_start["year"] == "2021"], flow[flow["year"] == "2021"])
    assert since_start.loc[since_start["year"] == "2020", "value"].isna().all(), "what came before 2020 is not known"


def test_a_flow_is_known_up_to_its_first_gap() -> None:
    blank = running(history(**quarters(2020, 5, nan, 3, 4), **quarters(2021, 6, 1, 2, 3)), "flow")
    absent = running(history(**{"2020-Q1": 5, "2020-Q3": 3, "2020-Q4": 4}), "flow")
    assert blank["value"].tolist() == pytest.approx([5, nan, nan, nan, 6, 7, 9, 12], nan_ok=True)
    assert absent["value"].tolist() == pytest.approx([5, nan, nan], nan_ok=True)
    assert absent["added"].tolist() == [5, 3, 4], "the quarters themselves are known"


def test_a_year_without_its_first_quarter_is_unknown_as_a_flow() -> None:
    assert running(history(**{"2020-Q2": 3, "2020-Q3": 4}), "flow")["value"].isna().all()


def test_after_a_gap_a_cumulated_value_is_known_and_its_part_is_not() -> None:
    table = running(history(**quarters(2020, 5, nan, 8, 12)), "cumulative_in_period")
    assert table["value"].tolist() == pytest.approx([5, nan, 8, 12], nan_ok=True)
    assert table["added"].tolist() == pytest.approx([5, nan, nan, 4], nan_ok=True)
    absent = running(history(**{"2020-Q1": 5, "2020-Q3": 8}), "cumulative_in_period")
    assert absent["added"].tolist() == pytest.approx([5, nan], nan_ok=True)


def test_a_level_stays_as_it_is_and_adds_nothing() -> None:
    table = running(history(**quarters(2020, 50, 40, 45, 44)), "stock")
    assert table["value"].tolist() == [50, 40, 45, 44]
    assert table["added"].isna().all()


def test_rows_come_oldest_first_and_months_are_no_quarters() -> None:
    mixed = history(
        **{"2021-Q1": 9, "2020-Q1": 5, "2020-01": 1, "2020-02": 2, "2020": 30, "": 7, "2020-01-15/2020-03-31": 8}
    )
    table = running(mixed, "flow").sort_values(["kind", "period"])
    assert table[["kind", "period", "point", "value"]].to_numpy().tolist() == [
        ["month", "2020-01", 1, 1.0],
        ["month", "2020-02", 2, 3.0],
        ["quarter", "2020-Q1", 1, 5.0],
        ["quarter", "2021-Q1", 1, 9.0],
        ["year", "2020", 1, 30.0],
    ]
    ordered = running(history(**{"2021-Q1": 9, "2020-Q2": 1, "2020-Q1": 5}), "flow")
    assert ordered["period"].tolist() == ["2020-Q1", "2020-Q2", "2021-Q1"]


def test_two_values_of_one_period_are_refused() -> None:
    twice = pd.DataFrame({"period": ["2020-Q1", "2020-Q1"], "value": [1.0, 2.0]})
    with pytest.raises(BadRequest, match=r"“2020-Q1” has several values.*Choose one programme, category and edition first"):
        running(twice, "flow")


@pytest.mark.parametrize("accumulation", ["flow", "cumulative_in_period", "cumulative_since_start", "stock"])
def test_no_history_has_no_rows_and_no_season(accumulation: str) -> None:
    nothing = pd.DataFrame({"period": pd.Series([], dtype="str"), "value": pd.Series([], dtype=float)})
    table = running(nothing, accumulation)
    assert table.empty
    assert list(table.columns) == list(module.RUNNING_COLUMNS)
    assert season(nothing, "quarter", accumulation) == Season()


PARTS = st.lists(st.lists(st.integers(0, 500), min_size=4, max_size=4), min_size=1, max_size=5)


@settings(deadline=None, max_examples=40)
@given(PARTS)
def test_flow_and_cumulated_series_say_the_same(years: list[list[int]]) -> None:
    flow, cumulated = {}, {}
    for year, parts in enumerate(years, start=2015):
        flow |= quarters(year, *parts)
        cumulated |= quarters(year, *np.cumsum(parts).tolist())
    one, other = running(history(**flow), "flow"), running(history(**cumulated), "cumulative_in_period")
    pd.testing.assert_frame_equal(one, other)
    assert (one["added"] >= 0).all()
    assert season(history(**flow), "quarter", "flow") == season(history(**cumulated), "quarter", "cumulative_in_period")


@settings(deadline=None, max_examples=40)
@given(PARTS)
def test_a_season_of_counts_never_falls_and_ends_at_one(years: list[list[int]]) -> None:
    series = {}
    for year, parts in enumerate(years, start=2015):
        series |= quarters(year, *parts)
    found = season(history(**series), "quarter", "flow")
    with_anything = sum(any(parts) for parts in years)
    assert len(found.years) == (with_anything if with_anything >= 2 else 0)
    if found.years:
        assert list(found.shares) == [1, 2, 3, 4]
        assert found.shares[4] == 1
        assert sorted(found.shares.values()) == pytest.approx(list(found.shares.values()))


# Seasons.


def test_the_season_is_the_mean_of_the_years_shares_not_of_their_sums() -> None:
    # 10/20 and 90/100: mean 0.7; of the sums it would be 100/120.
    series = history(**{"2020-H1": 10, "2020-H2": 20, "2021-H1": 90, "2021-H2": 100})
    found = season(series, "half", "cumulative_in_period")
    assert found.shares == pytest.approx({1: 0.7, 2: 1.0})
    assert found.years == ("2020", "2021")
    assert found.at(1) == pytest.approx(0.7)
    assert isnan(found.at(3))


def test_a_flow_teaches_by_its_running_sum() -> None:
    # 2020: 1, 3, 6, 10 of 10; 2021: 4, 4, 8, 16 of 16.
    found = season(history(**quarters(2020, 1, 2, 3, 4), **quarters(2021, 4, 0, 4, 8)), "quarter", "flow")
    assert found.shares == pytest.approx({1: (0.1 + 0.25) / 2, 2: (0.3 + 0.25) / 2, 3: (0.6 + 0.5) / 2, 4: 1.0})


def test_one_complete_year_is_no_season() -> None:
    one = history(**quarters(2020, 1, 2, 3, 4), **{"2021-Q1": 4, "2021-Q2": 3})
    assert season(one, "quarter", "flow") == Season()
    assert isnan(season(one, "quarter", "flow").at(2))


def test_years_with_a_gap_or_without_anybody_teach_nothing() -> None:
    series = history(
        **quarters(2018, 1, 1, 1, 1),
        **quarters(2019, 1, nan, 3, 4),
        **quarters(2020, 0, 0, 0, 0),
        **quarters(2021, 3, 0, 0, 1),
    )
    assert season(series, "quarter", "flow").years == ("2018", "2021")


def test_no_year_is_measured_by_itself() -> None:
    series = history(**quarters(2019, 1, 1, 1, 1), **quarters(2020, 1, 1, 1, 1), **quarters(2021, 4, 0, 0, 0))
    assert season(series, "quarter", "flow", before="2021").shares[1] == 0.25
    assert season(series, "quarter", "flow").shares[1] == 0.5
    assert season(series, "quarter", "flow", before="2020") == Season()


def test_whole_years_beside_quarters_teach_no_season_of_quarters() -> None:
    parts = {**quarters(2019, 1, 1, 1, 1), **quarters(2020, 1, 1, 1, 1)}
    assert season(history(**parts, **{"2019": 4, "2020": 4}), "quarter", "flow") == season(
        history(**parts), "quarter", "flow"
    )


def test_a_stock_has_no_season() -> None:
    assert season(history(**quarters(2020, 5, 5, 5, 5), **quarters(2021, 5, 5, 5, 5)), "quarter", "stock") == Season()


def test_months_have_twelve_points() -> None:
    months = {f"{year}-{number:02d}": 2 for year in (2020, 2021) for number in range(1, 13)}
    found = season(history(**months), "month", "flow")
    assert found.shares == pytest.approx({number: number / 12 for number in range(1, 13)})


@pytest.mark.parametrize(
    ("text", "number"), [("2022-Q1", 1), ("2022-Q4", 4), ("2022-H2", 2), ("2022-01", 1), ("2022-12", 12), ("2022", 1)]
)
def test_a_period_is_a_point_of_its_year(text: str, number: int) -> None:
    assert point(text) == number


# Service Civique.


def test_service_civique_usually_reaches_57_per_cent_by_june() -> None:
    # In halves, so that two published figures a year are enough.
    halves = {f"{year}-H{half}": value for year, pair in HALF_AND_END.items() for half, value in enumerate(pair, start=1)}
    found = season(history(**halves, **{"2022-H1": 81_647}), "half", "cumulative_in_period", before="2022")
    assert found.years == ("2017", "2018", "2019", "2020", "2021")
    assert round(found.at(1), 3) == 0.569


@pytest.mark.trials
def test_service_civique_in_june_2022_is_off_track_at_71_per_cent_of_its_season() -> None:
    file = Path(os.environ["CROSSMOBILITY_TRIALS"]) / "barometre-service-civique" / "OVQ-SPA-national.json"
    (country,) = json.loads(file.read_text(encoding="utf-8"))
    dates = [pd.Timestamp(row["date"]) for row in country["nb-jeunes-engages"]]
    series = pd.DataFrame(
        {
            "period": [f"{day.year}-Q{day.quarter}" for day in dates],
            "value": [float(row["value"]) for row in country["nb-jeunes-engages"]],
        }
    )
    assert len(series) == 22
    assert (running(series, "cumulative_in_period")["added"] > 0).all(), "no quarter of 22 is a fall"
    learned = season(series, "quarter", "cumulative_in_period", before="2022")
    assert [round(learned.at(number), 4) for number in (1, 2, 3, 4)] == [0.5083, 0.5686, 0.7015, 1.0]
    case = Case(
        "increase",
        "cumulative_in_period",
        "COUNT",
        target=country["targets"]["nb-jeunes-engages"]["target"],
        actual=country["values"]["nb-jeunes-engages"]["value"],
        elapsed=181 / 365,
        expected=learned.at(point("2022-Q2")),
    )
    found = standing(case, RULE)
    assert (case.target, case.actual) == (202_000, 81_647)
    assert (round(found.expected, 3), round(found.pace, 2), found.status) == (0.569, 0.71, "off_track")


def test_the_examples_in_the_docstrings_are_true() -> None:
    failed, _ = doctest.testmod(module)
    assert failed == 0
