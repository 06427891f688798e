"""The indicator tracking table as a workbook: what an officer sends to a donor, with all that is needed to read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from crossmobility.domain.indicators.definitions import Definition, StatusRule, status_rules_of
from crossmobility.domain.indicators.tracking import TRACKED_COLUMNS
from crossmobility.exports.iptt_notes import write_definitions, write_how_to_read, write_series
from crossmobility.exports.iptt_report import Report
from crossmobility.exports.iptt_table import write_table
from crossmobility.exports.sheets import new_book, workbook_bytes
from crossmobility.i18n import Language
from crossmobility.reference import status_rule_frame
from crossmobility.render.words import AddedNames


def iptt_workbook(
    tracked: pd.DataFrame,
    definitions: Mapping[str, Definition],
    *,
    title: str,
    language: Language,
    as_of: date,
    dataset_title: str,
    synthetic: bool,
    history: pd.DataFrame | None = None,
    rules: Mapping[str, StatusRule] | None = None,
    programmes: AddedNames = (),
) -> bytes:
    """Return the tracking table as an XLSX file, the same bytes for the same input.

    Parameters
    ----------
    tracked : DataFrame
        One row per indicator, dimension and category of a period (``domain.indicators.tracking.TRACKED_COLUMNS``), the
        whole before its parts. Shares are 0 to 1, unknown numbers NaN. A column ``comment``, where there is one, is what
        was written beside the value.
    definitions : mapping of str to Definition
        By indicator. An indicator without one is shown under its code, without the sentence that says why.
    title, dataset_title : str
        What the workbook and the data are called, in the reader's language.
    as_of : date
        The day the figures stand at; also what the file gives as its own date.
    synthetic : bool
        Every sheet then says that nobody real is counted.
    history : DataFrame, optional
        One indicator over time, a row per period: ``period``, ``actual``, ``target_initial``, ``target_revised``,
        ``baseline``, ``numerator``, ``denominator``, ``value_status``, ``expected``, and ``indicator`` (its code) unless
        ``tracked`` is about a single one.
    rules : mapping of str to StatusRule, optional
        Thresholds by indicator, ``"_T"`` for all others; those of ``data/reference`` unless given.
    programmes : tuple, optional
        Code, name in French and name in English of the programmes that the dataset adds.

    Returns
    -------
    bytes
        A workbook of the sheets: table, definitions, series (with a history), how to read. Numbers are numbers, shares
        are true percentages, what is not known is empty with its status in words, and no text is a formula.
    """
    known = status_rules_of(status_rule_frame()) if rules is None else rules
    table = tracked if len(tracked) else pd.DataFrame(columns=list(TRACKED_COLUMNS))
    report = Report(table, definitions, known, title, language, as_of, dataset_title, synthetic, history, programmes)
    book = new_book()
    write_table(book, report)
    write_definitions(book, report)
    write_series(book, report)
    write_how_to_read(book, report)
    return workbook_bytes(book, title=title, made_on=as_of)
