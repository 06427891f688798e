"""What the words of the tracking table mean, and how its numbers are formatted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.i18n import Language, Message, message
from crossmobility.render.formats import STATUSES as VALUE_STATUSES

STATUS_MEANINGS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "achieved": message("The target is reached and stays so: the period is over, or what was counted stays counted."),
        "on_track": message("What can be expected by the date is there, or the target is met so far."),
        "at_risk": message("Somewhat less than what can be expected by the date."),
        "off_track": message("Much less than what can be expected by the date, or the target is missed."),
        "late": message("There is no value, and the day by which it was due has passed."),
        "too_early": message("Too little of the period has passed to say anything."),
        "no_data": message("There is no value yet, or none that may be shown."),
        "not_applicable": message("No target, no better direction, or the indicator does not apply: nothing to judge."),
    }
)
VALUE_MEANINGS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "reported": message("The value was stated or counted. Zero is a value."),
        "partial": message("A part is not known: the value covers the rest."),
        "provisional": message("The value may still change: the period or some cases are open."),
        "estimated": message("The source estimated the value."),
        "suppressed": message("The value is hidden to protect people."),
        "not_broken_down": message("The value is known only inside a total."),
        "not_reported": message("Nobody has stated a value. That is not zero."),
        "not_applicable": message("There is nothing the indicator could measure."),
    }
)
COLUMN_MEANINGS: Final[tuple[tuple[Message, Message], ...]] = (
    (
        message("Baseline"),
        message("The value before, from which progress is measured."),
    ),
    (
        message("Initial and revised target"),
        message("Both stay visible. The revised one is in force where there is one."),
    ),
    (
        message("Target for"),
        message("The time the target is for, where it is longer than the period of the table."),
    ),
    (
        message("Cumulative"),
        message("What has added up since the programme or the year began; empty for rates and for values of a day."),
    ),
    (
        message("% achieved"),
        message("Actual ÷ target in force. It may exceed the whole; where less is better, a low share is a good one."),
    ),
    (
        message("Progress"),
        message(
            "(Actual - baseline) ÷ (target - baseline): nothing at the baseline, the whole way at the target, up or down."
        ),
    ),
    (
        message("Expected by now"),
        message("The share of the target, or of the way to it, that could be expected on the day the value tells of."),
    ),
    (
        message("Empty cells"),
        message("Not known, which is not zero. The column “Value status” says why."),
    ),
    (
        message("Folded rows"),
        message(
            "Splits by sex, scheme and so on stand folded below their indicator; the buttons 1, 2, 3 at the left edge unfold them."
        ),
    ),
)
DAY_FORMATS: Final[Mapping[Language, str]] = MappingProxyType({"fr": "dd/mm/yyyy", "en": "yyyy-mm-dd"})
SHARE_DECIMALS: Final = 1
HIDDEN: Final = "suppressed"
TELLING: Final = frozenset(
    {"actual", "numerator", "denominator", "cumulative", "achievement", "achievement_initial", "progress"}
)
"""Columns that would tell a hidden value, or let it be worked out."""
WITHOUT_DEFINITION: Final = "#,##0.##"
MOST_DECIMALS: Final = 2


def value_format(definition: Definition, language: Language) -> str:
    """Return the number format of an indicator's values: decimals as defined, thousands apart, shares as true percentages.

    The marks of thousands and decimals are those of whoever opens the workbook; the place of % and € is that of
    ``language``.
    """
    if definition.unit == "SHARE":
        return share_format(definition.decimals, language)
    digits = _digits(definition.decimals)
    if definition.unit == "EUR":
        return f'{digits}"\u00a0€"' if language == "fr" else f'"€"{digits}'
    return digits


def target_format(definition: Definition, language: Language) -> str:
    """Return the number format of an indicator's targets: where less is better, at most so much."""
    usual = value_format(definition, language)
    return f'"≤\u00a0"{usual}' if definition.direction == "decrease" else usual


def share_format(decimals: int, language: Language) -> str:
    r"""Return the number format of a share of 1, written as a percentage.

    Examples
    --------
    >>> share_format(1, "en"), share_format(0, "fr")
    ('#,##0.0%', '#,##0"\xa0"%')
    """
    return f'{_digits(decimals)}"\u00a0"%' if language == "fr" else f"{_digits(decimals)}%"


def value_status_word(code: str, language: Language) -> str:
    """Return how good a value is, or why there is none; a code nobody knows as it is."""
    return capital(VALUE_STATUSES[code].in_language(language)) if code in VALUE_STATUSES else code


def capital(text: str) -> str:
    """Return a text with a capital first letter.

    Examples
    --------
    >>> capital("à risque"), capital("")
    ('À risque', '')
    """
    return text[:1].upper() + text[1:]


def day_of(cell: object) -> date | None:
    """Return a day that came as a date or as ISO text; None when there is none."""
    if isinstance(cell, date):
        return None if cell != cell else date(cell.year, cell.month, cell.day)
    written = "" if cell is None or cell != cell else str(cell)[:10]
    return date.fromisoformat(written) if written else None


def decimals_of(definition: Definition | None) -> int:
    """Return how many decimals the values of an indicator are shown with."""
    return MOST_DECIMALS if definition is None else definition.decimals


def _digits(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")
