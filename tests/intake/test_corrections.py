"""Corrections are reviewed data: applied before the rules when the file still says what they expect, else reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_files import Cells, accepted_ids, checked, dataset, found, placement, said, written_table

from crossmobility.intake.dataset import take_in_dataset


def correction(**changes: str) -> Cells:
    usual = {
        "table": "placements",
        "key": "P-1",
        "column": "destination",
        "expected": "Ruritanie",
        "new_value": "FRA",
        "reason": "misread",
        "by": "M.",
        "on": "2025-02-03",
    }
    return {**usual, **changes}


def test_a_correction_is_applied_before_anything_is_checked_and_said(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(destination="Ruritanie"), corrections=[correction()])
    assert found(taken) == [("info", "C-APPLIED", 2)]
    assert said(taken, "C-APPLIED") == ["“Ruritanie” was replaced by “FRA”: misread (M., 2025-02-03)."]
    assert taken.records("placements")["destination"].tolist() == ["FRA", "SEN"]
    assert taken.is_clean


def test_a_correction_whose_expectation_no_longer_holds_is_never_applied(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(destination="TUN", scheme="OTHER"), corrections=[correction()])
    assert taken.records("placements")["destination"].tolist() == ["TUN", "SEN"]
    assert ("error", "C-STALE", 2) in found(taken, "corrections")
    assert (
        "“Ruritanie” was expected in destination of “P-1”, but the file now says “TUN”: not applied."
        in said(taken, "C-STALE")[0]
    )
    assert not taken.is_clean


@pytest.mark.parametrize(
    ("changes", "rule", "sentence"),
    [
        ({"key": "P-9"}, "C-KEY", "No row has the key “P-9”"),
        ({"column": "destinaton"}, "C-COLUMN", "has no column “destinaton”. Did you mean “destination”?"),
        ({"column": "placement_id"}, "C-COLUMN", "placement_id is the key of the row"),
        ({"table": "placement"}, "C-TABLE", "“placement” is no table that corrections can change. Did you mean “placements”?"),
        ({"table": "countries"}, "C-TABLE", "“countries” is no table that corrections can change"),
        ({"on": "soon"}, "F-DATE", "“soon” is not a date"),
    ],
)  # fmt: skip
def test_a_correction_that_means_nothing_is_rejected_and_changes_nothing(
    tmp_path: Path, changes: Cells, rule: str, sentence: str
) -> None:
    taken = checked(tmp_path / "d", placement(), corrections=[correction(**changes)])
    assert [(one, code) for one, code, _ in found(taken, "corrections")] == [("error", rule)]
    assert sentence in said(taken, rule)[0]
    assert accepted_ids(taken) == ["P-1", "P-BACK"]
    (account,) = [one.account for one in taken.intakes if one.source.table == "corrections"]
    assert (account.rejected, account.accepted, account.lines) == (1, 0, 2)


def test_a_key_that_stands_twice_is_not_guessed(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(), placement(volunteer_id="V-9"), corrections=[correction(expected="FRA")])
    assert said(taken, "C-KEY") == ["2 rows have the key “P-1”: nobody knows which is meant. Correct the file itself."]


def test_two_corrections_of_one_cell_follow_each_other(tmp_path: Path) -> None:
    again = correction(expected="FRA", new_value="TUN", reason="moved")
    taken = checked(tmp_path / "d", placement(destination="Ruritanie", scheme="OTHER"), corrections=[correction(), again])
    assert taken.records("placements")["destination"].tolist() == ["TUN", "SEN"]
    assert len(said(taken, "C-APPLIED")) == 2


def test_a_corrected_row_that_is_still_wrong_comes_back_as_it_was_received(tmp_path: Path) -> None:
    row = placement(destination="Ruritanie", sex="?")
    taken = checked(tmp_path / "d", row, corrections=[correction()])
    (placements,) = [one for one in taken.intakes if one.source.table == "placements"]
    assert placements.rejected[["destination", "sex", "rule"]].to_numpy().tolist() == [["Ruritanie", "?", "F-CODE"]]


def test_an_unknown_value_can_be_filled_and_a_wrong_one_emptied(tmp_path: Path) -> None:
    fill = correction(column="visa_expires_on", expected="", new_value="2024-09-01")
    empty = correction(column="cost_eur", expected="4200.5", new_value="")
    taken = checked(tmp_path / "d", placement(), corrections=[fill, empty])
    row = taken.records("placements").iloc[0]
    assert str(row["visa_expires_on"].date()) == "2024-09-01"
    assert row["cost_eur"] != row["cost_eur"]


def test_a_correction_finds_its_row_in_any_file_of_the_table(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement(), corrections=[correction(key="P-2")])
    written_table(
        folder,
        "placements",
        [placement(placement_id="P-2", volunteer_id="V-2", destination="Ruritanie")],
        file="placements_2024.csv",
    )
    taken = take_in_dataset(folder)
    assert ("info", "C-APPLIED", 2) in found(taken)
    assert accepted_ids(taken) == ["P-1", "P-BACK", "P-2"]


def test_an_organisation_is_corrected_as_well_and_its_rows_follow(tmp_path: Path) -> None:
    change = correction(
        table="organisations", key="O-LYON", column="accreditation_to", expected="2025-12-31", new_value="2023-12-31"
    )
    taken = checked(tmp_path / "d", placement(), corrections=[change])
    assert ("error", "V12", 2) in found(taken)
