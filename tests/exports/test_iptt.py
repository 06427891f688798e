"""The tracking table as a workbook: opened again, it says what the frame says, runs nothing, and can be read."""

from __future__ import annotations

import doctest
import importlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from math import nan
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from pytest import approx
from values import RULES, definition, target, value, values

from crossmobility import reference
from crossmobility.domain.indicators.cases import STATUSES
from crossmobility.domain.indicators.definitions import Definition, StatusRule, status_rules_of
from crossmobility.domain.indicators.tracking import TRACKED_COLUMNS, tracked
from crossmobility.exports import iptt_workbook
from crossmobility.exports.iptt_table import STATUS_COLOURS
from crossmobility.exports.iptt_words import STATUS_MEANINGS, VALUE_MEANINGS
from crossmobility.exports.sheets import Look, Pen, lines, new_book, new_sheet, plain, workbook_bytes
from crossmobility.i18n import Language, translator
from crossmobility.render.formats import STATUSES as VALUE_STATUSES
from crossmobility.render.indicators_words import STATUSES as STATUS_WORDS
from crossmobility.render.indicators_words import rule_text

LANGUAGES: tuple[Language, ...] = ("fr", "en")
AS_OF = date(2025, 12, 31)
STARTS = definition(name_fr="Départs", name_en="Starts", unit="COUNT", decimals=0)
WOMEN = definition(
    "WOMEN",
    name_fr="Part des femmes",
    name_en="Share of women",
    unit="SHARE",
    iati_measure=2,
    decimals=1,
    aggregation="none",
    level="outcome",
    frequency="year",
)
WAITING = definition(
    "WAITING",
    name_fr="Attente",
    name_en="Waiting",
    unit="DAYS",
    direction="decrease",
    level="impact",
    aggregation="none",
    frequency="year",
)
COST = definition(
    "COST", name_fr="Coût", name_en="Cost", unit="EUR", decimals=0, level="other", accumulation="flow", frequency="year"
)
EVERY = {each.indicator_id: each for each in (STARTS, WOMEN, WAITING, COST)}
HEADINGS = {
    "baseline": "Baseline",
    "target_initial": "Initial target",
    "target_revised": "Revised target",
    "actual": "Actual",
    "cumulative": "Cumulative",
    "achievement": "% achieved",
    "achievement_initial": "% of initial target",
    "progress": "Progress",
    "expected": "Expected by now",
}
SHARES = ("achievement", "achievement_initial", "progress", "expected")


def ordinary() -> pd.DataFrame:
    """Return a table of 2024 with every kind of unit, two targets of one indicator, a baseline, and a split."""
    return table(
        *(
            target(number, period="2024", value_type=kind)
            for number, kind in ((245, "target_initial"), (200, "target_revised"))
        ),
        value(145),
        *(value(number, dimension="sex", category=code) for code, number in (("F", 85), ("M", 60))),
        value(0.58, indicator="WOMEN", numerator=58, denominator=100),
        target(0.6, indicator="WOMEN"),
        value(0.5, indicator="WOMEN", period="2023", value_type="baseline"),
        value(31, indicator="WAITING"),
        target(28, indicator="WAITING"),
        value(1_234_567, indicator="COST"),
    )


def table(*rows: dict[str, Any], of: Mapping[str, Definition] = EVERY, **asked: Any) -> pd.DataFrame:
    return tracked(values(*rows), of, RULES, as_of=AS_OF, **{"period": "2024", **asked})


def made(frame: pd.DataFrame, language: Language = "en", **asked: Any) -> bytes:
    usual: dict[str, Any] = {
        "title": "Tracking table",
        "as_of": AS_OF,
        "dataset_title": "Test data",
        "synthetic": False,
        "rules": RULES,
    }
    return iptt_workbook(frame, asked.pop("of", EVERY), language=language, **{**usual, **asked})


def opened(frame: pd.DataFrame, language: Language = "en", **asked: Any) -> Workbook:
    return load_workbook(io.BytesIO(made(frame, language, **asked)))


