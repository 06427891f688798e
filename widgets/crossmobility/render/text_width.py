"""How wide a word is, measured with DejaVu Sans Bold: the widest face of our font stack, so labels never overlap.

The font comes with matplotlib; it is found without importing matplotlib, which would cost each viewer's kernel memory.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


def text_width(text: str, size: float) -> float:
    """Return the width of ``text`` in pixels at a font size in pixels."""
    widths, fallback = _advances()
    return sum(widths.get(ord(letter), fallback) for letter in text) * size


@cache
def _advances() -> tuple[dict[int, float], float]:
    from fontTools.ttLib import TTFont

    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise ImportError("matplotlib, which carries the font DejaVu Sans Bold, is not installed")
    path = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans-Bold.ttf"
    with TTFont(path, lazy=True) as font:
        em = font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        letters = {code: advances[name][0] / em for code, name in font.getBestCmap().items() if code < 0x2100}
    return letters, max(letters.values())
