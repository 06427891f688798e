"""What the check of a file leaves behind: findings.csv, rejected.csv, and the summary scripts read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, TypedDict

from crossmobility.csv_text import csv_text
from crossmobility.domain.findings import Finding
from crossmobility.i18n import Language, Message
from crossmobility.intake.accounts import Intake

FINDINGS_FILE: Final = "findings.csv"
REJECTED_FILE: Final = "rejected.csv"
FINDING_COLUMNS: Final = ("severity", "rule", "table", "file", "sheet", "line", "column", "value", "message")


class FindingSummary(TypedDict):
    """One finding of ``check --json``."""

    severity: str
    rule: str
    line: int | None
    column: str
    value: str
    message: str


class FileSummary(TypedDict):
    """One file of ``check --json``; ``lines`` is the sum of the five kinds."""

    file: str
    table: str
    lines: int
    header: int
    accepted: int
    left_out: int
    rejected: int
    blank: int
    findings: list[FindingSummary]


def summary(intake: Intake, language: Language) -> FileSummary:
    """Return what ``check --json`` says about one file, sentences in ``language``."""
    account = intake.account
    return FileSummary(
        file=str(intake.source.file),
        table=intake.source.table,
        lines=account.lines,
        header=account.header,
        accepted=account.accepted,
        left_out=account.left_out,
        rejected=account.rejected,
        blank=account.blank,
        findings=[_finding(one, language) for one in intake.findings],
    )


def written(intakes: Sequence[Intake], folder: Path, language: Language) -> tuple[Path, ...]:
    """Write ``findings.csv`` for all files and a ``rejected.csv`` for each, and return their paths.

    One file's rejected rows are ``rejected.csv``; those of several files carry the file's name in front. Rejected rows
    have the headings they came with, then line, rule and message. Cells a spreadsheet would run are made harmless.
    """
    folder.mkdir(parents=True, exist_ok=True)
    findings = folder / FINDINGS_FILE
    _write(findings, FINDING_COLUMNS, (_cells(one, language) for intake in intakes for one in intake.findings))
    paths = [findings]
    names: set[str] = set()
    for intake in intakes:
        name = REJECTED_FILE if len(intakes) == 1 else f"{intake.source.file.stem}.{REJECTED_FILE}"
        while name in names:
            name = f"{intake.source.table}.{name}"
        names.add(name)
        frame = intake.rejected
        rows = (
            [cell.in_language(language) if isinstance(cell, Message) else cell for cell in row]
            for row in frame.itertuples(index=False, name=None)
        )
        _write(folder / name, [str(column) for column in frame.columns], rows)
        paths.append(folder / name)
    return tuple(paths)


def _finding(one: Finding, language: Language) -> FindingSummary:
    return FindingSummary(
        severity=one.severity,
        rule=one.rule,
        line=one.line,
        column=one.column,
        value=one.value,
        message=one.message.in_language(language),
    )


def _cells(one: Finding, language: Language) -> list[object]:
    return [
        one.severity,
        one.rule,
        one.table,
        one.file,
        one.sheet,
        "" if one.line is None else one.line,
        one.column,
        one.value,
        one.message.in_language(language),
    ]


def _write(file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    # With a byte order mark Excel reads the accents; our own reader takes the file back as it is.
    file.write_text(csv_text(columns, rows), encoding="utf-8-sig", newline="")
