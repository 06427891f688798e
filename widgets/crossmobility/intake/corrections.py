"""Corrections as reviewed data: what the file says, what it should say, why, by whom; applied before anything is checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.i18n import Message, message
from crossmobility.intake.columns import TEXT
from crossmobility.intake.keys import KEY_SEPARATOR
from crossmobility.intake.ledger import Ledger
from crossmobility.intake.stack import Stack
from crossmobility.intake.tables import Table, did_you_mean, table, table_names

CORRECTIONS: Final = "corrections"
# What corrects cannot be corrected; counts and statements are corrected where they are described.
CORRECTABLE: Final = (
    "placements",
    "organisations",
    "activities",
    "observations",
    "agreements",
    "flow_counts",
    "published_statements",
)


class Corrections:
    """The corrections of a dataset, on their way through its files.

    One correction names a table, the key of a row (several key columns joined by ``|``), a column, the text expected there
    and the text that replaces it. It is applied when exactly that text stands in the file; otherwise it is rejected, with
    a finding about its own row, and the file stays as it is.
    """

    def __init__(self, stack: Stack | None) -> None:
        self._stack = stack
        self._waiting: dict[str, list[int]] = {}
        self._met: dict[int, int] = {}
        if stack is not None:
            self._read(stack)

    def corrected(
        self, of_table: Table, received: pd.DataFrame, columns: Mapping[str, str], ledger: Ledger
    ) -> pd.DataFrame:
        """Return the received rows of one file with its corrections applied; a new frame if there are any."""
        waiting = self._waiting.get(of_table.name, [])
        if not waiting or self._stack is None or any(name not in columns for name in of_table.primary_key):
            return received
        keys = _keys(received, [columns[name] for name in of_table.primary_key])
        wanted = self._stack.rows["key"].iloc[waiting].str.strip()
        rows_of = {key: np.flatnonzero((keys == key).to_numpy()) for key in wanted.unique()}
        changed: dict[str, pd.Series] = {}
        for position, key in zip(waiting, wanted, strict=True):
            self._met[position] = self._met.get(position, 0) + len(rows_of[key])
            if len(rows_of[key]) == 1:
                self._apply(position, int(rows_of[key][0]), received, changed, columns, ledger)
        return received.assign(**changed) if changed else received

    def close(self) -> None:
        """Reject the corrections whose row was not found, or found more than once."""
        for positions in self._waiting.values():
            for position in positions:
                key = self._text(position, "key")
                found = self._met.get(position, 0)
                if found == 0:
                    self._reject("C-KEY", position, message("No row has the key “{key}”. Correct the key.", key=key), "key")
                elif found > 1:
                    text = message(
                        "{count} rows have the key “{key}”: nobody knows which is meant. Correct the file itself.",
                        count=found,
                        key=key,
                    )
                    self._reject("C-KEY", position, text, "key")

    def _apply(
        self,
        position: int,
        row: int,
        received: pd.DataFrame,
        changed: dict[str, pd.Series],
        columns: Mapping[str, str],
        ledger: Ledger,
    ) -> None:
        name = self._text(position, "column")
        expected, new = self._text(position, "expected"), self._text(position, "new_value")
        if name not in columns:
            text = message("The file has no column for “{column}”, so nothing can be corrected there.", column=name)
            self._reject("C-COLUMN", position, text, "column")
            return
        theirs = columns[name]
        now = changed.get(theirs, received[theirs])
        found = str(now.iloc[row]).strip()
        if found != expected:
            text = message(
                "“{expected}” was expected in {column} of “{key}”, but the file now says “{found}”: not applied. Remove the "
                "correction, or review it.",
                expected=expected,
                column=name,
                key=self._text(position, "key"),
                found=found,
            )
            self._reject("C-STALE", position, text, "expected")
            return
        if theirs not in changed:
            now = now.astype(TEXT).copy()
        now.iloc[row] = new
        changed[theirs] = now
        text = message(
            "“{expected}” was replaced by “{new}”: {reason} ({by}, {on}).",
            expected=expected,
            new=new,
            reason=self._text(position, "reason"),
            by=self._text(position, "by"),
            on=self._text(position, "on"),
        )
        ledger.say("info", "C-APPLIED", np.array([row]), text, column=name, value=found)

    def _read(self, stack: Stack) -> None:
        for position in np.flatnonzero(stack.good).tolist():
            name = self._text(position, "table")
            if name not in CORRECTABLE or name not in table_names():
                hint = did_you_mean(name, CORRECTABLE)
                text = message("“{table}” is no table that corrections can change. {hint}", table=name, hint=hint)
                self._reject("C-TABLE", position, text, "table")
                continue
            problem = _column_problem(table(name), self._text(position, "column"))
            if problem is not None:
                self._reject("C-COLUMN", position, problem, "column")
                continue
            self._waiting.setdefault(name, []).append(position)

    def _reject(self, rule: str, position: int, text: Message, column: str) -> None:
        if self._stack is not None:
            self._stack.say("error", rule, np.array([position]), text, column=column)

    def _text(self, position: int, column: str) -> str:
        if self._stack is None:
            return ""
        value = self._stack.rows[column].iloc[position]
        return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value).strip()


def _column_problem(of_table: Table, column: str) -> Message | None:
    if column in of_table.primary_key:
        return message("{column} is the key of the row: correct it in the file itself.", column=column)
    if column not in of_table.columns:
        return message(
            "Table {table} has no column “{column}”. {hint}",
            table=of_table.name,
            column=column,
            hint=did_you_mean(column, of_table.columns),
        )
    return None


def _keys(received: pd.DataFrame, columns: Iterable[str]) -> pd.Series:
    first, *others = (received[column].astype(TEXT).str.strip() for column in columns)
    for other in others:
        first = first + KEY_SEPARATOR + other
    return first
