"""Findings as text: counted by severity, rule and column, filtered, each with its place, its raw value and its remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from crossmobility.domain.findings import Finding, Severity
from crossmobility.i18n import Message, message
from crossmobility.render.check_view import CheckPage, Filters
from crossmobility.render.controls import Option, dropdown, segments
from crossmobility.render.formats import text

MOST_SHOWN: Final = 200
LONGEST_VALUE: Final = 80
SEVERITIES: Final[tuple[tuple[Severity, Message], ...]] = (
    ("error", message("Errors: the row is rejected")),
    ("warning", message("Warnings: the row counts, look at it")),
    ("info", message("Notes")),
)
_SHORT: Final = {"error": message("Errors"), "warning": message("Warnings"), "info": message("Notes")}


def matching(findings: Sequence[Finding], filters: Filters) -> list[Finding]:
    """Return the findings a filter leaves, in their order."""
    return [
        one
        for one in findings
        if filters.severity in ("", one.severity) and filters.rule in ("", one.rule) and filters.column in ("", one.column)
    ]


def findings_section(page: CheckPage, saved: str = "") -> str:
    """Return filters, the rules that were broken, and the findings; or a sentence when there are none.

    ``saved`` says where a report too long to download was written.
    """
    t = page.t
    title = f'<h2 class="cm-h2">{text(t("What to look at"))}</h2>'
    if not page.findings:
        return f"{title}<p>{text(t('Nothing to remark.'))}</p>"
    found = matching(page.findings, page.filters)
    return (
        f'{title}<div class="cm-row">{_severity_filter(page)}{_column_filter(page)}</div>'
        f'<div class="cm-checked"><div class="cm-rules">{_rules(page)}</div><div class="cm-findings">{_table(page, found)}</div></div>'
        f"{_downloads(page)}" + (f'<p class="cm-note" role="status">{text(saved)}</p>' if saved else "")
    )


def findings_by_rule(page: CheckPage) -> str:
    """Return the rules that were broken and how often, without a word of the file: fit to be stored."""
    counts = Counter((one.severity, one.rule) for one in page.findings)
    t = page.t
    rows = "".join(
        f'<tr><th scope="row">{_named(page, rule)}</th><td>{text(_SHORT[severity].in_language(page.language))}</td>'
        f'<td class="cm-number">{t.number(count)}</td></tr>'
        for (severity, rule), count in counts.items()
    )
    head = "".join(f'<th scope="col">{text(word)}</th>' for word in (t("Rule"), t("Severity")))
    return (
        f'<table class="cm-table cm-plain"><thead><tr>{head}<th scope="col" class="cm-number">{text(t("Findings"))}</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
        if rows
        else f"<p>{text(t('Nothing to remark.'))}</p>"
    )


def _severity_filter(page: CheckPage) -> str:
    counts = Counter(one.severity for one in page.findings)
    t = page.t
    options = [Option("", f"{t('All')} ({t.number(len(page.findings))})")]
    options += [
        Option(severity, f"{_SHORT[severity].in_language(page.language)} ({t.number(counts[severity])})")
        for severity, _ in SEVERITIES
        if counts[severity]
    ]
    return segments("severity", t("Show"), options, page.filters.severity)


def _column_filter(page: CheckPage) -> str:
    names = list(dict.fromkeys(one.column for one in page.findings if one.column))
    if len(names) < 2:
        return ""
    options = [Option("", page.t("All columns")), *(Option(name, _column(page, name)) for name in names)]
    return dropdown("place", page.t("Column"), options, page.filters.column)


def _rules(page: CheckPage) -> str:
    t = page.t
    # The rules that the severity and the column leave: the filters narrow each other.
    rest = matching(page.findings, Filters(page.filters.severity, "", page.filters.column))
    counts = Counter((one.severity, one.rule) for one in rest)
    rows = "".join(
        f'<tr{" class=cm-chosen" if rule == page.filters.rule else ""}><th scope="row"><button type="button" data-intent="rule" '
        f'data-value="{text(rule)}" aria-pressed="{str(rule == page.filters.rule).lower()}">{_mark(severity, page)}'
        f'{_named(page, rule)}</button></th><td class="cm-number">{t.number(count)}</td></tr>'
        for (severity, rule), count in counts.items()
    )
    return (
        f'<table class="cm-table"><caption class="cm-hidden">{text(t("Rules that were broken; choose one to see its findings only"))}'
        f'</caption><thead><tr><th scope="col">{text(t("Rule"))}</th><th scope="col" class="cm-number">{text(t("Findings"))}</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def _table(page: CheckPage, found: Sequence[Finding]) -> str:
    t = page.t
    if not found:
        return (
            f'<p role="status">{text(t("No finding is left by this choice."))} <button type="button" data-intent="clear" '
            f'data-value="all">{text(t("Show all"))}</button></p>'
        )
    shown = found[:MOST_SHOWN]
    groups = "".join(
        _group(page, severity, label, [one for one in shown if one.severity == severity]) for severity, label in SEVERITIES
    )
    labels = (t("Line"), t("Column"), t("As received"), t("What is wrong, and what to do"))
    head = "".join(f'<th scope="col">{text(label)}</th>' for label in labels)
    rest = len(found) - len(shown)
    more = t.plural(
        "{count} more finding, in the file to download.", "{count} more findings, in the file to download.", rest
    )
    note = f'<p class="cm-note">{text(more)}</p>' if rest else ""
    return f'<table class="cm-table cm-cards-narrow"><thead><tr>{head}</tr></thead>{groups}</table>{note}'


def _group(page: CheckPage, severity: Severity, label: Message, members: Sequence[Finding]) -> str:
    if not members:
        return ""
    rows = "".join(_row(page, one) for one in members)
    title = f"{_mark(severity, page)}{text(label.in_language(page.language))}"
    return f'<tbody><tr class="cm-group"><th scope="rowgroup" colspan="4">{title}</th></tr>{rows}</tbody>'


def _row(page: CheckPage, one: Finding) -> str:
    t = page.t
    line = str(one.line) if one.line is not None else t("file")
    label = text(t("Line {number}", number=line) if one.line is not None else t("The whole file"))
    return (
        f'<tr><td class="cm-number" data-label="{label}">{text(line)}</td>'
        f"<td>{text(_column(page, one.column))}</td><td>{_value(one.value)}</td>"
        f'<td>{text(one.message.in_language(page.language))} <span class="cm-soft">{text(one.rule)}</span></td></tr>'
    )


def _named(page: CheckPage, rule: str) -> str:
    words = page.rule(rule)
    return (
        f'{text(words[:1].upper() + words[1:])} <span class="cm-soft">{text(rule)}</span>' if words != rule else text(rule)
    )


def _value(value: str) -> str:
    if not value:
        return ""
    short = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
    return f'<span class="cm-raw" title="{text(value[:1000])}">{text(short)}</span>'


def _column(page: CheckPage, name: str) -> str:
    return page.columns.get(name, name)


def _mark(severity: Severity, page: CheckPage) -> str:
    word = text(_SHORT[severity].in_language(page.language))
    return f'<span class="cm-mark cm-mark-{severity}" aria-hidden="true"></span><span class="cm-hidden">{word} </span>'


def _downloads(page: CheckPage) -> str:
    t = page.t
    rejected = (
        f'<button type="button" data-download="rejected">{text(t("Download the rejected rows (CSV)"))}</button>'
        if page.account.rejected
        else ""
    )
    every = f'<button type="button" data-download="findings">{text(t("Download all findings (CSV)"))}</button>'
    return f'<div class="cm-row">{rejected}{every}</div>'
