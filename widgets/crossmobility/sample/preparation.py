"""From the application to the arrival: the dates before a mission, in the order the law and the calendar ask for."""

from __future__ import annotations

from datetime import date
from typing import Final

from crossmobility.sample.calendar import AS_OF, days, months_later
from crossmobility.sample.chance import Chance
from crossmobility.sample.plans import Plan

Row = dict[str, object]

# Nationals who need no visa for a few weeks: a simplification for the sample, not a rule to rely on.
FREE_FOR_WEEKS: Final = "DEU ITA ESP CZE POL KOR JPN MEX BRA ARG CHL COL PER SRB ALB UKR GEO MDA MUS"
MISSIONS_ABROAD: Final = ("SC_INTL", "VSI", "VEC")


def prepared(plan: Plan, start: date, chance: Chance) -> Row:
    """Return the dates up to the arrival for a mission that starts on ``start``, those after ``AS_OF`` not yet there."""
    row: Row = {}
    contract = plan.planned_start - days(chance.between(88, 120))
    if plan.short:
        contract = plan.planned_start - days(chance.between(45, 70))
    authority = contract - days(chance.between(3, 25))
    selected = authority - days(chance.between(5, 30))
    # What is planned for later has been applied for all the same: otherwise it would not be in the records.
    row["applied_on"] = min(selected - days(chance.between(10, 60)), AS_OF - days(chance.between(1, 20)))
    row["selected_on"] = selected
    if not plan.short:
        row["authority_ok_on"] = authority
    row["contract_signed_on"] = contract
    row.update(_visa(plan, start, contract, chance))
    row.update(_ready(plan, start, chance))
    decided = row.get("visa_decided_on")
    arrival = start - days(chance.between(0, 5))
    if plan.origin != plan.destination:
        row["arrival_on"] = max(arrival, decided) if isinstance(decided, date) else arrival
    row["social_cover_on"] = start - days(chance.between(0, 14))
    row = {name: value for name, value in row.items() if not isinstance(value, date) or value <= AS_OF}
    row.update(_visa_so_far(row, plan))
    row.update(_formality(plan, row, chance))
    return row


def visa_type(plan: Plan) -> str:
    """Return the kind of visa of a route."""
    if plan.scheme == "SC_RECIP":
        return "VLS_T"
    if plan.scheme == "VSI_RECIP":
        return "VLS_TS_VISITEUR"
    if plan.scheme == "OTHER":
        return "LONG_OTHER"
    if plan.scheme in MISSIONS_ABROAD:
        return "HOST_COUNTRY"
    if plan.short and plan.incoming and plan.origin not in FREE_FOR_WEEKS:
        return "SHORT"
    return "NOT_REQUIRED"


def _visa(plan: Plan, start: date, contract: date, chance: Chance) -> Row:
    """Return when the file was lodged and decided; the length of the wait is invented, nobody publishes it."""
    if visa_type(plan) == "NOT_REQUIRED":
        return {}
    applied = plan.planned_start - days(chance.between(50, 84) if not plan.short else chance.between(22, 40))
    usual = 10 + sum(map(ord, plan.origin)) % 14 if not plan.short else 5
    wait = usual + chance.between(0, 22 if not plan.short else 12) + (start - plan.planned_start).days
    decided = min(applied + days(wait), start - days(1))
    return {"visa_applied_on": max(applied, contract + days(1)), "visa_decided_on": decided}


def _visa_so_far(row: Row, plan: Plan) -> Row:
    kind = visa_type(plan)
    if kind == "NOT_REQUIRED":
        return {"visa_type": kind, "visa_outcome": kind}
    if "visa_decided_on" in row:
        # Renewed where the mission is longer than the first visa.
        return {"visa_type": kind, "visa_outcome": "GRANTED", "visa_expires_on": plan.planned_end + days(15)}
    return {"visa_type": kind, "visa_outcome": "PENDING"} if "visa_applied_on" in row else {}


def _ready(plan: Plan, start: date, chance: Chance) -> Row:
    """Return the training: before the start, but after the arrival for a part of the incoming VSI; a few have none."""
    if plan.short or chance.percent(6):
        return {}
    if plan.scheme == "VSI_RECIP" and chance.percent(40):
        first = start + days(chance.between(2, 25))
    elif plan.training_days >= 10:
        first = start  # the edition begins with it, both sides together
    else:
        first = start - days(chance.between(4, 25))
    return {"training_on": first, "training_days": plan.training_days}


def _formality(plan: Plan, row: Row, chance: Chance) -> Row:
    arrival = row.get("arrival_on")
    if not isinstance(arrival, date) or plan.scheme not in ("VSI_RECIP", "OTHER"):
        return {"formality_type": "NONE"} if isinstance(arrival, date) else {}
    validation = plan.scheme == "VSI_RECIP"
    due = months_later(arrival, 3 if validation else 1)
    done = arrival + days(chance.between(8, 80) if validation else chance.between(5, 28))
    if chance.percent(6):
        done = due + days(chance.between(1, 25))
    formality: Row = {"formality_type": "VLS_TS_VALIDATION" if validation else "APS", "formality_due_on": due}
    if done <= AS_OF and not chance.percent(3):
        formality["formality_done_on"] = done
    return formality
