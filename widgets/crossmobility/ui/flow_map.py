"""The flow map: a picture made in Python that can be hovered, walked by keyboard, chosen from, zoomed and moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Final

import traitlets as tl

from crossmobility.i18n import Language, translator
from crossmobility.reference import world
from crossmobility.render.geometry import View, centred, view_of
from crossmobility.render.map import NARROW, WIDE, Scene, marks, outlines, picture
from crossmobility.ui.twin import STATIC, TwinWidget

Chosen = Callable[[str], None]
_CLOSEST: Final = 60  # the world is at most this many times wider than the view
_NEARLY_ALL: Final = 0.85  # a wider view shows the whole world, without a margin
_LEAST: Final = 0.16  # the opening view shows at least this share of the world's width


class FlowMap(TwinWidget):
    """Flows between countries on a map.

    Parameters
    ----------
    scene : Scene
        What to show.
    label : str
        What the map is, for those who cannot see it.
    language : str
        Language of the map's own words.
    extent : sequence of str, optional
        Countries the map opens on; those of ``scene`` when not given.
    on_choose : callable, optional
        Called with ``"SEN-FRA"``, ``"SEN"`` or ``""`` when the reader chooses a corridor, a country or nothing.

    Traits
    ------
    land, marks, view, whole, words, label, period
        Written by Python. A view is x, y and width in projected units, then width and height in pixels.
    selected : str
        Written by the browser: the corridor or country just chosen.
    viewport : list of float
        Written by the browser: the view the reader moved to, in the form of ``view``; a width of 0 asks for the opening
        view at that size.
    """

    _esm = STATIC / "flow_map.js"
    land = tl.Unicode("").tag(sync=True)
    marks = tl.Unicode("").tag(sync=True)
    view = tl.List(tl.Float()).tag(sync=True)
    whole = tl.List(tl.Float()).tag(sync=True)
    words = tl.Dict().tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    period = tl.Unicode("").tag(sync=True)
    selected = tl.Unicode("").tag(sync=True)
    viewport = tl.List(tl.Float()).tag(sync=True)

    def __init__(
        self,
        scene: Scene,
        *,
        label: str = "",
        language: Language = "fr",
        extent: Sequence[str] = (),
        on_choose: Chosen | None = None,
    ) -> None:
        self._scene, self._language, self._on_choose = scene, language, on_choose
        self._extent = tuple(extent) or tuple(scene.nodes)
        self._view = _opening_view(scene, self._extent, WIDE)
        super().__init__(land=outlines(world("fine")), whole=_numbers(_whole_view(WIDE)))
        self.show(scene, label=label, language=language)

    def show(self, scene: Scene, *, label: str, language: Language, extent: Sequence[str] = ()) -> None:
        """Show another scene; the reader's view is kept unless ``extent`` names other countries than before."""
        self._scene, self._language = scene, language
        if extent and tuple(extent) != self._extent:
            self._extent = tuple(extent)
            self._view = _opening_view(scene, self._extent, (self._view.width, self._view.height))
        with self.hold_sync():
            self.label, self.words, self.period = label, _words(language), scene.period
            self._draw()

    def static_html(self) -> str:
        """Return the map twice, for wide and for narrow screens, over the shared outline of the land."""
        shared = '<use href="#cm-outline"/>'
        pictures = ""
        for size, css in ((WIDE, "cm-wide"), (NARROW, "cm-narrow")):
            view = _opening_view(self._scene, self._extent, size)
            pictures += picture(shared, marks(self._scene, view, self._language), view, self.label, css)
        return pictures

    def static_shared(self) -> str:
        """Return the coarse outline of the land, once for all pictures."""
        land = f'<g id="cm-outline">{outlines(world("coarse"))}</g>'
        return f'<svg class="cm-defs" width="0" height="0" aria-hidden="true"><defs>{land}</defs></svg>'

    @tl.observe("viewport")
    def _moved(self, change: dict[str, list[float]]) -> None:
        view = self._asked(change["new"])
        if view is not None:
            self._view = view
            with self.hold_sync():
                self._draw()

    @tl.observe("selected")
    def _chose(self, change: dict[str, str]) -> None:
        # The browser writes "SEN-FRA 3": the count lets the same mark be chosen twice.
        if self._on_choose is not None and change["new"]:
            self._on_choose(change["new"].partition(" ")[0])

    def _asked(self, numbers: Sequence[float]) -> View | None:
        """Return the view a browser asks for, ``None`` when it is not one."""
        if len(numbers) != 5 or not all(isfinite(value) for value in numbers):
            return None
        x, y, span, width, height = numbers
        widest = world("coarse").width
        if not (200 <= width <= 4000 and 150 <= height <= 4000):
            return None
        if span == 0:
            return _opening_view(self._scene, self._extent, (width, height))
        return View(x, y, span, width, height) if widest / _CLOSEST <= span <= widest * 4 else None

    def _draw(self) -> None:
        self.whole = _numbers(_whole_view((self._view.width, self._view.height)))
        self.view = _numbers(self._view)
        self.marks = marks(self._scene, self._view, self._language)


def _opening_view(scene: Scene, extent: Sequence[str], size: tuple[float, float]) -> View:
    points = [(scene.places[code].x, scene.places[code].y) for code in extent if code in scene.places]
    whole = _whole_view(size)
    if not points:
        return whole
    view = view_of(points, size, least=world("coarse").width * _LEAST, most=whole.span)
    return whole if view.span > whole.span * _NEARLY_ALL else view


def _whole_view(size: tuple[float, float]) -> View:
    land = world("coarse")
    width, height = size
    inhabited = land.height * 0.86  # Antarctica left out
    span = max(land.width, inhabited * width / height)
    return centred((land.width / 2, inhabited / 2), span, size)


def _numbers(view: View) -> list[float]:
    return [round(value, 1) for value in (view.x, view.y, view.span, view.width, view.height)]


def _words(language: Language) -> dict[str, str]:
    t = translator(language)
    return {
        "in": t("Zoom in"),
        "out": t("Zoom out"),
        "home": t("Extent of the data"),
        "world": t("Whole world"),
        "help": t(
            "Arrow keys move the map, plus and minus zoom, 0 shows the whole world. Tab reaches the marks: arrow keys walk "
            "through them, Enter chooses, Escape shows everything."
        ),
    }
