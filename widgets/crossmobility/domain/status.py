"""The stage of a placement, derived from its dates: nobody needs to keep a status by hand, and a kept one can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]

STAGES: Final = (
    "APPLIED",
    "SELECTED",
    "AGREED",
    "VISA",
    "READY",
    "ARRIVED",
    "ACTIVE",
    "MIDTERM",
    "COMPLETED",
    "ENDED_EARLY",
    "RETURNED",
    "CLOSED",
    "ALUMNI",
    "WITHDRAWN",
    "REFUSED",
    "CANCELLED",
)
# A mission that ends in its last week was completed: travel days and week-ends are no early end.
DAYS_OF_GRACE: Final = 7
ENDING_BEFORE_START: Final[Mapping[str, str]] = MappingProxyType(
    {
        "WITHDRAWN": "WITHDRAWN",
        "VISA_REFUSED": "REFUSED",
        "NOT_SELECTED": "REFUSED",
        "HOST_CANCELLED": "CANCELLED",
        "PROGRAMME_CANCELLED": "CANCELLED",
        "BUDGET_FREEZE": "CANCELLED",
    }
)
# Incoming VSI volunteers may be trained after their arrival: they are ready without it.
TRAINED_AFTER_ARRIVAL: Final = ("VSI_RECIP",)
NO_VISA: Final = "NOT_REQUIRED"


def derived_status(placements: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """Return the stage each placement had reached on a day, from its dates alone.

    Parameters
    ----------
    placements
        One row per placement: dates as datetime64 (NaT = has not happened, or is not known), codes as text. A column
        that is not there counts as unknown.
    as_of
        Dates after this day are plans and prove nothing.

    Returns
    -------
    Series
        One of :data:`STAGES` per placement, in its order. Empty where a placement ended before it began for a reason that
        is not given: three stages are possible.
    """
    had = _Evidence(placements, as_of)
    started = had("start_on")
    ended = started & had("end_on")
    on_time = ended & ~ended_early(placements)
    stages: list[tuple[str, Mask]] = [
        ("ALUMNI", ended & had("followup_on") & (had.text("followup_status") != "")),
        ("CLOSED", ended & had("final_report_on") & had("debrief_on")),
        ("RETURNED", ended & had("return_on")),
        ("COMPLETED", on_time),
        ("ENDED_EARLY", ended),
        ("MIDTERM", started & had("midterm_report_on")),
        ("ACTIVE", started),
        ("ARRIVED", had("arrival_on")),
        ("READY", _ready(had)),
        ("VISA", had("visa_applied_on")),
        ("AGREED", had("authority_ok_on") & had("contract_signed_on")),
        ("SELECTED", had("selected_on")),
    ]
    status = np.select([met for _, met in stages], [name for name, _ in stages], default="APPLIED").astype(object)
    closed = had("closed_before_start_on")
    reasons = had.text("closed_reason")
    status[closed] = [ENDING_BEFORE_START.get(str(reason), "") for reason in reasons[closed]]
    return pd.Series(status, index=placements.index, dtype="str", name="status")


def ended_early(placements: pd.DataFrame) -> Mask:
    """Return which placements ended more than seven days before their planned end; not those still running."""
    grace = pd.Timedelta(days=DAYS_OF_GRACE)
    early: Mask = (placements["end_on"] < placements["planned_end_on"] - grace).to_numpy()
    return early


class _Evidence:
    """What is known to have happened: ``had("start_on")`` says for which placements."""

    def __init__(self, placements: pd.DataFrame, as_of: pd.Timestamp) -> None:
        self._placements = placements
        self._as_of = as_of

    def __call__(self, column: str) -> Mask:
        if column not in self._placements:
            return np.zeros(len(self._placements), dtype=bool)
        happened: Mask = (self._placements[column] <= self._as_of).to_numpy()
        return happened

    def text(self, column: str) -> npt.NDArray[np.object_]:
        if column not in self._placements:
            return np.full(len(self._placements), "", dtype=object)
        texts: npt.NDArray[np.object_] = self._placements[column].fillna("").to_numpy(dtype=object)
        return texts


def _ready(had: _Evidence) -> Mask:
    outcome = had.text("visa_outcome")
    allowed = ((outcome == "GRANTED") & had("visa_decided_on")) | (outcome == NO_VISA) | (had.text("visa_type") == NO_VISA)
    trained = had("training_on") | np.isin(had.text("scheme").astype(str), TRAINED_AFTER_ARRIVAL)
    ready: Mask = allowed & trained & had("social_cover_on")
    return ready
