"""Rules about what a dataset adds to the programmes of the workbook: a code of their own, goals that exist, sourced plans."""

from __future__ import annotations

from typing import Final

import numpy as np

from crossmobility.i18n import message
from crossmobility.intake.rulebook import Rule
from crossmobility.intake.stack import Stack
from crossmobility.reference import code_lists
from crossmobility.reference.programme_rows import PLANNED

PROGRAMMES: Final = "programmes"
EDITIONS: Final = "programme_editions"
RESERVED: Final = ("NONE", "_T", "_O")
"""What stands where a programme could stand: none, all together, others."""
OURS: Final = "rule of this workbook"
PROGRAMME_RULES: Final = (
    Rule("P1", "error", PROGRAMMES, message("The code of a programme is not one that means none, all or others."), OURS),
    Rule("P2", "error", PROGRAMMES, message("The goals (SDG) of a programme are numbers from 1 to 17."), OURS),
    Rule("P3", "error", EDITIONS, message("What is “more than” names numbers that the row holds."), OURS),
    Rule("P4", "error", EDITIONS, message("Planned numbers have their source, and a source of plans has numbers."), OURS),
)


def check_programmes(stack: Stack) -> None:
    """Apply P1 and P2 to the programmes a dataset adds. A code used twice is said with the keys (``F-ID``)."""
    stack.say_each(
        "error",
        "P1",
        stack.rows["programme_id"].isin(RESERVED).to_numpy(),
        lambda values: message(
            "“{value}” is no programme: the workbook writes {codes} for none, all and others. Give the programme another code.",
            value=values["programme_id"],
            codes=", ".join(RESERVED),
        ),
        by=["programme_id"],
        column="programme_id",
    )
    goals = code_lists()["sdg"]
    stack.say_each(
        "error",
        "P2",
        np.array([any(part not in goals for part in _parts(cell)) for cell in stack.rows["sdg_focus"]], dtype=bool),
        lambda values: message(
            "“{value}” names a goal that does not exist. Write numbers from 1 to 17, with semicolons between them.",
            value=values["sdg_focus"],
        ),
        by=["sdg_focus"],
        column="sdg_focus",
    )


def check_editions(stack: Stack) -> None:
    """Apply P3 and P4 to the editions a dataset adds, as the workbook does to its own."""
    rows = stack.rows
    numbers = [field.name for field in stack.table.fields if field.type == "integer"]
    stated = rows[numbers].notna()
    unstated = [
        any(name not in numbers or not stated.at[place, name] for name in _parts(cell))
        for place, cell in rows["more_than"].items()
    ]
    stack.say_each(
        "error",
        "P3",
        np.array(unstated, dtype=bool),
        lambda values: message(
            "“{value}” names a number that the row does not hold. Name columns of this row that hold one: {known}.",
            value=values["more_than"],
            known=", ".join(numbers),
        ),
        by=["more_than"],
        column="more_than",
    )
    planned, sourced = stated[list(PLANNED)].any(axis=1), rows["planned_citation"] != ""
    stack.say_each(
        "error",
        "P4",
        (planned & ~sourced).to_numpy(),
        lambda _: message("What was planned has no source. Write in planned_citation where it is published."),
        column="planned_citation",
    )
    stack.say_each(
        "error",
        "P4",
        (sourced & ~planned).to_numpy(),
        lambda _: message(
            "A source of plans stands beside no planned number. Write the number, or empty planned_citation."
        ),
        column="planned_citation",
    )


def _parts(cell: object) -> list[str]:
    return [part for part in str(cell).split(";") if part]