def head_row(sheet: Worksheet) -> int:
    """Return the row of the headings: the last one that stays when the sheet is scrolled."""
    return int("".join(filter(str.isdigit, str(sheet.freeze_panes)))) - 1


def named(sheet: Worksheet, language: Language = "en") -> Iterator[dict[str, Cell]]:
    """Yield the rows below the headings with a status or a value of their own, each cell under its English heading."""
    head = head_row(sheet)
    english = {translator(language)(text): text for text in ENGLISH}
    headings = [english[cell.value] for cell in sheet[head]]
    for row in sheet.iter_rows(min_row=head + 1):
        if row[headings.index("Status")].value is not None:
            yield dict(zip(headings, row, strict=True))


ENGLISH = (
    *("Programme", "Scheme", "Indicator", "Unit", *HEADINGS.values(), "Baseline of", "Target for", "Status", "Why"),
    *("Value status", "Due", "Source", "Comment"),
)


def texts(book: Workbook) -> list[str]:
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def only(frame: pd.DataFrame, **asked: Any) -> dict[str, Cell]:
    """Return the one row of a table as its cells."""
    (row,) = named(opened(frame, **asked).worksheets[0])
    return row


# What the frame says is what the workbook says.


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_the_one_of_the_frame(language: Language) -> None:
    frame = ordinary()
    rows = list(named(opened(frame, language).worksheets[0], language))
    by_level = frame.assign(_rank=frame["level"].map({"impact": 0, "outcome": 1, "output": 2, "other": 3}))
    expected = by_level.sort_values("_rank", kind="stable").to_dict("records")
    assert len(rows) == len(expected) == 6
    for cells, record in zip(rows, expected, strict=True):
        for column, heading in HEADINGS.items():
            told = None if pd.isna(record[column]) else approx(record[column])
            assert cells[heading].value == told, (record["indicator"], column)
    known = sum(int(pd.notna(record[column])) for record in expected for column in HEADINGS)
    assert known > 20


def test_both_targets_of_2021_stand_side_by_side_with_what_was_achieved_of_each() -> None:
    row = only(
        table(
            value(145_000, period="2021"),
            target(245_000, period="2021"),
            target(200_000, period="2021", value_type="target_revised"),
            period="2021",
        )
    )
    assert (row["Initial target"].value, row["Revised target"].value) == (245_000, 200_000)
    assert (row["% achieved"].value, row["% of initial target"].value) == (approx(0.725), approx(0.592, abs=5e-4))
    assert row["Initial target"].number_format == "#,##0"


@pytest.mark.parametrize(("language", "percent"), [("fr", '#,##0.0"\u00a0"%'), ("en", "#,##0.0%")])
def test_shares_are_numbers_with_the_format_of_a_percentage(language: Language, percent: str) -> None:
    rows = list(named(opened(ordinary(), language).worksheets[0], language))
    women = next(row for row in rows if row["Indicator"].value == WOMEN.name(language))
    assert (women["Actual"].value, women["Actual"].number_format) == (0.58, percent)
    assert women["Actual"].data_type == "n"
    for row in rows:
        for heading in (HEADINGS[name] for name in SHARES):
            assert (row[heading].number_format, row[heading].data_type) == (percent, "n")


@pytest.mark.parametrize("decimals", [0, 1, 3])
def test_a_value_has_the_decimals_of_its_definition(decimals: int) -> None:
    fine = definition("WOMEN", unit="SHARE", decimals=decimals, aggregation="none")
    row = only(table(value(0.123456, indicator="WOMEN"), of={"WOMEN": fine}), of={"WOMEN": fine})
    assert row["Actual"].number_format == {0: "#,##0%", 1: "#,##0.0%", 3: "#,##0.000%"}[decimals]
    assert row["Actual"].value == 0.123456


@pytest.mark.parametrize(("language", "euros"), [("fr", '#,##0"\u00a0€"'), ("en", '"€"#,##0')])
def test_money_has_its_sign_where_the_language_puts_it(language: Language, euros: str) -> None:
    (row,) = named(opened(table(value(30_000, indicator="COST")), language).worksheets[0], language)
    assert row["Actual"].number_format == euros


