"""Findings: one statement about the quality of received data, with its place and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crossmobility.i18n import Message

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """One data-quality statement.

    ``line`` is the physical line of the file (the row of a sheet), ``None`` when the whole file is meant; ``value`` is
    the raw text as received; ``message`` says what is wrong and what to do.
    """

    severity: Severity
    rule: str
    table: str
    file: str
    message: Message
    line: int | None = None
    column: str = ""
    value: str = ""
    sheet: str = ""
