"""The check of a file as text: what was read, the account of its lines, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from crossmobility.domain.accepted import Accepted
from crossmobility.domain.findings import Finding
from crossmobility.errors import CrossMobilityError
from crossmobility.i18n import Language, Message, Translator, message, translator
from crossmobility.render.controls import Option, dropdown
from crossmobility.render.formats import text


class AccountText(Protocol):
    """The lines of one file by what became of them; the five kinds add up to ``lines``."""

    @property
    def lines(self) -> int: ...
    @property
    def header(self) -> int: ...
    @property
    def accepted(self) -> int: ...
    @property
    def left_out(self) -> int: ...
    @property
    def rejected(self) -> int: ...
    @property
    def blank(self) -> int: ...


@dataclass(frozen=True)
class Filters:
    """Which findings are shown; an empty word shows all."""

    severity: str = ""
    rule: str = ""
    column: str = ""


@dataclass(frozen=True)
class CheckPage:
    """One checked file with what the page says of it.

    Attributes
    ----------
    file
        Its name, empty for the example.
    table, columns
        Title of its table, and of that table's columns by their names, in the language of the page.
    read_as
        How its text was read, when nobody had described it.
    headings
        Headings with the column each was read as, empty where it was not read.
    reasons, rules
        Rows left out by reason; rows rejected by rule.
    rule_words, stages
        What each rule says; names of the stages by their codes, in the language of the page.
    """

    language: Language
    file: str
    table: str
    columns: Mapping[str, str]
    account: AccountText
    meets_expectations: bool
    findings: Sequence[Finding]
    accepted: Accepted
    read_as: Sequence[Message] = ()
    headings: Sequence[tuple[str, str]] = ()
    reasons: Sequence[tuple[Message, int]] = ()
    rules: Sequence[tuple[str, int]] = ()
    rule_words: Mapping[str, Message] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)

    @property
    def t(self) -> Translator:
        """The translator of the page's language."""
        return translator(self.language)

    def rule(self, code: str) -> str:
        """Return what a rule says, its code when nobody wrote that down."""
        return self.rule_words[code].in_language(self.language).rstrip(".") if code in self.rule_words else code

    @property
    def is_example(self) -> bool:
        """Whether no file was chosen."""
        return not self.file


@dataclass(frozen=True)
class Question:
    """Which heading, or which constant, a column of ours is."""

    column: str
    title: str
    options: Sequence[Option]


KINDS: Final = (
    ("header", message("Header")),
    ("accepted", message("Accepted")),
    ("left_out", message("Left out on purpose")),
    ("rejected", message("Rejected")),
    ("blank", message("Blank")),
)


def check_title(language: Language) -> str:
    """Return the question the page answers."""
    return translator(language)("Can this file be used as it is?")


def check_head(language: Language) -> str:
    """Return the question and what the page does."""
    t = translator(language)
    line = t(
        "Choose a file. Every line of it is accounted for, what is wrong is said with its place and its remedy, and the "
        "file stays in data/local."
    )
    return f'<h1 class="cm-question">{text(check_title(language))}</h1><p class="cm-line">{text(line)}</p>'


def file_choice(language: Language, files: Sequence[str], chosen: str, tables: Sequence[Option], table: str) -> str:
    """Return the lists of files and of tables; with nothing in the folder the first one says so."""
    t = translator(language)
    first = Option("", t("Example (invented)") if files else t("Example (data/local is empty)"))
    named = [
        Option(name, name.split("/")[-1], t("Received, not yet in use") if "/" in name else t("In use")) for name in files
    ]
    parts = [dropdown("file", t("File in data/local"), [first, *named], chosen)]
    if chosen:
        parts.append(dropdown("read", t("Read as"), tables, table))
    return f'<div class="cm-row">{"".join(parts)}</div>'


def verdict(page: CheckPage) -> str:
    """Return the first sentence an officer reads: whether the file can be used."""
    t, account = page.t, page.account
    name = t("Example (an invented file)") if page.is_example else page.file.split("/")[-1]
    if account.rejected:
        said = t.plural(
            "{count} line is rejected, {accepted} accepted. Correct the rejected rows and send them again; the accepted ones "
            "can be used now.",
            "{count} lines are rejected, {accepted} accepted. Correct the rejected rows and send them again; the accepted "
            "ones can be used now.",
            account.rejected,
            accepted=account.accepted,
        )
    elif not page.meets_expectations:
        said = t("No row is rejected, but a sum stated in the description does not hold: see the errors.")
    elif account.accepted:
        said = t.plural(
            "Nothing is rejected: {count} line is accepted.",
            "Nothing is rejected: {count} lines are accepted.",
            account.accepted,
        )
    else:
        said = t("The file has no row to accept.")
    kind = "bad" if account.rejected or not page.meets_expectations else "good"
    return (
        f'<div class="cm-verdict cm-{kind}"><h2 class="cm-h2">{text(name)} <span class="cm-soft">{text(page.table)}</span></h2>'
        f'<p role="status">{text(said)}</p>{_read_as(page)}</div>'
    )


