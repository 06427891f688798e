"""The seventeen goals: how many placements name each, by the way they go."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from crossmobility.domain.programmes.goals import GOAL_COLUMNS, covered, goals

NAN = float("nan")
SAMPLE = Path(__file__).parents[3] / "data" / "sample" / "placements.csv"


def splits(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Return splits by goal: origin, destination, goal, placements."""
    frame = pd.DataFrame(rows, columns=["origin", "destination", "category", "placements"])
    return frame.astype({"origin": "str", "destination": "str", "category": "str", "placements": "float64"})


def line(table: pd.DataFrame, goal: int) -> list[float | None]:
    found = table[table["goal"] == goal].drop(columns="goal").to_numpy().tolist()
    return [None if pd.isna(cell) else cell for cell in found[0]]


def test_every_goal_stands_there_with_its_ways() -> None:
    rows = splits(
        ("SEN", "FRA", "4", 2.0),
        ("TUN", "FRA", "4", 1.0),
        ("FRA", "SEN", "4", 5.0),
        ("COL", "PER", "17", 3.0),
        ("FRA", "FRA", "13", 4.0),
        ("TGO", "TGO", "13", 6.0),
        ("SEN", "FRA", "U", 50.0),
    )
    table = goals(rows, "FRA")
    assert list(table) == list(GOAL_COLUMNS)
    assert table["goal"].tolist() == list(range(1, 18))
    assert line(table, 4) == [3.0, 5.0, 0.0, 0.0, 8.0]
    assert line(table, 17) == [0.0, 0.0, 3.0, 0.0, 3.0]
    assert line(table, 13) == [0.0, 0.0, 0.0, 10.0, 10.0]
    assert line(table, 1) == [0.0, 0.0, 0.0, 0.0, 0.0]
    assert covered(table) == 3
    assert line(goals(rows, "PER"), 17) == [3.0, 0.0, 0.0, 0.0, 3.0]


@pytest.mark.parametrize("rows", [splits(), splits(("SEN", "FRA", "U", 3.0))])
def test_where_no_placement_names_a_goal_all_are_unknown(rows: pd.DataFrame) -> None:
    table = goals(rows, "FRA")
    assert len(table) == 17
    assert table.drop(columns="goal").isna().all(axis=None)
    assert covered(table) == 0


def test_a_hidden_number_is_unknown_and_hides_no_other_way() -> None:
    table = goals(splits(("SEN", "FRA", "4", NAN), ("FRA", "SEN", "4", 2.0), ("SEN", "FRA", "5", NAN)), "FRA")
    assert line(table, 4) == [None, 2.0, 0.0, 0.0, None]
    assert covered(table) == 1


def test_the_goals_of_the_sample_are_what_plain_pandas_counts() -> None:
    records = pd.read_csv(SAMPLE, dtype="str", keep_default_na=False)
    started = records[records["start_on"].str.startswith("2023")].assign(placements=1.0, category=records["sdg"])
    table = goals(started, "FRA").set_index("goal")
    into = started[(started["destination"] == "FRA") & (started["origin"] != "FRA")]
    expected = into["sdg"].value_counts()
    assert expected.sum() > 100
    assert table["in"].to_dict() == {goal: float(expected.get(str(goal), 0)) for goal in range(1, 18)}
    assert table["placements"].sum() == started["sdg"].isin([str(goal) for goal in range(1, 18)]).sum()
