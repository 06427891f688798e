"""The rows of one table, from one file or from several: what rules look at, and where they say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.findings import Severity
from crossmobility.i18n import Message
from crossmobility.intake.drafts import Draft
from crossmobility.intake.ledger import Positions, by_value

Mask = npt.NDArray[np.bool_]
Wording = Callable[[Mapping[str, str]], Message]
# Beyond this many different sets of values one sentence speaks for the rest: nobody reads them, and each costs memory.
MOST_SENTENCES: Final = 5_000


class Stack:
    """Drafts of the same table, one below the other.

    ``rows`` has one row per record of all of them, good or not; ``good`` says which are neither left out nor rejected so
    far; ``sound`` which were good when the stack was made, so that two rules may both speak about one row.
    """

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.drafts = tuple(drafts)
        self.table = drafts[0].table
        frames = [draft.rows for draft in drafts]
        self.rows = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
        self._ends = np.cumsum([len(frame) for frame in frames])
        self.sound = self.good

    @property
    def good(self) -> Mask:
        """Return which rows are neither left out nor rejected so far."""
        return np.concatenate([draft.ledger.good for draft in self.drafts])

    def say(self, severity: Severity, rule: str, positions: Positions, text: Message, *, column: str = "") -> None:
        """Say one thing about some rows, each in its own file; an error rejects them."""
        file = np.searchsorted(self._ends, positions, side="right")
        for number in np.unique(file):
            draft = self.drafts[number]
            own = positions[file == number] - (self._ends[number] - len(draft.rows))
            value = draft.received(column, int(own[0])) if column else ""
            draft.ledger.say(severity, rule, own, text, column=column, value=value)

    def say_each(
        self, severity: Severity, rule: str, breach: Mask, wording: Wording, *, by: Sequence[str] = (), column: str = ""
    ) -> None:
        """Say of the sound rows that break a rule what is wrong, one sentence per set of values of the columns ``by``.

        ``wording`` gets those values as text: days as 2024-12-31, numbers without needless zeros, empty when unknown.
        """
        positions = np.flatnonzero(breach & self.sound)
        if not len(positions):
            return
        if not by:
            self.say(severity, rule, positions, wording({}), column=column)
            return
        values = pd.DataFrame({name: as_text(self.rows[name].iloc[positions]) for name in by})
        groups = values.groupby(list(by), sort=False).ngroup().to_numpy().astype(np.intp)
        for number, places in enumerate(by_value(np.arange(len(positions)), groups)):
            if number == MOST_SENTENCES:
                rest = positions[groups >= groups[places[0]]]
                self.say(severity, rule, rest, wording(values.iloc[places[0]].to_dict()), column=column)
                return
            self.say(severity, rule, positions[places], wording(values.iloc[places[0]].to_dict()), column=column)

    def say_of_files(self, severity: Severity, rule: str, text: Message, *, column: str = "") -> None:
        """Say one thing about the files of the table."""
        for draft in self.drafts:
            draft.ledger.say_of_file(severity, rule, text, column)


def as_text(values: pd.Series) -> pd.Series:
    """Return values as text, empty when unknown: days as 2024-12-31, numbers without needless zeros."""
    if values.dtype.kind == "M":
        text = values.dt.strftime("%Y-%m-%d")
    elif values.dtype.kind == "f":
        text = values.map(lambda number: "" if number != number else f"{number:g}")
    else:
        text = values
    return pd.Series(text.astype("str").fillna(""), index=values.index)
