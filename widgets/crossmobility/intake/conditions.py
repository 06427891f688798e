"""What a description demands of rows: those to leave out, those with a status of their own, and what must add up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.i18n import message, plural_message
from crossmobility.intake.columns import raw_column
from crossmobility.intake.ledger import Ledger
from crossmobility.intake.raw import LINE, RawTable
from crossmobility.intake.source import Expectation, LeaveOut, Source, Worded

Mask = npt.NDArray[np.bool_]
# Sums of estimates differ in their last binary digits from the same sum in a spreadsheet.
ROUNDING: float = 1e-9


def left_out(source: Source, raw: RawTable, columns: Mapping[str, str]) -> tuple[npt.NDArray[np.int32], list[int]]:
    """Return, per row, which ``[[leave_out]]`` sets it aside (-1 for none), and how many rows each of them meets."""
    chosen = np.full(len(raw.rows), -1, dtype=np.int32)
    met = []
    for number, rule in enumerate(source.leave_out):
        mask = _matches(raw.rows[raw_column(source, raw, columns, rule.column)], rule)
        met.append(int(mask.sum()))
        chosen[mask & (chosen == -1)] = number
    return chosen, met


def remark_on_left_out(source: Source, met: list[int], ledger: Ledger) -> None:
    """Warn about a ``[[leave_out]]`` that met no row: it is misspelt, or the file has changed."""
    for rule, count in zip(source.leave_out, met, strict=True):
        if not count:
            text = message(
                "A [[leave_out]] on “{column}” matches no row ({reason}). Correct or remove it.",
                column=rule.column,
                reason=rule.reason,
            )
            ledger.say_of_file("warning", "S-LEAVE-OUT", text, column=rule.column)


def with_status_notes(
    source: Source, raw: RawTable, columns: Mapping[str, str], rows: pd.DataFrame, ledger: Ledger
) -> pd.DataFrame:
    """Give the rows of each ``[[status]]`` its status where they have a number, and say so."""
    status = rows["status"].to_numpy(dtype=object, copy=True) if source.status else None
    for note in source.status:
        mask = selected_rows(source, raw, columns, rows, note.where) & ledger.good
        count = int(mask.sum())
        if status is not None:
            status[mask & rows["placements"].notna().to_numpy()] = note.status
        if count:
            text = plural_message(
                "{count} row has the status {status}: {reason}",
                "{count} rows have the status {status}: {reason}",
                count,
                status=note.status,
                reason=note.reason,
            )
            ledger.say_of_file("info", "S-STATUS", text, column="status")
        else:
            text = message("A [[status]] matches no accepted row ({reason}). Correct or remove it.", reason=note.reason)
            ledger.say_of_file("warning", "S-STATUS", text, column="status")
    return rows if status is None else rows.assign(status=pd.Series(status, index=rows.index).astype(rows["status"].dtype))


def selected_rows(
    source: Source, raw: RawTable, columns: Mapping[str, str], rows: pd.DataFrame, where: Mapping[str, tuple[str, ...]]
) -> Mask:
    """Return which rows meet ``where``: our columns by the value read, headings of the file by their text."""
    mask = np.ones(len(rows), dtype=bool)
    for name, wanted in where.items():
        if name in rows.columns:
            mask &= (
                rows[name].isin(wanted).to_numpy()
                if rows[name].dtype != np.float64
                else rows[name].isin([_number(one) for one in wanted]).to_numpy()
            )
        else:
            mask &= raw.rows[raw_column(source, raw, columns, name)].str.strip().isin(wanted).to_numpy()
    return mask


def check_expectations(
    source: Source, raw: RawTable, columns: Mapping[str, str], rows: pd.DataFrame, ledger: Ledger
) -> bool:
    """Compare each ``[[expect]]`` with the accepted rows; return whether all hold."""
    holds = True
    for expectation in source.expect:
        chosen = selected_rows(source, raw, columns, rows, expectation.where) & ledger.good
        if expectation.totals:
            holds &= _check_totals(source, raw, columns, rows, expectation, chosen, ledger)
            continue
        where = Worded(", ".join(f"{name} = {' | '.join(values)}" for name, values in expectation.where.items()) or "*")
        if expectation.rows is not None:
            found, wanted, what = float(chosen.sum()), float(expectation.rows), "rows"
        else:
            found, wanted, what = (
                float(rows[expectation.column][chosen].sum()),
                float(expectation.sum or 0),
                expectation.column,
            )
        if abs(found - wanted) > expectation.tolerance + ROUNDING * abs(wanted):
            holds = False
            text = message(
                "{what} ({where}) should come to {wanted} and come to {found}: the file has changed, or rows were "
                "rejected. Check them, then the [[expect]].",
                what=what,
                where=where,
                wanted=wanted,
                found=found,
            )
            ledger.say_of_file("error", "S-EXPECT", text, column=expectation.column)
    return holds


def _check_totals(
    source: Source,
    raw: RawTable,
    columns: Mapping[str, str],
    rows: pd.DataFrame,
    expectation: Expectation,
    chosen: Mask,
    ledger: Ledger,
) -> bool:
    totals = selected_rows(source, raw, columns, rows, expectation.totals) & ~chosen
    if not totals.any():
        text = message(
            "An [[expect]] compares totals, but the file has no such row. Correct it: {where}.",
            where=", ".join(expectation.totals),
        )
        ledger.say_of_file("error", "S-EXPECT", text, column=expectation.column)
        return False
    per = list(expectation.per)
    keys = rows[per].astype(str).agg("|".join, axis=1) if per else pd.Series("", index=rows.index)
    sums = rows[expectation.column][chosen].groupby(keys[chosen]).sum()
    holds = True
    for position in np.flatnonzero(totals):
        wanted, found = float(rows[expectation.column].iloc[position]), float(sums.get(keys.iloc[position], 0.0))
        if not abs(found - wanted) <= expectation.tolerance + ROUNDING * abs(wanted):
            holds = False
            text = message(
                "Line {line} gives a total of {wanted}; the accepted rows ({key}) come to {found}. Check the file, then "
                "the rejected rows.",
                line=str(raw.rows[LINE].iloc[position]),
                wanted=wanted,
                found=found,
                key=str(keys.iloc[position]),
            )
            ledger.say_of_file("error", "S-EXPECT", text, column=expectation.column)
    return holds


def _matches(text: pd.Series, rule: LeaveOut) -> Mask:
    codes, distinct = pd.factorize(text)
    if rule.pattern is not None:
        met = [bool(rule.pattern.search(str(one).strip())) for one in distinct]
    else:
        met = [str(one).strip() in rule.values for one in distinct]
    return np.array(met, dtype=bool)[codes] if met else np.zeros(len(text), dtype=bool)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
