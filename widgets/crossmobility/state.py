"""The page's state: one selection, one store, one verb, and the selection as an address.

An intent is what a browser asks for: a mapping of words such as ``{"period": "2019"}``, from a control, a mark of the
map or the page's own address. Only keys of :data:`KEYS` are read, and only values the page offers are taken; anything
else is ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import traitlets as tl

from crossmobility.domain.selection import Selection

__all__ = ["KEYS", "Choices", "Selection", "Store", "chosen", "from_query", "to_query"]

# Words in an address, and the fields of Selection they fill.
KEYS: Final[Mapping[str, str]] = {
    "dataset": "dataset",
    "period": "period",
    "window": "window",
    "against": "against",
    "basis": "basis",
    "measure": "measure",
    "kind": "kind",
    "direction": "direction",
    "reference": "reference",
    "scheme": "schemes",
    "programme": "programmes",
    "country": "countries",
    "corridor": "corridor",
    "indicator": "indicator",
    "territory": "territory",
    "lang": "language",
}
_LISTS: Final = frozenset({"schemes", "programmes", "countries"})
_UNDATED: Final = "undated"
_LONGEST_VALUE: Final = 400


@dataclass(frozen=True)
class Choices:
    """The values a page offers, by field of Selection; a field that is not named offers nothing."""

    allowed: Mapping[str, frozenset[str]]

    def admits(self, name: str, value: str) -> bool:
        """Say whether ``value`` may stand in the field ``name``."""
        return value in self.allowed.get(name, frozenset())


class Store(tl.HasTraits):
    """Holds the selection of a page; :meth:`choose` is the only verb."""

    selection = tl.Instance(Selection)

    def __init__(self, selection: Selection | None = None) -> None:
        super().__init__(selection=selection or Selection())

    def choose(self, **changes: Any) -> None:
        """Replace fields of the selection. Observers hear of it once, and only when something changed."""
        self.selection = replace(self.selection, **changes)

    def follow(self, redraw: Callable[[Selection], None]) -> None:
        """Call ``redraw`` with the new selection after every change."""
        self.observe(lambda change: redraw(change["new"]), names="selection")


def chosen(intent: Mapping[str, object], choices: Choices) -> dict[str, Any]:
    """Return the changes an intent asks for, as arguments of :meth:`Store.choose`.

    Keys and values the page does not offer are left out, so a browser can never name anything but a choice.
    """
    changes: dict[str, Any] = {}
    for key, raw in intent.items():
        name = KEYS.get(key)
        if name is None or not isinstance(raw, str) or len(raw) > _LONGEST_VALUE:
            continue
        if name == "corridor":
            ends = tuple(part for part in raw.split("-") if part)
            if not ends or (len(ends) == 2 and all(choices.admits("countries", end) for end in ends)):
                changes[name] = ends
        elif name in _LISTS:
            values = tuple(part for part in raw.split(",") if part)
            if all(choices.admits(name, value) for value in values):
                changes[name] = values
        else:
            value = "" if raw == _UNDATED else raw
            if choices.admits(name, value):
                changes[name] = value
    return changes


def to_query(selection: Selection, default: Selection) -> str:
    """Write what differs from ``default`` as the query of an address."""
    words = {
        key: _word(name, getattr(selection, name))
        for key, name in KEYS.items()
        if getattr(selection, name) != getattr(default, name)
    }
    return urlencode(words, safe=",/-")


def from_query(query: str, default: Selection, choices: Choices) -> Selection:
    """Read an address: ``default`` with every allowed key and value of ``query``."""
    return replace(default, **chosen(dict(parse_qsl(query.lstrip("?"), keep_blank_values=True)), choices))


def _word(name: str, value: object) -> str:
    if name == "corridor" and isinstance(value, tuple):
        return "-".join(value)
    if isinstance(value, tuple):
        return ",".join(value)
    return _UNDATED if name == "period" and value == "" else str(value)


assert set(KEYS.values()) == {item.name for item in fields(Selection)}
