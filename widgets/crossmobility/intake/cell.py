"""What one cell of text is read as: a value, or the rule it breaks in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from crossmobility.domain.findings import Severity
from crossmobility.i18n import Message


@dataclass(frozen=True)
class Cell:
    """What a text is read as. ``rule`` is empty when nothing is to be said; an error has no value to use."""

    value: str | float | bool
    rule: str = ""
    severity: Severity = "error"
    message: Message | None = None

    @property
    def is_error(self) -> bool:
        """Return whether the row must be rejected."""
        return bool(self.rule) and self.severity == "error"
