"""The sheets of the workbook: definitions, series, how to read, and what each says of itself."""

from __future__ import annotations

import doctest
import importlib

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from values import RULES, definition, value
from workbooks import COST, EVERY, LANGUAGES, STARTS, WAITING, WOMEN, head_row, history, opened, ordinary, table, texts

from crossmobility import reference
from crossmobility.domain.indicators.cases import STATUSES
from crossmobility.domain.indicators.definitions import StatusRule, status_rules_of
from crossmobility.exports.iptt_table import STATUS_COLOURS
from crossmobility.exports.iptt_words import STATUS_MEANINGS, VALUE_MEANINGS
from crossmobility.exports.sheets import Look, Pen, lines, new_book, new_sheet
from crossmobility.i18n import Language, translator
from crossmobility.render.formats import STATUSES as VALUE_STATUSES
from crossmobility.render.indicators_words import rule_text

# The sheets beside it.


@pytest.mark.parametrize("language", LANGUAGES)
def test_definitions_are_those_of_the_table(language: Language) -> None:
    careful = definition(
        "WOMEN",
        name_fr="Part des femmes",
        name_en="Share of women",
        formula_fr="femmes ÷ toutes",
        formula_en="women ÷ all",
        denominator_fr="toutes les personnes",
        denominator_en="all people",
        limits_fr="Ne dit rien des rôles.",
        limits_en="Says nothing of roles.",
        direction="band",
        band_low=0.4,
        band_high=0.6,
        unit="SHARE",
        decimals=0,
        version="2",
        citation="rule of this workbook",
    )
    of = {**EVERY, "WOMEN": careful}
    sheet = opened(table(value(0.5, indicator="WOMEN"), of=of), language, of=of).worksheets[1]
    (row,) = sheet.iter_rows(min_row=head_row(sheet) + 1, values_only=True)
    told = [careful.formula(language), careful.numerator(language), careful.denominator(language), careful.limits(language)]
    assert [row[0], row[1], row[4], row[5], row[6], row[12]] == ["WOMEN", careful.name(language), *told]
    assert (row[13], row[14]) == ("2", "rule of this workbook")
    assert "40" in str(row[7])
    assert "60" in str(row[7])


def test_a_series_is_the_history_of_its_indicator() -> None:
    told = history().assign(indicator="WOMEN")
    sheet = opened(ordinary(), history=told)["Series"]
    assert sheet["A1"].value == "Share of women"
    rows = list(sheet.iter_rows(min_row=head_row(sheet) + 1))
    keys = ["baseline", "target_initial", "target_revised", "actual", "expected", "numerator", "denominator"]
    for cells, record in zip(rows, told.to_dict("records"), strict=True):
        assert [cell.value for cell in cells[1:8]] == [None if pd.isna(record[key]) else record[key] for key in keys]
        assert [cell.number_format for cell in cells[1:6]] == ["#,##0.0%"] * 5
    assert [row[0].value for row in rows] == ["2022", "2023", "2024"]
    assert rows[1][8].value == "Not reported"


def test_a_history_without_a_code_is_that_of_the_only_indicator() -> None:
    one = table(value(0.58, indicator="WOMEN"))
    assert opened(one, history=history())["Series"]["A1"].value == "Share of women"
    several = opened(ordinary(), history=history())["Series"]
    assert several["A1"].value == "Series"
    assert several.cell(head_row(several) + 1, 2).number_format == "#,##0.##"


def test_without_a_history_there_is_no_series() -> None:
    assert opened(ordinary()).sheetnames == ["Indicators", "Definitions", "How to read"]
    assert opened(ordinary(), history=history()).sheetnames == ["Indicators", "Definitions", "Series", "How to read"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_of_the_status_is_told_in_words(language: Language) -> None:
    own = StatusRule(on_track=0.9, at_risk=0.7, too_early=0.25)
    found = texts(opened(ordinary(), language, rules={**RULES, "WOMEN": own, "ELSEWHERE": own}))
    assert found.count(rule_text(RULES["_T"], language)) == 1
    assert found.count(rule_text(own, language)) == 1


def test_thresholds_are_those_of_the_reference_unless_given() -> None:
    of_reference = status_rules_of(reference.status_rule_frame())["_T"]
    assert rule_text(of_reference, "en") in texts(opened(ordinary(), rules=None))


def test_every_status_of_a_target_and_of_a_value_is_explained() -> None:
    found = texts(opened(ordinary()))
    assert set(STATUS_MEANINGS) == set(STATUSES) == set(STATUS_COLOURS)
    assert set(VALUE_MEANINGS) == set(VALUE_STATUSES)
    for meaning in (*STATUS_MEANINGS.values(), *VALUE_MEANINGS.values()):
        assert meaning.in_language("en") in found


# What every sheet says of itself.


def test_synthetic_data_say_so_on_every_sheet_and_every_page() -> None:
    line = "Synthetic demonstration data: no figure here describes real people."
    for sheet in opened(ordinary(), synthetic=True, history=history()):
        assert line in [sheet.cell(row, 1).value for row in range(1, 7)], sheet.title
        assert sheet.oddFooter.center.text == "synthetic data"
    real = opened(ordinary())
    assert line not in texts(real)
    assert real.worksheets[0].oddFooter.center.text == "Data as of 31 December 2025"


def test_the_table_says_its_title_its_data_its_scope_and_its_day() -> None:
    frame = table(value(3, programme="WECCEE", scheme="SC_RECIP"), programme="WECCEE", scheme="SC_RECIP")
    sheet = opened(frame).worksheets[0]
    programme, scheme = reference.programmes()["WECCEE"].name("en"), reference.schemes()["SC_RECIP"].short("en")
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [
        "Tracking table",
        "Test data",
        f"Period: 2024 · Programme: {programme} · Scheme: {scheme}",
        "Data as of 31 December 2025",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_is_in_one_language(language: Language) -> None:
    found = texts(opened(ordinary(), language))
    other: Language = "en" if language == "fr" else "fr"
    for each in (STARTS, WOMEN, WAITING, COST):
        assert each.name(language) in found
        assert each.name(other) not in found
    assert translator(language)("Status") in found


# Rows high enough.


@settings(max_examples=200)
@given(st.lists(st.text("abcdefghi WMil’éà", min_size=1, max_size=12), min_size=1, max_size=20), st.integers(5, 60))
def test_a_longer_text_or_a_narrower_column_never_takes_fewer_lines(words: list[str], width: int) -> None:
    text = " ".join(words)
    look = Look(wrap=True)
    assert lines(text, width, look) >= lines(text, width + 10, look) >= 1
    assert lines(f"{text} and more", width, look) >= lines(text, width, look)


def test_one_look_does_not_change_another() -> None:
    book = new_book()
    pen: Pen = new_sheet(book, "one", [10, 10])
    pen.write(1, 1, "a", Look(bold=True))
    pen.write(1, 1, "a", Look(italic=True))
    pen.write(1, 2, "b", Look(bold=True))
    assert (pen.sheet["B1"].font.bold, pen.sheet["B1"].font.italic) == (True, False)
    assert (pen.sheet["A1"].font.bold, pen.sheet["A1"].font.italic) == (False, True)


@pytest.mark.parametrize("name", ["sheets", "iptt_report", "iptt_words", "iptt_columns"])
def test_examples_in_docstrings_hold(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"crossmobility.exports.{name}"))
    assert found.failed == 0
