"""The barometer of the Service Civique, a real series cumulated in the year, followed from its JSON to its status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest
from barometer import AS_OF, NAME, PROVISIONAL, quarter, trial_folder, write_barometer
from pytest import approx

from crossmobility import reference
from crossmobility.domain.indicators.definitions import Definition, definitions_of, rule_for, status_rules_of
from crossmobility.domain.indicators.explanations import explained
from crossmobility.domain.indicators.parts import parts_that_differ
from crossmobility.domain.indicators.tracking import case_of, standing_of, tracked
from crossmobility.intake.dataset import DatasetIntake, take_in_dataset
from crossmobility.intake.outcome import Account
from crossmobility.release.indicator_tables import indicator_tables

pytestmark = pytest.mark.trials
DAY = date.fromisoformat(AS_OF)
RULES = status_rules_of(reference.status_rule_frame())
PARENTS = {code: place.parent for code, place in reference.french_territories().items() if place.parent}


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> DatasetIntake:
    return take_in_dataset(write_barometer(trial_folder(), tmp_path_factory.mktemp("data") / "barometer"))


@pytest.fixture(scope="module")
def tables(taken: DatasetIntake) -> tuple[pd.DataFrame, Mapping[str, Definition]]:
    values, frame = indicator_tables(taken, as_of=DAY, dataset="barometer", reference_country="FRA")
    return values, definitions_of(frame)


def asked(tables: tuple[pd.DataFrame, Mapping[str, Definition]], period: str, **scope: Any) -> pd.DataFrame:
    values, definitions = tables
    return tracked(values, definitions, RULES, as_of=DAY, period=period, **scope)


def test_every_line_is_accounted_for(taken: DatasetIntake) -> None:
    assert taken.is_clean
    accounts = {intake.source.table: intake.account for intake in taken.intakes}
    # 22 + 396 + 2,222 quarters; one target of the country and one of each region.
    assert accounts == {
        "indicators": Account(lines=2, header=1, accepted=1, left_out=0, rejected=0, blank=0),
        "observations": Account(lines=2660, header=1, accepted=22 + 396 + 2222 + 1 + 18, left_out=0, rejected=0, blank=0),
    }


def test_the_country_18_regions_and_101_departements_have_their_quarters(
    tables: tuple[pd.DataFrame, Mapping[str, Definition]],
) -> None:
    values, _ = tables
    actual = values[values["value_type"] == "actual"]
    level = actual["territory"].str[:4]
    assert actual.groupby(level)["territory"].nunique().to_dict() == {"FR-D": 101, "FR-R": 18, "_T": 1}
    assert actual.groupby(level).size().to_dict() == {"FR-D": 2222, "FR-R": 396, "_T": 22}
    assert set(actual["territory"]) - {"_T"} <= set(reference.french_territories())
    assert {"FR-D2A", "FR-D2B", "FR-D971", "FR-D976"} <= set(actual["territory"])
    targets = values[values["value_type"] == "target_initial"]
    assert targets.groupby(targets["territory"].str[:4])["value"].sum().to_dict() == {"FR-R": 195_454, "_T": 202_000}
    provisional = values[values["value_status"] == "provisional"]
    assert set(provisional["period"]) == {quarter(day) for day in PROVISIONAL} == {"2021-Q4", "2022-Q1"}
    assert len(provisional) == 2 * (1 + 18 + 101)


@pytest.mark.parametrize("period", ["2022", "2022-Q2"])
def test_at_the_end_of_june_2022_the_country_is_off_track(
    tables: tuple[pd.DataFrame, Mapping[str, Definition]], period: str
) -> None:
    (row,) = asked(tables, period).to_dict("records")
    assert (row["indicator"], row["actual"], row["measured"], row["target"]) == (NAME, 81_647, 81_647, 202_000)
    assert row["season"] == row["expected"] == approx(0.569, abs=5e-4)
    assert row["season_years"] == "2017;2018;2019;2020;2021"
    assert row["pace"] == approx(0.71, abs=5e-3)
    assert (row["status"], row["reason"], row["told_on"]) == ("off_track", "pace", AS_OF)


def test_the_row_says_why(tables: tuple[pd.DataFrame, Mapping[str, Definition]]) -> None:
    (row,) = asked(tables, "2022").to_dict("records")
    why = explained(standing_of(row), case_of(row, tables[1][NAME]), rule_for(RULES, NAME)).in_language("en")
    assert why.startswith("Reached 81,647 of 202,000: 0.711 of what the season lets expect at this date; below 0.8 is off")


def test_by_elapsed_time_alone_the_country_would_look_better_than_it_is(
    tables: tuple[pd.DataFrame, Mapping[str, Definition]],
) -> None:
    (row,) = asked(tables, "2022").to_dict("records")
    assert row["elapsed"] == approx(181 / 365)
    assert row["achievement"] / row["elapsed"] > 0.8 > row["pace"]


def test_regions_are_judged_each_by_its_own_season_and_departements_have_no_target(
    tables: tuple[pd.DataFrame, Mapping[str, Definition]],
) -> None:
    every = asked(tables, "2022", territory=None).set_index("territory")
    assert len(every) == 1 + 18 + 101
    regions = every[every.index.str.startswith("FR-R")]
    assert regions["achievement"].notna().all()
    assert regions["season"].between(0.3, 0.8).all() and regions["season"].nunique() == 18
    north = every.loc["FR-R32"]
    values, _ = tables
    series = values[(values["territory"] == "FR-R32") & (values["value_type"] == "actual")].set_index("period")["value"]
    usual = sum(series[f"{year}-Q2"] / series[f"{year}-Q4"] for year in range(2017, 2022)) / 5
    assert north["season"] == approx(usual)
    assert (north["actual"], north["target"]) == (10_557, 24_857)
    departements = every[every.index.str.startswith("FR-D")]
    assert (departements["reason"] == "no_target").all()
    assert departements["actual"].notna().all()


def test_the_fourth_quarter_of_2021_is_the_year_and_provisional(
    tables: tuple[pd.DataFrame, Mapping[str, Definition]],
) -> None:
    (row,) = asked(tables, "2021").to_dict("records")
    assert (row["actual"], row["value_status"], row["owed"]) == (144_691, "provisional", "")


def test_the_third_quarter_is_due_at_the_end_of_october(tables: tuple[pd.DataFrame, Mapping[str, Definition]]) -> None:
    (row,) = asked(tables, "2022").to_dict("records")
    assert (row["owed"], row["due_on"], row["days_late"]) == ("2022-Q3", "2022-10-30", 0)
    values, definitions = tables
    (later,) = tracked(values, definitions, RULES, as_of=date(2022, 12, 1), period="2022").to_dict("records")
    assert (later["owed"], later["days_late"], later["owner_role"]) == ("2022-Q3", 32, "MONITORING_OFFICER")
    assert (later["status"], later["pace"]) == ("off_track", row["pace"])


def test_3312_people_and_6546_of_the_target_are_not_broken_down_by_region(
    tables: tuple[pd.DataFrame, Mapping[str, Definition]],
) -> None:
    values, definitions = tables
    found = parts_that_differ(values, definitions, as_of=DAY, period="2022", parents=PARENTS)
    assert [finding.message.in_language("en") for finding in found] == [
        "Young volunteers since January, 2022: 6,546 of the target of 202,000 not broken down by region; the parts make "
        "195,454. Ask who is to reach the rest.",
        "Young volunteers since January, 2022-Q2: 3,312 of 81,647 not broken down by region; the parts make 78,335. Ask "
        "the source where the rest belongs.",
    ]


def test_in_every_quarter_the_departements_of_a_region_make_the_region(
    tables: tuple[pd.DataFrame, Mapping[str, Definition]],
) -> None:
    values, definitions = tables
    found = parts_that_differ(values, definitions, as_of=DAY, parents=PARENTS)
    # Only the country itself has more than its parts: in each of 22 quarters, and in its target.
    assert len(found) == 22 + 1
    assert all("by region" in finding.message.in_language("en") for finding in found)