def test_a_target_that_is_a_ceiling_says_at_most_and_stays_a_number() -> None:
    row = only(table(value(31, indicator="WAITING"), target(28, indicator="WAITING")))
    assert (row["Initial target"].value, row["Initial target"].number_format) == (28, '"≤\u00a0"#,##0')
    assert row["Actual"].number_format == "#,##0"


def test_zero_is_a_zero_and_unknown_is_empty_with_its_status_in_words() -> None:
    assert only(table(value(0)))["Actual"].value == 0
    row = only(table(value(nan, value_status="not_reported"), target(50)))
    assert (row["Actual"].value, row["% achieved"].value) == (None, None)
    assert (row["Value status"].value, row["Status"].value) == ("Not reported", "Value late")


def test_a_hidden_value_is_in_no_cell_nor_can_it_be_worked_out() -> None:
    hidden = {"actual": 3.0, "cumulative": 3.0, "achievement": 0.06, "achievement_initial": 0.06, "progress": 0.05}
    frame = table(value(7), target(50), target(50, value_type="target_revised")).assign(value_status="suppressed", **hidden)
    told = history().assign(indicator="STARTS", value_status="suppressed", actual=3.0, numerator=3.0, denominator=61.0)
    book = opened(frame, history=told)
    numbers = [cell.value for sheet in book for row in sheet for cell in row if isinstance(cell.value, int | float)]
    assert numbers
    assert not {*hidden.values(), 61} & {*numbers}
    (row,) = named(book.worksheets[0])
    assert (row["Initial target"].value, row["Value status"].value) == (50, "Hidden")


def test_due_days_are_days() -> None:
    cell = only(table(value(12)))["Due"]
    assert (cell.value, cell.number_format) == (datetime(2025, 1, 30), "yyyy-mm-dd")


def test_the_reason_says_its_numbers_in_the_unit_of_the_indicator() -> None:
    row = only(table(value(0.3, indicator="WOMEN"), target(0.6, indicator="WOMEN")))
    assert row["Why"].value == "Reached 30.0% of 60.0%: 50% of the target; below 80% is off track."


def test_the_time_of_a_target_stands_beside_it_where_it_is_another() -> None:
    row = only(table(value(30, period="2024-Q1"), target(100), period="2024-Q1"))
    assert (row["Initial target"].value, row["Target for"].value) == (100, "2024")
    assert "Target for" not in only(table(value(30), target(100)))


def test_the_time_of_a_baseline_stands_beside_it() -> None:
    row = only(table(value(30), value(20, period="2022", value_type="baseline")))
    assert (row["Baseline"].value, row["Baseline of"].value) == (20, "2022")


def test_schemes_have_a_column_where_the_table_has_several() -> None:
    rows = list(named(opened(table(value(3), value(1, scheme="VEC"), scheme=None)).worksheets[0]))
    assert [(row["Scheme"].value, row["Actual"].value) for row in rows] == [("all", 3), ("Skills volunteering (VEC)", 1)]


def test_what_was_written_beside_a_value_is_told() -> None:
    row = only(table(value(3)).assign(comment="Two visas were refused."))
    assert row["Comment"].value == "Two visas were refused."


def test_an_indicator_without_a_definition_is_shown_under_its_code() -> None:
    row = only(table(value(12)), of={})
    assert (row["Indicator"].value, row["Actual"].value, row["Why"].value) == ("STARTS", 12, None)


# Order, folds and print.


def test_levels_go_from_impact_to_process_and_indicators_keep_their_order() -> None:
    sheet = opened(ordinary()).worksheets[0]
    names = [sheet.cell(row, 1).value for row in range(head_row(sheet) + 1, sheet.max_row + 1)]
    shown = ["Impact", "Waiting", "Outcomes", "Share of women", "Outputs", "Starts", "Sex: Woman", "Sex: Man"]
    assert names == [*shown, "How we work", COST.name_en]


