"""Keys: each row has its own, and what it refers to exists (V1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from crossmobility.i18n import message
from crossmobility.intake.stack import Stack, as_text
from crossmobility.intake.tables import ForeignKey, did_you_mean

KEY_SEPARATOR = "|"


def key_text(rows: pd.DataFrame, columns: Collection[str]) -> pd.Series:
    """Return the key of each row as text, its parts joined by ``|``; days as 2024-12-31."""
    first, *others = (as_text(rows[column]) for column in columns)
    for other in others:
        first = first + KEY_SEPARATOR + other
    return first


def check_keys(stack: Stack, taken: Collection[str] = ()) -> None:
    """Reject rows whose key is already that of another row, or of a row of the reference table (``F-ID``)."""
    columns = stack.table.primary_key
    positions = np.flatnonzero(stack.good)
    keys = key_text(stack.rows.iloc[positions], columns)
    column = columns[0] if len(columns) == 1 else ""
    if taken:
        known = keys.isin(taken).to_numpy()
        for key, places in _by_text(keys[known], positions[known]):
            text = message(
                "“{value}” is already in the reference table: a dataset may add rows, not change them. Give the row "
                "another code, or remove it.",
                value=key,
            )
            stack.say("error", "F-ID", places, text, column=column)
    for key, places in _by_text(keys[keys.duplicated()], positions[keys.duplicated().to_numpy()]):
        text = message("“{value}” already names another row. Give each row its own identifier.", value=key)
        stack.say("error", "F-ID", places, text, column=column)


def check_foreign_keys(stack: Stack, known: Mapping[str, Collection[str]], *, unknown_tables: Collection[str]) -> None:
    """Reject rows that refer to a row which is not there (``V1``).

    Parameters
    ----------
    stack
        The rows that refer.
    known
        The keys of each table that was read.
    unknown_tables
        Tables of which this check knows nothing; what refers to them is not checked, and said so.
    """
    unchecked = [key for key in stack.table.foreign_keys if key.table in unknown_tables]
    for name in dict.fromkeys(key.table for key in unchecked):
        columns = ", ".join(key.column for key in unchecked if key.table == name)
        text = message(
            "There is no table {table} here: whether it knows {columns} is not checked. Put the table beside the file, and "
            "check the folder.",
            table=name,
            columns=columns,
        )
        stack.say_of_files("info", "V1", text, column="")
    for key in stack.table.foreign_keys:
        if key.table in known and key.table not in unknown_tables:
            _check_foreign_key(stack, key, known[key.table])


def _check_foreign_key(stack: Stack, key: ForeignKey, known: Collection[str]) -> None:
    field = stack.table.field(key.column)
    codes, distinct = pd.factorize(stack.rows[key.column])
    texts = [str(value) for value in distinct]
    allowed = {*known, *key.outside, ""}
    strange = [
        not all(part in allowed for part in (text.split(field.separator) if field.separator else [text])) for text in texts
    ]
    breach = np.array([*strange, False])[codes]
    near = sorted({*known, *key.outside})
    stack.say_each(
        "error",
        "V1",
        breach,
        lambda values: message(
            "“{value}” names no row of {table}. {hint} Or add the row to {table}.",
            value=values[key.column],
            table=key.table,
            hint=did_you_mean(values[key.column], near) if len(near) < 500 else message("Correct it."),
        ),
        by=[key.column],
        column=key.column,
    )


def _by_text(texts: pd.Series, positions: np.ndarray) -> list[tuple[str, np.ndarray]]:
    codes, distinct = pd.factorize(texts)
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(len(distinct) + 1))
    return [(str(text), positions[order[ends[number] : ends[number + 1]]]) for number, text in enumerate(distinct)]
