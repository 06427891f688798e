"""The parts of an indicator: by sex, age, scheme and so on, in short under its row and in full in its detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.i18n import Language, translator
from crossmobility.render.formats import STATUSES as VALUE_STATUSES
from crossmobility.render.formats import known, text
from crossmobility.render.indicators_numbers import number, percent
from crossmobility.render.indicators_page import SPLITS, IndicatorsPage
from crossmobility.render.indicators_words import (
    UNSURE,
    actual_text,
    category_name,
    dimension_name,
    light,
    reason_text,
    target_text,
)

MOST_CATEGORIES: Final = 12
"""Categories of one dimension shown under a row; its detail has more."""
MOST_IN_DETAIL: Final = 40
SAID: Final = frozenset({"achieved", "on_track", "at_risk", "off_track", "late", "too_early"})
"""Statuses worth a word beside a part: that a part has no value is seen."""


@dataclass(frozen=True)
class Part:
    """What an indicator is split by, the rows of its first categories, and how many more there are."""

    dimension: str
    rows: Sequence[Any]
    left_out: int


def parts_of(page: IndicatorsPage, indicators: Sequence[str], room: int) -> Mapping[str, Sequence[Part]]:
    """Return the parts of indicators, in their order, as far as there is ``room`` for categories in all."""
    kept: list[tuple[str, str, Sequence[int], int]] = []
    for indicator in indicators:
        for dimension, places in page.splits.get(indicator, {}).items():
            first = places[: max(0, min(MOST_CATEGORIES, room))]
            room -= len(first)
            kept.append((indicator, dimension, first, len(places) - len(first)))
    # One look into the table for all of them: it is wide.
    rows = iter(page.at([place for _, _, places, _ in kept for place in places]))
    found: dict[str, list[Part]] = {}
    for indicator, dimension, places, left_out in kept:
        found.setdefault(indicator, []).append(Part(dimension, list(islice(rows, len(places))), left_out))
    return found


def parts_in_short(parts: Sequence[Part], definition: Definition, page: IndicatorsPage) -> str:
    """Return the parts of an indicator in short, one block for each thing it is split by; empty without parts."""
    blocks = "".join(_block(part, definition, page) for part in parts)
    return f'<div class="cm-i-parts">{blocks}</div>' if blocks else ""


def part_name(row: Any, dimension: str, page: IndicatorsPage) -> str:
    """Return the name of a part: of a category, a way, a country, or of a territory as the page names it."""
    code = str(getattr(row, dimension) if dimension in SPLITS[1:] else row.category)
    if dimension == "territory":
        return _territories(page).get(code, code)
    return category_name(dimension, code, page.selection.language)


def parts_in_full(page: IndicatorsPage, definition: Definition) -> str:
    """Return the parts of the chosen indicator as one table: value, how many stand behind it, target, achieved, status.

    Columns in which no part has anything to say are left out.
    """
    places = page.splits.get(definition.indicator_id)
    if not places:
        return ""
    t = page.words.t
    found = [
        Part(dimension, page.at(each[:MOST_IN_DETAIL]), len(each) - len(each[:MOST_IN_DETAIL]))
        for dimension, each in places.items()
    ]
    rows = [row for part in found for row in part.rows]
    said = {
        "n": any(known(row.denominator) for row in rows),
        "target": any(known(row.target) for row in rows),
        "achieved": any(known(row.achievement) for row in rows),
        "status": any(row.status in SAID for row in rows),
    }
    columns = [name for name, has in said.items() if has]
    names = {"n": t("n"), "target": t("Target"), "achieved": t("% achieved"), "status": t("Status")}
    heads = "".join(
        f'<th scope="col" class="{"cm-i-status" if name == "status" else "cm-number"}">{text(names[name])}</th>'
        for name in columns
    )
    bodies = "".join(_body(part, columns, definition, page) for part in found)
    return (
        f'<section><h3 class="cm-i-h3">{text(t("Disaggregation"))}</h3><table class="cm-table cm-i-plain cm-i-full"><thead><tr>'
        f'<th scope="col">{text(t("Part"))}</th><th scope="col" class="cm-number">{text(t("Actual"))}</th>'
        f'<th class="cm-i-size" aria-hidden="true"></th>{heads}</tr></thead>{bodies}</table></section>'
    )


def counted_behind(numerator: float, denominator: float, definition: Definition, language: Language) -> str:
    """Write what stands behind a value: "60 of 104" of a share, "22 ÷ 9" of another ratio, else how many it is of.

    Empty when nothing is divided.
    """
    if not known(denominator):
        return ""
    below = number(denominator, language, 0)
    if not known(numerator):
        return f"n\u00a0=\u00a0{below}"
    above = number(numerator, language, 0)
    return (
        translator(language)("{part} of {whole}", part=above, whole=below)
        if definition.unit == "SHARE"
        else f"{above} ÷ {below}"
    )


def _block(part: Part, definition: Definition, page: IndicatorsPage) -> str:
    language, t = page.selection.language, page.words.t
    largest = _largest(part, definition)
    items = "".join(_item(row, part.dimension, largest, definition, page) for row in part.rows)
    if part.left_out:
        label = t.plural("{count} more: choose the indicator", "{count} more: choose the indicator", part.left_out)
        items += f'<li class="cm-i-rest">{text(label)}</li>'
    title = t("by {dimensions}", dimensions=dimension_name(part.dimension, language))
    return f"<section><h4>{text(title)}</h4><ul>{items}</ul></section>"


def _item(row: Any, dimension: str, largest: float, definition: Definition, page: IndicatorsPage) -> str:
    language = page.selection.language
    behind = counted_behind(row.numerator, row.denominator, definition, language)
    few = f" <small>{text(behind)}</small>" if behind else ""
    status = light(row.status, language) if row.status in SAID else ""
    unsure = ' class="cm-i-unsure"' if row.value_status in UNSURE else ""
    unsure = unsure if known(row.actual) else ' class="cm-i-few"'
    return (
        f"<li><span>{text(part_name(row, dimension, page))}</span><b{unsure}>{text(actual_text(row, definition, language))}</b>"
        f'<i style="--w:{_width(row, largest):.0f}%"></i>{few or "<small></small>"}{status}</li>'
    )


def _body(part: Part, columns: Sequence[str], definition: Definition, page: IndicatorsPage) -> str:
    language, t = page.selection.language, page.words.t
    largest = _largest(part, definition)
    lines = "".join(_line(row, part.dimension, columns, largest, definition, page) for row in part.rows)
    name = text(t("by {dimensions}", dimensions=dimension_name(part.dimension, language)))
    wide = 3 + len(columns)
    if part.left_out:
        label = text(
            t.plural("{count} more in the file to download", "{count} more in the file to download", part.left_out)
        )
        lines += f'<tr class="cm-rest"><th scope="row" colspan="{wide}">{label}</th></tr>'
    return f'<tbody><tr class="cm-i-by"><th scope="rowgroup" colspan="{wide}">{name}</th></tr>{lines}</tbody>'


def _largest(part: Part, definition: Definition) -> float:
    """Return what the bars of one block are drawn against: shares against the whole, others against the largest of them."""
    if definition.unit == "SHARE":
        return 1.0
    return max((row.actual for row in part.rows if known(row.actual)), default=0.0)


def _width(row: Any, largest: float) -> float:
    return min(100 * max(row.actual, 0.0) / largest, 100.0) if known(row.actual) and largest > 0 else 0.0


def _line(
    row: Any, dimension: str, columns: Sequence[str], largest: float, definition: Definition, page: IndicatorsPage
) -> str:
    language = page.selection.language
    sign = (
        f"<small>{text(VALUE_STATUSES[row.value_status].in_language(language))}</small>"
        if row.value_status in UNSURE
        else ""
    )
    share = percent(row.achievement, language, 1) if known(row.achievement) else ""
    why = text(reason_text(row, definition, page.rules, language))
    status = light(row.status, language) if row.status in SAID else ""
    cells = {
        "n": f'<td class="cm-number cm-i-soft">{text(counted_behind(row.numerator, row.denominator, definition, language))}</td>',
        "target": f'<td class="cm-number">{text(target_text(row.target, definition, language))}</td>',
        "achieved": f'<td class="cm-number">{share}</td>',
        "status": f'<td class="cm-i-status" title="{why}">{status}</td>',
    }
    return (
        f'<tr><th scope="row">{text(part_name(row, dimension, page))}</th>'
        f'<td class="cm-number">{text(actual_text(row, definition, language))}{sign}</td>'
        f'<td class="cm-i-size" aria-hidden="true"><i style="--w:{_width(row, largest):.0f}%"></i></td>'
        f"{''.join(cells[name] for name in columns)}</tr>"
    )


def _territories(page: IndicatorsPage) -> Mapping[str, str]:
    if page.territories.empty:
        return {}
    return dict(zip(page.territories["territory"].tolist(), page.territories["name"].tolist(), strict=True))
