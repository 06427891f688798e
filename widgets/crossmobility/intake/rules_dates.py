"""Rules about when things happened: the order of dates, the stage they make, ends and their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.status import DAYS_OF_GRACE, derived_status, ended_early
from crossmobility.i18n import Message, message
from crossmobility.intake.ledger import by_value
from crossmobility.intake.rulebook import Setting
from crossmobility.intake.stack import Mask, Stack

# Each of these is on or after the one before it; a missing one says nothing about the others.
LIFE: Final = ("applied_on", "selected_on", "contract_signed_on", "start_on", "end_on")
OTHER_ORDERS: Final = (("visa_applied_on", "visa_decided_on"),)


def dates_in_order(stack: Stack, setting: Setting) -> None:
    """V3: applied ≤ selected ≤ contract ≤ start ≤ end, visa applied ≤ decided, planned start < planned end, all known."""
    rows = stack.rows
    for number, later in enumerate(LIFE[1:], start=1):
        unsaid = np.ones(len(rows), dtype=bool)
        # Each date is held against the latest one before it that is known: one slip, one sentence.
        for first in reversed(LIFE[:number]):
            known = rows[first].notna().to_numpy()
            _check_order(stack, first, later, unsaid & (rows[later] < rows[first]).to_numpy())
            unsaid &= ~known
    for first, later in OTHER_ORDERS:
        _check_order(stack, first, later, (rows[later] < rows[first]).to_numpy())
    stack.say_each(
        "error",
        "V3",
        (rows["planned_end_on"] <= rows["planned_start_on"]).to_numpy(),
        lambda values: message(
            "planned_end_on ({end}) does not lie after planned_start_on ({start}). Correct the wrong one of the two dates.",
            end=values["planned_end_on"],
            start=values["planned_start_on"],
        ),
        by=["planned_end_on", "planned_start_on"],
        column="planned_end_on",
    )
    if setting.as_of is None:
        return
    day = setting.as_of.date().isoformat()
    for column in ("start_on", "end_on"):
        stack.say_each(
            "error",
            "V3",
            (stack.rows[column] > setting.as_of).to_numpy(),
            partial(_in_the_future, column, day),
            by=[column],
            column=column,
        )


def _in_the_future(column: str, day: str, values: Mapping[str, str]) -> Message:
    return message(
        "{column} is {value}, after {day}, the day the data tell about. Write what is only planned into the planned date, "
        "or correct the day of the dataset.",
        column=column,
        value=values[column],
        day=day,
    )


def _check_order(stack: Stack, first: str, later: str, breach: Mask) -> None:
    stack.say_each(
        "error",
        "V3",
        breach,
        lambda values: message(
            "{later} ({later_day}) lies before {first} ({first_day}). Correct the wrong one of the two dates.",
            later=later,
            later_day=values[later],
            first=first,
            first_day=values[first],
        ),
        by=[first, later],
        column=later,
    )


def no_start_after_refusal(stack: Stack, _: Setting) -> None:
    """V4: a volunteer whose visa was refused did not start."""
    breach = ((stack.rows["visa_outcome"] == "REFUSED") & stack.rows["start_on"].notna()).to_numpy()
    stack.say_each(
        "error",
        "V4",
        breach,
        lambda values: message(
            "The visa was refused, and yet the placement started on {day}. Correct visa_outcome, or empty start_on.",
            day=values["start_on"],
        ),
        by=["start_on"],
        column="visa_outcome",
    )


def status_follows_from_dates(stack: Stack, setting: Setting) -> None:
    """V5: the status is the one the dates make; a placement closed before its start has a reason."""
    if setting.as_of is None:
        return
    closed = (stack.rows["closed_before_start_on"] <= setting.as_of).to_numpy()
    unexplained = closed & (stack.rows["closed_reason"] == "").to_numpy()
    stack.say_each(
        "error",
        "V5",
        unexplained,
        lambda _: message(
            "closed_before_start_on is filled in, but closed_reason is empty. Write the reason: it decides the status."
        ),
        column="closed_reason",
    )
    derived = derived_status(stack.rows, setting.as_of)
    given = stack.rows["status"]
    breach = (given != derived).to_numpy() & ~unexplained & (given != "").to_numpy()
    positions = np.flatnonzero(breach & stack.sound)
    both = given.iloc[positions].str.cat(derived.iloc[positions], sep=" ")
    for places in by_value(positions, pd.factorize(both)[0]):
        text = message(
            "The status is {status}, but the dates say {derived}. Write {derived}, or the date that is missing or wrong.",
            status=str(given.iloc[places[0]]),
            derived=str(derived.iloc[places[0]]),
        )
        stack.say("error", "V5", places, text, column="status")


def end_has_a_reason(stack: Stack, _: Setting) -> None:
    """V14: end_on and end_reason are both filled in, or both empty."""
    ended = stack.rows["end_on"].notna().to_numpy()
    explained = (stack.rows["end_reason"] != "").to_numpy()
    stack.say_each(
        "error",
        "V14",
        ended & ~explained,
        lambda _: message("end_on is filled in, but end_reason is empty. Write why it ended (COMPLETED if as planned)."),
        column="end_reason",
    )
    stack.say_each(
        "error",
        "V14",
        explained & ~ended,
        lambda values: message(
            "end_reason is {reason}, but end_on is empty. Write the last day, or empty the reason.",
            reason=values["end_reason"],
        ),
        by=["end_reason"],
        column="end_on",
    )


def completed_means_to_the_end(stack: Stack, _: Setting) -> None:
    """V15: a completed placement ended no more than seven days before its planned end."""
    breach = (stack.rows["end_reason"] == "COMPLETED").to_numpy() & ended_early(stack.rows)
    stack.say_each(
        "error",
        "V15",
        breach,
        lambda values: message(
            "end_reason is COMPLETED, but end_on ({end}) is more than {days} days before planned_end_on ({planned}). "
            "Write the real reason, or correct the dates.",
            end=values["end_on"],
            days=DAYS_OF_GRACE,
            planned=values["planned_end_on"],
        ),
        by=["end_on", "planned_end_on"],
        column="end_reason",
    )


def running_past_the_planned_end(stack: Stack, setting: Setting) -> None:
    """V16: warns about a placement still running after its planned end."""
    if setting.as_of is None:
        return
    rows = stack.rows
    running = (rows["start_on"] <= setting.as_of) & ~(rows["end_on"] <= setting.as_of)
    stack.say_each(
        "warning",
        "V16",
        (running & (rows["planned_end_on"] < setting.as_of)).to_numpy(),
        lambda values: message(
            "The placement should have ended on {day} and has no end_on. Write end_on and end_reason, or a new planned end.",
            day=values["planned_end_on"],
        ),
        by=["planned_end_on"],
        column="end_on",
    )
