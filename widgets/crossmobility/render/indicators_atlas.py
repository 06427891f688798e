"""The territories of the chosen indicator: a map and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import nan
from typing import Any

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.reference import LEVELS, france, french_territories
from crossmobility.render.choropleth import Scene, Shade, shades_of, territory_map, territory_table
from crossmobility.render.formats import known, text
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.indicators_words import level_of, when_text


def atlas(page: IndicatorsPage, definition: Definition, row: Any | None) -> str:
    """Return the map of territories beside their table; empty when the page has none.

    Shaded by the share of the target where territories have targets, else by the value itself.
    """
    level = next((each for each in LEVELS if each == level_of(page.selection.territory)), None)
    if level is None or page.territories.empty:
        return ""
    words, t = page.words, page.words.t
    by_target = bool(page.territories["achievement"].notna().any())
    name, when = definition.name(words.language), when_text(page.selection.period, words.language)
    scene = Scene(
        level,
        french_territories(),
        _shades(page, by_target),
        title=t("{indicator} by territory, {period}", indicator=name, period=when),
        measure=t("Share of the target") if by_target else name,
        kind="share" if by_target or definition.unit == "SHARE" else "number",
        chosen="" if page.selection.territory == level else page.selection.territory,
        rest=_rest(page, definition, row, by_target),
        total=_whole(row, by_target),
    )
    return (
        f'<section class="cm-i-atlas"><h3 class="cm-i-h3">{text(scene.title)}</h3><div class="cm-i-atlas-two">'
        f"<div>{territory_map(scene, france(), words.language)}</div>"
        f'<div class="cm-scroll">{territory_table(scene, words.language)}</div></div></section>'
    )


def _shades(page: IndicatorsPage, by_target: bool) -> Mapping[str, Shade]:
    if by_target:
        return shades_of(page.territories)
    # Without targets there is no status to show.
    shades = shades_of(page.territories, "actual")
    return {code: replace(shade, status="") for code, shade in shades.items()}


def _whole(row: Any | None, by_target: bool) -> Shade | None:
    if row is None or not known(row.actual):
        return None
    if by_target:
        return Shade("", row.achievement, row.actual, row.target, row.status, row.value_status)
    return Shade("", row.actual, row.actual, value_status=row.value_status)


def _rest(page: IndicatorsPage, definition: Definition, row: Any | None, by_target: bool) -> Shade | None:
    """Return what is in no territory; None when nothing is left, or when values do not add up to a whole."""
    if row is None or definition.aggregation != "sum" or bool(page.territories["actual"].isna().any()):
        return None
    actual = _left(row.actual, page.territories["actual"].sum())
    if not by_target:
        return Shade("", actual, actual) if known(actual) else None
    target = _left(row.target, page.territories["target"].sum(min_count=1))
    return Shade("", nan, actual, target) if known(actual) or known(target) else None


def _left(whole: float, together: float) -> float:
    return whole - together if known(whole) and known(together) and whole - together > 0.5 else nan
