"""Women, sectors and goals, each way between a country and the reference country."""

from __future__ import annotations

from math import isnan

import pandas as pd

from crossmobility.domain.programmes.country import overlap, profile_of, women
from crossmobility.domain.splits import SPLIT_COLUMNS

AS_OF = "2025-12-31"
YEARS = ("2022", "2023", "2024")
OUT, BACK = ("SEN", "FRA"), ("FRA", "SEN")


def splits(dimension: str, *rows: tuple[tuple[str, str], str, float], **more: str) -> pd.DataFrame:
    """Return split rows that started in 2024: corridor, category, placements."""
    usual = {"dataset": "test", "period": "2024", "programme": "NONE", "scheme": "SC_RECIP", "basis": "started"}
    lines = [
        {**usual, "origin": a, "destination": b, "dimension": dimension, "category": word, "placements": number, **more}
        for (a, b), word, number in rows
    ]
    return pd.DataFrame(lines, columns=list(SPLIT_COLUMNS))


def ways(table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    return {str(name): (float(some), float(known)) for name, some, known in table.itertuples(index=False)}


def test_women_are_counted_each_way_among_those_whose_sex_is_known() -> None:
    rows = pd.concat(
        [
            splits(
                "sex", (OUT, "F", 3), (OUT, "M", 2), (OUT, "X", 1), (OUT, "U", 4), (BACK, "M", 5), (("TGO", "FRA"), "F", 9)
            ),
            splits("sex", (OUT, "F", 1), period="2022"),
            splits("sex", (OUT, "F", 50), period="2021"),
            splits("sex", (OUT, "F", 50), basis="active"),
            splits("sex", (OUT, "F", 2), scheme="VSI_RECIP"),
        ],
        ignore_index=True,
    )
    assert ways(women(rows, "SEN", "FRA", YEARS, complete_to=AS_OF)) == {"there": (6, 9), "here": (0, 5)}


def test_nobody_in_complete_data_is_zero_and_unknown_elsewhere() -> None:
    nobody = splits("sex", (("TGO", "FRA"), "F", 9))
    assert ways(women(nobody, "SEN", "FRA", YEARS, complete_to=AS_OF)) == {"there": (0, 0), "here": (0, 0)}
    assert women(nobody, "SEN", "FRA", YEARS).isna().to_numpy()[:, 1:].all()
    future = women(nobody, "SEN", "FRA", ("2026",), complete_to=AS_OF)
    assert future[["women", "known"]].isna().all().all(), "a year to come is not complete"


def test_a_profile_puts_both_ways_side_by_side_numbers_in_order_and_the_unknown_last() -> None:
    sector = splits("sector", (OUT, "SPORT", 6), (OUT, "HEALTH", 4), (BACK, "SPORT", 5), (BACK, "U", 1))
    goals = splits("sdg", (OUT, "13", 2), (BACK, "4", 1), (OUT, "4", 1))
    table = profile_of({"sector": sector, "sdg": goals}, "SEN", "FRA", YEARS, complete_to=AS_OF)
    assert table.to_numpy().tolist() == [
        ["sector", "HEALTH", 4, 0],
        ["sector", "SPORT", 6, 5],
        ["sector", "U", 0, 1],
        ["sdg", "4", 1, 1],
        ["sdg", "13", 2, 0],
    ]
    assert overlap(table, "sector") == 0.6, "min(6/10, 5/5) + min(4/10, 0)"
    assert isnan(overlap(table, "sdg")), "three out, one in: too few"


def test_a_way_without_any_row_is_unknown_unless_the_data_are_complete() -> None:
    table = profile_of({"sector": splits("sector", (OUT, "SPORT", 6))}, "SEN", "FRA", YEARS)
    assert table["out"].tolist() == [6] and table["in"].isna().all()
    assert isnan(overlap(table, "sector"))


def test_the_same_profile_overlaps_wholly_and_a_different_one_not_at_all() -> None:
    alike = splits("sector", (OUT, "SPORT", 6), (OUT, "HEALTH", 2), (BACK, "SPORT", 12), (BACK, "HEALTH", 4))
    apart = splits("sector", (OUT, "SPORT", 6), (BACK, "HEALTH", 5))
    found = [
        overlap(profile_of({"sector": rows}, "SEN", "FRA", YEARS, complete_to=AS_OF), "sector") for rows in (alike, apart)
    ]
    assert found == [1, 0]


def test_nothing_at_all_is_a_table_without_rows() -> None:
    table = profile_of({"sector": splits("sector")}, "SEN", "FRA", YEARS)
    assert table.columns.tolist() == ["dimension", "category", "out", "in"] and table.empty
    assert isnan(overlap(table, "sector"))
