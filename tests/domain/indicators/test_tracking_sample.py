"""The tracking table of the sample, counted a second way."""

from __future__ import annotations

import doctest
import importlib
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date

import pandas as pd
import pytest
from pytest import approx

from crossmobility import reference
from crossmobility.domain.indicators.definitions import Definition, StatusRule, definitions_of, status_rules_of
from crossmobility.domain.indicators.observed import observed_values, values_of
from crossmobility.domain.indicators.standing import standing
from crossmobility.domain.indicators.tracking import case_of, standing_of, tracked
from crossmobility.domain.indicators.values import indicator_values
from crossmobility.intake.dataset import DatasetIntake, take_in_dataset


@pytest.fixture(scope="module")
def sample() -> DatasetIntake:
    return take_in_dataset(reference.data_folder() / "sample")


@pytest.fixture(scope="module")
def definitions() -> Mapping[str, Definition]:
    return definitions_of(reference.indicator_frame())


@pytest.fixture(scope="module")
def rules() -> Mapping[str, StatusRule]:
    return status_rules_of(reference.status_rule_frame())


@pytest.fixture(scope="module")
def sample_values(sample: DatasetIntake, definitions: Mapping[str, Definition]) -> pd.DataFrame:
    records = {name: sample.records(name) for name in ("placements", "activities", "observations")}
    computed = indicator_values(
        records,
        definitions,
        as_of=date(2025, 12, 31),
        dataset="sample",
        reference="FRA",
        programmes=reference.programmes(),
        families={code: one.family for code, one in reference.schemes().items()},
    )
    stated = observed_values(records["observations"], definitions, dataset="sample", reference="FRA")
    return values_of(stated, computed)


@pytest.mark.parametrize("year", range(2021, 2026))
def test_starts_and_targets_of_the_sample_are_those_of_plain_pandas(
    year: int,
    sample: DatasetIntake,
    sample_values: pd.DataFrame,
    definitions: Mapping[str, Definition],
    rules: Mapping[str, StatusRule],
) -> None:
    placements, stated = sample.records("placements"), sample.records("observations")
    of_scheme = placements[placements["scheme"] == "SC_RECIP"]
    started = int((of_scheme["start_on"].dt.year == year).sum())
    mine = stated[(stated["indicator_id"] == "PLC_STARTED") & (stated["scheme"] == "SC_RECIP")]
    aims = mine[mine["period"] == str(year)].set_index("value_type")["value"]
    every = tracked(
        sample_values, definitions, rules, as_of=date(2025, 12, 31), period=str(year), scheme="SC_RECIP"
    ).set_index(["indicator", "dimension", "category"])
    row = every.loc[("PLC_STARTED", "_T", "_T")]
    assert row["actual"] == started
    assert row["cumulative"] == (of_scheme["start_on"].dt.year <= year).sum()
    assert row["target_initial"] == aims["target_initial"]
    in_force = aims.get("target_revised", aims["target_initial"])
    assert row["achievement"] == approx(started / in_force)
    assert row["achievement_initial"] == approx(started / aims["target_initial"])
    women = (of_scheme["start_on"].dt.year == year) & (of_scheme["sex"] == "F")
    assert every.loc[("PLC_STARTED", "sex", "F"), "actual"] == women.sum()


def test_a_row_says_by_itself_why_it_has_its_status(
    sample_values: pd.DataFrame, definitions: Mapping[str, Definition], rules: Mapping[str, StatusRule]
) -> None:
    found = tracked(sample_values, definitions, rules, as_of=date(2025, 12, 31), period="2025", scheme=None, programme=None)
    rows = found[found["target"].notna() | (found["status"] != "not_applicable")].to_dict("records")
    assert len(rows) > 50
    for row in rows:
        of = definitions[row["indicator"]]
        judged = standing(case_of(row, of), rules["_T"])
        assert astuple(judged) == approx(astuple(standing_of(row)), nan_ok=True)


@pytest.mark.parametrize(
    "module", ["tracking", "tracking_series", "tracking_reached", "tracking_seasons", "tracking_targets", "tracking_dues"]
)
def test_examples_give_what_they_say(module: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"crossmobility.domain.indicators.{module}"))
    assert failed == 0
