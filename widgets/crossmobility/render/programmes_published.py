"""Published figures beside what the records count: the number, the four counts, the difference, and why they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crossmobility.i18n import Message, message
from crossmobility.render.formats import BASES, BASIS_NAMES, figure, known, period_label, text
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import capital, cited, head, joined, label, section, table
from crossmobility.render.sentences import signed
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

EVERY: Final = "_T"
BASES_COUNTED: Final = ("started", "active", "stock", "ended")
REASONS: Final[Mapping[str, Message]] = {
    "basis_not_stated": message(
        "The source does not state what it counts: placements started, active, under way on a date or ended."
    ),
    "named_without_number": message("The source names the country without a number."),
    "planned_not_result": message("The source states a plan, the records count what happened."),
    "period_not_counted": message(
        "The period is undated or is not made of whole years, so the records are not counted for it."
    ),
    "synthetic": message("The records are made up: their counts say nothing about the published number."),
    "total_without_countries": message("The source gives one number for all countries together."),
    "not_recorded": message("The records hold no placement of this scheme or programme."),
    "second_hand": message("The number is told at second hand."),
    "equal": message("Both numbers are the same."),
}


NEEDS_RECORDS: Final = frozenset({"period_not_counted", "synthetic", "not_recorded", "equal"})
"""Reasons that speak of records: without any beside the published figures, they say nothing."""
TOGETHER: Final = ("period", "programme", "kind", "certainty", "citation")


def published(page: ProgrammesPage) -> str:
    """Return every published figure of the subject with what the records count beside it, the nearest count marked."""
    if page.subject.kind not in ("programme", "scheme"):
        return ""
    words, t = page.words, page.words.t
    beside = page.dataset.complete
    title = t("Published figures beside the records") if beside else t("Published figures")
    if page.compared.empty:
        held = any(not each.complete for each in page.datasets)
        why = (
            t("No source publishes a number of placements here.") if held else t("This release holds no published figures.")
        )
        return section("published", title, f'<p class="cm-pv-none">{text(why)}</p>')
    rows = lines(page.compared)
    told = [reason for reason in REASONS if beside or reason not in NEEDS_RECORDS]
    common = [reason for reason in told if all(reason in row.reasons for row in rows)] if len(rows) > 1 else []
    counted = any(known(getattr(row, basis)) for row in rows for basis in BASES_COUNTED)
    left = [reason for reason in told if reason not in common]
    explained = any(reason in row.reasons for row in rows for reason in left)
    summed = frozenset(row.statement_id for row in rows if getattr(row, "together", False))
    look = _Look(words, left, counted, explained, summed)
    bodies = "".join(_body(group, look) for group in _groups(rows))
    made = table(
        title,
        _heads(look),
        bodies,
        css="cm-pv-published" if counted or look.explained else "cm-pv-published cm-pv-slim",
        wide=True,
    )
    return section("published", title, f"{_said(common, words)}{made}")


@dataclass(frozen=True)
class _Look:
    """What the rows of one table share: the reasons told beside each figure, whether anything is counted, what is summed."""

    words: Words
    told: Sequence[str]
    counted: bool
    explained: bool
    summed: frozenset[str]

    @property
    def columns(self) -> int:
        return 2 + self.explained + (len(BASES_COUNTED) + 1 if self.counted else 0)


def _groups(rows: Sequence[Any]) -> list[list[Any]]:
    """Return the figures that one source gives for one period and scheme together, in the order of the table."""
    found: dict[tuple[str, ...], list[Any]] = {}
    for row in rows:
        scheme = row.scheme if row.programme in ("", EVERY) else ""  # a programme may move people under two schemes
        found.setdefault((scheme, *(str(getattr(row, name)) for name in TOGETHER)), []).append(row)
    return list(found.values())


def _said(common: Sequence[str], words: Words) -> str:
    if not common:
        return ""
    said = "".join(f"<li>{text(REASONS[reason].in_language(words.language))}</li>" for reason in common)
    return f'<p class="cm-pv-lead">{text(words.t("Of every figure below:"))}</p><ul class="cm-sentences">{said}</ul>'


def _heads(look: _Look) -> str:
    t, language = look.words.t, look.words.language
    heads = head(t("What a source says")) + head(t("Published"), "cm-number")
    if look.counted:
        for basis in BASES_COUNTED:
            hint = text(BASES[basis].in_language(language))
            heads += (
                f'<th scope="col" class="cm-number" title="{hint}">{text(BASIS_NAMES[basis].in_language(language))}</th>'
            )
        heads += head(t("Difference"), "cm-number")
    return heads + (head(t("Why they differ") if look.counted else t("How to read it")) if look.explained else "")


def _body(rows: Sequence[Any], look: _Look) -> str:
    """Return the figures of one source, period and scheme under what they share; countries without a number in one row."""
    words, t, first = look.words, look.words.t, rows[0]
    of = words.programme(first.programme) if first.programme not in ("", EVERY) else words.scheme(first.scheme)
    planned = t("planned, not a result") if first.kind == "planned" else ""
    shared = joined([capital(period_label(first.period, words.language)), of, planned])
    sure = f"{text(label('certainty', first.certainty, words.language))} · {cited(first.citation)}"
    group = f'<tr class="cm-pv-group"><th scope="rowgroup" colspan="{look.columns}">{text(shared)}<small>{sure}</small></th></tr>'
    named = [row for row in rows if "named_without_number" in row.reasons]
    numbered = [row for row in rows if "named_without_number" not in row.reasons]
    alone = len(numbered) == 1
    found = "".join(_row(row, look, whole=alone and row.statement_id not in look.summed) for row in numbered)
    return f"<tbody>{group}{found}{_named(named, look) if named else ''}</tbody>"


def _row(row: Any, look: _Look, *, whole: bool) -> str:
    """Return one figure; ``whole``: what is not broken down by country is all there is, not the rest beside other figures."""
    words, t = look.words, look.words.t
    ends = tuple(EVERY if whole and end == "_O" else end for end in (row.origin, row.destination))
    return (
        f'<tr><th scope="row">{text(words.corridor((ends[0], ends[1])))}</th>'
        f'<td class="cm-number" data-label="{text(t("Published"))}"><b>{figure(row.published, words.language)}</b></td>'
        f"{_counts(row, look)}{_why(row, look)}</tr>"
    )


def _counts(row: Any, look: _Look) -> str:
    if not look.counted:
        return ""
    words, t = look.words, look.words.t
    cells = ""
    for basis in BASES_COUNTED:
        value = getattr(row, basis)
        nearest = basis == row.nearest and known(value)
        mark = f'<span class="cm-hidden"> {text(t("nearest"))}</span>' if nearest else ""
        css = " cm-pv-nearest" if nearest else ""
        written = figure(value, words.language) if known(value) else ""
        name = text(BASIS_NAMES[basis].in_language(words.language))
        cells += f'<td class="cm-number{css}" data-label="{name}">{written}{mark}</td>'
    change = signed(row.difference, words) if known(row.difference) else ""
    return f'{cells}<td class="cm-number" data-label="{text(t("Difference"))}">{text(change)}</td>'


def _why(row: Any, look: _Look) -> str:
    said = [REASONS[reason].in_language(look.words.language) for reason in look.told if reason in row.reasons]
    return f'<td class="cm-pv-reasons">{"<br>".join(text(one) for one in said)}</td>' if look.explained else ""


def _named(rows: Sequence[Any], look: _Look) -> str:
    """Return one row for all countries that a source names without a number."""
    words, t, first = look.words, look.words.t, rows[0]
    names = ", ".join(words.corridor((row.origin, row.destination)) for row in rows)
    if len({row.destination for row in rows}) == 1:
        names = f"{', '.join(words.country(row.origin) for row in rows)} → {words.country(first.destination)}"
    empty = '<td class="cm-number"></td>' * (len(BASES_COUNTED) + 1) if look.counted else ""
    number = f'<td class="cm-number cm-pv-absent">{text(t("no number published"))}</td>'
    return f'<tr><th scope="row">{text(names)}</th>{number}{empty}{_why(first, look)}</tr>'
