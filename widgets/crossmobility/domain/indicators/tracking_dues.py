"""Who owes which value since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from crossmobility.domain.indicators.cases import Words
from crossmobility.domain.indicators.progress import Mask, Numbers
from crossmobility.domain.indicators.tracking_series import NEVER, Days, Series, Window, iso

MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, eq=False)
class Dues:
    """What is owed of each cell.

    ``owed`` is the first period without a value (empty: nothing is missing), ``due_on`` the ISO date by which it is due,
    or, where nothing is missing, the last value of the period asked was (empty: none is to be expected for so short a
    period), ``days_late`` how many days that is past (0: not late, NaN: no date), ``past`` whether it is.
    """

    owed: Words
    due_on: Words
    days_late: Numbers
    past: Mask


def dues(series: Series, asked: Window, begin: Days, answered: Mask, aimed: Mask) -> Dues:
    """Return which value of each cell is due next.

    Parameters
    ----------
    begin
        Of each cell the first day of which no value tells.
    answered
        The cells with a value, or a word why there is none.
    aimed
        The cells with a target.

    Notes
    -----
    Reported values are due period by period, as often as the definition says. What is counted on records is there with
    the records: it is missing only where a target waits for a value and there is none. A period shorter than the frequency
    owes nothing.
    """
    months = np.array([MONTHS[str(word)] for word in series.of_definition("frequency")], dtype=np.int64)
    counted = series.of_definition("computed").astype(bool)
    expected = months <= asked.months
    missing = expected & (begin <= asked.end) & ~(counted & (answered | ~aimed))
    first = begin.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // months * months
    after = (first + months).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    in_parts = missing & ~counted
    end = np.where(in_parts, np.minimum(after - 1, asked.end), asked.end)
    due = end + series.of_definition("due_days").astype(np.int64)
    late = np.where(missing, np.maximum(series.today - due, 0), 0).astype(float)
    names = np.where(in_parts, _names(first, months), np.where(missing, asked.text, ""))
    return Dues(
        owed=names,
        due_on=np.array(iso(np.where(expected, due, NEVER)), dtype=object),
        days_late=np.where(expected, late, np.nan),
        past=missing & (late > 0),
    )


def _names(first: Days, months: Days) -> Words:
    """Return the names of periods of so many months that begin with the month ``first`` (since January 1970)."""
    pairs, place = np.unique(np.stack([first, months]), axis=1, return_inverse=True)
    texts = [_name(int(month), int(size)) for month, size in pairs.T]
    return np.array(texts, dtype=object)[place.reshape(-1)]


def _name(month: int, months: int) -> str:
    year, place = divmod(month + 12 * 1970, 12)
    parts = {12: "", 6: f"-H{place // 6 + 1}", 3: f"-Q{place // 3 + 1}", 1: f"-{place + 1:02d}"}
    return f"{year}{parts[months]}"
