"""What each indicator is: its formula in words, unit, direction, how it accumulates, and what it does not say.

Definitions are rows of ``indicators.csv`` (columns of the indicator sheets of USAID, IATI's ``measure`` and ``ascending`` among them);
thresholds of the status are rows of ``status_rules.csv``. Both come as frames, so that a dataset may add rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from math import nan
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

import pandas as pd

from crossmobility.i18n import Language

Level = Literal["output", "outcome", "impact", "other"]
Criterion = Literal["RELEVANCE", "COHERENCE", "EFFECTIVENESS", "EFFICIENCY", "IMPACT", "SUSTAINABILITY"]
Unit = Literal["COUNT", "MONTHS", "SHARE", "RATIO", "DAYS", "EUR", "RATE", "SCORE", "TEXT"]
Direction = Literal["increase", "decrease", "band", "neutral"]
Accumulation = Literal["flow", "cumulative_in_period", "cumulative_since_start", "stock"]
Aggregation = Literal["sum", "mean", "latest", "none"]
Basis = Literal["started", "active", "stock", "ended", "cohort", "decided", "due", "not_stated"]
Dimension = Literal["sex", "age_band", "scheme", "direction", "counterpart", "sector", "territory", "fewer_opportunities"]
Frequency = Literal["month", "quarter", "half", "year"]

CODES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "level": get_args(Level),
        "dac": get_args(Criterion),
        "unit": get_args(Unit),
        "direction": get_args(Direction),
        "accumulation": get_args(Accumulation),
        "aggregation": get_args(Aggregation),
        "basis": get_args(Basis),
        "disaggregation": get_args(Dimension),
        "frequency": get_args(Frequency),
    }
)
"""The codes each column of ``indicators.csv`` may hold; ``dac`` may be empty, ``disaggregation`` holds several."""
EVERY_INDICATOR: Final = "_T"
"""The row of ``status_rules.csv`` for every indicator without a row of its own."""


@dataclass(frozen=True)
class Definition:
    """One indicator. Fields are the columns of ``indicators.csv``; shares are 0 to 1; an unknown band edge is NaN.

    ``computed``: a function of :mod:`~crossmobility.domain.indicators.catalogue` counts it on records; otherwise its
    values are observations. ``due_days``: days after a period's end by which its value should be known.
    """

    indicator_id: str
    name_fr: str
    name_en: str
    level: str
    dac: str
    formula_fr: str
    formula_en: str
    numerator_fr: str
    numerator_en: str
    denominator_fr: str
    denominator_en: str
    unit: str
    iati_measure: int
    direction: str
    band_low: float
    band_high: float
    accumulation: str
    aggregation: str
    basis: str
    disaggregation: tuple[str, ...]
    frequency: str
    min_denominator: int
    decimals: int
    owner_role: str
    computed: bool
    source_tables: tuple[str, ...]
    due_days: int
    limits_fr: str
    limits_en: str
    version: str
    valid_from: date
    citation: str

    def name(self, language: Language) -> str:
        """Return the name in ``language``."""
        return self.name_fr if language == "fr" else self.name_en

    def formula(self, language: Language) -> str:
        """Return the formula in words."""
        return self.formula_fr if language == "fr" else self.formula_en

    def numerator(self, language: Language) -> str:
        """Return what is counted above the line."""
        return self.numerator_fr if language == "fr" else self.numerator_en

    def denominator(self, language: Language) -> str:
        """Return what is counted below the line; empty when nothing is divided."""
        return self.denominator_fr if language == "fr" else self.denominator_en

    def limits(self, language: Language) -> str:
        """Return what the indicator does not say."""
        return self.limits_fr if language == "fr" else self.limits_en


DEFINITION_COLUMNS: Final = tuple(field.name for field in fields(Definition))


@dataclass(frozen=True)
class StatusRule:
    """Thresholds of the status, each a share of 1.

    ``on_track`` and ``at_risk``: the least pace of each status. ``too_early``: the share of the period before which
    nothing is said.
    """

    on_track: float
    at_risk: float
    too_early: float
    citation: str = ""


def definitions_of(frame: pd.DataFrame) -> Mapping[str, Definition]:
    """Return the definitions of a table by their code, in its order, read-only.

    Parameters
    ----------
    frame : DataFrame
        One row an indicator, the columns of ``indicators.csv``, as intake accepts them, as a release stores them, or as
        text. Several values of a cell are separated by ``;`` or are a tuple.

    Raises
    ------
    KeyError
        A column is missing.
    """
    cells = [frame[column].tolist() for column in DEFINITION_COLUMNS]
    rows = (_definition(dict(zip(DEFINITION_COLUMNS, row, strict=True))) for row in zip(*cells, strict=True))
    return MappingProxyType({each.indicator_id: each for each in rows})


def status_rules_of(frame: pd.DataFrame) -> Mapping[str, StatusRule]:
    """Return the thresholds of a table (the columns of ``status_rules.csv``) by indicator, read-only."""
    columns = ("indicator_id", "on_track", "at_risk", "too_early", "citation")
    rows = zip(*(frame[column].tolist() for column in columns), strict=True)
    return MappingProxyType(
        {str(code): StatusRule(float(on), float(at), float(early), _text(source)) for code, on, at, early, source in rows}
    )


def rule_for(rules: Mapping[str, StatusRule], indicator: str) -> StatusRule:
    """Return the thresholds of one indicator: its own row, else the row ``_T``."""
    return rules[indicator] if indicator in rules else rules[EVERY_INDICATOR]


def _definition(cells: Mapping[str, object]) -> Definition:
    values: dict[str, Any] = {field.name: _READERS[str(field.type)](cells[field.name]) for field in fields(Definition)}
    return Definition(**values)


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell)


def _number(cell: object) -> float:
    # The one nan of math, so that two readings of the same table are equal.
    text = _text(cell)
    return float(text) if text else nan


def _several(cell: object) -> tuple[str, ...]:
    parts = cell if isinstance(cell, tuple | list) else _text(cell).split(";")
    return tuple(str(part).strip() for part in parts if str(part).strip())


# How a cell becomes a value, by the type its field declares.
_READERS: Final[Mapping[str, Callable[[object], object]]] = {
    "str": _text,
    "int": lambda cell: int(_number(cell)),
    "float": _number,
    "bool": lambda cell: str(cell).lower() == "true",
    "date": lambda cell: pd.Timestamp(str(cell)).date(),
    "tuple[str, ...]": _several,
}
