"""A second reader of the same declarations: frictionless accepts our schemas and data, and rejects the rows we reject."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from factories import csv_of, placement, row
from frictionless import Package, Report, Resource, Schema, system

from crossmobility.intake.tables import table, table_names
from crossmobility.reference import data_folder

SOURCED = ("programme_countries", "programme_editions", "scheme_rules", "hosting_steps", "national_schemes")
REFERENCE = ("countries", "schemes", "programmes", "breaks", "country_aliases", "code_lists")


def schema_of(name: str) -> Schema:
    text = (data_folder() / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    return Schema.from_descriptor(json.loads(text))


def resource(name: str, file: Path) -> Resource:
    return Resource(name=name, path=str(file), schema=schema_of(name))


def reference_files(folder: Path) -> list[Resource]:
    """Return the reference tables; values that refer to nothing on purpose (NONE, _T) get a row, in a copy.

    Table Schema has no word for such values: our ``outside`` is not in the standard.
    """
    outside: dict[str, set[str]] = {}
    for name in table_names():
        for key in table(name).foreign_keys:
            outside.setdefault(key.table, set()).update(key.outside)
    found = []
    for name in REFERENCE:
        text = (data_folder() / "reference" / f"{name}.csv").read_text(encoding="utf-8")
        rows = [row(name, **{table(name).primary_key[0]: code}) for code in sorted(outside.get(name, ()))]
        copy = folder / f"{name}.csv"
        copy.write_text(text + "".join(csv_of([one]).split("\n", 1)[1] for one in rows), encoding="utf-8")
        found.append(resource(name, copy))
    return found


def validated(resources: list[Resource]) -> Report:
    with system.use_context(trusted=True):  # files of the test lie outside the working directory
        return Package(name="data", resources=resources).validate()


def complaints(report: Report) -> list[str]:
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]


@pytest.mark.parametrize("name", table_names())
def test_a_schema_is_a_table_schema(name: str) -> None:
    assert schema_of(name).field_names == list(table(name).columns)


@pytest.mark.parametrize("dataset", ["reference/published", "sample"])
def test_bundled_data_are_what_their_schemas_say(dataset: str, tmp_path: Path) -> None:
    files = [file for file in sorted((data_folder() / dataset).glob("*.csv")) if file.stem in table_names()]
    assert files, f"{dataset} holds no tables"
    report = validated([*reference_files(tmp_path), *(resource(file.stem, file) for file in files)])
    assert complaints(report)[:10] == []


def test_what_sources_say_of_programmes_and_schemes_is_what_its_schemas_say(tmp_path: Path) -> None:
    files = [resource(name, data_folder() / "reference" / f"{name}.csv") for name in SOURCED]
    assert complaints(validated([*reference_files(tmp_path), *files]))[:10] == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("origin", ""),
        ("origin", "XXX"),
        ("scheme", "SCOUTS"),
        ("programme_id", "NOBODY"),
        ("sending_org_id", "ORG-9999"),
        ("coordinating_org_id", "ORG-9999"),
        ("sex", "Z"),
        ("age_band", "12-15"),
        ("sdg", "0"),
        ("sdg", "18"),
        ("sdg", "4.5"),
        ("interviews_done", "-1"),
        ("satisfaction_host", "6"),
        ("cost_eur", "-0.5"),
        ("training_days", "ten"),
        ("planned_end_on", "2025-02-30"),
        ("fewer_opportunities", "perhaps"),
        ("visa_outcome", "MAYBE"),
        ("placement_id", "P-1"),
    ],
)
def test_frictionless_and_intake_reject_the_same_row(column: str, value: str, tmp_path: Path) -> None:
    good, more = placement(placement_id="P-1"), placement(placement_id="P-3", origin="KEN", programme_id="WECCEE")
    wrong = placement(**{"placement_id": "P-2", "origin": "TGO", column: value})
    (tmp_path / "copies").mkdir()
    hosts = [row("organisations", org_id=code, can_host=True) for code in ("ORG-0001", "ORG-0002")]
    for name, rows in (("placements", [good, wrong, more]), ("organisations", hosts)):
        (tmp_path / f"{name}.csv").write_text(csv_of(rows), encoding="utf-8")
    (tmp_path / "dataset.toml").write_text('title_fr = "a"\ntitle_en = "b"\nas_of = "2024-12-31"\n', encoding="utf-8")
    files = [resource(name, tmp_path / f"{name}.csv") for name in ("placements", "organisations")]
    report = validated([*reference_files(tmp_path / "copies"), *files])
    theirs = {error.to_dict().get("rowNumber") for task in report.tasks for error in task.errors}
    assert theirs == {3}, complaints(report)
    assert rejected_lines(tmp_path) == {3}


def rejected_lines(folder: Path) -> set[int]:
    from crossmobility.intake.dataset import take_in_dataset

    taken = take_in_dataset(folder)
    (intake,) = [one for one in taken.intakes if one.source.table == "placements"]
    return set(intake.rejected["line"])
