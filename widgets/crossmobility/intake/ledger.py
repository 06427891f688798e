"""The ledger of one file: which row falls for which rule, and what is said about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from crossmobility.domain.findings import Finding, Severity
from crossmobility.i18n import Message, message, plural_message

Positions = npt.NDArray[np.intp]

# One finding speaks for every line with the same value; beyond this many values of a rule a sentence counts the rest.
MOST_FINDINGS: Final = 1_000
LINES_SHOWN: Final = 6


@dataclass
class Ledger:
    """Collects findings about the rows of one file.

    ``lines`` gives the physical line of each row; rows marked in ``outside`` (left out on purpose) are nobody's concern.
    ``fate`` is -1 for a good row, else the place of its first error in ``errors``.
    """

    table: str
    file: str
    sheet: str
    lines: npt.NDArray[np.int64]
    outside: npt.NDArray[np.bool_]
    findings: list[Finding] = field(default_factory=list)
    errors: list[tuple[str, Message]] = field(default_factory=list)
    fate: npt.NDArray[np.int32] = field(init=False)
    _said: Counter[tuple[Severity, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.fate = np.full(len(self.lines), -1, dtype=np.int32)

    @property
    def good(self) -> npt.NDArray[np.bool_]:
        """Return which rows are neither left out nor rejected so far."""
        good: npt.NDArray[np.bool_] = (self.fate == -1) & ~self.outside
        return good

    def say(
        self, severity: Severity, rule: str, positions: Positions, text: Message, *, column: str = "", value: str = ""
    ) -> None:
        """Say one thing about some rows; an error rejects them."""
        rows = positions[~self.outside[positions]]
        if not len(rows):
            return
        if severity == "error":
            fresh = rows[self.fate[rows] == -1]
            self.fate[fresh] = len(self.errors)
            self.errors.append((rule, text))
        self._said[severity, rule] += 1
        if self._said[severity, rule] <= MOST_FINDINGS:
            lines = self.lines[rows]
            self._keep(severity, rule, _with_lines(text, lines), int(lines[0]), column, value)

    def say_of_line(self, severity: Severity, rule: str, line: int, text: Message, value: str = "") -> None:
        """Say one thing about a line that became no row."""
        self._said[severity, rule] += 1
        if self._said[severity, rule] <= MOST_FINDINGS:
            self._keep(severity, rule, text, line, "", value)

    def say_of_file(self, severity: Severity, rule: str, text: Message, column: str = "") -> None:
        """Say one thing about the file, or about its description."""
        self._keep(severity, rule, text, None, column, "")

    def closed(self) -> tuple[Finding, ...]:
        """Return the findings: errors first, then by line; with a sentence where too many were alike."""
        for (severity, rule), count in self._said.items():
            if count > MOST_FINDINGS:
                text = plural_message(
                    "{count} more value breaks this rule.",
                    "{count} more values break this rule.",
                    count - MOST_FINDINGS,
                )
                self._keep(severity, rule, text, None, "", "")
        order = {"error": 0, "warning": 1, "info": 2}
        return tuple(sorted(self.findings, key=lambda one: (order[one.severity], one.line is None, one.line or 0)))

    def _keep(self, severity: Severity, rule: str, text: Message, line: int | None, column: str, value: str) -> None:
        self.findings.append(Finding(severity, rule, self.table, self.file, text, line, column, value, self.sheet))


def by_value(positions: Positions, codes: Positions) -> Iterator[Positions]:
    """Yield the positions in groups of equal code, each group in the order of the file."""
    order = positions[np.argsort(codes, kind="stable")]
    starts = np.flatnonzero(np.diff(np.sort(codes, kind="stable")))
    yield from (group for group in np.split(order, starts + 1) if len(group))


def _with_lines(text: Message, lines: npt.NDArray[np.int64]) -> Message:
    if len(lines) == 1:
        return text
    shown = ", ".join(str(line) for line in lines[:LINES_SHOWN])
    if len(lines) <= LINES_SHOWN:
        return message("{problem} (Lines {lines}.)", problem=text, lines=shown)
    rest = len(lines) - LINES_SHOWN
    more = plural_message("{count} more", "{count} more", rest)
    return message("{problem} (Lines {lines} and {more}.)", problem=text, lines=shown, more=more)
