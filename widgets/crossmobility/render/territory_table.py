"""The table beside a map of territories: every territory, what was reached, the target, the share; what is no territory last."""

from __future__ import annotations

from typing import Final

from crossmobility.i18n import Language, translator
from crossmobility.render.formats import known, text
from crossmobility.render.indicators_words import STATUSES, light
from crossmobility.render.territory_scene import NO_DATA, Scene, Shade, sentence, value_text

FULL: Final = 100.0  # width in percent of a bar for the largest value


def territory_table(scene: Scene, language: Language) -> str:
    """Return the territories as an HTML table, the largest value first; every head sorts, what is unknown stays last.

    Columns without any value (targets of departements, statuses) are left out. Each name is a button with
    ``data-intent="territory"``; what is not broken down and the whole stand in the foot.
    """
    t = translator(language)
    columns = _columns(scene)
    heads = [_head(t("Département") if scene.level == "departement" else t("Region"), "text")]
    heads += [_head(t("Region"), "text")] if "parent" in columns else []
    heads += [_head(t("Actual"), "number")] if "actual" in columns else []
    heads += [_head(t("Target"), "number")] if "target" in columns else []
    heads += [_head(scene.measure, "number")] if "value" in columns else []
    heads += [_head(t("Status"), "text")] if "status" in columns else []
    largest = max((shade.value for shade in scene.shades.values() if known(shade.value)), default=0.0)
    rows = "".join(_row(code, scene, columns, largest, language) for code in scene.order(language))
    feet = [(t("Not broken down by territory"), scene.rest, "cm-rest"), (t("Total"), scene.total, "cm-total")]
    foot = "".join(_foot(label, shade, scene, columns, css, language) for label, shade, css in feet if shade is not None)
    return (
        f'<table class="cm-table cm-territories" data-table="territories"><caption class="cm-hidden">{text(scene.title)}'
        f"</caption><thead><tr>{''.join(heads)}</tr></thead><tbody>{rows}</tbody>"
        f"{f'<tfoot>{foot}</tfoot>' if foot else ''}</table>"
    )


def _columns(scene: Scene) -> frozenset[str]:
    """Return the columns that have something to say; the value stands alone where it is the number reached itself."""
    shades = [*scene.shades.values(), *(shade for shade in (scene.rest, scene.total) if shade is not None)]
    has = {"parent"} if scene.level == "departement" else set()
    has |= {name for name in ("actual", "target", "value") if any(known(getattr(shade, name)) for shade in shades)}
    has |= {"status"} if any(shade.status in STATUSES for shade in shades) else set()
    same = all(shade.value == shade.actual or not known(shade.value) for shade in shades)
    return frozenset(has - {"actual"} if same and "value" in has else has)


def _head(label: str, kind: str) -> str:
    return (
        f'<th scope="col" class="cm-{kind}" aria-sort="none"><button type="button" data-sort="{kind}">{text(label)}'
        "</button></th>"
    )


def _row(code: str, scene: Scene, columns: frozenset[str], largest: float, language: Language) -> str:
    shade, entry = scene.shade(code), scene.territories.get(code)
    chosen = code == scene.chosen
    insee = f' <span class="cm-soft">{entry.insee}</span>' if entry is not None and entry.level == "departement" else ""
    name = scene.name(code, language)
    parent = scene.name(entry.parent, language) if entry is not None and entry.parent else ""
    cells = [
        f'<th scope="row"><button type="button" data-intent="territory" data-value="{text(code)}" '
        f'aria-pressed="{str(chosen).lower()}" title="{text(sentence(scene, code, language))}" aria-label="{text(name)}">'
        f"{text(name)}{insee}</button></th>"
    ]
    cells += [f"<td>{text(parent)}</td>"] if "parent" in columns else []
    cells += _numbers(shade, scene, columns, language, _bar(shade, scene.fill(code), largest))
    cells += [f"<td>{_light(shade, language)}</td>"] if "status" in columns else []
    return f"<tr{' class=cm-chosen' if chosen else ''}>{''.join(cells)}</tr>"


def _bar(shade: Shade, fill: str, largest: float) -> str:
    """Return the value as a bar in the fill it has on the map; none for what is unknown or nothing."""
    if not known(shade.value) or shade.value <= 0:
        return ""
    return (
        f'<span class="cm-bar cm-fill-{fill}" style="width:{FULL * shade.value / largest:.1f}%" aria-hidden="true"></span>'
    )


def _numbers(shade: Shade, scene: Scene, columns: frozenset[str], language: Language, bar: str = "") -> list[str]:
    cells = [
        _number(getattr(shade, name), value_text(getattr(shade, name), scene.amounts, language))
        for name in ("actual", "target")
        if name in columns
    ]
    return cells + (
        [_number(shade.value, value_text(shade.value, scene.kind, language), bar)] if "value" in columns else []
    )


def _number(value: float, words: str, bar: str = "") -> str:
    sorted_by = f"{value:g}" if known(value) else ""  # what is empty stays last, whichever way the others are sorted
    return f'<td class="cm-number" data-value="{sorted_by}">{text(words)}{bar}</td>'


def _light(shade: Shade, language: Language) -> str:
    return light(shade.status if shade.status in STATUSES else NO_DATA, language)


def _foot(label: str, shade: Shade, scene: Scene, columns: frozenset[str], css: str, language: Language) -> str:
    cells = ["<td></td>"] if "parent" in columns else []
    cells += _numbers(shade, scene, columns, language)
    cells += [f"<td>{_light(shade, language) if shade.status else ''}</td>"] if "status" in columns else []
    return f'<tr class="{css}"><th scope="row">{text(label)}</th>{"".join(cells)}</tr>'
