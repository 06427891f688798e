"""The tables of a release, each in one form: what is built in memory and what is read are the same to a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from crossmobility.domain.bands import AGREEMENT_COLUMNS
from crossmobility.domain.flows import FLOW_COLUMNS
from crossmobility.domain.indicators.definitions import DEFINITION_COLUMNS
from crossmobility.domain.indicators.values import VALUE_COLUMNS
from crossmobility.domain.pairings import PAIRING_COLUMNS, STATES
from crossmobility.domain.programmes.activities import ACTIVITY_COLUMNS, ACTIVITY_NUMBERS
from crossmobility.domain.programmes.organisations import ORGANISATION_COLUMNS, ORGANISATION_NUMBERS
from crossmobility.domain.programmes.stages import STAGE_COLUMNS, STAGE_NUMBERS
from crossmobility.domain.splits import SPLIT_COLUMNS
from crossmobility.release.programme_tables import PROGRAMME_TABLES

RULE_COLUMNS: Final = ("indicator_id", "on_track", "at_risk", "too_early", "citation")
COUNTED_TABLES: Final = {
    "splits": SPLIT_COLUMNS,
    "agreements": AGREEMENT_COLUMNS,
    "pairings": PAIRING_COLUMNS,
    "stages": STAGE_COLUMNS,
    "organisations": ORGANISATION_COLUMNS,
    "activities": ACTIVITY_COLUMNS,
    "indicator_values": VALUE_COLUMNS,
    "definitions": ("dataset", *DEFINITION_COLUMNS),
    "status_rules": ("dataset", *RULE_COLUMNS),
    **PROGRAMME_TABLES,
}
"""The tables beside ``flows`` and ``statements`` that every release has, perhaps without rows, and their columns."""
FLOW_NUMBERS: Final = ("placements", "volunteer_months", "countries", "rank")
SPLIT_NUMBERS: Final = ("placements", "volunteer_months")
AGREEMENT_NUMBERS: Final = ("low", "high")
VALUE_NUMBERS: Final = ("numerator", "denominator", "value")
PAIRING_NUMBERS: Final = ("pairs", *STATES)


def flow_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` with exactly ``FLOW_COLUMNS``: text columns as text (never missing), numbers as float64."""
    return _texts_and_numbers(rows, FLOW_COLUMNS, FLOW_NUMBERS)


def agreement_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` with exactly ``AGREEMENT_COLUMNS``: text (never missing), the two bounds as float64."""
    return _texts_and_numbers(rows, AGREEMENT_COLUMNS, AGREEMENT_NUMBERS)


def pairing_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` with exactly ``PAIRING_COLUMNS``: text (never missing), counts as float64."""
    return _texts_and_numbers(rows, PAIRING_COLUMNS, PAIRING_NUMBERS)


def split_rows(*tables: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``tables`` with exactly ``SPLIT_COLUMNS``: text as categories in alphabetical order, numbers as float64.

    A flow row has several splits, and all of them hold the same few words: as text they would be the largest thing in a
    viewer's kernel.
    """
    return _compact(tables, SPLIT_COLUMNS, SPLIT_NUMBERS)


def value_rows(*tables: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``tables`` with exactly ``VALUE_COLUMNS``, in the form of :func:`split_rows`."""
    return _compact(tables, VALUE_COLUMNS, VALUE_NUMBERS)


def stage_rows(*tables: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``tables`` with exactly ``STAGE_COLUMNS``, in the form of :func:`split_rows`."""
    return _compact(tables, STAGE_COLUMNS, STAGE_NUMBERS)


def organisation_rows(*tables: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``tables`` with exactly ``ORGANISATION_COLUMNS``, in the form of :func:`split_rows`."""
    return _compact(tables, ORGANISATION_COLUMNS, ORGANISATION_NUMBERS)


def activity_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` with exactly ``ACTIVITY_COLUMNS``: text (never missing), numbers as float64."""
    return _texts_and_numbers(rows, ACTIVITY_COLUMNS, ACTIVITY_NUMBERS)


def definition_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return definitions as text (never missing): one row per dataset and indicator."""
    texts = {str(name): rows[name].map(_written) for name in rows}
    return _texts_and_numbers(pd.DataFrame(texts), COUNTED_TABLES["definitions"], ())


def status_rule_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the thresholds of the status as text: one row per dataset and indicator, ``_T`` for all others."""
    return _texts_and_numbers(rows, COUNTED_TABLES["status_rules"], ())


def _written(cell: object) -> object:
    """Write what a file would hold: several codes with semicolons, a day without its hour."""
    if isinstance(cell, tuple | list):
        return ";".join(map(str, cell))
    return cell.isoformat()[:10] if isinstance(cell, date) and cell == cell else cell


def _compact(tables: Sequence[pd.DataFrame], names: Sequence[str], numbered: Collection[str]) -> pd.DataFrame:
    columns: dict[str, pd.Series[float] | pd.Categorical] = {}
    for column in names:
        if column in numbered:
            numbers = [_number(table, column) for table in tables]
            columns[column] = numbers[0] if len(numbers) == 1 else pd.concat(numbers, ignore_index=True)
        else:
            columns[column] = _one_list([_categories(table, column) for table in tables])
    return pd.DataFrame(columns, copy=False).reset_index(drop=True)


def _texts_and_numbers(rows: pd.DataFrame, names: Sequence[str], numbers: Collection[str]) -> pd.DataFrame:
    columns = {name: _number(rows, name) if name in numbers else _text(rows, name) for name in names}
    return pd.DataFrame(columns).reset_index(drop=True)


def _text(rows: pd.DataFrame, column: str) -> pd.Series[str]:
    values = rows[column] if column in rows else pd.Series("", index=rows.index)
    return values.astype("str").fillna("")


def _number(rows: pd.DataFrame, column: str) -> pd.Series[float]:
    values = rows[column] if column in rows else pd.Series("", index=rows.index)
    # to_numeric copies even what is a number already.
    numbers = values if is_numeric_dtype(values.dtype) else pd.to_numeric(values, errors="raise")
    return numbers.astype("float64")


def _categories(rows: pd.DataFrame, column: str) -> pd.Categorical:
    values = rows[column] if column in rows else pd.Series("", index=rows.index)
    if not isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype("str").fillna("").astype("category")
    found = values.array  # not a copy: a release is read into a viewer's kernel
    return found if isinstance(found, pd.Categorical) else pd.Categorical(found)


def _one_list(parts: Sequence[pd.Categorical]) -> pd.Categorical:
    """Join categories into one alphabetical list of the words that occur."""
    used = [np.bincount(part.codes, minlength=len(part.categories)) > 0 for part in parts]
    words = sorted({str(word) for part, own in zip(parts, used, strict=True) for word in part.categories[own]})
    if len(parts) == 1 and words and parts[0].categories.tolist() == words:
        return parts[0]
    place = {word: number for number, word in enumerate(words)}
    codes = [np.array([place.get(str(word), 0) for word in part.categories], dtype=np.int32)[part.codes] for part in parts]
    return pd.Categorical.from_codes(np.concatenate(codes), categories=pd.Index(words, dtype="str"))
