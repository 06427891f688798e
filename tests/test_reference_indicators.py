"""The catalogue of indicators and the thresholds as committed, and what the reader says when one is broken."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from frictionless import Resource, Schema, system

from crossmobility.errors import BadReference
from crossmobility.intake.accounts import take_in
from crossmobility.intake.sources import source_for
from crossmobility.intake.tables import table
from crossmobility.reference import data_folder, indicator_frame, indicators, status_rule_frame, status_rules

# The catalogue of the field notes, 7(b), and the variants named there.
CATALOGUE = (
    "PLC_STARTED PLC_TARGET PLC_STOCK PLC_VM SEL_CONV REC_HEAD REC_VM REC_BAL REC_NET REC_ONEWAY REC_PAIRED REC_SS VIS_LEAD "
    "VIS_REFUS START_SLIP ADM_ONTIME QLT_TRAIN QLT_FOLLOW CPL_RATE CPL_EARLY CPL_INC REP_FINAL SAT_VOL OUT_6M INC_WOMEN "
    "INC_FEWER ORG_HOST EFF_COST"
)
VARIANTS = "CPL_ADV REP_LATE REP_MIDTERM SAT_HOST OUT_ENGAGED ORG_KEEP GEO_TOP5 SDG_COVER DQ_COMPLETE"
THRESHOLDS = "indicator_id,on_track,at_risk,too_early,valid_from,citation\n"


def committed() -> list[dict[str, str]]:
    with (data_folder() / "reference" / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one indicator, in force for the test."""
    reference = tmp_path / "reference"
    reference.mkdir()
    written(reference, committed()[0])
    monkeypatch.setenv("CROSSMOBILITY_DATA", str(tmp_path))
    return reference


def written(folder: Path, *rows: dict[str, str]) -> None:
    with (folder / "indicators.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_the_28_indicators_of_the_field_notes_are_there_and_their_variants() -> None:
    assert len(CATALOGUE.split()) == 28
    assert {*CATALOGUE.split(), *VARIANTS.split()} <= {*indicators()}


def test_what_records_cannot_say_is_reported_and_what_activities_say_is_counted() -> None:
    reported = {code for code, one in indicators().items() if not one.computed}
    assert reported == {"SC_ENGAGED", "TRN_READY", "HOST_VOICE", "PARTNER_SCORE", "CHANGE_STORY"}
    held = {code for code, one in indicators().items() if one.source_tables == ("activities",)}
    assert held >= {"ACT_GRANTS", "ACT_AMOUNT", "ACT_TRAININGS", "ACT_EVENTS", "ACT_ONSITE", "ACT_ONLINE"}
    assert indicators()["PARTNER_SCORE"].iati_measure == 4 and indicators()["CHANGE_STORY"].iati_measure == 5


@pytest.mark.parametrize("name", ["indicators", "status_rules"])
def test_a_table_has_exactly_the_declared_columns_and_frictionless_accepts_it(name: str) -> None:
    file = data_folder() / "reference" / f"{name}.csv"
    with file.open(encoding="utf-8") as lines:
        assert lines.readline().strip().split(",") == list(table(name).columns)
    declared = json.loads((data_folder() / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    with system.use_context(trusted=True):
        report = Resource(name=name, path=str(file), schema=Schema.from_descriptor(declared)).validate()
    assert [error.message for task in report.tasks for error in task.errors] == []


def test_our_own_rules_find_nothing_wrong_with_our_own_catalogue(tmp_path: Path) -> None:
    copy = tmp_path / "indicators.csv"
    copy.write_bytes((data_folder() / "reference" / "indicators.csv").read_bytes())
    intake = take_in(source_for(copy))
    assert intake.findings == () and len(intake.accepted) == len(indicators())


def test_frames_have_the_types_of_an_accepted_table() -> None:
    frame, rules = indicator_frame(), status_rule_frame()
    assert len(frame) == len(indicators()) and len(rules) == len(status_rules())
    assert (str(frame["computed"].dtype), frame["valid_from"].dtype.kind, frame["band_low"].dtype.kind) == (
        "bool",
        "M",
        "f",
    )
    assert frame.set_index("indicator_id").loc["PLC_VM", "disaggregation"] == "sex;scheme;direction;counterpart;sector"
    assert frame["band_low"].notna().sum() == 3
    assert rules["on_track"].tolist() == [0.95]
    frame.loc[0, "name_en"] = "changed"
    assert indicator_frame().loc[0, "name_en"] == "Placements started", "a frame of its own"


def test_names_of_indicators_cost_no_pandas() -> None:
    script = "import sys; from crossmobility import reference as r; print(r.indicators()['PLC_VM'].name('fr')); "
    script += "assert 'pandas' not in sys.modules"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "Volontaires-mois réalisés"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"band_low": "a bit"}, "indicators.csv, line 2: “a bit” is no value for band_low, band_high"),
        ({"min_denominator": ""}, "line 2: “” is no value for min_denominator"),
        ({"computed": "yes"}, "line 2: “yes” is no value for computed"),
        ({"valid_from": "2010"}, "line 2: “2010” is no value for valid_from"),
        ({"indicator_id": ""}, "line 2: the key “” is empty or already used"),
    ],
)
def test_a_broken_definition_names_its_file_and_line(folder: Path, changes: dict[str, str], problem: str) -> None:
    written(folder, {**committed()[0], **changes})
    with pytest.raises(BadReference) as raised:
        indicators()
    assert problem in str(raised.value) and raised.value.hint is not None


def test_two_definitions_with_one_code_are_refused(folder: Path) -> None:
    written(folder, committed()[0], committed()[0])
    with pytest.raises(BadReference, match=r"indicators.csv, line 3: the key “PLC_STARTED”"):
        indicators()


@pytest.mark.parametrize(
    "row", ["_T,0.8,0.95,0.125,2010-01-01,x", "_T,0.95,0.8,1.5,2010-01-01,x", "_T,0.95,-1,0,2010-01-01,x"]
)
def test_thresholds_that_leave_no_room_are_refused(folder: Path, row: str) -> None:
    (folder / "status_rules.csv").write_text(f"{THRESHOLDS}{row}\n", encoding="utf-8")
    with pytest.raises(BadReference, match=r"status_rules.csv, line 2: at_risk lies above on_track"):
        status_rules()
