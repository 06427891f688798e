"""What is meant to happen: one plan is one placement before chance and history have had their say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from crossmobility.sample.calendar import AS_OF, COVID_STOP, days, last_day, months_later
from crossmobility.sample.chance import Chance

NO_PROGRAMME: Final = "NONE"
SHORT_SCHEMES: Final = ("CAMP", "JSI_VVVSI")


@dataclass(frozen=True)
class Plan:
    """One placement as planned.

    ``closed_reason`` says that it is given up before its start. ``punctual`` missions start on the planned day: groups
    that begin together, and months that are published. ``training_days`` is the length of the common preparation.
    """

    scheme: str
    origin: str
    destination: str
    planned_start: date
    planned_end: date
    cohort: str
    sending: str
    hosting: str
    coordinating: str = ""
    programme: str = NO_PROGRAMME
    pair: str = ""
    project: str = ""
    sector: str = ""
    note: str = ""
    training_days: int = 3
    punctual: bool = False
    closed_reason: str = ""

    @property
    def latest_start(self) -> date:
        """Return the last day it may start late: in the same year, so that yearly totals hold, and not once all stopped."""
        year_end = date(self.planned_start.year, 12, 28)
        stopped = COVID_STOP if self.planned_start <= COVID_STOP else AS_OF
        return max(self.planned_start, min(year_end, stopped, AS_OF))

    @property
    def length(self) -> int:
        """Return the planned length in days."""
        return (self.planned_end - self.planned_start).days

    @property
    def short(self) -> bool:
        """Return whether it lasts weeks, not months."""
        return self.scheme in SHORT_SCHEMES

    @property
    def incoming(self) -> bool:
        """Return whether somebody comes to France from elsewhere."""
        return self.destination == "FRA" != self.origin


def half_year(day: date) -> str:
    """Return the name of the intake a mission without programme belongs to, such as ``2019-S2``."""
    return f"{day.year}-S{1 if day.month <= 6 else 2}"


def service_civique_end(chance: Chance, start: date) -> date:
    """Return a planned end more than six months and at most twelve months after the start."""
    months = chance.weighted({6: 20, 7: 12, 8: 34, 9: 14, 10: 12, 12: 8})
    return last_day(start, months) if months > 6 else months_later(start, 6) + days(3)
