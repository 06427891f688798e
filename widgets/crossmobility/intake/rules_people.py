"""Rules about several rows together: the two sides of a pair, one volunteer in two placements."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from crossmobility.i18n import message
from crossmobility.intake.rulebook import Setting
from crossmobility.intake.stack import Stack

PAIRED, PAIRED_LOCAL = "PAIRED", "PAIRED_LOCAL"
SIDES: Final = 2


def pairs_have_two_sides(stack: Stack, setting: Setting) -> None:
    """V13: a pair has two sides; in a paired programme they mirror each other, in a local one they share a place.

    A third row with the same ``pair_id`` is an error; a single side is a warning: the other may have withdrawn.
    """
    at = np.flatnonzero((stack.rows["pair_id"] != "").to_numpy() & stack.good)
    if not len(at):
        return
    rows = stack.rows.iloc[at].reset_index(drop=True)
    pair = pd.Series(pd.factorize(rows["pair_id"])[0])
    turn = pair.groupby(pair).cumcount().to_numpy()
    sides = pair.map(pair.value_counts()).to_numpy()
    stack.say_each(
        "error",
        "V13",
        _marks(stack, at[turn >= SIDES]),
        lambda values: message(
            "“{pair}” already names two placements. Give this one another pair_id, or none.", pair=values["pair_id"]
        ),
        by=["pair_id"],
        column="pair_id",
    )
    stack.say_each(
        "warning",
        "V13",
        _marks(stack, at[sides == 1]),
        lambda _: message(
            "The pair has one side only. Write the pair_id on the other side's row, or empty it if there is none."
        ),
        column="pair_id",
    )
    _check_places(stack, setting, at, rows, pair.to_numpy(), turn)


def _check_places(
    stack: Stack, setting: Setting, at: np.ndarray, rows: pd.DataFrame, pair: np.ndarray, turn: np.ndarray
) -> None:
    designs = {code: programme.design for code, programme in setting.vocabulary.programmes.items()}
    first = pd.Series(np.flatnonzero(turn == 0), index=pair[turn == 0])
    second = np.flatnonzero(turn == 1)
    one = first.loc[pair[second]].to_numpy()
    origin, destination = rows["origin"].to_numpy(dtype=object), rows["destination"].to_numpy(dtype=object)
    design = rows["programme_id"].map(designs).fillna("").to_numpy(dtype=object)
    mirrored = (origin[one] == destination[second]) & (destination[one] == origin[second])
    together = destination[one] == destination[second]
    unlike = (design[one] == PAIRED) & (design[second] == PAIRED) & ~mirrored
    apart = (design[one] == PAIRED_LOCAL) & (design[second] == PAIRED_LOCAL) & ~together
    for wrong, text in (
        (
            unlike,
            message(
                "The two sides of the pair do not mirror each other: each should go to the country the other comes from. "
                "Correct the countries, or the pair_id."
            ),
        ),
        (
            apart,
            message(
                "The two sides of the pair are not in the same country, as the programme asks. Correct the destinations, or "
                "the pair_id."
            ),
        ),
    ):
        both = np.sort(np.concatenate([at[one[wrong]], at[second[wrong]]]))
        if len(both):
            stack.say("error", "V13", both, text, column="pair_id")


def nobody_in_two_places(stack: Stack, _: Setting) -> None:
    """V18: one volunteer has one placement at a time.

    On the same corridor the later row is a copy: an error. On another one a date is wrong, or the identifier: a warning.
    """
    rows = stack.rows
    real = (rows["volunteer_id"] != "").to_numpy() & rows["closed_before_start_on"].isna().to_numpy() & stack.good
    at = np.flatnonzero(real)
    if len(at) < SIDES:
        return
    own = rows.iloc[at]
    stays = pd.DataFrame(
        {
            "who": pd.factorize(own["volunteer_id"])[0],
            "start": own["start_on"].fillna(own["planned_start_on"]).to_numpy().astype("datetime64[D]").astype(np.int64),
            "end": own["end_on"].fillna(own["planned_end_on"]).to_numpy().astype("datetime64[D]").astype(np.int64),
            "corridor": pd.factorize(own["origin"] + " " + own["destination"] + " " + own["scheme"])[0],
            "at": at,
        }
    ).sort_values(["who", "start", "at"], ignore_index=True)
    latest = stays.groupby("who")["end"].cummax()
    again = stays["who"] == stays["who"].shift()
    overlapping = (again & (stays["start"] <= latest.shift())).to_numpy()
    same = overlapping & (stays["corridor"] == stays["corridor"].shift()).to_numpy()
    stack.say_each(
        "error",
        "V18",
        _marks(stack, stays["at"].to_numpy()[same]),
        lambda values: message(
            "The volunteer {volunteer} already has a placement on the same corridor at the same time. Remove the row if it "
            "is a copy, or correct its dates.",
            volunteer=values["volunteer_id"],
        ),
        by=["volunteer_id"],
        column="volunteer_id",
    )
    stack.say_each(
        "warning",
        "V18",
        _marks(stack, stays["at"].to_numpy()[overlapping & ~same]),
        lambda values: message(
            "The volunteer {volunteer} is in two placements at the same time. Correct the dates, or the volunteer_id.",
            volunteer=values["volunteer_id"],
        ),
        by=["volunteer_id"],
        column="volunteer_id",
    )


def _marks(stack: Stack, positions: np.ndarray) -> np.ndarray:
    marks = np.zeros(len(stack.rows), dtype=bool)
    marks[positions] = True
    return marks
