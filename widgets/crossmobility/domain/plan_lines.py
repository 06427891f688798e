"""Lines of a plan: so many places from one country to another, in a scheme, from a month on, for so long.

A plan is a scenario. It is never a record, a flow or a result, and nothing here makes it one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import isfinite, nan
from typing import Final, Protocol

import pandas as pd

from crossmobility.domain.findings import Finding
from crossmobility.domain.placements import DAYS_IN_A_MONTH

PLAN_COLUMNS: Final = (
    *("origin", "destination", "scheme", "programme_id", "period"),
    *("duration_months", "places", "women"),
)
"""One row a line: ``period`` is the month of start (``2026-09``), ``programme_id`` may be NONE; three numbers as float64."""
NUMBERS: Final = ("duration_months", "places", "women")
KIND: Final = "scenario"
NO_PROGRAMME: Final = "NONE"


class SchemeLike(Protocol):
    """What a line must know of its scheme: the bounds of its planned length in days; None where no rule is stated."""

    @property
    def planned_days_min(self) -> int | None: ...
    @property
    def planned_days_max(self) -> int | None: ...


@dataclass(frozen=True, eq=False)
class Known:
    """The codes a line may hold.

    ``incoming`` schemes bring volunteers to ``home``; ``apart`` ones neither leave nor reach it.
    """

    countries: Collection[str]
    schemes: Mapping[str, SchemeLike]
    programmes: Collection[str]
    incoming: Collection[str] = ("SC_RECIP",)
    apart: Collection[str] = ()
    home: str = "FRA"


@dataclass(frozen=True)
class Line:
    """One line as somebody wrote it: text by column, and its number (in a file, the physical line)."""

    number: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """Return the text of a column, empty when the line does not have it."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, eq=False)
class Plan:
    """The places of one calendar year.

    Attributes
    ----------
    year : int
        The year that is planned; every line starts in it.
    lines : DataFrame
        One row a line (``PLAN_COLUMNS``), indexed by its number. ``places`` is a count of people, ``duration_months`` the
        planned length, ``women`` how many of the places are for women: NaN = not said.
    """

    year: int
    lines: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Checked:
    """Lines checked: the plan of those that can be counted, and what is wrong with each of the others."""

    plan: Plan
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> frozenset[int]:
        """The numbers of the lines that are not in the plan."""
        return frozenset(each.line for each in self.findings if each.line is not None)


def empty_plan(year: int) -> Plan:
    """Return a plan without places."""
    return plan_of((), year)


def plan_of(rows: Iterable[tuple[int, Mapping[str, str | float]]], year: int) -> Plan:
    """Return a plan of numbered rows that are right (see :func:`checked`)."""
    listed = list(rows)
    index = pd.Index([number for number, _ in listed], dtype="int64", name="line")
    frame = pd.DataFrame([dict(row) for _, row in listed], index=index, columns=list(PLAN_COLUMNS))
    return Plan(year, frame.astype({name: "float64" if name in NUMBERS else object for name in PLAN_COLUMNS}))


def number(text: str) -> float:
    """Return a written number, NaN when the cell is empty or no number; a decimal comma is one.

    Examples
    --------
    >>> number("6,5"), number("12"), number("many"), number("")
    (6.5, 12.0, nan, nan)
    """
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return nan
    return found if isfinite(found) else nan


def planned_days(months: float) -> int:
    """Return a planned length in days: months × 30.4375, rounded.

    Examples
    --------
    >>> planned_days(6), planned_days(12), planned_days(24)
    (183, 365, 730)
    """
    return round(months * DAYS_IN_A_MONTH)
