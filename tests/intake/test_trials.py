"""Real files nobody here wrote, taken in through descriptions of our own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from intake_files import rules

from crossmobility.intake.accounts import Account, Intake, take_in
from crossmobility.intake.sources import dataset_in, sources_in

DATA = Path(__file__).parents[1] / "data"
pytestmark = pytest.mark.trials


def taken_from(name: str) -> Intake:
    (source,) = sources_in(DATA / name)
    return take_in(source)


def by_hand(intake: Intake) -> pd.DataFrame:
    return pd.read_csv(intake.source.file, dtype=str, keep_default_na=False)


def test_peace_corps_is_accounted_for_to_the_last_of_949_rows() -> None:
    intake = taken_from("peace-corps")
    assert intake.account == Account(lines=950, header=1, accepted=893, left_out=56, rejected=0, blank=0)
    assert (intake.accepted["destination"] == "_O").sum() == 15
    assert (intake.accepted["destination"] != "_O").sum() == 878
    assert sum(rows for _, rows in intake.reasons) == 56
    assert intake.findings == ()
    assert intake.is_clean


def test_peace_corps_years_equal_the_14_world_rows() -> None:
    intake = taken_from("peace-corps")
    raw = by_hand(intake)
    world = (
        raw[raw["Post"].isin(["WORLDWIDE TOTAL", "GLOBAL"])]
        .set_index("Fiscal Year")["Total Volunteers and Trainees"]
        .astype(float)
    )
    sums = intake.accepted.groupby("period")["placements"].sum()
    assert len(world) == 14
    assert sums.to_dict() == world.to_dict()
    assert sums["2019"] == 10_811


def test_peace_corps_guard_notices_a_changed_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        taken_from("peace-corps")
        .source.file.read_text(encoding="utf-8")
        .replace("BENIN,AFRICA,2020,152", "BENIN,AFRICA,2020,153")
    )
    folder = tmp_path / "peace-corps-volunteers"
    folder.mkdir()
    (folder / "EarlyTerminations07-20.csv").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CROSSMOBILITY_TRIALS", str(tmp_path))
    intake = taken_from("peace-corps")
    assert not intake.meets_expectations
    assert rules(intake) == [("S-EXPECT", None)]


def test_unesco_is_accounted_for_with_one_row_rejected() -> None:
    intake = taken_from("unesco-student-flows")
    assert intake.account == Account(lines=50_700, header=1, accepted=50_698, left_out=0, rejected=1, blank=0)
    assert rules(intake) == [("F-SAME-COUNTRY", 48_754)]
    assert intake.rejected[["origin_country_name", "dest_country_lumped"]].to_numpy().tolist() == [["Belarus", "Belarus"]]
    assert intake.findings[0].value == "Belarus"
    assert not intake.is_clean
    assert intake.meets_expectations


def test_unesco_estimates_and_its_unfinished_year_have_their_status() -> None:
    accepted = taken_from("unesco-student-flows").accepted
    assert accepted["status"].value_counts().to_dict() == {"reported": 48_449, "estimated": 2_188, "partial": 61}
    assert set(accepted.loc[accepted["status"] == "partial", "period"]) == {"2021"}


def test_unesco_unknown_ends_are_other_and_known_corridors_equal_the_file() -> None:
    intake = taken_from("unesco-student-flows")
    raw = by_hand(intake)
    assert (intake.accepted["destination"] == "_O").sum() == (raw["dest_country_lumped"] == "Other countries").sum()
    unknown = raw["origin_country_name"].str.contains("unknown|Antilles|pre-secession")
    assert (intake.accepted["origin"] == "_O").sum() == unknown.sum()
    france = intake.accepted.query("destination == 'FRA' and period == '2019'").set_index("origin")["placements"]
    assert [france[code] for code in ("TUN", "SEN", "BFA")] == [9_823, 10_163, 1_590]


def test_both_datasets_say_what_they_are() -> None:
    assert [dataset_in(DATA / name).as_of for name in ("peace-corps", "unesco-student-flows")] == [
        "2020-09-30",
        "2021-12-31",
    ]
