"""Agreed bands: what two countries agreed on arrivals ÷ departures, and where a ratio stands in it.

No real agreement is published. ``DEFAULT_BAND`` is ours, for lack of one; whoever shows it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, inf, isinf, isnan
from typing import Final, Literal

import pandas as pd

DEFAULT_BAND: Final = (0.8, 1.25)
"""Our default band of arrivals ÷ departures: at most a quarter more one way than the other. Nobody's agreement."""
SMALL: Final = 10
"""Below so many people on either side no ratio is a verdict."""
AGREEMENT_COLUMNS: Final = (
    "dataset",
    "agreement_id",
    "reference",
    "counterpart",
    "scheme",
    "low",
    "high",
    "valid_from",
    "valid_to",
    "source",
    "synthetic",
)
"""One row an agreement: text, ISO dates (empty ``valid_to``: still valid), ``low`` and ``high`` as float64."""

Band = Literal["within", "below", "above", "too_small", "none", "mixed"]
"""Where a ratio stands; ``none``: no agreement; ``mixed``: it adds several families of schemes, so it is no verdict."""


@dataclass(frozen=True)
class Agreement:
    """A band on arrivals ÷ departures, seen from ``reference``; both bounds belong to it.

    ``turned``: written by the counterpart and read from our side, so its bounds are 1 ÷ high and 1 ÷ low of the text.
    """

    agreement_id: str
    reference: str
    counterpart: str
    scheme: str
    low: float
    high: float
    valid_from: str
    valid_to: str
    source: str
    synthetic: bool
    turned: bool = False


def agreement_for(
    agreements: pd.DataFrame,
    reference: str,
    counterpart: str,
    family: str,
    families: Mapping[str, str],
    first: date,
    last: date,
) -> Agreement | None:
    """Return the agreement of two countries in a family of schemes, seen from ``reference``.

    Parameters
    ----------
    agreements : DataFrame
        One row an agreement (``AGREEMENT_COLUMNS``) of one dataset.
    family : str
        Family code; an agreement belongs to the family of its scheme. ``_T``: agreements on all schemes together.
    families : mapping
        Scheme code to family code.
    first, last : date
        An agreement counts when it is valid on some day from ``first`` to ``last``.

    Returns
    -------
    Agreement or None
        Of several the one that ``reference`` itself wrote, then the one with the latest ``valid_from``.
    """
    return agreements_of(agreements, reference, family, families, first, last).get(counterpart)


def agreements_of(
    agreements: pd.DataFrame, reference: str, family: str, families: Mapping[str, str], first: date, last: date
) -> dict[str, Agreement]:
    """Return every counterpart's agreement with ``reference`` (see :func:`agreement_for`)."""
    found = [each for each in _seen_from(agreements, reference) if families.get(each.scheme, each.scheme) == family]
    valid = [each for each in found if _valid(each, first.isoformat(), last.isoformat())]
    valid.sort(key=lambda each: (not each.turned, each.valid_from, each.agreement_id))
    return {each.counterpart: each for each in valid}


def _seen_from(agreements: pd.DataFrame, reference: str) -> Iterator[Agreement]:
    involved = (agreements["reference"] == reference) | (agreements["counterpart"] == reference)
    for row in agreements[involved].to_dict("records"):
        written = Agreement(
            agreement_id=str(row["agreement_id"]),
            reference=str(row["reference"]),
            counterpart=str(row["counterpart"]),
            scheme=str(row["scheme"]),
            low=float(row["low"]),
            high=float(row["high"]),
            valid_from=str(row["valid_from"]),
            valid_to=str(row["valid_to"]),
            source=str(row["source"]),
            synthetic=str(row["synthetic"]) == "true",
        )
        yield written if written.reference == reference else _turned(written)


def _turned(written: Agreement) -> Agreement:
    """Return an agreement as the other country reads it: its arrivals are our departures."""
    return replace(
        written,
        reference=written.counterpart,
        counterpart=written.reference,
        low=_inverse(written.high),
        high=_inverse(written.low),
        turned=True,
    )


def _inverse(bound: float) -> float:
    return 1 / bound if bound else inf


def _valid(agreement: Agreement, first: str, last: str) -> bool:
    return agreement.valid_from <= last and (not agreement.valid_to or agreement.valid_to >= first)


def band_of(ratio: float, people_in: float, people_out: float, low: float, high: float) -> Band:
    """Say where a ratio stands in a band; ``too_small`` below ``SMALL`` people on either side, or when it is unknown.

    Examples
    --------
    >>> band_of(1.0, 12, 12, 0.8, 1.25), band_of(0.5, 12, 24, 0.8, 1.25), band_of(0.9, 9, 10, 0.8, 1.25)
    ('within', 'below', 'too_small')
    """
    if isnan(ratio) or not (people_in >= SMALL and people_out >= SMALL):
        return "too_small"
    if ratio < low:
        return "below"
    return "above" if ratio > high else "within"


def needed(inflow: float, outflow: float, low: float, high: float) -> tuple[int, int]:
    """Return the fewest more arrivals, or else departures, that bring arrivals ÷ departures inside a band.

    Returns
    -------
    tuple of int
        More arrivals (below the band), more departures (above it): never both. ``(0, 0)`` inside, when a side is
        unknown or nobody moves, and where neither alone can do it: a band may lie between two possible ratios.

    Examples
    --------
    >>> needed(4, 10, 0.8, 1.25), needed(10, 4, 0.8, 1.25), needed(9, 10, 0.8, 1.25)
    ((4, 0), (0, 4), (0, 0))
    """
    if isnan(inflow) or isnan(outflow) or not (inflow or outflow):
        return 0, 0
    if outflow and inflow / outflow < low:
        return _fewest(low * outflow - inflow, lambda more: (inflow + more) / outflow, low, high), 0
    if not outflow or inflow / outflow > high:
        start = inflow / high - outflow if high else inf
        return 0, _fewest(start, lambda more: inflow / (outflow + more), low, high)
    return 0, 0


def _fewest(start: float, ratio_with: Callable[[int], float], low: float, high: float) -> int:
    """Return the smallest number of people, about ``start``, that brings the ratio inside; 0 when the next overshoots."""
    if isinf(start):
        return 0
    # The estimate may be one off by rounding (0.8 x 5 is not exactly 4), so its neighbours are tried as well.
    first = max(1, ceil(start) - 1)
    return next((more for more in range(first, first + 3) if low <= ratio_with(more) <= high), 0)
