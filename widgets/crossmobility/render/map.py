"""The flow map: country outlines, curved arrows, circles, labels and legend, as SVG text.

Marks follow the evidence on origin–destination maps by Jenny and colleagues (2017, 2018): filled curved arrows, width by
volume on one linear scale with a minimum, small flows above large ones, an arrow head at the destination's circle. Changes
follow the same rule: width by the size of the change, and a form of its own for what grew, shrank or stayed the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log10, sqrt
from typing import Final

from crossmobility.domain.selection import Corridor
from crossmobility.i18n import Language
from crossmobility.reference import Country, World
from crossmobility.render import change_marks
from crossmobility.render.change_marks import SAME
from crossmobility.render.formats import figure, text
from crossmobility.render.geometry import Point, View, along, number
from crossmobility.render.labels import Label, Placed, Room, placed

WIDE: Final = (884.0, 510.0)
NARROW: Final = (358.0, 272.0)
THINNEST: Final = 1.8
THICKEST: Final = 13.0
SMALLEST: Final = 3.5
LARGEST: Final = 11.0
MOST_DRAWN: Final = 150
MOST_LABELLED: Final = 50
ANTARCTICA: Final = "ATA"
LEGEND_LEFT: Final = 14.0
LEGEND_FORMS: Final = 92.0  # where the forms of change stand, right of the widths
LEGEND_STEP: Final = 15.0


@dataclass(frozen=True)
class Flow:
    """One corridor to draw: its volume, the direction that colours it, and the sentence that says it in words.

    A change has a ``form`` (``more``, ``fewer``, ``same``) and may have a ``sign`` (``new``, ``stopped``); its volume is
    the size of the change.
    """

    origin: str
    destination: str
    volume: float
    direction: str
    sentence: str
    form: str = ""
    sign: str = ""

    @property
    def corridor(self) -> Corridor:
        """Origin and destination."""
        return self.origin, self.destination


@dataclass(frozen=True)
class Node:
    """One country that has a circle: its total (unknown is ``None``) and the sentence that says it in words.

    ``value`` is what stands beside its name when that is not the total.
    """

    code: str
    name: str
    total: float | None
    sentence: str
    value: str | None = None


@dataclass(frozen=True)
class Scene:
    """What a map shows: flows sorted by volume, largest first, countries, and what is selected."""

    flows: Sequence[Flow]
    nodes: Mapping[str, Node]
    reference: str
    largest: float  # volume of the thickest arrow of the whole series, so that years compare
    unit: str
    selected: Corridor | tuple[()] = ()
    both_ways: bool = field(default=False, kw_only=True)  # whether the way back of the selected corridor is chosen with it
    countries: tuple[str, ...] = ()
    period: str = ""
    places: Mapping[str, Country] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)  # forms and signs with their word, for the legend


def outlines(world: World) -> str:
    """Return the land as one SVG path a country, Antarctica left out."""
    return "".join(f'<path d="{shape}"/>' for key, shape in world.outlines.items() if key != ANTARCTICA)


def marks(scene: Scene, view: View, language: Language) -> str:
    """Return arrows, circles, labels and legend for a view, in pixels of that view."""
    spots = {code: view.pixel((scene.places[code].x, scene.places[code].y)) for code in scene.nodes}
    radii = _radii(scene, view)
    flows = [flow for flow in scene.flows[:MOST_DRAWN] if flow.origin in spots and flow.destination in spots]
    room = Room(view)
    legend = _legend(scene, view, room, language)
    for code, spot in spots.items():
        if view.holds(spot):
            reach = radii[code]
            room.take(spot[0] - reach, spot[1] - reach, spot[0] + reach, spot[1] + reach)
    for flow in flows:
        if flow.sign:
            room.take(*change_marks.reach(spots[flow.origin], spots[flow.destination], _size(view)))
    for flow in flows[:MOST_LABELLED]:
        room.cross(along(spots[flow.origin], spots[flow.destination], 16))
    arrows = [_arrow(flow, scene, view, spots, radii) for flow in sorted(flows, key=lambda flow: _layer(flow, scene))]
    circles = [
        _circle(node, scene, spots[code], radii[code]) for code, node in _by_total(scene) if view.holds(spots[code], 12)
    ]
    words = [_label(spot) for spot in placed(_labels(scene, view, spots, radii, language), room)]
    faded = " cm-choice" if scene.selected or scene.countries else ""
    return (
        f'<g class="cm-dots">{_dots(scene, view)}</g><g class="cm-flows{faded}">{"".join(arrows)}</g>'
        f'<g class="cm-nodes{faded}">{"".join(circles)}</g><g class="cm-labels" aria-hidden="true">{"".join(words)}</g>{legend}'
    )


def picture(land: str, drawn: str, view: View, label: str, css: str = "") -> str:
    """Put land and marks together as one standing SVG."""
    box = " ".join(number(value) for value in view.box)
    width, height = number(view.width), number(view.height)
    return (
        f'<svg class="cm-picture {css}" viewBox="0 0 {width} {height}" role="group" aria-label="{text(label)}" '
        f'xmlns="http://www.w3.org/2000/svg"><svg class="cm-land" width="{width}" height="{height}" viewBox="{box}" '
        f'preserveAspectRatio="none" aria-hidden="true">{land}</svg><g class="cm-marks">{drawn}</g></svg>'
    )


def arrow_width(volume: float, largest: float, view: View) -> float:
    """Return the width in pixels of an arrow: linear in its volume, never thinner than the minimum."""
    return max(THINNEST, _thickest(view) * volume / largest) if largest > 0 else THINNEST


def legend_volumes(largest: float, view: View) -> list[tuple[float, bool]]:
    """Return up to three volumes for the legend, largest first; true marks the one that stands for all thinner arrows.

    The others are round and wider than the minimum, so each is shown at its real width.
    """
    limit = largest * THINNEST / _thickest(view)  # up to here every arrow has the minimum width
    ladder = [step * 10**power for power in range(9) for step in (1, 2, 5)]
    wider = [float(volume) for volume in ladder if limit < volume <= largest]
    shown = [(volume, False) for volume in dict.fromkeys([wider[-1], wider[(len(wider) - 1) // 2]])] if wider else []
    shown += [(_rounded_down(limit), True)] if limit >= 1 else []
    return shown or [(largest, False)]


def _thickest(view: View) -> float:
    return THICKEST * min(1.0, max(0.55, view.width / WIDE[0]))


def _rounded_down(value: float) -> float:
    step = 10 ** max(0, int(log10(value)) - 1)
    return float(value // step * step)


def _size(view: View) -> float:
    """Return how large circles and signs are: smaller in a narrow picture."""
    return min(1.0, max(0.7, view.width / WIDE[0]))


def _radii(scene: Scene, view: View) -> dict[str, float]:
    size = _size(view)
    totals = {code: node.total or 0.0 for code, node in scene.nodes.items()}
    most = max(totals.values(), default=0) or 1
    return {code: size * (SMALLEST + (LARGEST - SMALLEST) * sqrt(total / most)) for code, total in totals.items()}


def _layer(flow: Flow, scene: Scene) -> tuple[bool, bool, float]:
    # What did not change lies below everything: it is the ground the changes stand on.
    return _is_chosen(flow, scene), flow.form != SAME, -flow.volume


def _is_chosen(flow: Flow, scene: Scene) -> bool:
    if scene.selected:
        return flow.corridor == scene.selected or (scene.both_ways and flow.corridor == scene.selected[::-1])
    return bool(scene.countries) and bool({flow.origin, flow.destination} & set(scene.countries))


def _arrow(flow: Flow, scene: Scene, view: View, spots: Mapping[str, Point], radii: Mapping[str, float]) -> str:
    start, end = spots[flow.origin], spots[flow.destination]
    width = arrow_width(flow.volume, scene.largest, view)
    outline = change_marks.shape(flow.form, start, end, width, (radii[flow.origin], radii[flow.destination] + 0.5))
    middle = "".join(f" {number(x)},{number(y)}" for x, y in along(start, end, 6))
    chosen = _is_chosen(flow, scene)
    form = f" cm-change-{flow.form}" if flow.form else ""
    sign = change_marks.sign(flow.sign, start, end, _size(view)) if flow.sign else ""
    return (
        f'<g class="cm-flow cm-{flow.direction}{form}{" cm-chosen" if chosen else ""}" role="button" tabindex="-1" '
        f'data-corridor="{flow.origin}-{flow.destination}" aria-pressed="{str(chosen).lower()}" '
        f'aria-label="{text(flow.sentence)}"><path d="{outline}"/><polyline class="cm-hit" points="{middle}"/>{sign}</g>'
    )


def _circle(node: Node, scene: Scene, spot: Point, radius: float) -> str:
    chosen = node.code in scene.countries or node.code in scene.selected
    words = ["cm-node"]
    words += ["cm-reference"] if node.code == scene.reference else []
    words += ["cm-unknown"] if node.total is None else []
    words += ["cm-chosen"] if chosen else []
    x, y = number(spot[0]), number(spot[1])
    return (
        f'<g class="{" ".join(words)}" role="button" tabindex="-1" data-country="{node.code}" '
        f'aria-pressed="{str(chosen).lower()}" aria-label="{text(node.sentence)}">'
        f'<circle class="cm-hit" cx="{x}" cy="{y}" r="{number(max(radius, 12))}"/>'
        f'<circle cx="{x}" cy="{y}" r="{number(radius)}"/></g>'
    )


def _by_total(scene: Scene) -> list[tuple[str, Node]]:
    # Large circles first, so that a small one beside them stays reachable.
    return sorted(scene.nodes.items(), key=lambda item: -(item[1].total or 0))


def _labels(
    scene: Scene, view: View, spots: Mapping[str, Point], radii: Mapping[str, float], language: Language
) -> list[Label]:
    ends = {*scene.selected, *scene.countries}
    ranked = sorted(
        (node for code, node in scene.nodes.items() if view.holds(spots[code])),
        key=lambda node: (node.code != scene.reference, node.code not in ends, -(node.total or 0), node.code),
    )
    return [
        Label(
            node.code,
            node.name,
            node.value if node.value is not None else "" if node.total is None else figure(node.total, language),
            spots[node.code],
            radii[node.code],
        )
        for node in ranked[:MOST_LABELLED]
    ]


def _label(spot: Placed) -> str:
    value = f'<tspan class="cm-value" dx="4">{text(spot.label.value)}</tspan>' if spot.label.value else ""
    return f'<text x="{number(spot.x)}" y="{number(spot.y)}" data-country="{spot.label.key}">{text(spot.label.name)}{value}</text>'


def _dots(scene: Scene, view: View) -> str:
    """Marks for states too small to be seen as an outline, those with a circle left out."""
    spots = (
        view.pixel((place.x, place.y)) for code, place in scene.places.items() if place.small and code not in scene.nodes
    )
    return "".join(f'<circle cx="{number(x)}" cy="{number(y)}" r="1.3"/>' for x, y in spots if view.holds((x, y)))


def _legend(scene: Scene, view: View, room: Room, language: Language) -> str:
    if not scene.flows:
        return ""
    volumes = legend_volumes(scene.largest, view) if scene.largest > 0 else []
    forms = _forms(scene)
    steps = [max(arrow_width(volume, scene.largest, view), 12) + 3 for volume, _ in volumes]
    left, top = LEGEND_LEFT, view.height - max(sum(steps), LEGEND_STEP * len(forms)) - 10
    room.take(left - 8, top - 24, left + 112 + (LEGEND_FORMS if forms else 0), view.height)
    rows, y = [], top
    for (volume, thinner), step in zip(volumes, steps, strict=True):
        width = arrow_width(volume, scene.largest, view)
        label = ("≤ " if thinner else "") + figure(volume, language)
        rows.append(
            f'<rect x="{number(left)}" y="{number(y + (step - width) / 2)}" width="34" height="{number(width)}"/>'
            f'<text x="{number(left + 42)}" y="{number(y + step / 2 + 4)}">{text(label)}</text>'
        )
        y += step
    rows += [_form(form, scene, (left + LEGEND_FORMS, top + LEGEND_STEP * row)) for row, form in enumerate(forms)]
    return (
        f'<g class="cm-legend" aria-hidden="true"><text x="{number(left)}" y="{number(top - 8)}">{text(scene.unit)}</text>'
        f"{''.join(rows)}</g>"
    )


def _forms(scene: Scene) -> list[str]:
    """Return the forms and signs that the picture has, in the order of the legend."""
    drawn = {flow.form for flow in scene.flows} | {flow.sign for flow in scene.flows}
    return [form for form in scene.forms if form in drawn]


def _form(form: str, scene: Scene, spot: Point) -> str:
    """Draw one form of change with its word, at the left end of its line."""
    x, y = spot[0], spot[1] + LEGEND_STEP / 2
    if form in change_marks.SIGNS:
        drawn = change_marks.badge(form, x + 17, y)
    else:
        outline = change_marks.shape(form, (x, y + 1.5), (x + 34, y + 1.5), 4.5, (0, 0))
        drawn = f'<g class="cm-flow cm-change-{form}"><path d="{outline}"/></g>'
    return f'{drawn}<text x="{number(x + 42)}" y="{number(y + 4)}">{text(scene.forms[form])}</text>'
