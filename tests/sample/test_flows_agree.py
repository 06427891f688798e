"""The public command and a plain pandas sum count the same."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.cli import main

AS_OF = pd.Timestamp("2025-12-31")


def asked(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> list[dict[str, object]]:
    assert main(["flows", "--data", str(folder), "--format", "json", "--lang", "en", *arguments]) == 0
    answer: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize("year", [2019, 2024])
def test_flows_by_corridor_and_scheme_are_the_pandas_counts(
    capsys: pytest.CaptureFixture[str], sample_folder: Path, started: pd.DataFrame, year: int
) -> None:
    first, last = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    overdue = started["planned_end_on"].where(started["planned_end_on"] < AS_OF)
    ends = started["end_on"].fillna(overdue)
    within = {
        "started": started["start_on"].between(first, last),
        "active": (started["start_on"] <= last) & ~(ends < first),
        "stock": (started["start_on"] <= last) & ~(ends <= last),
        "ended": ends.between(first, last),
    }
    abroad = started["origin"] != started["destination"]
    for basis, counted in within.items():
        rows = asked(
            capsys,
            sample_folder,
            *("--period", str(year), "--basis", basis, "--by", "origin,destination,scheme"),
        )
        told = {(row["origin"], row["destination"], row["scheme"]): row["placements"] for row in rows}
        expected = started[counted & abroad].groupby(["origin", "destination", "scheme"]).size().to_dict()
        assert {key: number for key, number in told.items() if key[0] != key[1]} == expected, basis


def test_the_two_readings_of_incoming_vsi(capsys: pytest.CaptureFixture[str], sample_folder: Path) -> None:
    for year, basis, published in (("2023", "started", 59), ("2024", "active", 147)):
        rows = asked(
            capsys,
            sample_folder,
            *("--scheme", "VSI_RECIP", "--basis", basis, "--period", year, "--by", "period"),
        )
        assert [row["placements"] for row in rows] == [published]


def test_seen_from_morocco_the_pilot_is_balanced(capsys: pytest.CaptureFixture[str], sample_folder: Path) -> None:
    rows = asked(
        capsys, sample_folder, *("--programme", "SUDSUD", "--reference", "MAR", "--basis", "started", "--by", "pair")
    )
    assert {tuple(row["pair"]): (row["forward"], row["back"]) for row in rows} == {
        ("CIV", "MAR"): (3, 3),
        ("MAR", "MLI"): (1, 1),
        ("MAR", "SEN"): (4, 4),
    }
