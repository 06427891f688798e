"""The steps to host somebody in France as a dated checklist, counted from the planned arrival and the planned end."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Protocol

import pandas as pd

from crossmobility.errors import BadRequest
from crossmobility.i18n import Language, message

CHECKLIST_COLUMNS: Final = (
    "step",
    "name",
    "what",
    "due_on",
    "bound",
    "kind",
    "trigger",
    "assumed",
    "offset_months",
    "offset_days",
    "certainty",
    "citation",
)
BOUNDS: Final[Mapping[str, str]] = MappingProxyType(
    {"window": "earliest", "deadline": "latest", "validity": "until", "advice": "advised", "step": ""}
)
"""What the day of a step means, by its kind: not before it, not after it, valid until it at least, our advice."""
PHASES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "planned_arrival": 0,
        "contract": 0,
        "arrival": 1,
        "permit_end": 1,
        "notice": 1,
        "early_end": 1,
        "end": 2,
        "return": 2,
    }
)
"""Where in the stay a trigger falls: before the arrival, during the stay, from its end on."""
ASSUMED: Final = frozenset({"arrival", "return"})
"""Triggers that nobody knows beforehand: they are taken to come on the planned day."""
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100


class StepLike(Protocol):
    """One step of a route: a row of the table of hosting steps. No offset: no source gives it a date."""

    @property
    def step(self) -> int: ...
    @property
    def trigger(self) -> str: ...
    @property
    def offset_months(self) -> int | None: ...
    @property
    def offset_days(self) -> int | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def certainty(self) -> str: ...
    @property
    def citation(self) -> str: ...
    def name(self, language: Language) -> str: ...
    def what(self, language: Language) -> str: ...


@dataclass(frozen=True)
class Stay:
    """The planned stay: its first and its last day."""

    arrival_on: date
    end_on: date

    @property
    def days(self) -> int:
        """Its length in days, both ends counted."""
        return (self.end_on - self.arrival_on).days + 1


def stay_of(arrival: str, end: str) -> Stay:
    """Return the stay that two ISO dates say, as a reader typed them.

    Raises
    ------
    BadRequest
        One is missing or no date, lies outside the years 1990 to 2100 (half typed), or the end is before the arrival.
        The hint says what to write.
    """
    first = _day(arrival, message("The planned arrival"))
    last = _day(end, message("The planned end"))
    if last < first:
        raise BadRequest(
            message("The planned end ({end}) is before the planned arrival ({arrival}).", end=end, arrival=arrival),
            message("Change one of the two dates: the stay ends on the day of the arrival or later."),
        )
    return Stay(first, last)


def months_after(day: date, months: int) -> date:
    """Return the day with the same number ``months`` later (negative: earlier); the last day of a month too short for it.

    Examples
    --------
    >>> months_after(date(2026, 8, 31), 6), months_after(date(2026, 11, 30), -3)
    (datetime.date(2027, 2, 28), datetime.date(2026, 8, 30))
    """
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def checklist(steps: Sequence[StepLike], *, arrival_on: date, end_on: date, language: Language = "en") -> pd.DataFrame:
    """Date the steps of one route.

    Parameters
    ----------
    steps : sequence of StepLike
        Of one route, in the order they are taken.
    arrival_on, end_on : date
        Planned. The arrival itself and the return are taken to come on these days; a contract, a notice, an early end and
        the end of a permit have no day yet.
    language : str
        Of ``name`` and ``what``.

    Returns
    -------
    DataFrame
        One row (``CHECKLIST_COLUMNS``) per step, by day: ``due_on`` (datetime64, NaT: no day can be counted), ``bound`` what
        that day means (``BOUNDS``), ``assumed`` whether it is counted from a day only planned, ``offset_months`` and
        ``offset_days`` (Int64, NA: none). A step without a day stands before the earliest of the dated steps that follow it in
        its part of the stay (``PHASES``), after the last one when none follows.
    """
    known = {"planned_arrival": arrival_on, "arrival": arrival_on, "end": end_on, "return": end_on}
    due = [_due(step, known.get(step.trigger)) for step in steps]
    rows = [
        {
            "step": step.step,
            "name": step.name(language),
            "what": step.what(language),
            "due_on": pd.NaT if on is None else pd.Timestamp(on),
            "bound": BOUNDS[step.kind],
            "kind": step.kind,
            "trigger": step.trigger,
            "assumed": on is not None and step.trigger in ASSUMED,
            "offset_months": step.offset_months,
            "offset_days": step.offset_days,
            "certainty": step.certainty,
            "citation": step.citation,
        }
        for step, on in zip(steps, due, strict=True)
    ]
    places = [_place(steps, due, at, arrival_on, end_on) for at in range(len(steps))]
    order = sorted(range(len(steps)), key=lambda at: (places[at], PHASES[steps[at].trigger], at))
    table = pd.DataFrame([rows[at] for at in order], columns=list(CHECKLIST_COLUMNS))
    return table.astype({"due_on": "datetime64[s]", "offset_months": "Int64", "offset_days": "Int64", "assumed": "bool"})


def _due(step: StepLike, on: date | None) -> date | None:
    """Return the day of a step counted from its trigger: months first, then days; None where there is none."""
    if on is None or (step.offset_months is None and step.offset_days is None):
        return None
    return months_after(on, step.offset_months or 0) + timedelta(days=step.offset_days or 0)


def _place(steps: Sequence[StepLike], due: Sequence[date | None], at: int, arrival: date, end: date) -> date:
    """Return the day by which a step is sorted: its own, the earliest that follows in its phase, else the last before."""
    if (own := due[at]) is not None:
        return own
    phase = PHASES[steps[at].trigger]
    dated = [(place, on) for place, on in enumerate(due) if on is not None and PHASES[steps[place].trigger] == phase]
    following = min((on for place, on in dated if place > at), default=None)
    before = max((on for place, on in dated if place < at), default=None)
    return following or before or (end if phase == PHASES["end"] else arrival)


def _day(text: str, which: object) -> date:
    """Return the date of an ISO text; say what is wrong with it and what to write."""
    remedy = message("Choose a day, or write year, month and day, such as {day}.", day="2026-06-01")
    if not text.strip():
        raise BadRequest(message("{which} is missing.", which=which), remedy)
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise BadRequest(message("{which} is not a date: “{text}”.", which=which, text=text), remedy) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        years = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise BadRequest(message("{which} is not between {first} and {last}.", which=which, **years), remedy)
    return found
