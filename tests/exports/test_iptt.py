"""The tracking table as a workbook: opened again, it says what the frame says."""

from __future__ import annotations

from datetime import datetime
from math import nan

import pandas as pd
import pytest
from pytest import approx
from values import definition, target, value
from workbooks import COST, HEADINGS, LANGUAGES, SHARES, WOMEN, head_row, history, named, only, opened, ordinary, table

from crossmobility.domain.indicators.cases import STATUSES
from crossmobility.exports.iptt_table import STATUS_COLOURS
from crossmobility.exports.sheets import Look, lines
from crossmobility.i18n import Language
from crossmobility.render.indicators_words import STATUSES as STATUS_WORDS

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
