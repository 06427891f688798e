"""Rules about indicators: definitions a dataset adds, and observations beside the definitions they are of.

They stand apart from the rules about placements because they look at other tables, and need the definitions of the workbook
and of the dataset together. A target that does not fit its definition is a warning: leaving it out would turn a red light
into none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, cast

import numpy as np
import pandas as pd

from crossmobility.domain.indicators.catalogue import COMPUTED
from crossmobility.domain.indicators.definitions import CODES
from crossmobility.domain.periods import period
from crossmobility.i18n import Message, message
from crossmobility.intake.ledger import Positions
from crossmobility.intake.rulebook import Rule
from crossmobility.intake.stack import Mask, Stack
from crossmobility.intake.tables import did_you_mean
from crossmobility.reference import Indicator

INDICATORS: Final = "indicators"
OBSERVATIONS: Final = "observations"
DIVIDED: Final = ("SHARE", "RATIO", "RATE")
TARGETS: Final = ("target_initial", "target_revised")
# The shortest period of each length, in days: a February, the first quarter, the first half.
SHORTEST: Final[Mapping[str, int]] = {"month": 28, "quarter": 90, "half": 181, "year": 365}
FREQUENCIES: Final[Mapping[str, Message]] = {
    "month": message("month"),
    "quarter": message("quarter"),
    "half": message("half-year"),
    "year": message("year"),
}
OURS: Final = "rule of this workbook"
INDICATOR_RULES: Final = (
    Rule("I1", "error", INDICATORS, message("Level, unit, direction and the other codes of an indicator exist."), OURS),
    Rule(
        "I2",
        "error or warning",
        INDICATORS,
        message("A denominator has a numerator (error); a share, ratio or rate has a denominator (warning)."),
        OURS,
    ),
    Rule(
        "I3",
        "error or warning",
        INDICATORS,
        message("A band has two ends, the lower one first (error), and the direction band (warning)."),
        OURS,
    ),
    Rule("I4", "error", INDICATORS, message("An indicator is called computed only if the workbook computes it."), OURS),
    Rule("I5", "error", OBSERVATIONS, message("An observation is of an indicator that exists."), OURS),
    Rule(
        "I6",
        "warning",
        OBSERVATIONS,
        message("The period of a target lies within the validity of its indicator."),
        OURS,
    ),
    Rule("I7", "warning", OBSERVATIONS, message("The period of a target lies within the dates of its programme."), OURS),
    Rule(
        "I8",
        "warning",
        OBSERVATIONS,
        message("The period of a target is not shorter than its indicator is reported."),
        OURS,
    ),
)

Dates = Mapping[str, tuple[date | None, date | None]]


def check_definitions(stack: Stack) -> None:
    """Apply I1 to I4 to the indicators a dataset adds. A code used twice is said with the keys (``F-ID``)."""
    for column, known in CODES.items():
        _check_codes(stack, column, known)
    _check_division(stack)
    _check_band(stack)
    computed = stack.rows["computed"].fillna(False).to_numpy(dtype=bool)
    stack.say_each(
        "error",
        "I4",
        computed & ~stack.rows["indicator_id"].isin(COMPUTED).to_numpy(),
        lambda values: message(
            "The workbook has no rule to compute {code}. Write false, and give its values as observations.",
            code=values["indicator_id"],
        ),
        by=["indicator_id"],
        column="computed",
    )


def check_observations(stack: Stack, indicators: Mapping[str, Indicator], dates: Dates) -> None:
    """Apply I5 to I8 to observations.

    Parameters
    ----------
    stack
        The rows of ``observations``.
    indicators
        All definitions by code: those of the workbook and those the dataset adds.
    dates
        First and last day of programmes, where known (see :func:`programme_dates`); None: open.
    """
    rows = stack.rows
    known = rows["indicator_id"].isin(indicators).to_numpy()
    stack.say_each(
        "error",
        "I5",
        ~known,
        lambda values: message(
            "“{value}” names no row of {table}. {hint} Or add the row to {table}.",
            value=values["indicator_id"],
            table=INDICATORS,
            hint=did_you_mean(values["indicator_id"], indicators),
        ),
        by=["indicator_id"],
        column="indicator_id",
    )
    targets = known & rows["value_type"].isin(TARGETS).to_numpy() & (rows["period"] != "").to_numpy() & stack.sound
    for code, text, programme, places in _distinct(rows, targets):
        for rule, said in (
            ("I6", _before_validity(indicators[code], text)),
            ("I7", _outside_programme(programme, dates.get(programme, (None, None)), text)),
            ("I8", _too_short(indicators[code], text)),
        ):
            if said is not None:
                stack.say("warning", rule, places, said, column="period")


def programme_dates(countries: pd.DataFrame) -> Dates:
    """Return the first and last day of the programmes a dataset dates, from its rows of ``programme_countries``.

    A programme begins with its first country and ends with its last; a country without a day leaves that side open.
    """
    found: dict[str, tuple[date | None, date | None]] = {}
    for programme, rows in countries.groupby("programme_id"):
        first, last = rows["valid_from"], rows["valid_to"]
        begin = None if first.isna().any() else first.min().date()
        end = None if last.isna().any() else last.max().date()
        found[str(programme)] = begin, end
    return found


def _check_codes(stack: Stack, column: str, known: tuple[str, ...]) -> None:
    separator = stack.table.field(column).separator
    codes, distinct = pd.factorize(stack.rows[column])
    strange = {str(text): _strange(str(text), known, separator) for text in distinct}
    stack.say_each(
        "error",
        "I1",
        np.array([*map(bool, strange.values()), False])[codes],
        lambda values: message(
            "“{value}” is not a code of “{column}”. {hint} Or translate it under [values.{column}].",
            value=strange[values[column]],
            column=column,
            hint=did_you_mean(strange[values[column]], known),
        ),
        by=[column],
        column=column,
    )


def _strange(text: str, known: tuple[str, ...], separator: str) -> str:
    """Return the first part of a cell that is no code, empty when all are."""
    parts = text.split(separator) if separator else [text]
    return next((part.strip() for part in parts if part.strip() and part.strip() not in known), "")


def _check_division(stack: Stack) -> None:
    above, below = (_said(stack.rows, f"{name}_fr", f"{name}_en") for name in ("numerator", "denominator"))
    stack.say_each(
        "error",
        "I2",
        below & ~above,
        lambda _: message("There is a denominator but no numerator. Write what is divided, or remove the denominator."),
        column="denominator_fr",
    )
    stack.say_each(
        "warning",
        "I2",
        stack.rows["unit"].isin(DIVIDED).to_numpy() & ~below,
        lambda values: message(
            "The unit is {unit}, but there is no denominator. Write what it is divided by: without it nobody can tell a "
            "share of many from a share of few.",
            unit=values["unit"],
        ),
        by=["unit"],
        column="denominator_fr",
    )


def _check_band(stack: Stack) -> None:
    low, high = (stack.rows[name] for name in ("band_low", "band_high"))
    is_band = (stack.rows["direction"] == "band").to_numpy()
    has_low, has_high = low.notna().to_numpy(), high.notna().to_numpy()
    one_end = message("The band has one end only. Write both band_low and band_high, or neither.")
    no_band = message("The direction is band, but there is no band. Write band_low and band_high, or another direction.")
    upside_down = message("band_low is not below band_high. Exchange them, or correct one.")
    unused = message("There is a band, but the direction is not band: it is not used. Write band, or remove its ends.")
    stack.say_each("error", "I3", has_low ^ has_high, lambda _: one_end, column="band_low")
    stack.say_each("error", "I3", is_band & ~has_low & ~has_high, lambda _: no_band, column="direction")
    stack.say_each("error", "I3", (low >= high).to_numpy(), lambda _: upside_down, column="band_low")
    stack.say_each("warning", "I3", has_low & has_high & ~is_band, lambda _: unused, column="direction")


def _said(rows: pd.DataFrame, *columns: str) -> Mask:
    said: Mask = (rows[list(columns)] != "").any(axis=1).to_numpy()
    return said


def _distinct(rows: pd.DataFrame, chosen: Mask) -> Iterator[tuple[str, str, str, Positions]]:
    """Yield each indicator, period and programme of the chosen rows, and where they stand."""
    at = np.flatnonzero(chosen)
    keys = rows[["indicator_id", "period", "programme_id"]].iloc[at].reset_index(drop=True)
    for key, places in keys.groupby(list(keys), sort=False).indices.items():
        code, text, programme = cast("tuple[str, str, str]", key)
        yield code, text, programme, at[places]


def _before_validity(indicator: Indicator, text: str) -> Message | None:
    if period(text).start >= indicator.valid_from:
        return None
    return message(
        "{code} is defined from {day} on, and the target is for {period}. Correct the period, or give the older definition a "
        "code of its own.",
        code=indicator.indicator_id,
        day=indicator.valid_from.isoformat(),
        period=text,
    )


def _outside_programme(programme: str, dates: tuple[date | None, date | None], text: str) -> Message | None:
    begin, end = dates
    when = period(text)
    if (begin is None or when.end >= begin) and (end is None or when.start <= end):
        return None
    return message(
        "{programme} runs from {begin} to {end}, and the target is for {period}. Correct the period, or the dates of the "
        "programme in programme_countries.",
        programme=programme,
        begin=begin.isoformat() if begin else "…",
        end=end.isoformat() if end else "…",
        period=text,
    )


def _too_short(indicator: Indicator, text: str) -> Message | None:
    when = period(text)
    if (when.end - when.start).days + 1 >= SHORTEST[indicator.frequency]:
        return None
    return message(
        "{code} is reported by {frequency}, and the target is for {period}, which is shorter. Give the target for a longer "
        "period, or change the frequency of the indicator.",
        code=indicator.indicator_id,
        frequency=FREQUENCIES[indicator.frequency],
        period=text,
    )