def test_splits_are_folded_below_their_indicator() -> None:
    sheet = opened(ordinary()).worksheets[0]
    by_name = {sheet.cell(row, 1).value: sheet.row_dimensions[row] for row in range(1, sheet.max_row + 1)}
    assert [by_name[name].outlineLevel for name in ("Outputs", "Starts", "Sex: Woman")] == [0, 1, 2]
    assert [by_name[name].hidden for name in ("Starts", "Sex: Woman", "Sex: Man", "How we work")] == [
        False,
        True,
        True,
        False,
    ]
    assert [bool(by_name[name].collapsed) for name in ("Starts", "Waiting")] == [True, False]
    assert sheet.sheet_properties.outlinePr.summaryBelow is False
    assert sheet.sheet_format.outlineLevelRow == 2


def test_a_split_without_its_total_is_not_folded_below_another_indicator() -> None:
    frame = ordinary()
    alone = frame[(frame["indicator"] != "STARTS") | (frame["dimension"] != "_T")]
    sheet = opened(alone).worksheets[0]
    shown = {sheet.cell(row, 1).value: sheet.row_dimensions[row].hidden for row in range(1, sheet.max_row + 1)}
    assert shown["Starts · Sex: Woman"] is False


def test_territories_are_folded_below_the_whole() -> None:
    frame = table(value(30), value(12, territory="BRETAGNE"), territory=None)
    sheet = opened(frame).worksheets[0]
    assert [row["Indicator"].value for row in named(sheet)] == ["Starts", "Territory: BRETAGNE"]
    assert sheet.row_dimensions[sheet.max_row].outlineLevel == 2


def test_headings_and_names_stay_in_view_and_on_every_page() -> None:
    sheet = opened(ordinary()).worksheets[0]
    head = head_row(sheet)
    assert sheet.freeze_panes == f"B{head + 1}"
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.auto_filter.ref.startswith(f"A{head}:")
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row))


@pytest.mark.parametrize("place", range(3))
def test_every_sheet_prints_across_one_page_wide_with_its_number(place: int) -> None:
    sheet = opened(ordinary(), title="Volunteers & hosts").worksheets[place]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.oddFooter.right.text == "Page &P of &N"
    assert sheet.oddFooter.left.text == "Volunteers && hosts · Test data"


def test_no_number_is_wider_than_its_column() -> None:
    large = table(value(123_456_789_012, indicator="COST"), target(1, indicator="COST"))
    sheet = opened(large).worksheets[0]
    (row,) = named(sheet)
    assert sheet.column_dimensions[row["Actual"].column_letter].width > len("€123,456,789,012")
    assert sheet.column_dimensions[row["% achieved"].column_letter].width > len("12,345,678,901,200.0%")


def test_a_row_is_as_high_as_its_longest_sentence() -> None:
    sheet = opened(table(value(31, indicator="WAITING"), target(28, indicator="WAITING"))).worksheets[0]
    (row,) = named(sheet)
    wraps = lines(row["Why"].value, sheet.column_dimensions[row["Why"].column_letter].width, Look(wrap=True, indent=1))
    assert wraps > 1
    assert sheet.row_dimensions[row["Why"].row].height >= wraps * 12
    assert row["Why"].alignment.wrap_text


# Status: a colour and a word.


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_has_a_colour_and_a_word_and_can_be_read(status: str) -> None:
    row = only(table(value(12)).assign(status=status, reason="no_target"))
    ink, ground = STATUS_COLOURS[status]
    word = STATUS_WORDS[status].in_language("en")
    assert row["Status"].value == word[:1].upper() + word[1:]
    assert (row["Status"].font.color.rgb, row["Status"].fill.start_color.rgb) == (f"00{ink}", f"00{ground}")
    assert contrast(ink, ground) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""

    def light(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_statuses_that_say_how_it_goes_do_not_share_a_ground() -> None:
    grounds = [STATUS_COLOURS[status][1] for status in ("achieved", "on_track", "at_risk", "off_track", "late")]
    assert len(set(grounds)) == 5


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


def history() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": ["2022", "2023", "2024"],
            "actual": [0.5, nan, 0.58],
            "target_initial": [nan, 0.6, 0.6],
            "target_revised": [nan, nan, 0.55],
            "baseline": [0.5, 0.5, 0.5],
            "numerator": [5.0, nan, 58.0],
            "denominator": [10.0, nan, 100.0],
            "value_status": ["reported", "not_reported", "reported"],
            "expected": [nan, nan, 0.57],
        }
    )


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


