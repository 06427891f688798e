"""How a change is drawn so that it is recognised without colour: a broken arrow for fewer, a sign for new and for stopped."""

from __future__ import annotations

from typing import Final

from crossmobility.render.geometry import HEAD_LENGTH, HEAD_WIDTH, Point, along, arrow, bent, number

MORE: Final = "more"
FEWER: Final = "fewer"
SAME: Final = "same"
NEW: Final = "new"
STOPPED: Final = "stopped"
SIGNS: Final = (NEW, STOPPED)
HAIR: Final = 0.9  # pixels: what did not change
_FULL: Final = 0.64  # share of each dash that is drawn
_STEP: Final = 13.0  # pixels from one dash to the next, for a thin arrow
_MOST: Final = 26
_RADIUS: Final = 5.0


def shape(form: str, start: Point, end: Point, width: float, gap: tuple[float, float]) -> str:
    """Return the outline of an arrow as SVG path data: broken for fewer, a hair for the same, else whole.

    Parameters
    ----------
    form : str
        ``more``, ``fewer``, ``same``, or empty for an arrow that is no change.
    start, end, width, gap
        As for :func:`~crossmobility.render.geometry.arrow`.
    """
    if form == FEWER:
        return broken_arrow(start, end, width, gap)
    return arrow(start, end, HAIR if form == SAME else width, gap)


def broken_arrow(start: Point, end: Point, width: float, gap: tuple[float, float]) -> str:
    """Return an arrow whose shaft is dashes, as SVG path data: same curve, width and head as the whole one."""
    first, control, last = (complex(*point) for point in (start, bent(start, end), end))
    first += _unit(control - first) * gap[0]
    last += _unit(control - last) * gap[1]
    length = abs(last - first)
    head = min(max(width * HEAD_LENGTH, 6.0), length * 0.6)
    neck = last + _unit(control - last) * head
    count = min(_MOST, max(3, round((length - head) / max(_STEP, 1.7 * width))))
    dashes = [_dash((first, control, neck), step / count, (step + _FULL) / count, width / 2) for step in range(count)]
    wing = 1j * _unit(last - control) * max(width * HEAD_WIDTH, width + 4.5) / 2
    return "".join(dashes) + _outline([neck + wing, last, neck - wing])


def sign(form: str, start: Point, end: Point, size: float = 1.0) -> str:
    """Return the mark in the middle of an arrow that tells a new or a stopped corridor; ``size`` scales it."""
    return badge(form, *along(start, end, 2)[0], size)


def reach(start: Point, end: Point, size: float = 1.0) -> tuple[float, float, float, float]:
    """Return the box of the mark in the middle of an arrow: left, top, right, bottom."""
    x, y = along(start, end, 2)[0]
    return x - _RADIUS * size, y - _RADIUS * size, x + _RADIUS * size, y + _RADIUS * size


def badge(form: str, x: float, y: float, size: float = 1.0) -> str:
    """Return the mark of a new or a stopped corridor at a point: a plus or a cross in a small disc."""
    lines = "M-2.6 0H2.6M0 -2.6V2.6" if form == NEW else "M-2 -2L2 2M-2 2L2 -2"
    scale = f" scale({size:.2f})" if size != 1 else ""
    return (
        f'<g class="cm-sign" transform="translate({number(x)} {number(y)}){scale}"><circle r="{number(_RADIUS)}"/>'
        f'<path d="{lines}"/></g>'
    )


def _dash(curve: tuple[complex, complex, complex], begin: float, finish: float, half: float) -> str:
    one, other = _on(curve, begin), _on(curve, finish)
    leave, arrive = 1j * _heading(curve, begin) * half, 1j * _heading(curve, finish) * half
    return _outline([one + leave, other + arrive, other - arrive, one - leave])


def _on(curve: tuple[complex, complex, complex], t: float) -> complex:
    first, control, last = curve
    return (1 - t) ** 2 * first + 2 * t * (1 - t) * control + t**2 * last


def _heading(curve: tuple[complex, complex, complex], t: float) -> complex:
    first, control, last = curve
    return _unit((1 - t) * (control - first) + t * (last - control))


def _unit(way: complex) -> complex:
    return way / abs(way) if way else 1 + 0j


def _outline(points: list[complex]) -> str:
    return "M" + " ".join(f"{number(point.real)},{number(point.imag)}" for point in points) + "Z"
