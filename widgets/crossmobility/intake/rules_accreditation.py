"""Whether somebody's accreditation covers a mission (V12)."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.i18n import message
from crossmobility.intake.rulebook import Setting
from crossmobility.intake.rules_schemes import VSI
from crossmobility.intake.stack import Stack

Levels = npt.NDArray[np.int8]
HOLDERS: Final = ("coordinating_org_id", "hosting_org_id", "sending_org_id")
NONE, OUTSIDE, BEGINNING, WHOLE = range(4)


def accreditation_covers_mission(stack: Stack, setting: Setting) -> None:
    """V12: one of the organisations holds the accreditation of the scheme, from the start to the planned end.

    Whoever holds it will do: the coordinating organisation lends its accreditation to others (*intermédiation*). An
    accreditation that is not valid on the first day is an error; one that ends too soon may be renewed: a warning.
    """
    if setting.organisations is None:
        return
    rows = stack.rows
    family = pd.Series({code: scheme.family for code, scheme in setting.vocabulary.schemes.items()})
    civic = rows["scheme"].map(family).eq("SC").to_numpy()
    solidarity = rows["scheme"].isin(VSI).to_numpy()
    for kind, of_kind in (("SC", civic), ("VSI", solidarity)):
        at = np.flatnonzero(of_kind & stack.good & rows["closed_before_start_on"].isna().to_numpy())
        if len(at):
            _say(stack, kind, at, _level(rows.iloc[at], setting.organisations, kind))


def _level(rows: pd.DataFrame, organisations: pd.DataFrame, kind: str) -> Levels:
    """Return how well each placement is covered by the best of its organisations."""
    holding = organisations[organisations["accreditation"] == kind].drop_duplicates("org_id").set_index("org_id")
    start = rows["start_on"].fillna(rows["planned_start_on"]).to_numpy()
    end = rows["planned_end_on"].to_numpy()
    level: Levels = np.zeros(len(rows), dtype=np.int8)
    for column in HOLDERS:
        place = holding.index.get_indexer(pd.Index(rows[column]))
        held = place >= 0
        first = (
            holding["accreditation_from"].to_numpy()[place] if len(holding) else np.full(len(rows), np.datetime64("NaT"))
        )
        last = holding["accreditation_to"].to_numpy()[place] if len(holding) else first
        begins = ~(first > start) & ~(last < start)
        own = np.where(begins, np.where(last < end, BEGINNING, WHOLE), OUTSIDE)
        level = np.maximum(level, np.where(held, own, NONE)).astype(np.int8)
    return level


def _say(stack: Stack, kind: str, at: npt.NDArray[np.intp], level: Levels) -> None:
    texts = {
        OUTSIDE: message(
            "No organisation of the placement holds a valid accreditation {kind} on its first day. Correct the dates of the "
            "accreditation in organisations, or name the holder in coordinating_org_id.",
            kind=kind,
        ),
        BEGINNING: message(
            "The accreditation {kind} ends before the planned end of the placement. See to its renewal, and write the new "
            "date in organisations.",
            kind=kind,
        ),
        NONE: message(
            "None of the organisations of the placement holds the accreditation {kind}. Name the holder in "
            "coordinating_org_id, or complete organisations.",
            kind=kind,
        ),
    }
    for found, text in texts.items():
        places = at[level == found]
        if len(places):
            stack.say("error" if found == OUTSIDE else "warning", "V12", places, text, column="hosting_org_id")
