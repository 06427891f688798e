"""The map of France by region or departement: shades or statuses, labels, insets, legend; and the same as a table.

Outlines stand once in a page (:func:`shapes`); each picture refers to them. Paris and its neighbours are one mark drawn
twice, small on the mainland and large in an inset, so that either can be pointed at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from crossmobility.i18n import Language, translator
from crossmobility.reference import France, TerritoryLevel
from crossmobility.render.formats import figure, known, text
from crossmobility.render.geometry import number
from crossmobility.render.indicators_words import SHAPES, STATUSES
from crossmobility.render.territory_labels import Drawing, labels
from crossmobility.render.territory_layout import FORMS, Box, Form, Placement, layout
from crossmobility.render.territory_scene import (
    NO_DATA,
    Scene,
    Shade,
    class_text,
    sentence,
    shade_class,
    shades_of,
)
from crossmobility.render.territory_table import territory_table

__all__ = ["FORMS", "Scene", "Shade", "choropleth", "legend", "shades_of", "shapes", "territory_map", "territory_table"]

# Marks of the statuses on a tile of 8 × 8, so that no colour is needed; on track is plain.
MARKS: Final[Mapping[str, str]] = {
    "achieved": '<circle cx="4" cy="4" r="1.4"/>',
    "at_risk": '<path d="M-2 6L6-2M2 10L10 2"/>',
    "off_track": '<path d="M0 0L8 8M8 0L0 8"/>',
    "late": '<path d="M0 2H8M0 6H8"/>',
    "too_early": '<path d="M2 0V8M6 0V8"/>',
    NO_DATA: '<path d="M-2 2L2-2M-2 10L10-2M6 10L10 6"/>',
    "not_applicable": '<circle cx="2" cy="2" r=".8"/><circle cx="6" cy="6" r=".8"/>',
}


def shapes(france: France, level: TerritoryLevel) -> str:
    """Return the outlines that pictures of a level refer to, once a page: regions; departements, also those drawn larger."""
    drawn = dict(france.outlines["region"])
    if level == "departement":
        drawn |= france.outlines["departement"]
        drawn |= {_large(code): path for inset in france.insets.values() for code, path in inset.outlines.items()}
    paths = "".join(f'<path id="cm-{code}" d="{path}"/>' for code, path in drawn.items())
    return f'<svg class="cm-defs" width="0" height="0" aria-hidden="true"><defs>{paths}</defs></svg>'


def choropleth(scene: Scene, france: France, form: Form, language: Language) -> str:
    """Return one picture of a scene as SVG, at the width of ``form``; its outlines are those of :func:`shapes`.

    Every territory of the level is one mark with ``data-territory`` and a sentence for ``aria-label``. One of them is in
    the walk of the Tab key: the chosen one, else the largest. ``data-intent`` and ``data-value`` make each a choice.
    """
    drawing = Drawing(scene, france, layout(france, scene.level, form), language)
    order = [code for code in scene.order(language) if code in france.outlines[scene.level]]
    stop = scene.chosen if scene.chosen in order else order[0]
    # The chosen one is drawn last, so that its outline lies above its neighbours.
    marks = "".join(_mark(code, drawing, stop) for code in sorted(order, key=lambda code: code == scene.chosen))
    return (
        f'<svg class="cm-atlas-picture" viewBox="0 0 {number(form.width)} {number(drawing.place.height)}" role="group" '
        f'aria-label="{text(scene.title)}" xmlns="http://www.w3.org/2000/svg"><defs>{_patterns(drawing)}</defs>'
        f'{_frames(drawing)}<g class="cm-places">{marks}</g>{_borders(drawing)}{labels(drawing)}</svg>'
    )


def legend(scene: Scene, language: Language) -> str:
    """Return the legend as a list: each class with its bounds, or each status with its shape and word, and how many."""
    counts = Counter(scene.fill(code) for code in scene.codes)
    if scene.by == "status":
        words = {key: f"{SHAPES[key]} {word.in_language(language)}" for key, word in STATUSES.items() if key in counts}
    else:
        some = any(known(shade.value) for shade in scene.shades.values())
        places = range(len(scene.limits) + 1) if some else ()
        words = {shade_class(place, scene.limits): class_text(place, scene, language) for place in places}
        words |= {NO_DATA: STATUSES[NO_DATA].in_language(language)} if NO_DATA in counts else {}
    rows = "".join(
        f'<li>{_swatch(key)}{text(word)} <span class="cm-soft">({counts[key]})</span></li>' for key, word in words.items()
    )
    return f'<div class="cm-place-legend"><b>{text(scene.measure)}</b><ul>{rows}</ul></div>'


def territory_map(scene: Scene, france: France, language: Language) -> str:
    """Return the whole figure: outlines, legend, a picture for each width (the style shows one), scales and credit."""
    t = translator(language)
    pictures = "".join(
        f'<div class="cm-atlas cm-atlas-{form.name}">{choropleth(scene, france, form, language)}'
        f'<p class="cm-note">{text(_scales(scene, france, form, language))}</p></div>'
        for form in FORMS
    )
    strange = [code for code in scene.codes if code not in france.outlines[scene.level]]
    notes = [t("Not on the map: {names}.", names=", ".join(strange))] if strange else []
    notes.append(t("Boundaries: {credit}, simplified.", credit=france.credit))
    return (
        f'<figure class="cm-choropleth">{shapes(france, scene.level)}{legend(scene, language)}{pictures}'
        f'<figcaption class="cm-note">{text(" ".join(notes))}</figcaption></figure>'
    )


def _large(code: str) -> str:
    return f"{code}-large"


def _mark(code: str, drawing: Drawing, stop: str) -> str:
    """Return one territory: a group with all that is drawn of it."""
    scene, insets = drawing.scene, drawing.france.insets
    fill, chosen = scene.fill(code), code == scene.chosen
    uses = [_use(code, drawing.place.placement(code, insets), drawing, fill)]
    uses += [
        _use(_large(code), placement, drawing, fill)
        for name, placement in drawing.place.insets.items()
        if code in insets[name].outlines
    ]
    return (
        f'<g class="cm-place cm-fill-{fill}{" cm-chosen" if chosen else ""}" role="button" '
        f'tabindex="{0 if code == stop else -1}" data-territory="{code}" data-intent="territory" data-value="{code}" '
        f'aria-pressed="{str(chosen).lower()}" aria-label="{text(sentence(scene, code, drawing.language))}">'
        f"{''.join(uses)}</g>"
    )


def _use(name: str, placement: Placement, drawing: Drawing, fill: str = "") -> str:
    paint = f' fill="url(#{_pattern_name(fill, placement, drawing)})"' if fill in MARKS else ""
    return f'<use href="#cm-{name}" transform="{placement.transform}"{paint}/>'


def _pattern_name(fill: str, placement: Placement, drawing: Drawing) -> str:
    return f"cm-{drawing.place.form.name}-{fill}-{placement.scale * 10_000:.0f}"


def _patterns(drawing: Drawing) -> str:
    """Return the patterns of a picture, one for each scale: outlines are in units of the map, tiles in pixels."""
    fills = sorted({drawing.scene.fill(code) for code in drawing.scene.codes} & {*MARKS})
    placements = {spot.scale: spot for spot in (drawing.place.mainland, *drawing.place.insets.values())}
    return "".join(
        _pattern(fill, _pattern_name(fill, spot, drawing), f' patternTransform="scale({1 / scale:.4f})"')
        for fill in fills
        for scale, spot in placements.items()
    )


def _pattern(fill: str, identity: str, moved: str = "") -> str:
    return (
        f'<pattern id="{identity}" class="cm-pattern cm-fill-{fill}" width="8" height="8" patternUnits="userSpaceOnUse"'
        f'{moved}><rect width="8" height="8"/>{MARKS[fill]}</pattern>'
    )


def _swatch(key: str) -> str:
    """Return a small square of a legend; its pattern is its own, because that of a hidden picture is not drawn."""
    pattern = f"<defs>{_pattern(key, f'cm-key-{key}')}</defs>" if key in MARKS else ""
    paint = f' fill="url(#cm-key-{key})"' if key in MARKS else ""
    return (
        f'<svg class="cm-swatch" width="24" height="14" aria-hidden="true">{pattern}<g class="cm-place cm-fill-{key}"{paint}>'
        '<rect x=".5" y=".5" width="23" height="13"/></g></svg>'
    )


def _frames(drawing: Drawing) -> str:
    return f'<g class="cm-frames" aria-hidden="true">{"".join(map(_rect, drawing.place.frames.values()))}</g>'


def _rect(box: Box) -> str:
    left, top, right, bottom = box
    return f'<rect x="{number(left)}" y="{number(top)}" width="{number(right - left)}" height="{number(bottom - top)}"/>'


def _borders(drawing: Drawing) -> str:
    """Return the regions as lines above their departements, and a box round what an inset magnifies."""
    if drawing.scene.level != "departement":
        return ""
    france, place = drawing.france, drawing.place
    lines = [_use(code, place.placement(code, france.insets), drawing) for code in sorted(france.outlines["region"])]
    spots = (france.insets[name].spot for name in place.frames)
    lines += [_rect(place.mainland.box(spot)) for spot in spots if spot is not None]
    return f'<g class="cm-borders" aria-hidden="true">{"".join(lines)}</g>'


def _scales(scene: Scene, france: France, form: Form, language: Language) -> str:
    """Return at which scales the insets are drawn: those of one scale together."""
    groups: dict[str, list[str]] = {}
    for name, factor in layout(france, scene.level, form).factors.items():
        code = next(code for code in france.insets[name].codes if code in scene.codes)
        groups.setdefault(figure(round(factor, 1), language), []).append(scene.name(code, language))
    said = " · ".join(f"{', '.join(names)} ×{factor}" for factor, names in groups.items())
    return translator(language)("Scale of the insets against the mainland: {insets}.", insets=said)
