"""The four bases reconciled: against placements counted one by one, and silent where a number is unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.bases import ROWS, reconciliation
from crossmobility.domain.counting import count_once
from crossmobility.domain.placements import flow_cells, reconciled
from crossmobility.release.build import built

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
AS_OF = date(2025, 6, 30)
UNTIL = AS_OF.isoformat()
SUMS = ["before", "started", "active", "ended", "after"]
Rows = Callable[..., pd.DataFrame]
Stay = tuple[str, str, str, str | None]

# Origin, destination, first day, last day (None: still there, none planned).
STAYS: tuple[Stay, ...] = (
    ("SEN", "FRA", "2022-11-01", "2023-05-31"),
    ("SEN", "FRA", "2023-03-01", "2024-02-29"),
    ("TUN", "FRA", "2023-06-01", "2023-12-31"),
    ("SEN", "FRA", "2024-09-01", None),
    ("FRA", "SEN", "2023-01-10", "2025-01-09"),
    ("FRA", "TUN", "2024-02-01", "2024-08-31"),
    ("MAR", "SEN", "2023-10-01", "2024-03-31"),
    ("FRA", "FRA", "2023-10-01", "2024-03-31"),
)


def placements(stays: Sequence[Stay]) -> pd.DataFrame:
    frame = pd.DataFrame(list(stays), columns=["origin", "destination", "start_on", "end_on"])
    dates = frame[["start_on", "end_on"]].apply(lambda column: pd.to_datetime(column, format="ISO8601"))
    return frame.assign(**dates, planned_end_on=pd.NaT, programme_id="NONE", scheme="VSI").astype(
        {"origin": "str", "destination": "str"}
    )


def cells(stays: Sequence[Stay]) -> pd.DataFrame:
    return flow_cells(placements(stays), as_of=AS_OF)


def lines(table: pd.DataFrame) -> dict[str, list[float]]:
    assert table["side"].tolist() == list(ROWS)
    return {row[0]: list(row[1:]) for row in table[["side", *SUMS]].itertuples(index=False)}


def test_a_year_seen_from_france_enters_leaves_and_crosses_its_ends() -> None:
    found = reconciliation(cells(STAYS), ["2023"], "FRA", complete_to=UNTIL)
    assert lines(found) == {"in": [1, 2, 3, 2, 1], "out": [0, 1, 1, 0, 1], "between": [0, 1, 1, 0, 1]}
    assert found["holds"].tolist() == [True, True, True]


def test_three_years_add_what_starts_and_ends_but_not_who_is_active() -> None:
    found = reconciliation(cells(STAYS), ["2023", "2024", "2025"], "FRA", complete_to=UNTIL)
    assert found["active"].isna().all(), "who is active in two years would count twice"
    assert found.drop(columns="active").to_numpy().tolist() == [
        ["in", 1, 3, 3, 1, True],
        ["out", 0, 2, 2, 0, True],
        ["between", 0, 1, 1, 0, True],
    ]


def test_the_first_year_of_all_begins_with_nobody() -> None:
    assert lines(reconciliation(cells(STAYS), ["2022"], "FRA", complete_to=UNTIL))["in"] == [0, 1, 1, 0, 1]


def test_a_pair_is_looked_at_alone_both_ways() -> None:
    found = reconciliation(cells(STAYS), ["2024"], "FRA", corridor=("SEN", "FRA"), complete_to=UNTIL)
    assert lines(found) == {"in": [1, 1, 2, 1, 1], "out": [1, 0, 1, 0, 1], "between": [0, 0, 0, 0, 0]}
    turned = reconciliation(cells(STAYS), ["2024"], "FRA", corridor=("FRA", "SEN"), complete_to=UNTIL)
    pd.testing.assert_frame_equal(found, turned)
    others = reconciliation(cells(STAYS), ["2024"], "FRA", corridor=("SEN", "MAR"), complete_to=UNTIL)
    assert lines(others) == {"in": [0, 0, 0, 0, 0], "out": [0, 0, 0, 0, 0], "between": [1, 0, 1, 1, 0]}


def test_what_does_not_add_up_is_said(flows: Rows) -> None:
    rows = flows(
        {"basis": "stock", "period": "2018", "placements": 3},
        {"basis": "started", "placements": 4},
        {"basis": "active", "placements": 7},
        {"basis": "ended", "placements": 5},
        {"basis": "stock", "placements": 3},
    )
    assert reconciliation(rows, ["2019"], "FRA", complete_to=UNTIL)["holds"].tolist() == [False, True, True]
    right = rows.assign(placements=[3.0, 4.0, 7.0, 4.0, 3.0])
    assert reconciliation(right, ["2019"], "FRA", complete_to=UNTIL)["holds"].tolist() == [True, True, True]
    active = rows.assign(placements=[3.0, 4.0, 6.0, 4.0, 3.0])
    assert reconciliation(active, ["2019"], "FRA", complete_to=UNTIL)["holds"].tolist() == [False, True, True]


def test_of_published_figures_nothing_is_taken_for_zero(flows: Rows) -> None:
    rows = flows({"basis": "started", "placements": 59}, {"basis": "active", "placements": 147})
    found = reconciliation(rows, ["2019"], "FRA", complete_to="").set_index("side")
    assert found.loc["in", ["started", "active"]].tolist() == [59, 147]
    assert found.loc["in", ["before", "ended", "after"]].isna().all()
    assert found.loc["out", SUMS].isna().all()
    assert found["holds"].tolist() == [None, None, None]


def test_published_figures_that_state_all_four_bases_are_reconciled(flows: Rows) -> None:
    rows = flows(
        {"basis": "stock", "period": "2018", "placements": 3},
        {"basis": "started", "placements": 4},
        {"basis": "active", "placements": 7},
        {"basis": "ended", "placements": 5},
        {"basis": "stock", "placements": 2},
    )
    assert reconciliation(rows, ["2019"], "FRA", complete_to="")["holds"].tolist() == [True, None, None]


def test_a_number_that_is_withheld_leaves_its_sum_unknown(flows: Rows) -> None:
    rows = flows({"placements": 4}, {"origin": "TUN", "placements": float("nan"), "status": "suppressed"})
    found = reconciliation(rows, ["2019"], "FRA", complete_to=UNTIL).set_index("side")
    assert pd.isna(found.loc["in", "started"]) and found.loc["in", "holds"] is None


@pytest.mark.parametrize("periods", [["2026"], [""], [], ["2019-H1"]], ids=["not begun", "undated", "none", "no year"])
def test_what_is_no_counted_year_is_unknown(periods: list[str]) -> None:
    found = reconciliation(cells(STAYS), periods, "FRA", complete_to=UNTIL)
    assert found["side"].tolist() == list(ROWS)
    assert found[["started", "active", "ended", "after"]].isna().all(axis=None)
    assert found["holds"].tolist() == [None, None, None]


def test_a_year_that_as_of_cuts_reconciles_as_it_stands() -> None:
    found = reconciliation(cells(STAYS), ["2025"], "FRA", complete_to=UNTIL)
    assert lines(found)["in"] == [1, 0, 1, 0, 1]
    assert found["holds"].all()


COUNTRY = st.sampled_from(["FRA", "SEN", "MAR"])
DAY = st.dates(date(2021, 1, 1), date(2025, 12, 31)).map(date.isoformat)
STAY = st.tuples(COUNTRY, COUNTRY, DAY, st.one_of(st.none(), DAY))


@settings(deadline=None, max_examples=30)
@given(st.lists(STAY, min_size=1, max_size=14), st.integers(2021, 2025), st.integers(1, 5))
def test_every_window_of_placements_reconciles(stays: list[Stay], last: int, length: int) -> None:
    window = [str(year) for year in range(last - length + 1, last + 1)]
    found = reconciliation(cells(stays), window, "FRA", complete_to=UNTIL)
    assert found["holds"].tolist() == [True, True, True]
    agrees(found, placements(stays), window, "FRA")


def agrees(found: pd.DataFrame, records: pd.DataFrame, window: Sequence[str], country: str) -> None:
    """Check a table against the placements themselves, counted side by side."""
    abroad = records[records["origin"] != records["destination"]]
    into, out = abroad["destination"] == country, abroad["origin"] == country
    for line, chosen in zip(found.itertuples(), (into, out, ~into & ~out), strict=True):
        years = reconciled(abroad[chosen], window, AS_OF).set_index("period")
        assert line.before == years["before"].iloc[0]
        assert (line.started, line.ended) == (years["started"].sum(), years["ended"].sum())
        assert line.after == years["after"].iloc[-1]
        if len(window) == 1:
            assert line.active == years["active"].iloc[0]


@pytest.fixture(scope="session")
def sample_flows() -> pd.DataFrame:
    """The flow rows of the sample as it stood in the middle of a year."""
    return built([SAMPLE], as_of=UNTIL).figures.flows


@pytest.fixture(scope="session")
def sample_placements() -> pd.DataFrame:
    names = ["origin", "destination", "programme_id", "scheme", "start_on", "end_on", "planned_end_on"]
    return pd.read_csv(
        SAMPLE / "placements.csv", usecols=names, parse_dates=names[4:], keep_default_na=False, na_values=[""]
    )


@pytest.mark.parametrize(
    "window", [["2014"], ["2019"], ["2020"], ["2025"], ["2021", "2022", "2023"], ["2021", "2022", "2023", "2024", "2025"]]
)
@pytest.mark.parametrize("country", ["FRA", "MAR"])
def test_the_sample_reconciles_from_every_side(
    sample_flows: pd.DataFrame, sample_placements: pd.DataFrame, window: list[str], country: str
) -> None:
    rows = count_once(sample_flows[sample_flows["kind"] == "actual"], apart=["period"])
    found = reconciliation(rows, window, country, complete_to=UNTIL)
    assert found["holds"].tolist() == [True, True, True]
    agrees(found, sample_placements, window, country)
