"""What changed since the edition published last, and why: provisional values become final, final ones are revised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.observed import CELL_AND_PERIOD, CELL_COLUMNS, in_edition_order, rows_in_force
from crossmobility.domain.indicators.progress import CLOSE, Mask, Numbers, divided
from crossmobility.domain.indicators.values import COMPUTED_EDITION
from crossmobility.i18n import Message, message

REVISION_COLUMNS: Final = (
    *CELL_COLUMNS,
    *("period", "value_type", "before", "now", "change", "change_share", "value_status_before", "value_status"),
    *("edition_before", "edition", "as_of_before", "as_of", "why", "source"),
)
WHY: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "received": message("There was no value; now there is one."),
        "withdrawn": message("The value was withdrawn."),
        "recounted": message("The value was stated; now it is counted on the records."),
        "final": message("The value was provisional; now it is final."),
        "too_few": message("There are too few for a rate now."),
        "provisional": message("The value was final; now it is provisional again."),
        "revised": message("The value was revised."),
    }
)
"""Why a value changed, by the code in the column ``why``."""
_NOT_FINAL: Final = ("provisional", "partial", "estimated")


def revisions(
    values: pd.DataFrame,
    *,
    as_of: date,
    since: date | None = None,
    definitions: Mapping[str, Definition] = MappingProxyType({}),
) -> pd.DataFrame:
    """Return the values that are no longer what they were.

    Parameters
    ----------
    values : DataFrame
        Values of one dataset (``VALUE_COLUMNS``), all editions; those taken after ``as_of`` are not known yet.
    since : date, optional
        Compare with what was in force on that day. Otherwise each value with the edition of it that came before.
    definitions : mapping
        A change that the decimals of an indicator do not show is none.

    Returns
    -------
    DataFrame
        One row per cell, period and type of value that changed its number or its status (``REVISION_COLUMNS``), in the
        order of ``values``. ``change`` is now - before, NaN where one is unknown, ``change_share`` the change ÷ before.
        ``why`` is a code of ``WHY``; ``source`` is that of the new value. A value that was stated once has not changed.
    """
    values = values.reset_index(drop=True)
    now = rows_in_force(values, as_of)
    before = _preceding(values, as_of, now) if since is None else rows_in_force(values, since)
    keys = list(CELL_AND_PERIOD)
    told = ["value", "value_status", "edition", "as_of"]
    both = now.merge(before[[*keys, *told]], on=keys, how="inner", suffixes=("", "_before"), validate="one_to_one")
    old, new = both["value_before"].to_numpy(dtype=np.float64), both["value"].to_numpy(dtype=np.float64)
    found = both.assign(
        before=old,
        now=new,
        change=new - old,
        change_share=divided(new - old, np.where(old == 0, np.nan, np.abs(old))),
        why=_why(both, old, new),
    )
    return found.loc[_changed(both, old, new, definitions), list(REVISION_COLUMNS)].reset_index(drop=True)


def _preceding(values: pd.DataFrame, as_of: date, now: pd.DataFrame) -> pd.DataFrame:
    """Return of every value in force the edition before it, where there is one."""
    keys = list(CELL_AND_PERIOD)
    known = values[(values["as_of"].astype("str") <= as_of.isoformat()).to_numpy(dtype=bool)]
    earlier = known[~known.index.isin(now.index)]
    return in_edition_order(earlier).drop_duplicates(keys, keep="last")


def _changed(both: pd.DataFrame, old: Numbers, new: Numbers, definitions: Mapping[str, Definition]) -> Mask:
    steps = {code: _step(each) for code, each in definitions.items()}
    step = both["indicator"].map(steps).to_numpy(dtype=np.float64, na_value=0.0)
    least = np.maximum(step / 2, CLOSE * np.maximum(np.abs(old), np.abs(new)))
    moved = (np.abs(new - old) > least) | (np.isnan(old) != np.isnan(new))
    # Counting what was stated gives the same number another status: that is no news.
    counted = (both["edition"] == COMPUTED_EDITION).to_numpy(dtype=bool)
    word = (both["value_status"] != both["value_status_before"]).to_numpy(dtype=bool)
    return np.asarray(moved | (word & ~counted))


def _step(definition: Definition) -> float:
    """Return the smallest difference that is shown: a share is shown in percent."""
    return 10.0 ** -(definition.decimals + (2 if definition.unit == "SHARE" else 0))


def _why(both: pd.DataFrame, old: Numbers, new: Numbers) -> pd.Series:
    was_open = both["value_status_before"].isin(_NOT_FINAL).to_numpy(dtype=bool)
    is_open = both["value_status"].isin(_NOT_FINAL).to_numpy(dtype=bool)
    counted = (both["edition"] == COMPUTED_EDITION) & (both["edition_before"] != COMPUTED_EDITION)
    # What is above and below the line is still there: there are too few for a rate now, nobody took anything back.
    few = np.isnan(new) & (both["numerator"].notna() & both["denominator"].notna()).to_numpy(dtype=bool)
    causes = {
        "received": np.isnan(old) & ~np.isnan(new),
        "too_few": ~np.isnan(old) & few,
        "withdrawn": ~np.isnan(old) & np.isnan(new),
        "recounted": counted.to_numpy(dtype=bool),
        "final": was_open & ~is_open,
        "provisional": ~was_open & is_open,
    }
    words = np.select(list(causes.values()), [*causes], default="revised")
    return pd.Series(words, index=both.index, dtype="str")
