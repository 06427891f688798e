"""Where a value comes from: the countries behind it, with the way to their corridors on the flows page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any, Final
from urllib.parse import urlencode

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.definitions import Definition
from crossmobility.render.formats import known, text
from crossmobility.render.indicators_numbers import value_text
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.indicators_parts import counted_behind
from crossmobility.render.indicators_words import UNSURE, WAYS
from crossmobility.render.trend import lines as named

MOST_COUNTRIES: Final = 12
FLOWS_PAGE: Final = "01_flows.ipynb"


def places(page: IndicatorsPage, definition: Definition) -> str:
    """Return the countries of the chosen indicator, largest first, with what stands behind each; empty where it has none."""
    if page.corridors.empty:
        return ""
    t, words = page.words.t, page.words
    by_country: dict[str, dict[str, Any]] = {}
    for row in named(page.corridors):
        by_country.setdefault(str(row.counterpart), {})[str(row.direction)] = row
    ways = [way for way in (*WAYS, ALL) if any(way in rows for rows in by_country.values())]
    listed = sorted(by_country.items(), key=lambda item: (-_size(item[1]), words.country(item[0])))
    largest = max((each.value for rows in by_country.values() for each in rows.values() if known(each.value)), default=nan)
    heads = "".join(f'<th scope="col" class="cm-number cm-{way}">{text(_way_name(way, page))}</th>' for way in ways)
    lines = [_line(country, rows, ways, largest, definition, page) for country, rows in listed]
    title = text(t("Where it comes from"))
    link = _link(flows_address(page), t("See these corridors on the map"))
    return (
        f'<section><h3 class="cm-i-h3">{title}</h3><table class="cm-table cm-i-plain cm-i-places"><thead><tr>'
        f'<th scope="col">{text(t("Country"))}</th>{heads}<th class="cm-served-only"></th></tr></thead>'
        f"<tbody>{''.join(lines[:MOST_COUNTRIES])}</tbody>{_rest(lines[MOST_COUNTRIES:], len(ways), page)}</table>{link}</section>"
    )


def flows_address(page: IndicatorsPage, corridor: str = "") -> str:
    """Return the address of the flows page with the same dataset, period and scope, and one corridor when it is named."""
    selection = page.selection
    query = {
        "dataset": selection.dataset,
        "period": selection.period,
        "scheme": ",".join(selection.schemes),
        "programme": ",".join(selection.programmes),
        "corridor": corridor,
        "direction": "both" if corridor else "",
        "lang": selection.language,
    }
    return f"{FLOWS_PAGE}?{urlencode({key: value for key, value in query.items() if value}, safe=',/-')}"


def _size(rows: Mapping[str, Any]) -> float:
    """Return what a country is ranked by: how many stand behind it, else its largest value."""
    behind = [
        each.denominator if known(each.denominator) else each.value
        for each in rows.values()
        if known(each.denominator) or known(each.value)
    ]
    return float(sum(behind))


def _way_name(way: str, page: IndicatorsPage) -> str:
    return WAYS[way].in_language(page.selection.language) if way in WAYS else page.words.t("both ways")


def _line(
    country: str,
    rows: Mapping[str, Any],
    ways: Sequence[str],
    largest: float,
    definition: Definition,
    page: IndicatorsPage,
) -> str:
    cells = "".join(_cell(rows.get(way), way, largest, definition, page) for way in ways)
    name, reference = page.words.country(country), page.selection.reference
    corridor = f"{country}-{reference}" if "out" not in rows else f"{reference}-{country}"
    address = text(flows_address(page, corridor))
    label = text(page.words.t("{country} on the flows page", country=name))
    return (
        f'<tr><th scope="row">{text(name)}</th>{cells}<td class="cm-served-only">'
        f'<a href="{address}" aria-label="{label}" title="{label}">→</a></td></tr>'
    )


def _cell(row: Any | None, way: str, largest: float, definition: Definition, page: IndicatorsPage) -> str:
    if row is None:
        return "<td></td>"
    language, t = page.selection.language, page.words.t
    behind = counted_behind(row.numerator, row.denominator, definition, language)
    if not known(row.value):
        few = known(row.denominator) and row.denominator < definition.min_denominator
        said = t("n too small") if few else t("hidden") if row.value_status == "suppressed" else t("n/a")
        return f'<td class="cm-number cm-i-few">{text(said)}{_small(behind)}</td>'
    unsure = " cm-i-unsure" if row.value_status in UNSURE else ""
    width = 100 * max(row.value, 0.0) / largest if known(largest) and largest > 0 else 0.0
    return (
        f'<td class="cm-number cm-{way}{unsure}">{text(value_text(row.value, definition, language))}{_small(behind)}'
        f'<span class="cm-bar" style="width:{width:.1f}%" aria-hidden="true"></span></td>'
    )


def _small(words: str) -> str:
    return f"<small>{text(words)}</small>" if words else ""


def _rest(lines: Sequence[str], ways: int, page: IndicatorsPage) -> str:
    if not lines:
        return ""
    label = page.words.t.plural("{count} country more", "{count} countries more", len(lines))
    return f'<tfoot><tr class="cm-rest"><th scope="row" colspan="{ways + 2}">{text(label)}</th></tr></tfoot>'


def _link(address: str, label: str) -> str:
    return f'<p class="cm-served-only cm-i-link"><a href="{text(address)}">{text(label)}</a></p>'
