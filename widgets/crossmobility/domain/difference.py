"""What changed between two periods of one selection: two answers side by side, corridor by corridor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.changes import WORDS, changes
from crossmobility.domain.directions import direction
from crossmobility.domain.overview import Overview
from crossmobility.domain.periods import in_order, period
from crossmobility.domain.selection import Selection
from crossmobility.i18n import Language

MORE: Final = ("appeared", "grew")
FEWER: Final = ("stopped", "shrank")
assert {*MORE, *FEWER} < {*WORDS}


@dataclass(frozen=True, eq=False)
class Difference:
    """Two answers to one selection that differ in their period only.

    Attributes
    ----------
    now, before : Overview
        The answer for the selection's period, and for the one it is compared with, on the same basis.
    table : DataFrame
        One row per corridor between two countries that has a number in one of the two: ``origin``, ``destination``,
        ``before``, ``now``, ``change`` (the measure; NaN where unknown), ``word`` (of
        :data:`~crossmobility.domain.changes.WORDS`), ``direction``. Largest change first, unknown ones last.
    """

    now: Overview
    before: Overview
    table: pd.DataFrame

    @property
    def selection(self) -> Selection:
        """The selection that is compared."""
        return self.now.selection

    @property
    def complete(self) -> bool:
        """Whether a corridor that is absent from a period is zero rather than unknown."""
        return self.now.complete and self.before.complete

    @property
    def change(self) -> float:
        """How many more the whole counts now than before; NaN unless both are known."""
        return self.now.total - self.before.total

    @property
    def largest(self) -> float:
        """The largest change of a corridor, whatever its sign: the scale of a map of changes; 0 when none is known."""
        most = self.table["change"].abs().max() if len(self.table) else 0.0
        return 0.0 if pd.isna(most) else float(most)

    def of(self, *words: str) -> pd.DataFrame:
        """Return the rows of the table with one of these words, in its order."""
        return self.table[self.table["word"].isin(words)]

    def in_language(self, language: Language) -> Difference:
        """Return the same difference for a page in another language."""
        return Difference(self.now.in_language(language), self.before.in_language(language), self.table)


def difference(now: Overview, before: Overview) -> Difference | None:
    """Put two answers side by side; ``None`` when one of them has nothing to compare.

    Parameters
    ----------
    now, before : Overview
        Answers to selections that differ in their period only; ``before`` was asked for on the basis ``now`` was found on.
    """
    silent = (now.empty and not now.complete) or (before.empty and not before.complete)
    if silent or now.selection.period == before.selection.period:
        return None
    selection, complete = now.selection, now.complete and before.complete
    table = changes(now.rows, before.rows, selection.measure, complete)
    table = table[table["before"].notna() | table["now"].notna()].reset_index(drop=True)
    return Difference(now, before, table.assign(direction=direction(table, selection.reference)))


def between(marks: Iterable[Marked], one: str, other: str) -> list[Marked]:
    """Return the breaks after which two periods no longer compare: those that begin or end from the first to the second.

    An event that lasts over all of both is none of them: both periods know it.

    Parameters
    ----------
    marks : iterable of Marked
        Events that touch the axis from one period to the other.
    """
    earlier, later = (period(text) for text in in_order([one, other]))
    return [
        mark
        for mark in marks
        if mark.event.from_on > earlier.start or (mark.event.to_on is not None and mark.event.to_on < later.end)
    ]
