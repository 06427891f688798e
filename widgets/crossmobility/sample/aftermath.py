"""The mission itself and what follows: how it ends, reports, return, satisfaction, the situation six months later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from crossmobility.sample.calendar import AS_OF, COVID_STOP, closed_since, day_between, days
from crossmobility.sample.chance import Chance
from crossmobility.sample.plans import Plan
from crossmobility.sample.preparation import Row

# One long mission in five ends early, those stopped by events included: of the others 36 of a hundred for a job or studies, 24 abandoned or for misconduct (INJEP).
EARLY: Final = 18
EARLY_REASONS: Final[Mapping[str, int]] = {
    "JOB": 20,
    "STUDIES": 16,
    "ABANDONMENT": 16,
    "MISCONDUCT": 8,
    "MUTUAL": 14,
    "PERSONAL": 11,
    "MEDICAL": 4,
    "HOST_FAILURE": 6,
    "VISA_STAY": 2,
    "OTHER": 3,
}
# 89 % satisfied (4 or 5 of 5); six months later a third at work, a third studying, a third neither; 57 % answer.
SATISFACTION: Final[Mapping[int, int]] = {5: 41, 4: 48, 3: 7, 2: 3, 1: 1}
AFTERWARDS: Final[Mapping[str, int]] = {
    "EMPLOYED": 28,
    "SELF_EMPLOYED": 5,
    "STUDY": 29,
    "SERVICE": 4,
    "SEEKING": 24,
    "INACTIVE": 10,
}
ANSWERS: Final = 57
ENGAGED: Final = 56
EUROS_A_MONTH: Final[Mapping[str, tuple[int, int]]] = {"SC": (520, 860), "VSI": (1050, 1650)}


def ending(plan: Plan, start: date, chance: Chance) -> tuple[date, str] | None:
    """Return the last day and the reason; None while the mission goes on, or when nobody has written it down."""
    stopped = _stopped_by_events(plan, start, chance)
    if stopped:
        return stopped
    if chance.percent(1 if plan.short else EARLY):
        end = start + days(chance.between(plan.length // 10 + 1, plan.length * 9 // 10))
        end = min(end, plan.planned_end - days(8))
        if start < end:
            return (end, chance.weighted(EARLY_REASONS)) if end <= AS_OF else None
    end = plan.planned_end - days(chance.between(1, 5) if chance.percent(15) and not plan.short else 0)
    forgotten = end > AS_OF - days(90) and chance.percent(10)
    return None if end > AS_OF - days(2) or forgotten else (end, "COMPLETED")


def _stopped_by_events(plan: Plan, start: date, chance: Chance) -> tuple[date, str] | None:
    closed = closed_since(plan.destination)
    if closed and start < closed < plan.planned_end - days(30):
        return day_between(chance, closed + days(3), closed + days(25)), "SECURITY"
    if start <= COVID_STOP < plan.planned_end - days(45) and chance.percent(22) and plan.origin != plan.destination:
        return day_between(chance, max(start, COVID_STOP) + days(2), COVID_STOP + days(25)), "FORCE_MAJEURE"
    return None


def under_way(plan: Plan, start: date, end: date | None, chance: Chance) -> Row:
    """Return interviews, mid-term and costs of a mission that has started."""
    last = end or AS_OF
    row: Row = {}
    if plan.length >= 150:
        due = start + days(plan.length // 2 + 15)
        row["midterm_due_on"] = due
        report = due - days(chance.between(-8, 20))
        if report <= last and not chance.percent(6):
            row["midterm_report_on"] = report
    row["interviews_done"] = _interviews(plan, start, end, chance)
    if not chance.percent(12):
        row["cost_eur"] = _cost(plan, (last - start).days, chance)
    return row


def _interviews(plan: Plan, start: date, end: date | None, chance: Chance) -> int:
    if plan.short:
        return chance.between(0, 1)
    if end:
        # Three at least when all goes as it should.
        return chance.weighted({3: 68, 4: 12, 2: 14, 1: 6}) if (end - start).days >= 150 else chance.between(1, 2)
    return min(2, (AS_OF - start).days * 3 // plan.length)


def _cost(plan: Plan, length: int, chance: Chance) -> int:
    if plan.short:
        return chance.between(12, 40) * 10
    low, high = EUROS_A_MONTH["VSI" if plan.scheme.startswith(("VSI", "VEC")) else "SC"]
    return 40 + length * chance.between(low, high) // 300 * 10


def afterwards(plan: Plan, end: date, chance: Chance) -> Row:
    """Return what follows the end: reports, return, debriefing, satisfaction, the survey six months later."""
    row: Row = {}
    home = end + days(chance.between(0, 10))
    happened = {
        "final_report_on": (93, end + days(chance.between(3, 42))),
        "return_on": (100 if plan.origin != plan.destination else 0, home),
        "debrief_on": (91, home + days(chance.between(3, 38))),
        "followup_on": (0 if plan.short else ANSWERS, end + days(182 + chance.between(-40, 40))),
    }
    row["final_due_on"] = end + days(30)
    row.update({name: day for name, (share, day) in happened.items() if day <= AS_OF and chance.percent(share)})
    if chance.percent(82):
        row["satisfaction_volunteer"] = chance.weighted(SATISFACTION)
    if chance.percent(78):
        row["satisfaction_host"] = chance.weighted(SATISFACTION)
    if "followup_on" in row:
        row["followup_status"] = chance.weighted(AFTERWARDS)
        row["followup_engaged"] = chance.percent(ENGAGED)
    return row
