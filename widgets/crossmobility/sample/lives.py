"""One plan becomes one placement: prepared, given up or started, ended, followed up, as far as the day ``AS_OF``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from crossmobility.domain.status import derived_status
from crossmobility.sample.aftermath import afterwards, ending, under_way
from crossmobility.sample.calendar import AS_OF, COVID_STOP, day_between, days
from crossmobility.sample.chance import Chance, Codes
from crossmobility.sample.people import person
from crossmobility.sample.plans import Plan
from crossmobility.sample.preparation import Row, prepared

SOURCE: Final = "sample"
# How far a placement that is given up had come: the steps that are then in its row.
STEPS: Final = ("applied_on", "selected_on", "authority_ok_on", "contract_signed_on", "visa_applied_on", "visa_decided_on")
REACHED: Final = {
    "NOT_SELECTED": ("applied_on", "applied_on"),
    "WITHDRAWN": ("selected_on", "contract_signed_on"),
    "BUDGET_FREEZE": ("selected_on", "selected_on"),
    "HOST_CANCELLED": ("selected_on", "contract_signed_on"),
    "PROGRAMME_CANCELLED": ("contract_signed_on", "contract_signed_on"),
    "VISA_REFUSED": ("visa_decided_on", "visa_decided_on"),
}
FORESEEN: Final = ("planned_", "visa_expires", "midterm_due", "final_due", "formality_due")


def lived(plans: Sequence[Plan], chance: Chance, codes: Codes) -> list[Row]:
    """Return one row of ``placements`` per plan, without its status; ``placement_id`` says nothing but the planned year."""
    return [_life(plan, chance, codes) for plan in plans]


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with their status, ordered by their codes, so that neighbours have nothing in common."""
    frame = pd.DataFrame(rows)
    for name in frame.columns[frame.columns.str.endswith("_on")]:
        frame[name] = pd.to_datetime(frame[name])
    statuses = derived_status(frame, pd.Timestamp(AS_OF))
    told = [{**row, "status": str(status)} for row, status in zip(rows, statuses, strict=True)]
    return sorted(told, key=lambda row: str(row["placement_id"]))


def _life(plan: Plan, chance: Chance, codes: Codes) -> Row:
    row: Row = {
        "placement_id": codes.digits(f"P-{plan.planned_start.year}-"),
        "volunteer_id": codes.letters("V-"),
        "programme_id": plan.programme,
        "cohort": plan.cohort,
        "scheme": plan.scheme,
        "origin": plan.origin,
        "destination": plan.destination,
        "sending_org_id": plan.sending,
        "hosting_org_id": plan.hosting,
        "coordinating_org_id": plan.coordinating,
        "pair_id": plan.pair,
        "collective_project": plan.project,
        "planned_start_on": plan.planned_start,
        "planned_end_on": plan.planned_end,
        "is_synthetic": True,
        "source": f"{SOURCE} ; {plan.note}" if plan.note else SOURCE,
        **person(chance, plan.scheme, plan.sector),
    }
    row.update(_given_up(plan, chance) if plan.closed_reason else _taken_up(plan, chance))
    row["updated_on"] = _updated(row, chance)
    return row


def _taken_up(plan: Plan, chance: Chance) -> Row:
    start = _start(plan, chance)
    row = prepared(plan, start, chance)
    if start > AS_OF:
        return row
    end = ending(plan, start, chance)
    row["start_on"] = start
    row.update(under_way(plan, start, end[0] if end else None, chance))
    if end:
        row["end_on"], row["end_reason"] = end
        row.update(afterwards(plan, end[0], chance))
    return row


def _start(plan: Plan, chance: Chance) -> date:
    """Return the first day: as planned, or some weeks late, mostly because of visas."""
    if plan.punctual or plan.short or plan.planned_start > AS_OF or not chance.percent(14):
        return plan.planned_start
    return min(plan.planned_start + days(chance.between(8, 40)), plan.latest_start)


def _given_up(plan: Plan, chance: Chance) -> Row:
    """Return the steps that were made before the placement was given up, and when that was."""
    steps = prepared(plan, plan.planned_start, chance)
    first, last = REACHED[plan.closed_reason]
    reached = chance.one_of([step for step in STEPS[STEPS.index(first) : STEPS.index(last) + 1] if step in steps])
    row = {step: steps[step] for step in STEPS[: STEPS.index(reached) + 1] if step in steps}
    before = row[reached]
    assert isinstance(before, date), "every step of the past has its day"
    if "visa_decided_on" in row:
        row.update(visa_type=steps["visa_type"], visa_outcome="REFUSED")
    closed = before + days(chance.between(2, 24))
    if plan.closed_reason == "PROGRAMME_CANCELLED":  # nobody gave a programme up for Covid before it had come
        closed = max(closed, COVID_STOP + days(chance.between(1, 12)))
    row["closed_before_start_on"] = min(closed, plan.planned_start, AS_OF)
    row["closed_reason"] = plan.closed_reason
    return row


def _updated(row: Row, chance: Chance) -> date:
    latest = max(value for name, value in row.items() if isinstance(value, date) and not name.startswith(FORESEEN))
    return day_between(chance, latest, min(latest + days(20), AS_OF))
