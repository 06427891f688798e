"""The days the sample turns on: the day its data hold for, months, and the breaks that stop missions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from crossmobility import reference
from crossmobility.sample.chance import Chance

AS_OF: Final = date(2025, 12, 31)
FIRST_YEAR: Final = 2014
LAST_YEAR: Final = AS_OF.year
# The source gives only the year 2020; the day in March is ours.
COVID_STOP: Final = date(2020, 3, 16)
YEARS: Final = range(FIRST_YEAR, LAST_YEAR + 1)


def days(number: int) -> timedelta:
    """Return a length of time in days."""
    return timedelta(days=number)


def day_between(chance: Chance, first: date, last: date) -> date:
    """Return a day from ``first`` to ``last``, both included; ``first`` when they are the wrong way round."""
    return first + days(chance.between(0, max(0, (last - first).days)))


def months_later(day: date, months: int) -> date:
    """Return the same day of the month so many months later, the 28th at most: every month has it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


def last_day(start: date, months: int) -> date:
    """Return the last day of a mission of whole months."""
    return months_later(start, months) - days(1)


def closed_since(country: str) -> date | None:
    """Return the day a country's corridor closed for good, as ``data/reference/breaks.csv`` says; None while open."""
    closing = [
        entry.from_on
        for entry in reference.breaks()
        if country in entry.countries and country != "FRA" and not entry.schemes and entry.to_on is None
    ]
    return min(closing, default=None)
