"""How figures, periods, bases and statuses are written in French and in English."""

from __future__ import annotations

from datetime import date
from html import escape
from math import isnan
from typing import Final

from babel.dates import format_date, format_skeleton

from crossmobility.domain.periods import Period, period
from crossmobility.domain.selection import Measure
from crossmobility.i18n import Language, Message, message, plural_message, translator

BASES: Final = {
    "started": message("placements started in the period"),
    "active": message("placements active during the period"),
    "stock": message("volunteers present on the date"),
    "ended": message("placements ended in the period"),
    "not_stated": message("basis not stated by the source"),
}
BASIS_NAMES: Final = {
    "started": message("Started"),
    "active": message("Active"),
    "stock": message("Present on a date"),
    "ended": message("Ended"),
    "not_stated": message("Not stated"),
}
STATUSES: Final = {
    "reported": message("reported"),
    "partial": message("partial"),
    "not_broken_down": message("not broken down"),
    "suppressed": message("hidden"),
    "not_reported": message("not reported"),
    "not_applicable": message("not applicable"),
    "provisional": message("provisional"),
    "estimated": message("estimated by the source"),
}


def known(value: object) -> bool:
    """Say whether a cell holds a number."""
    return isinstance(value, int | float) and not isnan(value)


def figure(value: float, language: Language, decimals: int | None = None) -> str:
    """Write a figure, or "n/a" (not available) when it is unknown; zero is written as zero.

    Figures that are not whole keep one decimal, unless ``decimals`` says otherwise.
    """
    t = translator(language)
    if not known(value):
        return t("n/a")
    if decimals is None:
        decimals = 0 if float(value).is_integer() or abs(value) >= 1000 else 1
    return t.number(round(value, decimals), decimals)


def share(value: float, language: Language, decimals: int = 0) -> str:
    """Write a share (0 to 1) as a percentage, with the space its language asks for."""
    t = translator(language)
    if not known(value):
        return t("n/a")
    mark = "\u00a0%" if language == "fr" else "%"
    return t.number(round(value * 100, decimals), decimals) + mark


def counted(value: float, measure: Measure) -> Message:
    """Return "11 volunteers" or "3.5 volunteer-months" as a message."""
    whole = round(value) if float(value).is_integer() or abs(value) >= 1000 else round(value, 1)
    if measure == "volunteer_months":
        return plural_message("{count} volunteer-month", "{count} volunteer-months", whole)
    return plural_message("{count} volunteer", "{count} volunteers", whole)


def measure_name(measure: Measure) -> Message:
    """Return the name of a measure, as a column head."""
    return message("Volunteer-months") if measure == "volunteer_months" else message("Volunteers")


def day(value: date | str, language: Language) -> str:
    """Write a date in full; French says ``1er`` on the first of a month."""
    when = date.fromisoformat(value) if isinstance(value, str) else value
    text = format_date(when, "long", locale=translator(language).locale)
    return f"1er{text[1:]}" if language == "fr" and text.startswith("1 ") else text


def period_label(text: str, language: Language) -> str:
    """Write a period: ``2019-Q3`` is "T3 2019" in French and "Q3 2019" in English; undated says so."""
    t = translator(language)
    if not text:
        return t("undated")
    return _label(period(text), t.language)


def _label(when: Period, language: Language) -> str:
    t = translator(language)
    year = str(when.start.year)
    if when.kind == "year":
        return year
    if when.kind == "half":
        return t("first half of {year}", year=year) if when.start.month == 1 else t("second half of {year}", year=year)
    if when.kind == "quarter":
        return format_skeleton("yQQQ", when.start, locale=t.locale)
    if when.kind == "month":
        return format_skeleton("yMMMM", when.start, locale=t.locale)
    return _range(when.start, when.end, language)


def _range(start: date, end: date, language: Language) -> str:
    locale = translator(language).locale
    after = date.fromordinal(end.toordinal() + 1)
    if (start.month, start.day, after.month, after.day) == (1, 1, 1, 1):
        return f"{start.year}–{end.year}"
    if start.day == after.day == 1:
        first, last = (format_skeleton("yMMM", when, locale=locale) for when in (start, end))
        return f"{first} – {last}"
    return f"{day(start, language)} – {day(end, language)}"


def text(value: object) -> str:
    """Escape a value for HTML or SVG, attributes included."""
    return escape(str(value), quote=True)
