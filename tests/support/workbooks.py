"""Workbooks for tests: a table with every kind of unit, made and opened again, its rows under their English headings."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from math import nan
from typing import Any

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from values import RULES, definition, target, value, values

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.tracking import tracked
from crossmobility.exports import iptt_workbook
from crossmobility.i18n import Language, translator

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
