"""The course of programmes: what leaves, arrives, and goes between other countries in each period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.counting import count_once
from crossmobility.domain.directions import direction
from crossmobility.domain.indicators.measures_scopes import ProgrammeLike
from crossmobility.domain.pairs import STATUS_OF
from crossmobility.domain.periods import period
from crossmobility.domain.placements import COUNTED_BASES
from crossmobility.domain.requests import without_mixing
from crossmobility.domain.selection import Measure
from crossmobility.domain.sums import summed, weakest

WAY_COLUMNS: Final = ("forward", "back", "between", "local")
COURSE_COLUMNS: Final = ("period", *WAY_COLUMNS, "status")
MULTIPLE_COLUMNS: Final = ("programme", "period", *WAY_COLUMNS, "largest")

_WAYS: Final[Mapping[str, str]] = MappingProxyType({"in": "in", "out": "out", "between": "between", "within": "local"})
_COLUMN_OF: Final[Mapping[str, str]] = MappingProxyType(
    {"out": "forward", "in": "back", "between": "between", "local": "local"}
)


def way_of(rows: pd.DataFrame, reference: str) -> pd.Series:
    """Return the way each row goes, seen from ``reference`` (an ISO alpha-3 code).

    Returns
    -------
    Series
        ``in``, ``out``, ``between`` two other countries, ``local`` (origin and destination are one country, whichever);
        NaN where an end is several countries which may hold the reference country.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["SEN", "FRA", "COL", "TGO"], "destination": ["FRA", "_T", "PER", "TGO"]})
    >>> way_of(rows, "FRA").tolist()
    ['in', 'out', 'between', 'local']
    """
    return direction(rows, reference).map(_WAYS)


def course(
    rows: pd.DataFrame,
    reference: str,
    periods: Sequence[str],
    *,
    measure: Measure = "placements",
    complete_to: str = "",
) -> pd.DataFrame:
    """Return what goes each way in every one of ``periods``, seen from ``reference``.

    Parameters
    ----------
    rows : DataFrame
        Flow rows of one programme or scheme: one dataset, one kind, one basis, any periods.
    periods : sequence of str
        The periods of the axis in their order. Of complete data: the years the records cover, for a year before them
        would count nobody.
    complete_to : str
        ISO date up to which the dataset holds every placement; empty: it does not.

    Returns
    -------
    DataFrame
        One row (``COURSE_COLUMNS``) per period: ``forward`` (out of the reference country), ``back`` (into it),
        ``between`` (two other countries), ``local`` (within one country), people or months, each counted once; ``status`` of
        forward and back together; where neither is known, of between, else of local. NaN is not stated; 0
        stands for what is absent only in years of complete data that have begun.

    Raises
    ------
    BadRequest
        When the rows have several datasets, kinds or bases: they may not be added.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "part_of": "", "origin": ["FRA", "SEN"], "destination": ["SEN", "FRA"], "period": "2019", "basis": "started",
    ...     "kind": "actual", "placements": [18.0, 16.0], "volunteer_months": float("nan"), "status": "reported"})
    >>> course(rows, "FRA", ["2019"])[["period", "forward", "back", "status"]].to_dict("split")["data"]
    [['2019', 18.0, 16.0, 'reported']]
    """
    without_mixing(rows, ("dataset", "kind", "basis"))
    counted = count_once(rows, apart=["period"])
    numbers, words = _by_way(counted, reference, ["period"], measure)
    axis = pd.Index(list(periods), dtype="object", name="period")
    numbers, words = numbers.reindex(axis), words.reindex(axis)
    begun = _whole_where_absent(rows, axis, measure, complete_to)
    absent = words.isna()
    numbers = numbers.mask(absent & begun.to_numpy()[:, None], 0.0)
    word = np.where(begun, np.where(_ends_after(axis, complete_to), "provisional", "reported"), "not_reported")
    words = words.where(~absent, pd.DataFrame(dict.fromkeys(words, word), index=axis))
    sides = ["forward", "back"]
    known, status = numbers[sides].notna().any(axis=1), weakest(numbers[sides], words[sides])
    for other in ("local", "between"):
        status = status.where(known | numbers[other].isna(), words[other])
    return numbers.assign(status=status.to_numpy(dtype=object)).reset_index()[list(COURSE_COLUMNS)]


def small_multiples(
    rows: pd.DataFrame,
    programmes: Mapping[str, ProgrammeLike],
    periods: Sequence[str],
    *,
    measure: Measure = "placements",
    complete_to: str = "",
) -> pd.DataFrame:
    """Return the course of several programmes on one scale, each seen from its own reference country.

    Parameters
    ----------
    rows : DataFrame
        Flow rows of one dataset, kind and basis, of all programmes.
    programmes : mapping
        Programme code to programme; the order of the answer.
    periods, complete_to
        As for :func:`course`.

    Returns
    -------
    DataFrame
        One row (``MULTIPLE_COLUMNS``) per programme and period: ``forward``, ``back``, ``between``, ``local`` as in
        :func:`course`; a programme of which the rows hold nothing at all is unknown (NaN), also in complete data.
        ``largest``: the largest known number of all programmes, ways and periods, the same in every row; 0 when none is
        known.

    Raises
    ------
    BadRequest
        When the rows have several datasets, kinds or bases.
    """
    without_mixing(rows, ("dataset", "kind", "basis"))
    own = rows[rows["programme"].isin(list(programmes)).to_numpy(dtype=bool)]
    counted = count_once(own, apart=["programme", "period"], among=rows)
    codes: dict[str, list[str]] = {}
    for code, programme in programmes.items():
        codes.setdefault(programme.reference_country, []).append(code)
    keys = ["programme", "period"]
    seen = [_by_way(counted[counted["programme"].isin(own)], ref, keys, measure) for ref, own in codes.items()]
    line = pd.MultiIndex.from_product([list(programmes), list(periods)], names=keys)
    numbers = pd.concat([found for found, _ in seen]).reindex(line) if seen else _nothing(line)
    words = pd.concat([found for _, found in seen]).reindex(line) if seen else _nothing(line)
    begun = _whole_where_absent(rows, line.get_level_values("period"), measure, complete_to).to_numpy()
    recorded = line.get_level_values("programme").isin(counted["programme"].unique())
    numbers = numbers.mask(words.isna() & (begun & recorded)[:, None], 0.0)
    largest = float(np.nan_to_num(numbers.to_numpy(dtype=np.float64)).max(initial=0.0))
    return numbers.reset_index().assign(largest=largest)[list(MULTIPLE_COLUMNS)]


def _by_way(rows: pd.DataFrame, reference: str, keys: list[str], measure: Measure) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the number and the status of each way (columns) for each of ``keys`` (lines); NaN where nothing is stated."""
    ways = way_of(rows, reference).map(_COLUMN_OF)
    table = summed(rows.assign(way=ways)[ways.notna().to_numpy(dtype=bool)], [*keys, "way"])
    wide = table.astype(dict.fromkeys([*keys, "way"], object)).set_index([*keys, "way"])[[measure, STATUS_OF[measure]]]
    columns = pd.Index(WAY_COLUMNS)  # without the name "way"
    numbers, words = (wide[name].unstack("way").reindex(columns=columns) for name in wide)
    return numbers.astype("float64"), words.astype(object)


def _nothing(line: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(np.nan, index=line, columns=list(WAY_COLUMNS))


def _whole_where_absent(rows: pd.DataFrame, texts: pd.Index, measure: Measure, complete_to: str) -> pd.Series:
    """Tell in which periods what is absent is nobody: years that have begun, on a counted basis; months of the active."""
    bases = set(rows["basis"].unique())
    known = bases <= set(COUNTED_BASES) if measure == "placements" else bases <= {"active"}
    actual = "kind" not in rows or set(rows["kind"].unique()) <= {"actual"}
    begun = [bool(text) and period(text).kind == "year" and f"{text}-01-01" <= complete_to for text in texts]
    return pd.Series(begun, index=texts, dtype=bool) & (bool(complete_to) and known and actual)


def _ends_after(texts: pd.Index, day: str) -> list[bool]:
    return [bool(text) and period(text).end.isoformat() > day for text in texts]
