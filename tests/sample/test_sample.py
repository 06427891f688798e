"""The sample as a whole: reproducible, synthetic, without personal data, calibrated, accepted by our own check."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.commands import sample as command
from crossmobility.intake.dataset import take_in_dataset
from crossmobility.reference import data_folder
from crossmobility.sample.write import sample_files

TABLES = ("placements", "organisations", "activities", "observations", "agreements")
REGENERATE = "the sample was not written anew: crossmobility sample"
SUMS = """import hashlib
from crossmobility.sample.write import sample_files
print(hashlib.sha256(b"".join(sample_files().values())).hexdigest())"""


def test_the_same_seed_gives_the_same_bytes(files: Mapping[str, bytes]) -> None:
    assert sample_files() == files


def test_bytes_do_not_depend_on_hashing_language_or_time_zone() -> None:
    sums = set()
    for changed in (
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Pacific/Noumea", "LANG": "fr_FR.UTF-8"},
    ):
        asked = [sys.executable, "-c", SUMS]
        sums.add(subprocess.run(asked, env={**os.environ, **changed}, capture_output=True, text=True, check=True).stdout)
    assert len(sums) == 1


def test_another_seed_gives_other_rows_and_the_same_published_facts(files: Mapping[str, bytes]) -> None:
    other = sample_files(7)
    assert other["placements.csv"] != files["placements.csv"]
    lines = other["placements.csv"].decode().splitlines()
    head = lines[0].split(",")
    scheme, start = head.index("scheme"), head.index("start_on")
    of_2019 = [line for line in lines[1:] if line.split(",")[scheme] == "SC_RECIP" and line.split(",")[start][:4] == "2019"]
    assert len(of_2019) == 251


def test_the_sample_in_the_checkout_is_the_one_the_generator_makes(files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        assert (data_folder() / "sample" / name).read_bytes() == content, REGENERATE


def test_the_files_are_small(files: Mapping[str, bytes]) -> None:
    assert len(files["placements.csv"]) <= 1_200_000
    assert 2_400 <= files["placements.csv"].count(b"\n") - 1 <= 2_600


@pytest.mark.parametrize("name", TABLES)
def test_every_row_says_that_it_is_synthetic(table: Callable[[str], pd.DataFrame], name: str) -> None:
    assert table(name)["is_synthetic"].eq(True).all()


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_those_of_the_schema(table: Callable[[str], pd.DataFrame], name: str) -> None:
    schema = json.loads((data_folder() / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert list(table(name).columns) == [field["name"] for field in schema["fields"]]


def test_the_dataset_says_what_it_is(files: Mapping[str, bytes]) -> None:
    described = tomllib.loads(files["dataset.toml"].decode())
    assert described["synthetic"] is True
    assert (described["as_of"], described["licence"], described["reference_country"]) == ("2025-12-31", "MIT", "FRA")
    assert described["title_en"] == "Synthetic demonstration data"
    for words in ("not that of France", "59", "147", "our reading", "Africa2020"):
        assert words in described["note_en"]
    for words in ("n’est pas celui de la France", "59", "147", "notre lecture", "Africa2020"):
        assert words in described["note_fr"]


def test_no_column_can_name_a_person(placements: pd.DataFrame) -> None:
    forbidden = re.compile("name|birth|mail|phone|passport|address|nationality|bank|photo")
    assert [column for column in placements.columns if forbidden.search(column)] == []
    assert placements["volunteer_id"].str.fullmatch(r"V-[2-9A-HJKMNP-Z]{7}").all()
    assert placements["volunteer_id"].is_unique


def test_codes_of_volunteers_follow_no_order(placements: pd.DataFrame) -> None:
    ranks = placements["volunteer_id"].rank()
    for column in ("applied_on", "start_on", "placement_id"):
        assert abs(ranks.corr(placements[column].rank())) < 0.06, column


def test_organisations_are_visibly_invented(table: Callable[[str], pd.DataFrame], placements: pd.DataFrame) -> None:
    organisations = table("organisations")
    assert organisations["name"].str.fullmatch(r"[\w’ -]+ \d{3} \(exemple\)").all()
    assert organisations["name"].is_unique
    assert 100 <= len(organisations) <= 160
    place = organisations.set_index("org_id")["country"]
    assert placements["hosting_org_id"].map(place).eq(placements["destination"]).all(), "hosts are where the mission is"


def test_our_own_check_finds_no_error_and_few_warnings(sample_folder: Path) -> None:
    taken = take_in_dataset(sample_folder)
    assert taken.unread == ()
    assert sum(intake.account.rejected for intake in taken.intakes) == 0
    findings = Counter((finding.severity, finding.rule) for intake in taken.intakes for finding in intake.findings)
    assert {rule for severity, rule in findings if severity != "info"} == {"V13", "V16", "V19"}
    assert all(severity != "error" for severity, _ in findings)
    assert sum(findings.values()) <= 30


def test_some_placements_are_overdue_and_some_reports_missing(placements: pd.DataFrame) -> None:
    day = pd.Timestamp("2025-12-31")
    running = placements["start_on"].notna() & placements["end_on"].isna()
    assert 3 <= (running & (placements["planned_end_on"] < day)).sum() <= 20
    late = (placements["final_due_on"] < day) & placements["final_report_on"].isna()
    assert 0.03 < late.mean() < 0.12


def test_every_stage_of_a_placement_occurs(placements: pd.DataFrame) -> None:
    stages = set(placements["status"])
    assert {"APPLIED", "SELECTED", "AGREED", "VISA", "READY", "ACTIVE", "MIDTERM", "RETURNED", "CLOSED", "ALUMNI"} <= stages
    assert {"WITHDRAWN", "REFUSED", "CANCELLED"} <= stages


def test_volunteers_are_like_those_of_published_studies(started: pd.DataFrame) -> None:
    women = started["sex"].eq("F").groupby(started["scheme"]).mean()
    assert 0.53 < women["SC_RECIP"] < 0.61
    assert 0.58 < women["SC_INTL"] < 0.72
    assert set(started[started["scheme"].isin(["SC_RECIP", "SC_INTL"])]["age_band"]) == {"18-21", "22-25"}
    asked = started["fewer_opportunities"].dropna()
    assert asked.eq(True).mean() == pytest.approx(0.35, abs=0.03)


def test_missions_end_as_in_published_studies(started: pd.DataFrame) -> None:
    long = started[~started["scheme"].isin(["CAMP", "JSI_VVVSI"]) & (started["planned_end_on"] <= "2025-12-31")]
    early = long[long["end_on"] < long["planned_end_on"] - pd.Timedelta(days=7)]
    assert len(early) / len(long) == pytest.approx(0.20, abs=0.02)
    usual = early[~early["end_reason"].isin(["FORCE_MAJEURE", "SECURITY"])]["end_reason"]
    assert usual.isin(["JOB", "STUDIES"]).mean() == pytest.approx(0.36, abs=0.06)
    assert usual.isin(["ABANDONMENT", "MISCONDUCT"]).mean() == pytest.approx(0.24, abs=0.05)


def test_answers_after_the_mission_are_as_published(started: pd.DataFrame) -> None:
    marks = started["satisfaction_volunteer"].dropna()
    assert (marks >= 4).mean() == pytest.approx(0.89, abs=0.02)
    due = started[~started["scheme"].isin(["CAMP", "JSI_VVVSI"]) & (started["end_on"] < "2025-05-01")]
    assert due["followup_on"].notna().mean() == pytest.approx(0.57, abs=0.03)


def test_months_per_placement_differ_by_scheme(started: pd.DataFrame) -> None:
    days = (started["planned_end_on"] - started["planned_start_on"]).dt.days
    longest, shortest = days.groupby(started["scheme"]).max(), days.groupby(started["scheme"]).min()
    assert 180 <= shortest["SC_RECIP"] <= longest["SC_RECIP"] <= 365
    assert 364 <= shortest["VSI_RECIP"] <= longest["VSI_RECIP"] <= 731
    assert longest["CAMP"] <= 21


def test_every_country_that_sends_has_hosted_volunteers_from_france(started: pd.DataFrame) -> None:
    sending = set(started[started["scheme"] == "SC_RECIP"]["origin"])
    hosting = set(started[(started["origin"] == "FRA")]["destination"])
    assert sending <= hosting


def test_stated_values_agree_with_the_placements(table: Callable[[str], pd.DataFrame], started: pd.DataFrame) -> None:
    stated = table("observations").query(
        "indicator_id == 'SAT_VOL' and scheme == 'SC_RECIP' and period == 2019 and value_type == 'actual'"
    )
    ended = started[(started["scheme"] == "SC_RECIP") & (started["end_on"].dt.year == 2019)][
        "satisfaction_volunteer"
    ].dropna()
    (row,) = stated.itertuples()
    assert (row.numerator, row.denominator) == ((ended >= 4).sum(), len(ended))
    assert row.value == pytest.approx(row.numerator / row.denominator, abs=5e-5)


def test_targets_are_initial_and_some_are_revised(table: Callable[[str], pd.DataFrame]) -> None:
    targets = table("observations").query("indicator_id == 'PLC_STARTED' and scheme == 'SC_RECIP' and period == 2021")
    assert targets.set_index("value_type")["value"].to_dict() == {"target_initial": 280, "target_revised": 120}


def test_bands_lie_the_right_way_round(table: Callable[[str], pd.DataFrame]) -> None:
    agreements = table("agreements")
    assert (agreements["low"] < agreements["high"]).all()
    assert {"FRA", "MAR"} == set(agreements["reference"])


def test_the_command_writes_the_sample_where_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = command.run(Namespace(out=tmp_path / "new" / "sample", seed=3), "en")
    assert code == 0
    assert {path.name for path in (tmp_path / "new" / "sample").iterdir()} == {
        "dataset.toml",
        *(f"{name}.csv" for name in TABLES),
    }
    assert "synthetic placements" in capsys.readouterr().out
