"""Values that were observed, received or set as targets, in the same form as those counted on records.

Every edition is kept: what was once published stays readable. Which one holds is decided when somebody asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.cases import STATED
from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.measures_scopes import ProgrammeLike
from crossmobility.domain.indicators.progress import Mask, Numbers
from crossmobility.domain.indicators.values import COMPUTED_EDITION, VALUE_COLUMNS

BASELINE: Final = "baseline"
TARGETS: Final = ("target_initial", "target_revised")
ACTUAL: Final = "actual"
CELL_COLUMNS: Final = (
    *("indicator", "programme", "scheme", "counterpart", "direction", "territory", "dimension", "category"),
)
"""What a value is about, but for its period and its type: one series."""
CELL_AND_PERIOD: Final = ("dataset", *CELL_COLUMNS, "period", "value_type")
"""What one value is about: its editions share all of this."""
PER_HUNDRED: Final = "RATE"

_NUMBERS: Final = ("numerator", "denominator", "value")
# Dimensions that are columns of their own among values: a split by them is the same cell whoever wrote it.
_OWN_COLUMN: Final = ("territory", "direction", "counterpart")


def observed_values(
    observations: pd.DataFrame,
    definitions: Mapping[str, Definition],
    *,
    dataset: str,
    reference: str,
    programmes: Mapping[str, ProgrammeLike] = MappingProxyType({}),
) -> pd.DataFrame:
    """Return observations as values.

    Parameters
    ----------
    observations : DataFrame
        Accepted rows of the table ``observations``.
    definitions : mapping
        Say how a numerator and a denominator make a value. Rows of other indicators are kept as they are.
    dataset, reference : str
        Name of the dataset and its reference country; a programme has its own where ``programmes`` says so.

    Returns
    -------
    DataFrame
        One row per observation, in their order (``VALUE_COLUMNS``). An empty scheme, territory, dimension or category
        means all together (``_T``); a dimension ``territory``, ``direction`` or ``counterpart`` is the column of that name.
        A value left empty beside a numerator and a denominator is their ratio (``RATE``: per 100), NaN below the least
        denominator of the definition. A suppressed row has no number at all.
    """
    texts = {name: _text(observations[name]) for name in ("scheme", "territory", "dimension", "category")}
    texts = {name: column.mask(column == "", ALL) for name, column in texts.items()}
    # A dimension without a category is its total.
    texts["dimension"] = texts["dimension"].mask(texts["category"] == ALL, ALL)
    texts |= {"direction": _constant(ALL, observations), "counterpart": _constant(ALL, observations)}
    for name in _OWN_COLUMN:
        own = texts["dimension"] == name
        texts[name] = texts[name].mask(own, texts["category"])
        texts |= {split: texts[split].mask(own, ALL) for split in ("dimension", "category")}
    columns = texts | {
        "dataset": _constant(dataset, observations),
        "indicator": _text(observations["indicator_id"]),
        "programme": _text(observations["programme_id"]),
        "ref_country": _seen_from(observations, reference, programmes),
        "as_of": _text(observations["as_of"].dt.strftime("%Y-%m-%d")),
        "comment": _text(observations["comment"]) if "comment" in observations else _constant("", observations),
        **{name: _text(observations[name]) for name in ("period", "value_type", "edition", "value_status", "source")},
        **_numbers(observations, definitions),
    }
    return pd.DataFrame({name: columns[name] for name in VALUE_COLUMNS}).reset_index(drop=True)


def values_of(observed: pd.DataFrame, computed: pd.DataFrame) -> pd.DataFrame:
    """Return observed and computed values (``VALUE_COLUMNS``) as one table, the observed ones first.

    Where both hold a value for one cell, both are kept: they are two editions of it.
    """
    parts = [part[list(VALUE_COLUMNS)] for part in (observed, computed) if len(part)]
    if not parts:
        return observed[list(VALUE_COLUMNS)].reset_index(drop=True)
    return pd.concat(parts, ignore_index=True)


def rows_in_force(values: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return of every cell, period and type of value the edition that holds at ``as_of``.

    That is the latest one taken by that day. Of several of one day, what was counted on the records comes after what was
    stated, then the name of the edition decides: "RA2024-v2" comes after "RA2024-v1".

    Returns
    -------
    DataFrame
        Rows of ``values``, in their order and with their index.
    """
    taken = values["as_of"].astype("str") <= as_of.isoformat()
    known = values[taken.to_numpy(dtype=bool)]
    keys = list(CELL_AND_PERIOD)
    several = known.duplicated(keys, keep=False).to_numpy(dtype=bool)
    if not several.any():
        return known
    place = np.arange(len(known))
    some = in_edition_order(known[several].assign(_place=place[several]))
    latest = some.drop_duplicates(keys, keep="last")["_place"].to_numpy()
    return known.iloc[np.sort(np.concatenate([place[~several], latest]))]


def in_edition_order(values: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``values`` from the oldest edition to the latest (see :func:`rows_in_force`)."""
    counted = (values["edition"] == COMPUTED_EDITION).to_numpy(dtype=bool)
    names = values["edition"].astype("str").to_numpy(dtype=object)
    days = values["as_of"].astype("str").to_numpy(dtype=object)
    return values.iloc[np.lexsort((_ranks(names), counted, _ranks(days)))]


def _ranks(texts: np.ndarray) -> np.ndarray:
    return np.unique(texts.astype(str), return_inverse=True)[1]


def _text(column: pd.Series) -> pd.Series:
    return column.astype("str").fillna("")


def _constant(value: str, rows: pd.DataFrame) -> pd.Series:
    return pd.Series(value, index=rows.index, dtype="str")


def _seen_from(observations: pd.DataFrame, reference: str, programmes: Mapping[str, ProgrammeLike]) -> pd.Series:
    own = {code: programme.reference_country for code, programme in programmes.items()}
    return observations["programme_id"].map(own).astype("str").fillna(reference)


def _numbers(observations: pd.DataFrame, definitions: Mapping[str, Definition]) -> dict[str, pd.Series]:
    numbers = {name: observations[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in _NUMBERS}
    stated: Mask = observations["value_status"].isin(STATED).to_numpy(dtype=bool)
    made = _ratio(observations["indicator_id"], numbers["numerator"], numbers["denominator"], definitions)
    numbers["value"] = np.where(np.isnan(numbers["value"]) & stated, made, numbers["value"])
    # A hidden number must not travel on beside the word that hides it.
    hidden = (observations["value_status"] == "suppressed").to_numpy(dtype=bool)
    return {name: pd.Series(np.where(hidden, np.nan, each), index=observations.index) for name, each in numbers.items()}


def _ratio(indicators: pd.Series, above: Numbers, below: Numbers, definitions: Mapping[str, Definition]) -> Numbers:
    least = {code: float(each.min_denominator) for code, each in definitions.items()}
    scale = {code: 100.0 if each.unit == PER_HUNDRED else 1.0 for code, each in definitions.items()}
    enough = (below > 0) & (below >= indicators.map(least).to_numpy(dtype=np.float64, na_value=0.0))
    ratio = np.divide(above, below, out=np.full(len(above), np.nan), where=enough)
    return np.asarray(ratio * indicators.map(scale).to_numpy(dtype=np.float64, na_value=1.0))
