"""The words on a map of territories: names, values and numbers where they find room, none over another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from crossmobility.i18n import Language
from crossmobility.reference import France, Inset
from crossmobility.render.formats import figure, known, text
from crossmobility.render.geometry import View, number
from crossmobility.render.indicators_words import SHAPES
from crossmobility.render.labels import Room
from crossmobility.render.territory_layout import LINE, MARGIN, TEXT_LEFT, TEXT_TOP, Box, Layout
from crossmobility.render.territory_scene import Scene, value_text, why_unknown
from crossmobility.render.text_width import text_width

SIZE: Final = 11.5
MOST_LINES: Final = 3


@dataclass(frozen=True)
class Drawing:
    """A scene on the map, laid out for one width, in one language."""

    scene: Scene
    france: France
    place: Layout
    language: Language


def labels(drawing: Drawing) -> str:
    """Return the labels: those of the insets, then the chosen territory, then the roomiest; what does not fit is left out."""
    scene, france, place = drawing.scene, drawing.france, drawing.place
    room = Room(View(0, 0, place.form.width, place.form.width, place.height))
    for frame in place.frames.values():
        room.take(*frame)
    words = [_in_frame(france.insets[name], frame, drawing) for name, frame in place.frames.items()]
    apart = {code for name in place.frames for code in france.insets[name].codes}
    left = [code for code in france.outlines[scene.level] if code not in apart]
    left.sort(key=lambda code: (code != scene.chosen, -france.labels[code].room, code))
    words += [_on_mainland(code, drawing, room) for code in left]
    return f'<g class="cm-labels cm-place-labels" aria-hidden="true">{"".join(words)}</g>'


def wrapped(name: str, count: int) -> list[str]:
    """Break a name at spaces and after hyphens into ``count`` lines, the longest as short as possible; else leave it whole.

    Examples
    --------
    >>> wrapped("Provence-Alpes-Côte d’Azur", 2), wrapped("Corse", 2)
    (['Provence-Alpes-', 'Côte d’Azur'], ['Corse'])
    """
    pieces = name.replace("-", "-\0").replace(" ", " \0").split("\0")
    if count == 1 or len(pieces) < count:
        return [name]
    cuts = range(1, len(pieces) - count + 2)
    found = [["".join(pieces[:cut]).strip(), *wrapped("".join(pieces[cut:]), count - 1)] for cut in cuts]
    return min(found, key=lambda lines: max(map(len, lines)))


def _in_frame(inset: Inset, frame: Box, drawing: Drawing) -> str:
    """Return what stands in a frame: the name of a territory and its value, or "Paris ×5" and the numbers inside."""
    scene, language = drawing.scene, drawing.language
    x, y = frame[0] + TEXT_LEFT, frame[1] + TEXT_TOP
    if inset.spot is None:
        code = next(code for code in inset.codes if code in scene.codes)
        value = _value(code, scene, language) or why_unknown(scene.shade(code), language)
        return _lines([scene.name(code, language), value], x, y, 1)
    placement = drawing.place.insets[inset.code]
    factor = figure(round(drawing.place.factors[inset.code], 1), language)
    words = _lines([f"{scene.name(inset.codes[0], language)} ×{factor}"], x, y, 1)
    for code, label in inset.labels.items():
        px, py = placement.pixel((label.x, label.y))
        words += _lines([scene.territories[code].insee], px, py + LINE / 4, 0, f"cm-middle cm-fill-{scene.fill(code)}")
    return words


def _on_mainland(code: str, drawing: Drawing, room: Room) -> str:
    """Return the label of a territory; nothing when no form of it finds room. The chosen one may stand beside it."""
    spot, form = drawing.france.labels[code], drawing.place.form
    x, y = drawing.place.mainland.pixel((spot.x, spot.y))
    for lines, names, slack in _candidates(code, drawing):
        width = max(text_width(line, SIZE) for line in lines) + 2
        height = LINE * len(lines)
        inside = _fits(width, height, code, slack, drawing)
        if inside:
            tops = [y - height / 2 + step * LINE for step in (0, -0.5, 0.5, -1, 1)]
        elif code == drawing.scene.chosen:
            _, top, _, bottom = drawing.place.mainland.box(drawing.france.bounds[code])
            tops = [top - height - 2, bottom + 2]
        else:
            continue
        left = min(max(x - width / 2, MARGIN), form.width - MARGIN - width)
        for top in tops:
            if room.price(left, top, left + width, top + height) is not None:
                room.take(left, top, left + width, top + height)
                css = f"cm-middle cm-fill-{drawing.scene.fill(code)}" if inside else "cm-middle"
                return _lines(lines, left + width / 2, top + TEXT_TOP - 2.5, names, css)
    return ""


def _candidates(code: str, drawing: Drawing) -> Iterable[tuple[list[str], int, float]]:
    """Yield the forms of a label from the best to the shortest: its lines, how many of them are the name, and its slack.

    Slack is how wide it may be, as a share of the box of its territory; 0 for a number, which stays in the middle.
    Departements are known by their numbers; only the chosen one is named.
    """
    scene, language = drawing.scene, drawing.language
    value = [written] if (written := _value(code, scene, language)) else []
    if scene.level == "departement" and code != scene.chosen:
        yield [scene.territories[code].insee], 0, 0
        return
    for slack in (0.9, 1.15):
        for count in range(1, MOST_LINES + 1):
            lines = wrapped(scene.name(code, language), count)
            if len(lines) == count:
                yield lines + value, count, slack
    if value:
        yield value, 0, 0


def _value(code: str, scene: Scene, language: Language) -> str:
    """Return the value of a territory, with the shape of its status where statuses are shown; empty when unknown."""
    value = scene.shade(code).value
    if not known(value):
        return ""
    shape = f"{SHAPES[scene.fill(code)]} " if scene.by == "status" else ""
    return shape + value_text(value, scene.kind, language)


def _fits(width: float, height: float, code: str, slack: float, drawing: Drawing) -> bool:
    """Say whether a label stays within its territory, near enough."""
    scale, (left, top, right, bottom) = drawing.place.mainland.scale, drawing.france.bounds[code]
    if slack:
        return width <= (right - left) * scale * slack and height <= (bottom - top) * scale * 0.9
    return width <= 2 * drawing.france.labels[code].room * scale


def _lines(lines: Sequence[str], x: float, y: float, names: int, css: str = "cm-plain") -> str:
    """Return lines of words one below the other, the first ``names`` of them strong."""
    rows = "".join(
        f'<text class="{"cm-name" if place < names else "cm-value"}" x="{number(x)}" y="{number(y + place * LINE)}">'
        f"{text(line)}</text>"
        for place, line in enumerate(lines)
    )
    return f'<g class="{css}">{rows}</g>'
