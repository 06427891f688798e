"""A file taken in: every line accounted for, as header, accepted, left out, rejected or blank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crossmobility.domain.findings import Finding
from crossmobility.errors import UnreadableFile
from crossmobility.i18n import Message, message
from crossmobility.intake.checks import check_flow_counts
from crossmobility.intake.columns import TEXT, columns_of, filled_column, read_column
from crossmobility.intake.conditions import check_expectations, left_out, remark_on_left_out, with_status_notes
from crossmobility.intake.csv_reader import read_csv
from crossmobility.intake.ledger import Ledger
from crossmobility.intake.raw import LINE, LINES, RawTable
from crossmobility.intake.source import Source
from crossmobility.intake.sources import FLOW_COUNTS
from crossmobility.intake.tables import Table, table
from crossmobility.intake.xlsx_reader import read_xlsx, refuse_other_workbooks

Progress = Callable[[int], None]
RAW_TEXT = "raw"


@dataclass(frozen=True)
class Account:
    """The lines of one file. The five kinds add up to ``lines``: a reader that lost one would not get this far."""

    lines: int
    header: int
    accepted: int
    left_out: int
    rejected: int
    blank: int

    def __post_init__(self) -> None:
        total = self.header + self.accepted + self.left_out + self.rejected + self.blank
        if total != self.lines:
            raise AssertionError(f"{total} lines accounted for, {self.lines} in the file")


@dataclass(frozen=True)
class Intake:
    """One file taken in.

    Attributes
    ----------
    accepted
        One row per accepted record: the table's columns (text, empty when not given; numbers as floats, NaN = unknown)
        and ``line``.
    left_out
        One row per record set aside: the file's own columns as text, ``line``, ``reason`` (English).
    rejected
        One row per rejected record: the file's own columns as text, ``line``, ``rule``, ``message`` (a
        :class:`~crossmobility.i18n.Message`), and ``raw``, the text of a record that could not be laid under the headings.
    reasons
        Why records were left out, with how many each.
    """

    source: Source
    accepted: pd.DataFrame
    left_out: pd.DataFrame
    rejected: pd.DataFrame
    findings: tuple[Finding, ...]
    account: Account
    meets_expectations: bool
    reasons: tuple[tuple[Message, int], ...] = ()
    sheet: str = ""

    @property
    def is_clean(self) -> bool:
        """Return whether nothing was rejected and every expectation holds."""
        return self.meets_expectations and self.account.rejected == 0


def take_in(source: Source, progress: Progress | None = None, *, strict: bool = False) -> Intake:
    """Read and check one file.

    Parameters
    ----------
    source
        The file and its description.
    progress
        Called with the number of lines read so far, now and then.
    strict
        Reject rows whose country is only "to confirm".

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
    ledger = Ledger(source.table, str(source.file), raw.sheet, raw.rows[LINE].to_numpy(), chosen >= 0)
    _remark(source, raw, columns, of_table, ledger)
    remark_on_left_out(source, met, ledger)
    rows = _typed(source, raw, columns, of_table, ledger, strict=strict)
    if source.table == FLOW_COUNTS:
        received = raw.rows[columns["destination"]] if "destination" in columns else rows["destination"]
        rows = check_flow_counts(rows, ledger, whole=source.read.whole, received=received)
        rows = with_status_notes(source, raw, columns, rows, ledger)
    meets = check_expectations(source, raw, columns, rows, ledger)
    return _intake(source, raw, rows, chosen, ledger, meets_expectations=meets)


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
    source: Source, raw: RawTable, columns: Mapping[str, str], of_table: Table, ledger: Ledger, *, strict: bool
) -> pd.DataFrame:
    """Return every record under our columns, good or not, in the order of the file."""
    read: dict[str, pd.Series] = {}
    for field in of_table.fields:
        if field.name in columns:
            values = read_column(field, raw.rows[columns[field.name]], source, ledger, strict=strict).values
            read[field.name] = values.mask(values == "", field.default) if field.default else values
        else:
            read[field.name] = filled_column(field, source, len(raw.rows)).values
    rows = pd.DataFrame(read)
    for name, known in (("source", source.name), ("citation", source.citation)):
        if name in rows and name not in columns and name not in source.constants:
            rows[name] = pd.Series(known, index=rows.index, dtype=TEXT)
    if "statement_id" in rows:
        numbered = f"{source.file.stem}-" + raw.rows[LINE].astype(TEXT)
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


def _intake(
    source: Source, raw: RawTable, rows: pd.DataFrame, chosen: np.ndarray, ledger: Ledger, *, meets_expectations: bool
) -> Intake:
    good, lines = ledger.good, raw.rows[LINES].to_numpy()
    aside, wrong = chosen >= 0, (ledger.fate >= 0)
    accepted = rows[good].assign(line=raw.rows[LINE][good]).reset_index(drop=True)
    as_received = raw.rows.drop(columns=LINES)
    reasons = [rule.reason for rule in source.leave_out]
    set_aside = as_received[aside].assign(reason=[reasons[number].in_language("en") for number in chosen[aside]])
    account = Account(
        lines=raw.lines,
        header=raw.header,
        accepted=int(lines[good].sum()),
        left_out=int(lines[aside].sum()),
        rejected=int(lines[wrong].sum()) + sum(one.lines for one in raw.unsplit),
        blank=raw.blank,
    )
    return Intake(
        source=source,
        accepted=accepted,
        left_out=set_aside.reset_index(drop=True),
        rejected=_rejected(raw, as_received[wrong], [ledger.errors[number] for number in ledger.fate[wrong]]),
        findings=ledger.closed(),
        account=account,
        meets_expectations=meets_expectations,
        reasons=tuple((reason, int((chosen == number).sum())) for number, reason in enumerate(reasons)),
        sheet=raw.sheet,
    )


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
