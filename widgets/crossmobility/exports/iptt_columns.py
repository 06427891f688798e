"""The columns of the tracking table: which ones a table needs, how wide they are, how their numbers are formatted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.exports.iptt_report import Report
from crossmobility.exports.iptt_words import SHARE_DECIMALS, decimals_of
from crossmobility.i18n import Message, message

Kind = Literal["text", "value", "share", "day", "status"]
ROOM: Final = 1.5
"""Digits of room beside a number: the edges of its cell."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in digits, what its cells hold, and how far they stand from the left."""

    key: str
    heading: Message
    width: float
    kind: Kind = "text"
    indent: int = 0

    @property
    def is_right(self) -> bool:
        """Whether its cells end at the right edge, as numbers do."""
        return self.kind in ("value", "share", "day")


COLUMNS: Final = (
    Column("programme", message("Programme"), 15),
    Column("scheme", message("Scheme"), 15),
    Column("indicator", message("Indicator"), 33),
    Column("unit", message("Unit"), 9),
    Column("baseline", message("Baseline"), 9.5, "value"),
    Column("baseline_period", message("Baseline of"), 9, indent=1),
    Column("target_initial", message("Initial target"), 9.5, "value"),
    Column("target_revised", message("Revised target"), 9.5, "value"),
    Column("target_period", message("Target for"), 9, indent=1),
    Column("actual", message("Actual"), 9.5, "value"),
    Column("cumulative", message("Cumulative"), 10.5, "value"),
    Column("achievement", message("% achieved"), 9, "share"),
    Column("achievement_initial", message("% of initial target"), 9, "share"),
    Column("progress", message("Progress"), 9.5, "share"),
    Column("expected", message("Expected by now"), 9.5, "share"),
    Column("status", message("Status"), 12.5, "status"),
    Column("reason", message("Why"), 52, indent=1),
    Column("value_status", message("Value status"), 12),
    Column("due_on", message("Due"), 10.5, "day"),
    Column("source", message("Source"), 16.5, indent=1),
    Column("comment", message("Comment"), 28),
)


def columns_of(report: Report) -> list[Column]:
    """Return the columns of a table, wide enough for its numbers; columns that say nothing here are left out.

    The programme and the scheme stand only where rows differ in it, the time of a baseline where there is one, the time of
    a target that is not the table's, the share of an initial target where one was revised, comments where somebody wrote
    one.
    """
    frame = report.tracked
    wanted: Mapping[str, Callable[[], bool]] = {
        "programme": lambda: report.varies("programme"),
        "scheme": lambda: report.varies("scheme"),
        "baseline_period": lambda: bool(report.values_of("baseline_period")),
        "target_period": lambda: bool({*report.values_of("target_period")} - {*report.values_of("period")}),
        "achievement_initial": lambda: bool(frame["target_revised"].notna().any()),
        "comment": lambda: bool(report.values_of("comment")),
    }
    kept = [column for column in COLUMNS if column.key not in wanted or wanted[column.key]()]
    return [replace(column, width=max(column.width, _needed(column, report))) for column in kept]


def digits_needed(value: float, definition: Definition | None) -> float:
    """Return how wide a column must be for a value in the unit of its indicator, its sign and mark with it."""
    if value != value:
        return 0.0
    share = definition is not None and definition.unit == "SHARE"
    marks = {"SHARE": 2, "EUR": 2}.get(definition.unit, 0) if definition else 0
    ceiling = 2 if definition is not None and definition.direction == "decrease" else 0
    return len(f"{value * (100 if share else 1):,.{decimals_of(definition)}f}") + marks + ceiling + ROOM


def _needed(column: Column, report: Report) -> float:
    """Return the width for the longest number of a column: one that does not fit is shown as ####."""
    if column.kind == "share":
        shares = report.tracked[column.key].dropna().tolist()
        return max((len(f"{share * 100:,.{SHARE_DECIMALS}f}") + 2 + ROOM for share in shares), default=0.0)
    if column.kind != "value":
        return 0.0
    pairs = zip(report.tracked["indicator"], report.tracked[column.key].tolist(), strict=True)
    return max((digits_needed(value, report.definitions.get(code)) for code, value in pairs), default=0.0)
