"""The Excel template: filled in as people do, it passes intake unchanged; its own rows are left out."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from factories import full
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from crossmobility.commands import template as command
from crossmobility.errors import BadRequest
from crossmobility.i18n import Language
from crossmobility.intake.accounts import Intake, take_in
from crossmobility.intake.choices import choices
from crossmobility.intake.sources import source_for
from crossmobility.intake.tables import table
from crossmobility.intake.template import is_template_row, template_tables, write_template

LANGUAGES: tuple[Language, ...] = ("fr", "en")
TABLES = ("placements", "organisations", "activities", "observations", "agreements", "flow_counts")


def sheet_of(name: str, language: Language, folder: Path) -> Worksheet:
    """Write a template and open its first sheet."""
    return load_workbook(write_template(name, language, folder / f"{name}.xlsx")).worksheets[0]


def filled(name: str, language: Language, file: Path, **values: object) -> Path:
    """Fill in one row below the example, as a person does: labels from the lists, dates and numbers as such."""
    write_template(name, language, file)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    for at, field in enumerate(table(name).fields, start=1):
        cell, above = sheet.cell(4, at), sheet.cell(3, at)
        cell.value, cell.number_format = above.value, above.number_format
        if field.name in values:
            cell.value = values[field.name]
    book.save(file)
    return file


def taken(file: Path) -> Intake:
    return take_in(source_for(file))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TABLES)
def test_a_filled_in_template_passes_and_its_own_rows_are_left_out(name: str, language: Language, tmp_path: Path) -> None:
    key = table(name).primary_key[0]
    own = full(name)[key]
    intake = taken(filled(name, language, tmp_path / f"{name}.xlsx", **{key: own, "pair_id": None}))
    account = intake.account
    assert (account.lines, account.header, account.left_out, account.accepted) == (4, 1, 2, 1), intake.findings
    assert [one for one in intake.findings if one.severity != "info"] == []
    assert intake.accepted[key].tolist() == [own]


def test_what_people_choose_is_read_as_codes(tmp_path: Path) -> None:
    file = filled("placements", "fr", tmp_path / "placements.xlsx", placement_id="0137", pair_id=None, sdg=17)
    (row,) = taken(file).accepted.to_dict("records")
    assert (row["placement_id"], row["origin"], row["scheme"], row["sex"]) == ("0137", "SEN", "SC_RECIP", "F")
    assert (row["age_band"], row["sector"], row["status"], row["sdg"]) == ("22-25", "ENVIRONMENT", "CLOSED", 17)
    assert row["planned_start_on"] == pd.Timestamp(2025, 1, 13)
    assert (row["fewer_opportunities"], row["is_synthetic"]) == (False, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_untouched_template_holds_no_row(language: Language, tmp_path: Path) -> None:
    account = taken(write_template("placements", language, tmp_path / "placements.xlsx")).account
    assert (account.lines, account.left_out, account.accepted, account.rejected) == (3, 2, 0, 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", template_tables())
def test_every_heading_of_a_template_is_understood(name: str, language: Language, tmp_path: Path) -> None:
    sheet = sheet_of(name, language, tmp_path)
    headings = [str(cell.value) for cell in sheet[1]]
    understood = [table(name).field_of_heading(heading) for heading in headings]
    assert [field and field.name for field in understood] == list(table(name).columns)
    starred = [heading.endswith("*") for heading in headings]
    assert starred == [field.required for field in table(name).fields]


def test_lists_dates_and_help_are_set_for_the_whole_column(tmp_path: Path) -> None:
    file = write_template("placements", "fr", tmp_path / "placements.xlsx")
    book = load_workbook(file)
    sheet, lists = book.worksheets
    assert (lists.sheet_state, sheet.freeze_panes) == ("hidden", "B3")
    columns = {field.name: sheet.cell(1, at).column_letter for at, field in enumerate(table("placements").fields, 1)}
    checks = {str(check.sqref).split(":")[0].rstrip("0123456789"): check for check in sheet.data_validations.dataValidation}
    assert len(checks) == len(columns), "every column says what belongs there"
    sex = checks[columns["sex"]]
    start, end = (place.replace("$", "") for place in sex.formula1.split("!")[1].split(":"))
    offered = [(cell.value, cell.offset(column=1).value) for (cell,) in lists[f"{start}:{end}"]]
    assert offered == [(label, code) for code, label in choices(table("placements").field("sex"), "fr").items()]
    assert str(sex.sqref).endswith("1048576") and sex.errorStyle == "warning"
    assert checks[columns["start_on"]].type == "date"
    assert (checks[columns["satisfaction_host"]].formula1, checks[columns["satisfaction_host"]].formula2) == ("1", "5")
    assert sheet.column_dimensions[columns["start_on"]].number_format == "dd/mm/yyyy"
    assert sheet.column_dimensions[columns["cohort"]].number_format == "@", "2025-01 must not become a date"
    for check in checks.values():
        assert len(check.promptTitle) <= 32 and len(check.prompt) <= 255, "Excel repairs a file with longer texts"


def test_no_programme_is_offered_beside_the_programmes(tmp_path: Path) -> None:
    lists = load_workbook(write_template("placements", "en", tmp_path / "p.xlsx")).worksheets[1]
    heads = {cell.value: cell.column for cell in lists[1] if cell.value}
    offered = [lists.cell(row, heads["programmes"]).value for row in range(2, lists.max_row + 1)]
    assert "NONE" in offered and "WECCEE" in offered


def test_rows_of_the_template_are_known_wherever_they_are_and_in_capitals_or_not() -> None:
    frame = pd.DataFrame(
        {
            "Remarque": ["", "", "Exemple", "", "aide: voir", "Eve", None],
            "N° mission": ["P-1", "exemple ", "P-2", "AIDE\u00a0: Nom de la mission", "P-3", "EXAMPLE-7", "HELP: name"],
            "Promotion": ["EXEMPLE", "x", "x", "x", "x", "x", "x"],
        }
    )
    assert is_template_row(frame).tolist() == [False, True, True, True, True, False, True]
    assert is_template_row(frame.iloc[:0]).tolist() == []


@given(st.lists(st.text(max_size=12)))
@settings(max_examples=40)
def test_only_the_words_of_the_template_make_a_row_the_templates_own(keys: list[str]) -> None:
    found = is_template_row(pd.DataFrame({"placement_id": pd.Series(keys, dtype="str")}))
    for key, ours in zip(keys, found, strict=True):
        plain = key.strip().upper()
        assert not ours or plain in ("EXEMPLE", "EXAMPLE") or plain.startswith(("AIDE", "HELP")), key


def test_there_is_no_template_of_reference_and_none_in_another_format(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no template of “countries”"):
        write_template("countries", "en", tmp_path / "countries.xlsx")
    with pytest.raises(BadRequest, match="Did you mean “placements”"):
        write_template("placement", "en", tmp_path / "placement.xlsx")
    with pytest.raises(BadRequest, match=r"ends in \.xlsx"):
        write_template("placements", "en", tmp_path / "placements.csv")


def test_the_command_writes_a_workbook_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "missions.xlsx"
    asked = argparse.Namespace(table="placements", out=out)
    assert command.run(asked, "fr") == 0
    assert capsys.readouterr().out == f"{out}\n"
    out.write_bytes(b"filled in")
    with pytest.raises(BadRequest, match="is there already"):
        command.run(asked, "fr")
    assert out.read_bytes() == b"filled in"
    with pytest.raises(BadRequest, match="cannot be written"):
        command.run(argparse.Namespace(table="placements", out=tmp_path / "nowhere" / "p.xlsx"), "en")


def test_a_date_typed_as_text_is_read_too(tmp_path: Path) -> None:
    file = filled(
        "placements", "en", tmp_path / "placements.xlsx", placement_id="P-9", pair_id=None, updated_on="2025-09-01"
    )
    assert taken(file).accepted["updated_on"].tolist() == [pd.Timestamp(date(2025, 9, 1))]
