"""The 17 Sustainable Development Goals as marks: their official colours, and always their number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from crossmobility.i18n import Language
from crossmobility.reference import code_lists
from crossmobility.render.formats import text
from crossmobility.render.words import Words

BLACK: Final = "#000000"
WHITE: Final = "#FFFFFF"


@dataclass(frozen=True)
class Goal:
    """The colour of one goal (``#RRGGBB``, United Nations guidelines, May 2020), and whether text on it is dark."""

    colour: str
    dark_text: bool

    @property
    def text_colour(self) -> str:
        """The colour of text on the goal's own: black or white, whichever is read better."""
        return BLACK if self.dark_text else WHITE


GOALS: Final[Mapping[int, Goal]] = MappingProxyType(
    {
        1: Goal("#E5243B", dark_text=False),
        2: Goal("#DDA63A", dark_text=True),
        3: Goal("#4C9F38", dark_text=True),
        4: Goal("#C5192D", dark_text=False),
        5: Goal("#FF3A21", dark_text=True),
        6: Goal("#26BDE2", dark_text=True),
        7: Goal("#FCC30B", dark_text=True),
        8: Goal("#A21942", dark_text=False),
        9: Goal("#FD6925", dark_text=True),
        10: Goal("#DD1367", dark_text=False),
        11: Goal("#FD9D24", dark_text=True),
        12: Goal("#BF8B2E", dark_text=True),
        13: Goal("#3F7E44", dark_text=False),
        14: Goal("#0A97D9", dark_text=True),
        15: Goal("#56C02B", dark_text=True),
        16: Goal("#00689D", dark_text=False),
        17: Goal("#19486A", dark_text=False),
    }
)
"""By number. Seventeen hues cannot be told apart: print the number with them."""


def goal_name(number: int, language: Language) -> str:
    """Return the short name of a goal."""
    return code_lists()["sdg"][str(number)].label(language)


def goal_chip(number: int, words: Words, *, covered: bool, note: str = "") -> str:
    """Return the mark of a goal: its number, filled with its colour when it is covered, else an outline.

    Parameters
    ----------
    number : int
        1 to 17.
    covered : bool
        Whether anything is counted, or named, for the goal.
    note : str
        What its title says after the name, such as how many placements.
    """
    t, goal, name = words.t, GOALS[number], goal_name(number, words.language)
    if covered:
        css, title = "cm-goal", t("Goal {number}: {name}", number=str(number), name=name)
        style = f"background:{goal.colour};border:1px solid {goal.colour};color:{goal.text_colour};print-color-adjust:exact"
    else:
        css, title = "cm-goal cm-goal-open", t("Goal {number}: {name} (not covered)", number=str(number), name=name)
        style = "background:none;border:1px solid currentColor"
    title = text(", ".join(part for part in (title, note) if part))
    return f'<span class="{css}" style="{style}" role="img" aria-label="{title}" title="{title}">{number}</span>'