# Nothing runs.

HOSTILE = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\x07=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_like_a_formula_is_text(text: str) -> None:
    bad = definition(
        **dict.fromkeys(
            ("name_en", "formula_en", "numerator_en", "denominator_en", "limits_en", "version", "citation"), text
        )
    )
    frame = table(value(12, source=text, dimension="sex", category=text), value(24, source=text)).assign(comment=text)
    of = {"STARTS": bad}
    book = opened(frame, of=of, title=text, dataset_title=text, history=history())
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    written = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [each for each in written if each.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    kept = text.translate({7: None, 13: None})
    assert sum(each == f"'{kept}" for each in written) >= 11


def test_a_text_that_looks_like_an_error_or_a_number_is_text() -> None:
    for text in ("#N/A", "12", "2024-01"):
        cell = only(table(value(3, source=text)))["Source"]
        assert (cell.value, cell.data_type) == (text, "s")


@given(st.text())
def test_whatever_is_written_can_be_opened_and_begins_no_formula(text: str) -> None:
    kept = plain(text)
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r"))
    book = new_book()
    new_sheet(book, "one", [20]).write(1, 1, text, Look(wrap=True))
    cell = load_workbook(io.BytesIO(workbook_bytes(book, title=text, made_on=AS_OF)))["one"]["A1"]
    assert (cell.value or "") == kept
    assert cell.data_type != "f"


# The same again, none, and many.


def test_the_same_table_gives_the_same_bytes_whenever_and_wherever_it_is_made() -> None:
    content = made(ordinary(), history=history())
    with ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = load_workbook(io.BytesIO(content)).properties
    assert (properties.created, properties.modified) == (datetime(2025, 12, 31), datetime(2025, 12, 31))
    assert made(ordinary(), history=history()) == content


def test_another_process_makes_the_same_bytes() -> None:
    program = (
        "import sys; sys.path[:0] = sys.argv[1:]; import test_iptt as t; "
        "sys.stdout.buffer.write(t.made(t.ordinary(), history=t.history()))"
    )
    folders = [str(path) for path in sys.path if path] + [str(Path(__file__).parent)]
    # Another seed puts sets of texts into another order.
    found = subprocess.run(
        [sys.executable, "-c", program, *folders],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        check=True,
    )
    assert found.stdout == made(ordinary(), history=history())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame(columns=list(TRACKED_COLUMNS))], ids=["bare", "columns"])
def test_a_table_without_rows_says_so(frame: pd.DataFrame, language: Language) -> None:
    book = opened(frame, language)
    sheet = book.worksheets[0]
    assert sheet.cell(head_row(sheet) + 1, 1).value == translator(language)("No indicator has a value or a target here.")
    assert len(book.sheetnames) == 3


def test_ten_thousand_rows_are_all_there() -> None:
    frame = pd.concat([ordinary()] * 1700, ignore_index=True).iloc[:10_000]
    frame = frame.assign(actual=[float(number) for number in range(10_000)])
    (first, *_) = named(opened(frame.iloc[:6]).worksheets[0])
    # Read as text: openpyxl takes three times as long to read a sheet as to write it.
    with ZipFile(io.BytesIO(made(frame))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    found = re.findall(rf'<c r="{first["Actual"].column_letter}\d+"[^>]*><v>(\d+)</v>', sheet)
    assert sorted(map(int, found)) == list(range(10_000))


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
