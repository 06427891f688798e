"""The bundled sample twice over: its records read with plain pandas, and the figures made of them; each read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from crossmobility.release.figures import Figures, open_figures

AS_OF = "2025-12-31"
PLACEMENTS = Path(__file__).parents[2] / "data" / "sample" / "placements.csv"


@cache
def figures() -> Figures:
    return open_figures("sample")


@cache
def records() -> pd.DataFrame:
    """Return the placements of the sample as its reader sees them: days as dates, everything else as the file says."""
    frame = pd.read_csv(PLACEMENTS, keep_default_na=False, na_values=[""])
    for column in frame.columns[frame.columns.str.endswith("_on")]:
        frame[column] = pd.to_datetime(frame[column])
    return frame


def last_day(frame: pd.DataFrame) -> pd.Series:
    """Return when each placement that started ended: really, or as planned where that is past; else never (NaT)."""
    planned = frame["planned_end_on"].where(frame["planned_end_on"] < pd.Timestamp(AS_OF))
    return frame["end_on"].fillna(planned)
