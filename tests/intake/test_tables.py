from __future__ import annotations

import json
from pathlib import Path

import pytest
from factories import csv_of, full, placement, row

from crossmobility.errors import BadReference, BadSource
from crossmobility.intake.accounts import take_in
from crossmobility.intake.choices import FILES_OF_LISTS, RULES
from crossmobility.intake.sources import source_for
from crossmobility.intake.tables import ForeignKey, table, table_names
from crossmobility.reference import code_lists, data_folder

FLOW_COUNTS = (
    "statement_id part_of origin destination period scheme programme basis kind placements volunteer_months countries rank "
    "status certainty citation source"
)


RECORDS = {"placements", "organisations", "activities", "observations", "agreements"}


def test_flow_counts_has_the_declared_columns_in_order() -> None:
    assert table("flow_counts").columns == tuple(FLOW_COUNTS.split())
    assert {"flow_counts", "published_statements"} <= set(table_names())


def test_every_column_is_described_in_both_languages() -> None:
    for name in table_names():
        for field in table(name).fields:
            assert all((field.title_fr, field.title_en, field.description_fr, field.description_en)), f"{name}.{field.name}"


def test_no_heading_means_two_columns() -> None:
    for name in table_names():
        of_table = table(name)
        for field in of_table.fields:
            for heading in (field.name, field.title_fr, field.title_en, *field.aliases):
                assert of_table.field_of_heading(heading) == field, f"{name}: {heading}"


def test_an_unknown_table_is_named_with_the_nearest() -> None:
    with pytest.raises(BadSource, match="Did you mean “flow_counts”"):
        table("flow_count")
    with pytest.raises(BadSource, match="Did you mean “origin”"):
        table("flow_counts").field("origine")


def test_records_are_the_tables_that_a_dataset_holds_about_placements() -> None:
    assert {name for name in table_names() if table(name).is_record} == RECORDS
    assert table("flow_counts").role == "figures" and table("corrections").role == "corrections"


def test_every_heading_of_a_spreadsheet_that_we_have_seen_is_understood() -> None:
    seen = {
        "N° mission": "placement_id",
        "Pays d'origine": "origin",
        "PAYS D’ACCUEIL": "destination",
        "country of origin": "origin",
        "Structure d'accueil": "hosting_org_id",
        "Genre": "sex",
        "Date de début": "start_on",
        "Date de fin prévue": "planned_end_on",
        "Début prévu *": "planned_start_on",
        "Motif de fin": "end_reason",
        "ODD": "sdg",
        "Coût (€)": "cost_eur",
        "Statut": "status",
    }
    understood = {heading: table("placements").field_of_heading(heading) for heading in seen}
    assert {heading: field and field.name for heading, field in understood.items()} == seen


def test_a_column_holds_the_codes_of_its_list_and_no_others() -> None:
    for name in table_names():
        for field in table(name).fields:
            if not field.code_list or field.code_list in FILES_OF_LISTS or field.code_list in RULES:
                continue
            codes = tuple(code_lists()[field.code_list])
            if field.type == "integer":
                assert (field.minimum, field.maximum) == (float(codes[0]), float(codes[-1])), f"{name}.{field.name}"
            elif not field.separator:
                assert field.enum == codes, f"{name}.{field.name}"


def test_every_list_is_used_and_every_choice_has_a_list() -> None:
    every = [(name, field) for name in table_names() for field in table(name).fields]
    worked_out = {"duration_band", "fewer_opportunities"}  # from the planned days and a yes or no, when figures are built
    assert {field.code_list for _, field in every if field.code_list} >= set(code_lists()) - worked_out
    assert [f"{name}.{field.name}" for name, field in every if field.enum and not field.code_list] == []


def test_keys_name_columns_of_tables_that_are_declared() -> None:
    for name in table_names():
        one = table(name)
        assert one.primary_key and set(one.primary_key) <= set(one.columns), name
        for key in one.foreign_keys:
            assert table(key.table).primary_key == (key.target,), f"{name}.{key.column}"
    assert ForeignKey("programme_id", "programmes", "programme_id", ("NONE",)) in table("placements").foreign_keys
    assert table("observations").outside("programme_id") == ("NONE", "_T")
    assert table("placements").outside("origin") == ()


@pytest.mark.parametrize(
    "name",
    [
        *("countries", "schemes", "programmes", "breaks", "code_lists", "country_aliases"),
        *("programme_countries", "programme_editions", "scheme_rules", "hosting_steps", "national_schemes"),
    ],
)
def test_a_reference_file_has_exactly_the_declared_columns(name: str) -> None:
    with (data_folder() / "reference" / f"{name}.csv").open(encoding="utf-8") as lines:
        assert lines.readline().strip().split(",") == list(table(name).columns)


def test_every_column_that_every_row_needs_has_an_example() -> None:
    for name in table_names():
        assert [field.name for field in table(name).fields if field.required and not field.example] == [], name


@pytest.mark.parametrize("name", sorted(RECORDS | {"flow_counts"}))
def test_the_examples_of_a_table_fit_together(name: str, tmp_path: Path) -> None:
    made = full(name) if name != "placements" else full(name, pair_id=None)  # the other side of the pair is elsewhere
    file = tmp_path / f"{name}.csv"
    file.write_text(csv_of([made]), encoding="utf-8")
    intake = take_in(source_for(file))
    found = [one for one in intake.findings if one.severity != "info"]
    assert (intake.account.accepted, found) == (1, [])


def test_a_placement_of_a_test_breaks_no_rule_and_a_misspelt_column_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "placements.csv"
    file.write_text(csv_of([placement(), placement(placement_id="P-2", origin="KEN", sdg=17)]), encoding="utf-8")
    intake = take_in(source_for(file))
    assert [one for one in intake.findings if one.severity != "info"] == []
    assert intake.accepted["origin"].tolist() == ["SEN", "KEN"]
    with pytest.raises(BadSource, match="Did you mean “origin”"):
        row("placements", orign="KEN")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"primaryKey": ["nothing"]}, "keys name columns that are not declared"),
        ({"role": "secret"}, "secret"),
        ({"foreignKeys": [{"fields": ["a", "b"], "reference": {"resource": "x", "fields": ["y"]}}]}, "unpack"),
    ],
)
def test_a_schema_that_is_not_ours_is_refused(
    change: dict[str, object], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = json.loads((data_folder() / "schema" / "agreements.schema.json").read_text(encoding="utf-8"))
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "agreements.schema.json").write_text(json.dumps({**declared, **change}), encoding="utf-8")
    monkeypatch.setenv("CROSSMOBILITY_DATA", str(tmp_path))
    with pytest.raises(BadReference, match=rf"agreements.schema.json is not a Table Schema of ours: .*{reason}"):
        table("agreements")


def test_every_key_of_a_schema_is_read_or_standard() -> None:
    ours = {"title_fr", "description_fr", "aliases", "codeList", "whole", "separator"}
    standard = {"name", "type", "title", "description", "constraints", "default", "example"}
    for file in (data_folder() / "schema").glob("*.schema.json"):
        for entry in json.loads(file.read_text(encoding="utf-8"))["fields"]:
            assert set(entry) <= ours | standard, f"{file.name}: {entry['name']}"
            assert set(entry.get("constraints", {})) <= {"required", "unique", "enum", "minimum", "maximum"}, file.name
