"""How a file was read, for people and for scripts: every line counted once, every finding with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from crossmobility.commands.console import aligned, one_line, write_lines
from crossmobility.domain.findings import Finding
from crossmobility.errors import BadRequest
from crossmobility.i18n import Language, Translator, message, translator
from crossmobility.intake.accounts import Intake
from crossmobility.intake.written import written

SHOWN: Final = 10
"""How many findings of one rule are printed; files with ten thousand bad rows stay readable."""


def print_account(intake: Intake, language: Language) -> None:
    """Print how one file was read: the account, the reasons, then the findings grouped by rule."""
    t = translator(language)
    account = intake.account
    rows = [
        (t("accepted"), t.number(account.accepted)),
        (t("left out"), t.number(account.left_out)),
        *_left_out(intake, t),
        (t("rejected"), t.number(account.rejected)),
        *_rejected(intake, t),
        (t("header"), t.number(account.header)),
        (t("blank"), t.number(account.blank)),
        (t("lines in the file"), t.number(account.lines)),
    ]
    write_lines(f"{intake.source.file}  ({intake.source.table})")
    write_lines(_indented(aligned(rows, right=[1], head=False)))
    print_findings(intake.findings, language)
    write_lines("")


def print_findings(findings: Sequence[Finding], language: Language) -> None:
    """Print findings by rule, at most ten of each, errors first."""
    t = translator(language)
    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda each: _URGENCY[each.severity]):
        by_rule.setdefault((finding.severity, finding.rule), []).append(finding)
    for members in by_rule.values():
        for finding in members[:SHOWN]:
            write_lines("  " + one_line(finding_line(finding, t)))
        if len(members) > SHOWN:
            more = t.plural("and {count} more, see --out", "and {count} more, see --out", len(members) - SHOWN)
            write_lines(f"    {more}")


def finding_line(finding: Finding, t: Translator) -> str:
    """Return one finding as a line: how grave, where, what is wrong and what to do."""
    place = []
    if finding.sheet:
        place.append(t("sheet {name}", name=finding.sheet))
    if finding.line is not None:
        place.append(t("line {number}", number=str(finding.line)))
    if finding.column:
        place.append(t("column {name}", name=finding.column))
    where = ", ".join(place)
    said = finding.message.in_language(t.language)
    grave = _SEVERITIES[finding.severity].in_language(t.language)
    return f"{grave} ({where}): {said}" if where else f"{grave}: {said}"


def write_reports(intakes: Sequence[Intake], folder: Path, language: Language) -> None:
    """Write ``findings.csv`` and the rejected rows into ``folder``."""
    try:
        written(intakes, folder, language)
    except OSError as error:
        raise BadRequest(
            message("The report cannot be written to {folder} ({reason}).", folder=folder, reason=error.strerror or error),
            message("Check the rights and the free space there, or give another folder with --out."),
        ) from error


def _left_out(intake: Intake, t: Translator) -> list[tuple[str, str]]:
    counts: Counter[str] = Counter()
    for reason, count in intake.reasons:
        counts[reason.in_language(t.language)] += count
    return [(f"    {reason}", t.number(count)) for reason, count in counts.items() if count]


def _rejected(intake: Intake, t: Translator) -> list[tuple[str, str]]:
    if intake.rejected.empty:
        return []
    return [(f"    {rule}", t.number(int(count))) for rule, count in intake.rejected["rule"].value_counts().items()]


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


_URGENCY: Final = {"error": 0, "warning": 1, "info": 2}
_SEVERITIES: Final = {"error": message("error"), "warning": message("warning"), "info": message("note")}
