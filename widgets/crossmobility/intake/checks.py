"""Rules that look at a whole row of flow counts, or at several rows together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.i18n import message
from crossmobility.intake.country_cells import CountryNames
from crossmobility.intake.ledger import Ledger, Positions, by_value
from crossmobility.intake.names import ALL_COUNTRIES, OTHER

WITHIN_A_COUNTRY: Final = "NATIONAL"
WITHOUT_NUMBER: Final = ("suppressed", "not_reported", "not_applicable")
WITH_NUMBER: Final = ("reported", "partial", "provisional", "estimated")
STATEMENT: Final = ["part_of", "origin", "destination", "period", "scheme", "programme", "basis", "kind", "source"]
# Deeper nesting than this is a circle: no published table is split so often.
DEEPEST_NESTING: Final = 12


def check_flow_counts(rows: pd.DataFrame, ledger: Ledger, *, whole: bool, received: pd.Series) -> pd.DataFrame:
    """Apply the rules of ``flow_counts`` to its rows, one per statement; ``received`` is their destination as it came.

    Returns
    -------
    DataFrame
        The same rows with ``status`` filled. What is wrong stands in the ledger.
    """
    check_same_country(rows, ledger, received)
    statuses = with_status(rows, ledger, whole=whole)
    check_parts(statuses, ledger)
    check_duplicates(statuses, ledger)
    return statuses


def check_same_country(rows: pd.DataFrame, ledger: Ledger, received: pd.Series) -> None:
    """Reject rows from a country to itself, except national service (``F-SAME-COUNTRY``)."""
    country = ~rows["origin"].isin([ALL_COUNTRIES, OTHER, ""])
    same = (rows["origin"] == rows["destination"]) & country & (rows["scheme"] != WITHIN_A_COUNTRY)
    for group in _by_text(rows["origin"], np.flatnonzero(same.to_numpy() & ledger.good)):
        code = str(rows["origin"].iloc[group[0]])
        text = message(
            "Origin and destination are both {country} ({code}). Correct one of them; only the scheme {scheme} stays "
            "within a country.",
            country=CountryNames("", codes=(code,)),
            code=code,
            scheme=WITHIN_A_COUNTRY,
        )
        ledger.say("error", "F-SAME-COUNTRY", group, text, column="destination", value=str(received.iloc[group[0]]).strip())


def with_status(rows: pd.DataFrame, ledger: Ledger, *, whole: bool) -> pd.DataFrame:
    """Fill ``status``, and reject rows whose status and number contradict each other (``F-STATUS``, ``F-REQUIRED``)."""
    known = (rows["placements"].notna() | rows["volunteer_months"].notna()).to_numpy()
    given = rows["status"].to_numpy(dtype=object)
    named = (rows["rank"].notna() | (rows["part_of"] != "")).to_numpy()
    status = np.where(given != "", given, np.where(known, "reported", np.where(named, "not_broken_down", "")))
    if not whole:
        fraction = (rows["placements"] % 1 > 0).to_numpy() & (status == "reported")
        status = np.where(fraction, "estimated", status)
    good = ledger.good
    ledger.say(
        "error",
        "F-REQUIRED",
        np.flatnonzero(good & (status == "")),
        message("The number is missing. Write it (0 if there was nobody), or a status that says why it is missing."),
        column="placements",
    )
    for one in WITH_NUMBER:
        ledger.say(
            "error",
            "F-STATUS",
            np.flatnonzero(good & ~known & (status == one)),
            message("The status is {status} but there is no number. Write the number, or another status.", status=one),
            column="status",
            value=one,
        )
    for one in WITHOUT_NUMBER:
        ledger.say(
            "error",
            "F-STATUS",
            np.flatnonzero(good & known & (status == one)),
            message("The status is {status} but there is a number. Remove the number, or correct the status.", status=one),
            column="status",
            value=one,
        )
    return rows.assign(status=pd.Series(status, index=rows.index).astype(rows["status"].dtype))


def check_parts(rows: pd.DataFrame, ledger: Ledger) -> None:
    """Check identifiers: none twice (``F-ID``), each ``part_of`` a row that is there and another one (``F-PART-OF``)."""
    good = ledger.good
    twice = rows["statement_id"].duplicated().to_numpy() & good
    for group in _by_text(rows["statement_id"], np.flatnonzero(twice)):
        value = str(rows["statement_id"].iloc[group[0]])
        ledger.say(
            "error",
            "F-ID",
            group,
            message("“{value}” already names another row. Give each row its own identifier.", value=value),
            column="statement_id",
            value=value,
        )
    parts = np.flatnonzero((rows["part_of"] != "").to_numpy() & ledger.good)
    if not len(parts):
        return
    parent_of = dict(zip(rows["statement_id"], rows["part_of"], strict=True))
    known = set(rows["statement_id"].to_numpy()[ledger.good])
    for position in parts:
        value = str(rows["part_of"].iloc[position])
        if _leads_to_itself(str(rows["statement_id"].iloc[position]), parent_of):
            text = message("The row is, through “{value}”, a part of itself. Correct part_of.", value=value)
            ledger.say("error", "F-PART-OF", np.array([position]), text, column="part_of", value=value)
        elif value not in known:
            text = message(
                "“{value}” names no accepted row of the file: the row stands alone. Correct part_of, or the row it names.",
                value=value,
            )
            ledger.say("warning", "F-PART-OF", np.array([position]), text, column="part_of", value=value)


def check_duplicates(rows: pd.DataFrame, ledger: Ledger) -> None:
    """Warn about statements made more than once (``F-DUPLICATE``).

    A warning, not an error: a file may split a corridor further (by sex, by sector) or hold one row per placement, and
    then the rows do add up. Rows with an end in ``_O`` are not compared: two groups of countries are both "other".
    """
    comparable = ledger.good & ~((rows["origin"] == OTHER) | (rows["destination"] == OTHER)).to_numpy()
    positions = np.flatnonzero(comparable)
    compared = pd.DataFrame({name: pd.factorize(rows[name].iloc[positions])[0] for name in STATEMENT})
    again = compared.duplicated(keep=False).to_numpy()
    if not again.any():
        return
    text = message(
        "The same origin, destination, period, scheme and basis stand on more than one line, and are added "
        "together. Keep one if they are copies."
    )
    statement = compared[again].groupby(STATEMENT, sort=False).ngroup().to_numpy().astype(np.intp)
    for places in by_value(positions[again], statement):
        first = rows.iloc[places[0]]
        ledger.say(
            "warning",
            "F-DUPLICATE",
            places,
            text,
            value=f"{first['origin']} {first['destination']} {first['period']}".strip(),
        )


def _by_text(texts: pd.Series, positions: Positions) -> Iterator[Positions]:
    return by_value(positions, pd.factorize(texts.iloc[positions])[0])


def _leads_to_itself(start: str, parent_of: dict[str, str]) -> bool:
    here = start
    for _ in range(DEEPEST_NESTING):
        here = parent_of.get(here, "")
        if not here:
            return False
        if here == start:
            return True
    return True
