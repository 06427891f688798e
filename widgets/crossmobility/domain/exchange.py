"""Exchanges: what goes each way between a country and each other one, and the verdict of the agreed band on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.bands import DEFAULT_BAND, SMALL, Agreement, Band, agreements_of, band_of, needed
from crossmobility.domain.book import known_sum
from crossmobility.domain.countries import ALL
from crossmobility.domain.periods import period
from crossmobility.domain.scope import Scope
from crossmobility.domain.sums import weakest
from crossmobility.domain.ways import others_of, way

PARTNER_COLUMNS: Final = (
    *("country", "inflow", "outflow", "known", "gross", "net", "balance", "ratio", "status", "people_in", "people_out"),
    *("before_in", "before_out", "way", "small", "band", "default_band", "low", "high", "agreement_id"),
    *("needed_in", "needed_out", "last_in", "last_out"),
)


@dataclass(frozen=True)
class Pair:
    """Two countries side by side, or one and all the others (``b`` = ``_T``).

    Attributes
    ----------
    a, b : str
        ``a`` is the reference country when it is one of the two; else ``a`` < ``b``.
    forward, back : float
        From a to b and from b to a, people or months.
    gross, net : float
        forward + back; back − forward seen from the reference country (in − out), forward − back for other pairs. NaN
        unless both are known.
    balance, ratio : float
        Smaller ÷ larger (0 to 1); back ÷ forward, seen from the reference country only.
    people_forward, people_back : float
        People behind ``forward`` and ``back``.
    before_forward, before_back : float
        In the window compared with; NaN without one, and where only a part is known.
    small : bool
        Fewer than ``SMALL`` people are known on one side or both.
    band, default_band : str
        Where the ratio stands in the agreed band and in our default one.
    low, high, agreement_id : float, float, str
        The agreed band; NaN and empty without an agreement.
    needed_in, needed_out : int
        The fewest more arrivals, or departures, that bring the ratio inside the agreed band, without one inside our default
        one; in the unit of the measure. 0 unless the verdict is below or above.
    status : str
        Of both numbers together.
    last_forward, last_back : str
        The last period, none that ends after the span, in which anybody went; empty: never.
    """

    a: str
    b: str
    forward: float
    back: float
    gross: float
    net: float
    balance: float
    ratio: float
    people_forward: float
    people_back: float
    before_forward: float
    before_back: float
    small: bool
    band: Band
    default_band: Band
    low: float
    high: float
    agreement_id: str
    needed_in: int
    needed_out: int
    status: str
    last_forward: str
    last_back: str


def ratio(inflow: float, outflow: float) -> float:
    """Return arrivals ÷ departures; NaN when a side is unknown or nobody leaves.

    Examples
    --------
    >>> round(ratio(2702, 2505), 4), ratio(5, 0)
    (1.0786, nan)
    """
    return inflow / outflow if outflow > 0 else float("nan")


def balance(forward: float, back: float) -> float:
    """Return smaller ÷ larger, 0 to 1; NaN when a side is unknown or nobody moves.

    Examples
    --------
    >>> balance(10, 4), balance(4, 10), balance(0, 0)
    (0.4, 0.4, nan)
    """
    larger = max(forward, back)
    return min(forward, back) / larger if forward >= 0 and back >= 0 and larger > 0 else float("nan")


def partners(scope: Scope, agreements: pd.DataFrame, families: Mapping[str, str]) -> pd.DataFrame:
    """Return both directions of every exchange of the reference country, one country a row.

    Parameters
    ----------
    agreements : DataFrame
        The dataset's agreements (``AGREEMENT_COLUMNS``); those valid on some day of the span's last period count.
    families : mapping
        Scheme code to family code.

    Returns
    -------
    DataFrame
        One row per country (``_T`` and ``_O`` are none) with an exchange in the span or in the window compared with, or
        whose exchange is not fully known; largest ``known`` first, then by code. ``inflow``, ``outflow`` (people or
        months), ``known`` (sum of what is known), ``gross`` (in + out), ``net`` (in − out), ``balance`` (0 to 1), ``ratio``
        (in ÷ out), ``status``, ``people_in``, ``people_out``, ``before_in``, ``before_out``, ``way`` (``both``, ``in``,
        ``out``, ``none``; ``unknown`` unless both directions are known), ``small``, ``band``, ``default_band``, ``low``,
        ``high``, ``agreement_id``, ``needed_in``, ``needed_out``, ``last_in``, ``last_out``: see :class:`Pair`. NaN where
        not known; gross and net unless both directions are, balance when nobody moves, ratio when nobody leaves.
    """
    table = _exchanges(scope, scope.reference, None)
    moved = (table[["inflow", "outflow", "before_in", "before_out"]] > 0).any(axis=1)
    table = table[moved | (table["stated"] & (table["way"] == "unknown"))]
    table = _judged(scope, table, _agreed(scope, agreements, families))
    order = ["known", "country"]
    return table.sort_values(order, ascending=[False, True], na_position="last", ignore_index=True)[list(PARTNER_COLUMNS)]


def pair(scope: Scope, a: str, b: str, agreements: pd.DataFrame, families: Mapping[str, str]) -> Pair:
    """Return any two countries side by side (see :class:`Pair`); ``agreements`` and ``families`` as in :func:`partners`.

    The numbers are the cells of :func:`partners` and of the matrix.
    """
    seen = scope.reference in (a, b)
    here, there = (scope.reference, a if b == scope.reference else b) if seen else sorted((a, b))
    agreed = _agreed(scope, agreements, families) if seen else {}
    return _as_pair(_judged(scope, _exchanges(scope, here, there), agreed), here, seen=seen)


def whole(scope: Scope, agreements: pd.DataFrame | None = None, families: Mapping[str, str] | None = None) -> Pair:
    """Return the reference country and all countries together (``b`` = ``_T``), with what no source breaks down."""
    agreed = {} if agreements is None else _agreed(scope, agreements, families or {})
    return _as_pair(_judged(scope, _exchanges(scope, scope.reference, ALL), agreed), scope.reference, seen=True)


def _exchanges(scope: Scope, here: str, there: str | None) -> pd.DataFrame:
    """Return one row per country at the other end: of every country, or of ``there`` only (``_T``: of all together)."""
    others = [there] if there else others_of(scope, here)
    into, out = way(scope, here, "in", others), way(scope, here, "out", others)
    inflow, outflow = known_sum(into.cells), known_sum(out.cells)
    larger, smaller = np.maximum(inflow, outflow), np.minimum(inflow, outflow)  # NaN where one is unknown
    cells, words = np.hstack([into.cells, out.cells]), np.hstack([into.statuses, out.statuses])
    ways = [np.isnan(larger), smaller > 0, inflow > 0, outflow > 0]
    return pd.DataFrame(
        {
            "country": np.array(others, dtype=object),
            "inflow": inflow,
            "outflow": outflow,
            "known": known_sum(np.column_stack([inflow, outflow])),
            "gross": inflow + outflow,
            "net": inflow - outflow,
            "balance": smaller / np.where(larger > 0, larger, np.nan),
            "ratio": inflow / np.where(outflow > 0, outflow, np.nan),
            "status": weakest(pd.DataFrame(cells), pd.DataFrame(words)).astype(object),
            "people_in": into.people,
            "people_out": out.people,
            "before_in": into.before,
            "before_out": out.before,
            "way": np.select(ways, ["unknown", "both", "in", "out"], default="none").astype(object),
            "small": (into.people < SMALL) | (out.people < SMALL),
            "last_in": np.array(into.last, dtype=object),
            "last_out": np.array(out.last, dtype=object),
            "stated": into.stated | out.stated,
        }
    )


def _agreed(scope: Scope, agreements: pd.DataFrame, families: Mapping[str, str]) -> Mapping[str, Agreement]:
    """Return the agreement with each counterpart in the last period of the span, for the family of schemes looked at."""
    if not scope.span[-1] or agreements.empty or scope.selection.programmes:
        return {}  # an agreement is about a scheme: a programme, which is a part of it, is not judged by it
    when, asked = period(scope.span[-1]), scope.selection.schemes
    looked_at = scope.families or tuple({families.get(code, code) for code in asked})
    everything = [] if asked else [ALL]
    found: dict[str, Agreement] = {}
    for family in [*everything, *(looked_at if len(looked_at) == 1 else ())]:
        found |= agreements_of(agreements, scope.reference, family, families, when.start, when.end)
    return found


def _judged(scope: Scope, table: pd.DataFrame, agreed: Mapping[str, Agreement]) -> pd.DataFrame:
    """Add where each ratio stands, and what would bring it inside."""
    facts = table[["country", "inflow", "outflow", "ratio", "people_in", "people_out"]]
    verdicts = [_verdict(scope.mixed, agreed.get(str(fact[0])), *fact[1:]) for fact in facts.itertuples(index=False)]
    judged = pd.DataFrame(verdicts, columns=list(_VERDICT), index=table.index)
    types = {"low": "float64", "high": "float64", "needed_in": "int64", "needed_out": "int64"}
    return table.assign(**judged.astype({name: types.get(name, object) for name in _VERDICT}))


_VERDICT: Final = ("band", "default_band", "low", "high", "agreement_id", "needed_in", "needed_out")


def _verdict(
    mixed: bool, agreed: Agreement | None, inflow: float, outflow: float, share: float, people_in: float, people_out: float
) -> tuple[Band, Band, float, float, str, int, int]:
    default: Band = "mixed" if mixed else band_of(share, people_in, people_out, *DEFAULT_BAND)
    band, bounds = default, DEFAULT_BAND
    if agreed is not None:
        bounds = (agreed.low, agreed.high)
        band = "mixed" if mixed else band_of(share, people_in, people_out, *bounds)
    more = needed(inflow, outflow, *bounds) if band in ("below", "above") else (0, 0)
    if agreed is None:
        return "mixed" if mixed else "none", default, np.nan, np.nan, "", *more
    return band, default, *bounds, agreed.agreement_id, *more


def _as_pair(table: pd.DataFrame, here: str, *, seen: bool) -> Pair:
    row = table.to_dict("records")[0]
    return Pair(
        a=here,
        b=str(row["country"]),
        forward=row["outflow"],
        back=row["inflow"],
        gross=row["gross"],
        net=row["net"] if seen else row["outflow"] - row["inflow"],
        balance=row["balance"],
        ratio=row["ratio"] if seen else np.nan,
        people_forward=row["people_out"],
        people_back=row["people_in"],
        before_forward=row["before_out"],
        before_back=row["before_in"],
        small=row["small"],
        band=row["band"] if seen else "none",
        default_band=row["default_band"] if seen else "none",
        low=row["low"],
        high=row["high"],
        agreement_id=row["agreement_id"],
        needed_in=row["needed_in"] if seen else 0,
        needed_out=row["needed_out"] if seen else 0,
        status=row["status"],
        last_forward=row["last_out"],
        last_back=row["last_in"],
    )
