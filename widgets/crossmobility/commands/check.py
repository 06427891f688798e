"""``crossmobility check``: read files, account for every line, say what is wrong and where."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from crossmobility.commands.accounting import print_account, write_reports
from crossmobility.commands.console import complain, note_lines, say, write_json
from crossmobility.commands.merge import merged_source
from crossmobility.commands.rules import print_rules
from crossmobility.errors import BadRequest, CrossMobilityError
from crossmobility.i18n import Language, message, translator
from crossmobility.intake.accounts import Intake, take_in
from crossmobility.intake.dataset import take_in_dataset
from crossmobility.intake.sources import Source, source_for
from crossmobility.intake.written import summary

CLEAN, REJECTED, UNREADABLE = 0, 1, 2


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Check the files named; 0 nothing rejected, 1 rejected rows or a failed expectation, 2 something unreadable."""
    if arguments.rules:
        print_rules(language, as_json=arguments.json)
        return CLEAN
    _check_request(arguments)
    intakes: list[Intake] = []
    documents: list[object] = []
    failed = False
    for file, outcome in _outcomes(arguments, language):
        if isinstance(outcome, CrossMobilityError):
            failed = True
            complain(outcome, language)
            documents.append(_unread(file, outcome, language))
            continue
        intakes.append(outcome)
        documents.append(summary(outcome, language))
        if not arguments.json:
            print_account(outcome, language)
    if arguments.out is not None:
        write_reports(intakes, arguments.out, language)
        t = translator(language)
        say(t("findings.csv and rejected.csv are in {folder}.", folder=arguments.out))
    if arguments.json:
        write_json({"files": documents})
    if failed:
        return UNREADABLE
    return CLEAN if all(intake.is_clean for intake in intakes) else REJECTED


def _check_request(arguments: argparse.Namespace) -> None:
    if not arguments.files:
        raise BadRequest(
            message("“crossmobility check” needs a file."),
            message("Give one or several CSV or XLSX files, or folders that hold them."),
        )
    if arguments.source is not None and len(arguments.files) > 1:
        raise BadRequest(
            message("--source describes one file, not {count}.", count=len(arguments.files)),
            message("Check the files one by one, or put a NAME.source.toml beside each."),
        )


def _outcomes(arguments: argparse.Namespace, language: Language) -> Iterator[tuple[Path, Intake | CrossMobilityError]]:
    """Yield each file with its intake, or with the error that kept it from being read: the other files still count."""
    if arguments.merge is not None:
        yield from _alone(merged_source(arguments, language), arguments, language)
        return
    for named in arguments.files:
        try:
            if named.is_dir():
                yield from _together(named, arguments, language)
            else:
                yield from _alone(source_for(named, arguments.source), arguments, language)
        except CrossMobilityError as error:
            yield named, error


def _alone(
    source: Source, arguments: argparse.Namespace, language: Language
) -> Iterator[tuple[Path, Intake | CrossMobilityError]]:
    try:
        told = None if not sys.stderr.isatty() else partial(_note, language, source)
        yield source.file, take_in(source, told, strict=arguments.strict, as_of=arguments.as_of)
    except CrossMobilityError as error:
        yield source.file, error


def _together(
    folder: Path, arguments: argparse.Namespace, language: Language
) -> Iterator[tuple[Path, Intake | CrossMobilityError]]:
    if arguments.source is not None:
        raise BadRequest(
            message("--source describes one file; {folder} is a folder.", folder=folder),
            message("Put a NAME.source.toml beside each file of the folder."),
        )
    told = None if not sys.stderr.isatty() else partial(_note, language)
    taken = take_in_dataset(folder, as_of=arguments.as_of, progress=told, strict=arguments.strict)
    yield from taken.unread
    for intake in taken.intakes:
        yield intake.source.file, intake


def _note(language: Language, source: Source, lines: int) -> None:
    note_lines(source.file, lines, language)


def _unread(file: Path, error: CrossMobilityError, language: Language) -> dict[str, object]:
    """Return the document of a file that could not be read: no line counted, one finding that says why."""
    counts = dict.fromkeys(("lines", "header", "accepted", "left_out", "rejected", "blank"), 0)
    finding = {
        "severity": "error",
        "rule": "unreadable",
        "line": None,
        "column": "",
        "value": "",
        "message": error.text(language),
    }
    return {"file": str(file), "table": "", **counts, "findings": [finding]}
