"""One definition measured on both sides of the exchange, face to face: those who arrive and those who leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.render.formats import known, text
from crossmobility.render.indicators_numbers import value_text
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.indicators_parts import counted_behind
from crossmobility.render.indicators_words import UNSURE
from crossmobility.render.trend import lines as named

MOST_ROWS: Final = 10
AMOUNTS: Final = frozenset({"COUNT", "MONTHS"})
"""Units in which one side is larger only because more people go that way: they stand last."""


@dataclass(frozen=True)
class Side:
    """One side of a mirrored indicator."""

    value: float
    numerator: float
    denominator: float
    status: str


def mirror(page: IndicatorsPage) -> str:
    """Return the indicators measured on both sides, a dumbbell each; empty when there is none."""
    rows = [row for row in named(page.mirrored) if row.indicator in page.definitions]
    if not rows:
        return ""
    rows.sort(key=lambda row: (page.definitions[str(row.indicator)].unit in AMOUNTS, -_gap(row, page)))
    t = page.words.t
    heads = (
        f'<th scope="col">{text(t("Indicator"))}</th><th scope="col" class="cm-number cm-in">{text(t("Arriving"))}</th>'
        f'<th scope="col" class="cm-i-between"><span class="cm-hidden">{text(t("Both sides on one scale"))}</span></th>'
        f'<th scope="col" class="cm-number cm-out">{text(t("Leaving"))}</th>'
    )
    lines = [_line(row, page.definitions[str(row.indicator)], page) for row in rows]
    first = _table(lines[:MOST_ROWS], heads, t("Both sides, the widest apart first"))
    rest = ""
    if lines[MOST_ROWS:]:
        label = text(t.plural("{count} more indicator", "{count} more indicators", len(lines) - MOST_ROWS))
        more = _table(lines[MOST_ROWS:], heads, t("Both sides, continued"))
        rest = f'<details class="cm-more" data-keep="mirror"><summary>{label}</summary>{more}</details>'
    note = t("The same definition for those who arrive and for those who leave. A line at the target, where there is one.")
    return (
        f'<section class="cm-i-mirror"><h2 class="cm-h2">{text(t("Both sides of the exchange"))}</h2>'
        f'{first}{rest}<p class="cm-note">{text(note)}</p></section>'
    )


def _table(lines: Sequence[str], heads: str, caption: str) -> str:
    return (
        f'<table class="cm-table cm-i-plain"><caption class="cm-hidden">{text(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def _gap(row: Any, page: IndicatorsPage) -> float:
    """Return how far the sides are apart: of shares in points, of other values relative to the larger one; -1: unknown."""
    if not (known(row.value_in) and known(row.value_out)):
        return -1.0
    far = abs(row.value_in - row.value_out)
    if page.definitions[str(row.indicator)].unit == "SHARE":
        return float(far)
    return float(far / max(abs(row.value_in), abs(row.value_out), 1e-9))


def _line(row: Any, definition: Definition, page: IndicatorsPage) -> str:
    into, out = (
        Side(*(getattr(row, f"{name}_{way}") for name in ("value", "numerator", "denominator", "status")))
        for way in ("in", "out")
    )
    name = text(definition.name(page.selection.language))
    return (
        f'<tr><th scope="row"><button type="button" data-intent="indicator" data-value="{text(row.indicator)}">{name}</button></th>'
        f'{_side(into, "in", definition, page)}<td class="cm-i-between">{dumbbell(into.value, out.value, row.target, definition)}</td>'
        f"{_side(out, 'out', definition, page)}</tr>"
    )


def dumbbell(into: float, out: float, target: float, definition: Definition) -> str:
    """Return both values on one scale: from zero to the larger of them and the target, shares on 0 to 100 per cent."""
    stated = [value for value in (into, out, target) if known(value)]
    largest = 1.0 if definition.unit == "SHARE" else max(stated, default=0.0)
    if largest <= 0 or not (known(into) or known(out)):
        return ""

    def at(value: float) -> float:
        return 100 * min(max(value, 0.0) / largest, 1.0)

    line = ""
    if known(into) and known(out):
        left, right = sorted((at(into), at(out)))
        line = f'<s style="left:{left:.1f}%;width:{right - left:.1f}%"></s>'
    aim = f'<u style="left:{at(target):.1f}%"></u>' if known(target) else ""
    dots = "".join(
        f'<i class="cm-{way}" style="left:{at(value):.1f}%"></i>'
        for value, way in ((into, "in"), (out, "out"))
        if known(value)
    )
    return f'<span class="cm-i-dumbbell" aria-hidden="true">{aim}{line}{dots}</span>'


def _side(side: Side, way: str, definition: Definition, page: IndicatorsPage) -> str:
    t, language = page.words.t, page.selection.language
    few = not known(side.value) and known(side.denominator) and side.denominator < definition.min_denominator
    if known(side.value):
        written = value_text(side.value, definition, language)
    elif few:
        written = t("n too small")
    else:
        written = t("hidden") if side.status == "suppressed" else t("n/a")
    behind = counted_behind(side.numerator, side.denominator, definition, language)
    small = f"<small>{text(behind)}</small>" if behind else ""
    css = " cm-i-few" if not known(side.value) else " cm-i-unsure" if side.status in UNSURE else ""
    return f'<td class="cm-number cm-{way}{css}"><b>{text(written)}</b>{small}</td>'
