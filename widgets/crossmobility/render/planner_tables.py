"""The tables of the planner: names, what is so far, and last the column with the plan."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from crossmobility.render.formats import text
from crossmobility.render.planner_page import PlannerPage
from crossmobility.render.planner_view import scenario_words

Row = Mapping[Hashable, object]
"""A row of a frame, as text and numbers."""


def with_plan_head(page: PlannerPage) -> str:
    """Return the head of every column with the plan, which says what it is."""
    t = page.t
    return f"{text(t('With the plan'))}<small>{text(scenario_words(page.language))}</small>"


def plan_table(title: str, heads: Sequence[str], rows: Sequence[str], css: str = "") -> str:
    """Return a table with its heading; heads are HTML already, the first one that of the names."""
    head = "".join(
        f'<th scope="col"{"" if not place else " class=cm-number"}>{one}</th>' for place, one in enumerate(heads)
    )
    return (
        f'<h2 class="cm-h2">{text(title)}</h2><div class="cm-scroll" tabindex="0" role="region" aria-label="{text(title)}">'
        f'<table class="cm-table cm-plan-table {css}"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def plan_line(name: str, cells: Sequence[str]) -> str:
    """Return a row of such a table; name and cells are HTML already."""
    numbers = "".join(f'<td class="cm-number">{cell}</td>' for cell in cells)
    return f'<tr><th scope="row">{name}</th>{numbers}</tr>'