def account_table(page: CheckPage) -> str:
    """Return what became of every line: a bar, a table with the reasons, and the sum in words."""
    t, account = page.t, page.account
    rows = "".join(_kind_row(page, kind, label) for kind, label in KINDS)
    sums = t(
        "header {header} + accepted {accepted} + left out {left_out} + rejected {rejected} + blank {blank} = {lines} lines: "
        "none is lost.",
        header=account.header,
        accepted=account.accepted,
        left_out=account.left_out,
        rejected=account.rejected,
        blank=account.blank,
        lines=account.lines,
    )
    return (
        f'<h2 class="cm-h2">{text(t("What became of every line"))}</h2>{_bar(account)}'
        f'<table class="cm-table cm-account"><caption class="cm-hidden">{text(t("Lines of the file by what became of them"))}'
        f'</caption><thead><tr><th scope="col">{text(t("Outcome"))}</th><th scope="col" class="cm-number">{text(t("Lines"))}</th>'
        f'<th scope="col">{text(t("Why"))}</th></tr></thead><tbody>{rows}</tbody>'
        f'<tfoot><tr class="cm-total"><th scope="row">{text(t("Lines in the file"))}</th>'
        f'<td class="cm-number">{t.number(account.lines)}</td><td></td></tr></tfoot></table>'
        f'<p class="cm-note">{text(sums)}</p>'
    )


def problem_panel(language: Language, name: str, error: CrossMobilityError) -> str:
    """Return what is wrong with a file as a whole, what to do, and what still works."""
    t = translator(language)
    hint = f"<p>{text(error.hint.in_language(language))}</p>" if error.hint else ""
    title = t("“{file}” cannot be read", file=name) if name else t("This did not work")
    return (
        f'<div class="cm-problem" role="alert"><h2 class="cm-h2">{text(title)}</h2>'
        f"<p>{text(error.problem.in_language(language))}</p>{hint}"
        f'<p class="cm-note">{text(t("Nothing was changed. Another file, or another table under “Read as”, can be chosen above."))}'
        f"</p></div>"
    )


def meaning_form(language: Language, questions: Sequence[Question], answers: Mapping[str, str]) -> str:
    """Return a list for each column that no heading means; nothing when every column was found."""
    if not questions:
        return ""
    t = translator(language)
    lists = "".join(dropdown(f"is-{one.column}", one.title, one.options, answers.get(one.column, "")) for one in questions)
    return (
        f'<h2 class="cm-h2">{text(t("Which column is it?"))}</h2>'
        f'<p class="cm-note">{text(t("No heading of the file means these. Say which column each is, or what it is on every row."))}'
        f'</p><div class="cm-row cm-meanings">{lists}</div>'
    )


def private_notice(language: Language) -> str:
    """Return what a stored notebook says in place of the cells of a real file."""
    t = translator(language)
    return f'<p class="cm-note">{text(t("The cells of your file are shown live only; they are not saved in this notebook."))}</p>'


def _read_as(page: CheckPage) -> str:
    t = page.t
    how = ", ".join(one.in_language(page.language) for one in page.read_as)
    said = f'<p class="cm-note">{text(t("Read with: {how}.", how=how))}</p>' if how else ""
    if not page.headings:
        return said
    known = [one for one in page.headings if one[1]]
    rows = "".join(
        f'<tr><th scope="row">{text(heading)}</th><td>{text(page.columns.get(column, column)) if column else _not_read(page)}</td></tr>'
        for heading, column in page.headings
    )
    summary = t("{known} of {count} headings recognised", known=len(known), count=len(page.headings))
    return (
        f'{said}<details class="cm-more"><summary>{text(summary)}</summary><table class="cm-table cm-plain"><thead><tr>'
        f'<th scope="col">{text(t("Heading of the file"))}</th><th scope="col">{text(t("Read as"))}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></details>"
    )


def _not_read(page: CheckPage) -> str:
    return f'<span class="cm-soft">{text(page.t("not read"))}</span>'


def _bar(account: AccountText) -> str:
    parts = "".join(
        f'<span class="cm-{kind}" style="flex-grow:{getattr(account, kind)}"></span>'
        for kind, _ in KINDS
        if getattr(account, kind)
    )
    return f'<div class="cm-lines" aria-hidden="true">{parts}</div>'


def _kind_row(page: CheckPage, kind: str, label: Message) -> str:
    t, count = page.t, getattr(page.account, kind)
    why = {
        "left_out": [f"{reason.in_language(page.language)} ({t.number(n)})" for reason, n in page.reasons if n],
        "rejected": [f"{page.rule(rule)} ({t.number(n)})" for rule, n in page.rules],
    }.get(kind, [])
    return (
        f'<tr><th scope="row"><span class="cm-swatch cm-{kind}" aria-hidden="true"></span>'
        f'{text(label.in_language(page.language))}</th><td class="cm-number">{t.number(count)}</td>'
        f"<td>{text(' · '.join(why))}</td></tr>"
    )
