"""Where the ratio of each pair stands in the band that was agreed for it, as ``crossmobility flows --by pair`` says it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import cache
from math import inf
from typing import Any, Final

import numpy as np
import pandas as pd

from crossmobility.commands.question import Chosen, families
from crossmobility.domain.bands import DEFAULT_BAND, SMALL, Agreement, agreements_of, band_of, needed
from crossmobility.domain.countries import ALL
from crossmobility.domain.periods import period
from crossmobility.render.words import Words

BAND_COLUMNS: Final = ("band", "default_band", "low", "high", "needed_in", "needed_out", "synthetic")

_NO_BOUNDS: Final = (np.nan, np.nan)
_NOTHING_NEEDED: Final = (0, 0)

Row = Mapping[Hashable, Any]
Agreed = Callable[[str, str], Mapping[str, Agreement]]


def banded(chosen: Chosen, table: pd.DataFrame) -> pd.DataFrame:
    """Add to a pair table where each ratio stands, seen from the reference country.

    Returns
    -------
    DataFrame
        The rows of ``table`` with ``band``: within, below, above or too_small for the agreement in force in the row's period
        (the last one of the selection, where periods are added) and for its family of schemes; none without one, or for a
        pair without the reference country; mixed where several families are added. ``default_band``: the same for our own
        default, empty for a pair without the reference country. ``low``, ``high``: the agreed bounds (NaN: none).
        ``needed_in``, ``needed_out``: fewest more arrivals or departures that bring the ratio inside the agreed band, else 0.
        ``synthetic``: whether the agreement is made up.
    """
    of_pairs = _families_of_pairs(chosen)
    others = [key for key in chosen.keys if key != "pair"]
    agreed = _agreements(chosen)
    verdicts = []
    for row in table.to_dict("records"):
        own = of_pairs.get(tuple(row[key] for key in ("a", "b", *others, "basis")), ())
        verdicts.append(_verdict(row, own, chosen, agreed))
    found = pd.DataFrame(verdicts, columns=list(BAND_COLUMNS), index=table.index)
    return table.join(found)


def _families_of_pairs(chosen: Chosen) -> Mapping[tuple[Hashable, ...], tuple[str, ...]]:
    """Return the families of schemes behind each row of the answer, by its pair, keys and basis."""
    rows, by_scheme = chosen.rows, families()
    forward = rows["origin"] < rows["destination"]
    keys = ["a", "b", *(key for key in chosen.keys if key != "pair"), "basis"]
    ends = {
        "a": rows["origin"].where(forward, rows["destination"]),
        "b": rows["destination"].where(forward, rows["origin"]),
    }
    every = rows.assign(**ends, family=rows["scheme"].map(by_scheme).fillna(rows["scheme"]))
    found: dict[tuple[Hashable, ...], tuple[str, ...]] = {}
    for *cell, family in every[[*keys, "family"]].drop_duplicates().itertuples(index=False, name=None):
        found[tuple(cell)] = (*found.get(tuple(cell), ()), str(family))
    return found


def _agreements(chosen: Chosen) -> Agreed:
    """Return what gives the agreements of the reference country, by counterpart, of a family in a period."""

    @cache
    def agreed(family: str, text: str) -> Mapping[str, Agreement]:
        if not text or chosen.agreements.empty:
            return {}
        when = period(text)
        return agreements_of(chosen.agreements, chosen.reference, family, families(), when.start, when.end)

    return agreed


def _verdict(row: Row, own: tuple[str, ...], chosen: Chosen, agreed: Agreed) -> tuple[object, ...]:
    reference = chosen.reference
    if reference not in (row["a"], row["b"]):
        return "none", "", *_NO_BOUNDS, *_NOTHING_NEEDED, False
    if len(own) > 1:
        return "mixed", "mixed", *_NO_BOUNDS, *_NOTHING_NEEDED, False
    first = row["a"] == reference
    inflow, outflow = (row["back"], row["forward"]) if first else (row["forward"], row["back"])
    default = band_of(row["ratio"], inflow, outflow, *DEFAULT_BAND)
    agreement = _agreement(chosen, agreed, row["b"] if first else row["a"], own, row.get("period", chosen.last_period))
    if agreement is None:
        return "none", default, *_NO_BOUNDS, *_NOTHING_NEEDED, False
    low, high = agreement.low, agreement.high
    band = band_of(row["ratio"], inflow, outflow, low, high)
    more = needed(inflow, outflow, low, high) if band in ("below", "above") else _NOTHING_NEEDED
    return band, default, low, high, *more, agreement.synthetic


def _agreement(chosen: Chosen, agreed: Agreed, other: str, own: tuple[str, ...], when: str) -> Agreement | None:
    """Return the agreement of a family; where no scheme was asked for, else the one on all schemes together."""
    everything = () if chosen.names_a_scheme else (ALL,)
    return next((found[other] for family in (*own, *everything) if other in (found := agreed(family, when))), None)


def band_in_words(row: Row, words: Words) -> str:
    """Return where a row stands, in words; nothing for a pair without the reference country."""
    t = words.t
    band = _bounds(row["low"], row["high"], words)
    said = {
        "within": t("within {band}", band=band),
        "below": t("below {band}", band=band),
        "above": t("above {band}", band=band),
        "too_small": t("too few people to say"),
        "mixed": t("several schemes"),
    }
    by_default = {
        "within": t("no agreement; within our default"),
        "below": t("no agreement; below our default"),
        "above": t("no agreement; above our default"),
        "too_small": t("no agreement"),
    }
    return by_default.get(row["default_band"], "") if row["band"] == "none" else said[row["band"]]


def needed_in_words(row: Row, words: Words) -> str:
    """Return what brings a row inside its agreed band: "4 more arrivals"; nothing when it is inside or nobody can say."""
    if row["needed_in"]:
        return words.t.plural("{count} more arrival", "{count} more arrivals", row["needed_in"])
    if row["needed_out"]:
        return words.t.plural("{count} more departure", "{count} more departures", row["needed_out"])
    return ""


def band_notes(chosen: Chosen, table: pd.DataFrame, words: Words) -> list[str]:
    """Return what must be known to read the bands: whose they are, what the default is worth, what is not judged."""
    if table.empty:
        return []
    t = words.t
    found = [
        t(
            "Agreed bands are on arrivals ÷ departures, seen from {country}. Without an agreement, {band} is only our "
            "default: nobody agreed on it. Below {small} people on either side no verdict is given.",
            country=words.country(chosen.reference),
            band=_bounds(*DEFAULT_BAND, words),
            small=SMALL,
        )
    ]
    if table["synthetic"].any():
        found.append(t("The agreements shown are made up for practice: no real one is published."))
    if chosen.mixes_schemes and (table["band"] == "mixed").any():
        found.append(
            t("Balance and ratio add different families of schemes, as --mix-schemes asks: they are compared with no band.")
        )
    elif (table["band"] == "mixed").any():
        found.append(
            t(
                "No balance and no ratio where different families of schemes are added; --mix-schemes computes them all the same."
            )
        )
    return found


def _bounds(low: float, high: float, words: Words) -> str:
    written = words.t.number(round(low, 2))
    return words.t("{low} or more", low=written) if high == inf else f"{written}–{words.t.number(round(high, 2))}"
