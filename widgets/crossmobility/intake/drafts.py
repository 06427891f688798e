"""A file read and typed, its ledger still open: rules that look across tables speak before the account is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.errors import UnreadableFile
from crossmobility.i18n import Message, message
from crossmobility.intake.checks import check_flow_counts
from crossmobility.intake.columns import TEXT, columns_of, filled_column, read_column
from crossmobility.intake.conditions import check_expectations, left_out, remark_on_left_out, with_status_notes
from crossmobility.intake.csv_reader import read_csv
from crossmobility.intake.ledger import Ledger
from crossmobility.intake.outcome import Account, Intake
from crossmobility.intake.raw import LINE, LINES, RawTable
from crossmobility.intake.source import Source
from crossmobility.intake.sources import FLOW_COUNTS
from crossmobility.intake.tables import Table, table
from crossmobility.intake.template import is_template_row
from crossmobility.intake.vocabulary import Vocabulary
from crossmobility.intake.xlsx_reader import read_xlsx, refuse_other_workbooks

Progress = Callable[[int], None]
# From here on the memory that a copy takes matters more than the time that splitting it costs.
LARGE = 50_000
RAW_TEXT = "raw"
EXAMPLE = message("help or example of the template")


class Correcting(Protocol):
    """Changes received text before it is read; see :class:`crossmobility.intake.corrections.Corrections`."""

    def corrected(
        self, table: Table, received: pd.DataFrame, columns: Mapping[str, str], ledger: Ledger
    ) -> pd.DataFrame: ...


@dataclass
class Draft:
    """One file, every record under our columns, good or not, in the order of the file.

    ``rows`` has one row per record of ``raw.rows``; ``chosen`` says which of ``reasons`` sets it aside (-1 for none);
    ``ledger`` knows what is wrong with it so far.
    """

    source: Source
    table: Table
    raw: RawTable
    columns: Mapping[str, str]
    rows: pd.DataFrame
    chosen: npt.NDArray[np.int32]
    reasons: tuple[Message, ...]
    ledger: Ledger

    def received(self, column: str, position: int) -> str:
        """Return the text that stands in the file for one of our columns, empty when the file has no such column."""
        return str(self.raw.rows[self.columns[column]].iloc[position]).strip() if column in self.columns else ""

    def closed(self) -> Intake:
        """Return the file taken in. Nothing more can be said about its rows: the draft is used up."""
        meets = check_expectations(self.source, self.raw, self.columns, self.rows, self.ledger)
        raw, ledger = self.raw, self.ledger
        good, lines = ledger.good, raw.rows[LINES].to_numpy()
        aside, wrong = self.chosen >= 0, (ledger.fate >= 0)
        accepted = self.rows if good.all() else _only(self.rows, good)
        reasons = [reason.in_language("en") for reason in self.reasons]
        set_aside = _as_text(raw, aside).assign(reason=[reasons[number] for number in self.chosen[aside]])
        account = Account(
            lines=raw.lines,
            header=raw.header,
            accepted=int(lines[good].sum()),
            left_out=int(lines[aside].sum()),
            rejected=int(lines[wrong].sum()) + sum(one.lines for one in raw.unsplit),
            blank=raw.blank,
        )
        return Intake(
            source=self.source,
            accepted=accepted.assign(line=raw.rows[LINE].to_numpy()[good]),
            left_out=set_aside.reset_index(drop=True),
            rejected=_rejected(raw, _as_text(raw, wrong), [ledger.errors[number] for number in ledger.fate[wrong]]),
            findings=ledger.closed(),
            account=account,
            meets_expectations=meets,
            reasons=tuple((reason, int((self.chosen == number).sum())) for number, reason in enumerate(self.reasons)),
            sheet=raw.sheet,
        )


def drafted(
    source: Source,
    progress: Progress | None = None,
    *,
    strict: bool = False,
    vocabulary: Vocabulary | None = None,
    corrections: Correcting | None = None,
) -> Draft:
    """Read one file and type its cells; what is wrong with single cells is already in the ledger.

    Raises
    ------
    UnreadableFile, BadSource
        When the file as a whole, or its description, cannot be used. Bad rows never raise.
    """
    of_table = table(source.table)
    raw = _read(source, progress)
    columns = columns_of(source, raw, of_table)
    if source.table == FLOW_COUNTS and not {"placements", "volunteer_months"} & {*columns, *source.constants}:
        raise UnreadableFile(
            message("{file} has no column of numbers.", file=source.file.name),
            message("Say under [columns] which heading holds placements (or volunteer_months)."),
        )
    chosen, met = left_out(source, raw, columns)
    reasons = tuple(rule.reason for rule in source.leave_out)
    example = is_template_row(raw.rows[list(raw.columns)]) & (chosen == -1)
    if example.any():
        chosen[example], reasons = len(reasons), (*reasons, EXAMPLE)
    ledger = Ledger(source.table, str(source.file), raw.sheet, raw.rows[LINE].to_numpy(), chosen >= 0)
    _remark(source, raw, columns, of_table, ledger)
    remark_on_left_out(source, met, ledger)
    received = raw.rows
    if corrections is not None:
        received = corrections.corrected(of_table, received, columns, ledger)
    words = vocabulary or Vocabulary()
    rows = _typed(source, received, columns, of_table, ledger, words, strict=strict)
    if source.table == FLOW_COUNTS:
        destination = received[columns["destination"]] if "destination" in columns else rows["destination"]
        rows = check_flow_counts(rows, ledger, whole=source.read.whole, received=destination)
        rows = with_status_notes(source, raw, columns, rows, ledger)
    return Draft(source, of_table, raw, columns, rows, chosen, reasons, ledger)


def _read(source: Source, progress: Progress | None) -> RawTable:
    refuse_other_workbooks(source.file)
    if not source.file.is_file():
        raise UnreadableFile(
            message("{file} does not exist.", file=str(source.file)), message("Check the name and the folder.")
        )
    if source.file.suffix.lower() == ".xlsx":
        return read_xlsx(source.file, source.read, progress)
    return read_csv(source.file, source.read, progress)


def _typed(
    source: Source,
    received: pd.DataFrame,
    columns: Mapping[str, str],
    of_table: Table,
    ledger: Ledger,
    vocabulary: Vocabulary,
    *,
    strict: bool,
) -> pd.DataFrame:
    read: dict[str, pd.Series] = {}
    for field in of_table.fields:
        if field.name in columns:
            values = read_column(field, received[columns[field.name]], source, ledger, vocabulary, strict=strict).values
            read[field.name] = values.mask(values == "", field.default) if field.default else values
        else:
            read[field.name] = filled_column(field, source, len(received), vocabulary).values
    rows = pd.DataFrame(read, copy=False)
    for name, known in (("source", source.name), ("citation", source.citation)):
        if name in rows and name not in columns and name not in source.constants:
            rows[name] = pd.Series(known, index=rows.index, dtype=TEXT)
    if "statement_id" in rows:
        numbered = f"{source.file.stem}-" + received[LINE].astype(TEXT)
        rows["statement_id"] = rows["statement_id"].mask(rows["statement_id"] == "", numbered)
    return rows


def _remark(source: Source, raw: RawTable, columns: Mapping[str, str], of_table: Table, ledger: Ledger) -> None:
    for remark in raw.remarks:
        ledger.say_of_file(remark.severity, remark.rule, remark.message, remark.column)
    for one in raw.unsplit:
        ledger.say_of_line("error", one.rule, one.line, one.message, one.text[:200])
    if source.columns is None:
        for column in (name for name in raw.columns if name not in columns.values()):
            text = message(
                "The column “{column}” is none of ours and is not read. Rename it, or say what it is under [columns].",
                column=column,
            )
            ledger.say_of_file("info", "S-COLUMN", text, column=column)
    if "period" in of_table.columns and "period" not in columns and "period" not in source.constants:
        text = message("No column gives the period: every row is undated. Name it under [columns] or [constants].")
        ledger.say_of_file("warning", "S-PERIOD", text, column="period")


def _only(rows: pd.DataFrame, good: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Return the good rows; each column is let go before the next is copied, so that a large table stands there once."""
    if len(rows) < LARGE:
        return rows[good].reset_index(drop=True)
    columns = {str(name): rows.pop(name)[good].reset_index(drop=True) for name in list(rows.columns)}
    return pd.DataFrame(columns, copy=False)


def _as_text(raw: RawTable, mask: npt.NDArray[np.bool_]) -> pd.DataFrame:
    rows = raw.rows[mask].drop(columns=LINES)
    repeating = [name for name in raw.columns if isinstance(rows[name].dtype, pd.CategoricalDtype)]
    return rows.astype(dict.fromkeys(repeating, TEXT)) if repeating else rows


def _rejected(raw: RawTable, rows: pd.DataFrame, errors: list[tuple[str, Message]]) -> pd.DataFrame:
    split = rows.assign(
        rule=[rule for rule, _ in errors],
        message=pd.Series([text for _, text in errors], index=rows.index, dtype=object),
        raw="",
    )
    if not raw.unsplit:
        return split.reset_index(drop=True)
    unsplit = pd.DataFrame(
        {
            **dict.fromkeys(raw.columns, ""),
            LINE: [one.line for one in raw.unsplit],
            "rule": [one.rule for one in raw.unsplit],
            "message": [one.message for one in raw.unsplit],
            RAW_TEXT: [one.text for one in raw.unsplit],
        }
    )
    both = pd.concat([split, unsplit], ignore_index=True) if len(split) else unsplit
    return both.sort_values(LINE, kind="stable", ignore_index=True)
