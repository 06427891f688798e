"""Definitions, targets and thresholds of a dataset's own, taken in with the rest of its folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import full, row
from record_files import Cells, dataset, found, placement, said

from crossmobility import reference
from crossmobility.domain.indicators import definitions_of, status_rules_of
from crossmobility.intake.dataset import DatasetIntake, take_in_dataset

OWN: Cells = full("indicators", indicator_id="TRN_HOURS", frequency="year")
RULE: Cells = full("status_rules", indicator_id="TRN_HOURS", on_track="0.9")
TARGET: Cells = row(
    "observations", indicator_id="TRN_HOURS", programme_id="WECCEE", period="2025", value="25", value_type="target_initial"
)
PLACE: Cells = row(
    "programme_countries",
    programme_id="WECCEE",
    country="SEN",
    direction="BOTH",
    valid_from="2014-11-01",
    valid_to="2024-07-31",
)


def taken(folder: Path, **tables: list[Cells]) -> DatasetIntake:
    return take_in_dataset(dataset(folder, placement(), **tables))


def test_a_dataset_adds_a_definition_and_observes_it(tmp_path: Path) -> None:
    both = taken(tmp_path / "d", indicators=[OWN], observations=[TARGET], status_rules=[RULE])
    assert found(both, "indicators") == found(both, "observations") == found(both, "status_rules") == []
    own = definitions_of(both.records("indicators"))["TRN_HOURS"]
    assert (own.unit, own.frequency, own.computed, own.min_denominator) == ("COUNT", "year", False, 0)
    assert status_rules_of(both.records("status_rules"))["TRN_HOURS"].on_track == 0.9


def test_without_the_definition_the_observation_is_rejected(tmp_path: Path) -> None:
    alone = taken(tmp_path / "d", observations=[TARGET])
    assert found(alone, "observations") == [("error", "I5", 2)]
    assert len(alone.records("observations")) == 0


def test_an_observation_of_a_rejected_definition_is_rejected_too(tmp_path: Path) -> None:
    both = taken(tmp_path / "d", indicators=[{**OWN, "unit": "KILOS"}], observations=[TARGET])
    assert found(both, "indicators") == [("error", "I1", 2)]
    assert found(both, "observations") == [("error", "I5", 2)]


def test_a_dataset_cannot_change_a_definition_or_a_threshold(tmp_path: Path) -> None:
    changed = taken(
        tmp_path / "d", indicators=[{**OWN, "indicator_id": "PLC_VM"}], status_rules=[{**RULE, "indicator_id": "_T"}]
    )
    assert found(changed, "indicators") == found(changed, "status_rules") == [("error", "F-ID", 2)]
    assert all("a dataset may add rows, not change them" in text for text in said(changed, "F-ID"))


def test_a_band_keeps_its_fractions(tmp_path: Path) -> None:
    band = {**OWN, "unit": "SHARE", "denominator_fr": "x", "direction": "band", "band_low": "0.45", "band_high": "0.55"}
    own = definitions_of(taken(tmp_path / "d", indicators=[band]).records("indicators"))["TRN_HOURS"]
    assert (own.band_low, own.band_high) == (0.45, 0.55)


def test_a_target_after_the_end_of_its_programme_is_a_warning(tmp_path: Path) -> None:
    dated = taken(tmp_path / "d", indicators=[OWN], observations=[TARGET], programme_countries=[PLACE])
    assert found(dated, "observations") == [("warning", "I7", 2)]
    assert "WECCEE runs from 2014-11-01 to 2024-07-31" in said(dated, "I7")[0]


@pytest.mark.parametrize("name", ["sample"])
def test_the_bundled_observations_fit_their_definitions(name: str) -> None:
    bundled = take_in_dataset(reference.data_folder() / name)
    assert [one for one in found(bundled, "observations") if one[1].startswith("I")] == []
