"""Files for the tests of intake: a test writes only what matters to it."""

from __future__ import annotations

from pathlib import Path

from crossmobility.intake.accounts import Intake, take_in
from crossmobility.intake.sources import source_for

HEADINGS = "origin,destination,period,scheme,placements"
DESCRIPTION = """
[columns]
origin = "from"
destination = "to"
period = "year"
placements = "n"

[constants]
scheme = "OTHER"
"""


def csv_file(folder: Path, text: str, *, name: str = "flow_counts.csv", encoding: str = "utf-8") -> Path:
    """Write one file exactly as given, no line ending translated."""
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def described(folder: Path, text: str, toml: str = DESCRIPTION, **options: str) -> Path:
    """Write a file and the description beside it."""
    file = csv_file(folder, text, **options)
    (folder / f"{file.stem}.source.toml").write_text(toml, encoding="utf-8")
    return file


def taken(file: Path, *, strict: bool = False) -> Intake:
    """Take a file in as the command does."""
    return take_in(source_for(file), strict=strict)


def rules(intake: Intake, severity: str = "error") -> list[tuple[str, int | None]]:
    """Return rule and line of the findings of one severity."""
    return [(one.rule, one.line) for one in intake.findings if one.severity == severity]
