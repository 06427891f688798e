"""The numbers of one edition as its sources publish them, and as the records count them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Any

from crossmobility.reference import ProgrammeEdition
from crossmobility.reference.programme_rows import Number
from crossmobility.render.formats import figure, known
from crossmobility.render.programmes_parts import WAYS
from crossmobility.render.words import Words


@dataclass(frozen=True)
class Line:
    """What one origin of numbers says of an edition: a source, or the records; numbers by way, NaN where it says nothing."""

    published: bool
    done: Mapping[str, float]
    planned: Mapping[str, float]
    total: float
    planned_total: float
    running: float = 0.0

    @property
    def says_something(self) -> bool:
        """Whether any number is known."""
        return any(map(known, (self.total, self.planned_total, *self.done.values(), *self.planned.values())))


def lines_of(row: Any) -> list[Line]:
    """Return what is published of an edition, then what the records count; only what there is."""
    found = []
    if row.source in ("published", "both"):
        done = {"out": row.done_out, "in": row.done_in}
        planned = {"out": row.planned_out, "in": row.planned_in}
        found.append(Line(True, done, planned, _whole(row.done, done), _whole(row.planned, planned)))
    if row.source in ("counted", "both"):
        done = {way: getattr(row, f"counted_{way}") for way in WAYS}
        total = sum(value for value in done.values() if known(value)) if any(map(known, done.values())) else nan
        found.append(Line(False, done, {}, total, row.counted_planned, row.running if known(row.running) else 0.0))
    return found


def stated(entry: ProgrammeEdition | None, name: Number, value: float, words: Words) -> str:
    """Write a number as its source does: "> 100" where it says more than."""
    more = "> " if entry is not None and name in entry.more_than else ""
    return more + figure(value, words.language)


def _whole(stated_total: float, sides: Mapping[str, float]) -> float:
    """Return the stated total, else the sum of both sides when both are stated."""
    return stated_total if known(stated_total) else sum(sides.values())
