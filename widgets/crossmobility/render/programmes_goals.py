"""The 17 goals for sustainable development: how many placements each one has, by direction, and which have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from crossmobility.render.formats import known, text
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import (
    HEADS,
    WAYS,
    Bar,
    head,
    largest,
    note,
    nothing,
    section,
    table,
    way_cell,
    way_head,
)
from crossmobility.render.sdg import goal_chip, goal_name
from crossmobility.render.words import Words

Goal = Mapping[str, float]
LEFT: Final = 9
"""Goals of the left table; the right one has the others."""


def goals(page: ProgrammesPage) -> str:
    """Return every goal with its number, its placements by direction on one scale, and how many of the 17 have any."""
    words, t = page.words, page.words.t
    if page.goals.empty or not page.goals["placements"].notna().any():
        return section("goals", t("Goals for sustainable development"), nothing(words))
    rows = _rows(page.goals)
    reached = [row for row in rows if row["placements"] > 0]
    title = t("{count} of 17 goals for sustainable development", count=len(reached))
    ways = [way for way in WAYS if any(row[way] > 0 for row in rows)]
    scale = largest(row[way] for row in rows for way in ways)
    halves = (rows[:LEFT], rows[LEFT:])
    own = frozenset() if page.programme is None else frozenset(page.programme.sdg_focus)
    drawn = "".join(_half(half, ways, scale, own, words) for half in halves)
    missing = [str(int(row["goal"])) for row in rows if row["placements"] == 0]
    said = note(
        t("Each placement has one main goal."),
        t("All bars on one scale.") if ways else "",
        t("Outlined number: no placement.") if missing else "",
    )
    return section("goals", title, f'<div class="cm-pv-two cm-pv-goals">{drawn}</div>{_without(missing, words)}{said}')


def _rows(table: pd.DataFrame) -> list[Goal]:
    """Return the goals as mappings: the name of a column is a word of Python."""
    return [
        {name: float(value) for name, value in zip(table.columns, row, strict=True)} for row in table.to_numpy().tolist()
    ]


def _without(missing: Sequence[str], words: Words) -> str:
    if not missing:
        return ""
    said = words.t.plural(
        "Without any placement: goal {names}.",
        "Without any placement: goals {names}.",
        len(missing),
        names=", ".join(missing),
    )
    return f'<p class="cm-pv-lead">{text(said)}</p>'


def _half(rows: Sequence[Goal], ways: Sequence[str], scale: float, own: frozenset[str], words: Words) -> str:
    two = "in" in ways and "out" in ways
    t = words.t
    heads = head(t("Goal")) + "".join(way_head(way, words, two_sided=two) for way in ways)
    body = "".join(_row(row, ways, scale, own, words) for row in rows)
    caption = t("Placements by goal, {first} to {last}", first=int(rows[0]["goal"]), last=int(rows[-1]["goal"]))
    return table(caption, heads, f"<tbody>{body}</tbody>")


def _row(row: Goal, ways: Sequence[str], scale: float, own: frozenset[str], words: Words) -> str:
    goal, t = int(row["goal"]), words.t
    mark = f' <em class="cm-pv-own">◆ {text(t("goal of the programme"))}</em>' if str(goal) in own else ""
    covered = bool(row["placements"] > 0)
    name = (
        f'<th scope="row"><span class="cm-pv-goal">{goal_chip(goal, words, covered=covered)} '
        f"<span>{text(goal_name(goal, words.language))}{mark}</span></span></th>"
    )
    two = "in" in ways and "out" in ways
    if not covered:
        said = t("no placement") if known(row["placements"]) else t("n/a")
        return f'<tr class="cm-pv-zero">{name}<td colspan="{max(1, len(ways))}">{text(said)}</td></tr>'
    cells = "".join(
        way_cell(way, HEADS[way].in_language(words.language), Bar(row[way]), scale, words, two_sided=two) for way in ways
    )
    return f"<tr>{name}{cells}</tr>"
