"""What taking a file in comes to: the account of its lines, and the accepted, left out and rejected rows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from crossmobility.domain.findings import Finding
from crossmobility.i18n import Message
from crossmobility.intake.source import Source


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
        One row per accepted record: the table's columns (text, empty when not given; numbers as floats, NaN = unknown;
        days as datetime64, NaT = unknown; yes or no as boolean, NA = unknown) and ``line``.
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
