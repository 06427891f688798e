"""``crossmobility indicators``: the indicator tracking table, for people, as CSV or JSON."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from crossmobility import reference
from crossmobility.commands.build import folders_asked, noting, say_problems
from crossmobility.commands.console import plain_number, say, write_csv, write_json, write_lines
from crossmobility.commands.indicator_lines import notes, print_table
from crossmobility.commands.indicator_question import Question, Stated, question_in, stated_in
from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.tracking import TRACKED_COLUMNS, tracked
from crossmobility.domain.indicators.values import COMPUTED_EDITION
from crossmobility.domain.periods import in_order, period
from crossmobility.i18n import Language, translator
from crossmobility.release.build import built

KEYS: Final = ("indicator", "programme", "period", "dimension", "category")
NUMBERS: Final = (
    *("baseline", "target_initial", "target_revised", "actual", "numerator", "denominator", "achievement", "progress"),
)
WORDS: Final = ("value_status", "status", "as_of")
COLUMNS: Final = (*KEYS, *NUMBERS, *WORDS)
"""What scripts read, in this order."""
# Columns that are dimensions to a reader: a value of one territory is a value split by territory.
FOLDED: Final = ("scheme", "territory", "direction", "counterpart")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Answer a question on indicators; 0 answered, 1 answered but rows of the files were rejected, 2 not answered."""
    build = built(folders_asked(arguments.data), as_of=arguments.as_of, progress=noting(language))
    every = stated_in(build.figures)
    question = question_in(arguments, every)
    people = arguments.format == "table"
    answers = [(stated, answer(stated, question, last=people)) for stated in every if len(stated.values)]
    if arguments.format == "json":
        write_json([record for stated, table in answers for record in records(stated, table, len(answers) > 1)])
    elif arguments.format == "csv":
        _write_csv(answers)
    for stated, table in answers:
        if people:
            print_table(stated, table, question, language)
        else:
            for note in notes(stated, table, language):
                say(note)
    if people and not answers:
        write_lines(translator(language)("These data have no value of an indicator."))
    say_problems(build, language)
    return 0 if build.clean else 1


def answer(stated: Stated, question: Question, *, last: bool = False) -> pd.DataFrame:
    """Return the tracking table of a question, one row as in :func:`tracked` per period.

    A scheme, territory, direction or country that was not asked for is a dimension: what is split by two of them is left
    out. Without a period: every year and every period that somebody stated, or with ``last`` the last of them.
    """
    values = _asked(stated.values, question)
    texts = [question.period] if question.period is not None else _periods(values, stated.as_of)[-1 if last else 0 :]
    tables = [
        tracked(
            values,
            stated.definitions,
            stated.rules,
            as_of=stated.as_of,
            period=text,
            programme=None,
            scheme=None,
            territory=None,
            direction=None,
            counterpart=None,
        )
        for text in texts
    ]
    if not tables:
        return pd.DataFrame(columns=TRACKED_COLUMNS)
    return _in_order(_without_twins(_folded(pd.concat(tables, ignore_index=True), question)), list(stated.definitions))


def records(stated: Stated, table: pd.DataFrame, several: bool) -> list[dict[str, object]]:
    """Return the table as scripts read it: codes, shares of 1, unknown numbers and days ``None``.

    With several datasets each record also names its own: they are compared, never added.
    """
    found = []
    for row in table.to_dict("records"):
        record: dict[str, object] = {"dataset": stated.dataset.name} if several else {}
        record |= {name: row[name] for name in KEYS}
        record |= {name: plain_number(float(row[name])) for name in NUMBERS}
        record |= {name: row[name] or None for name in WORDS}
        found.append(record)
    return found


def _write_csv(answers: Sequence[tuple[Stated, pd.DataFrame]]) -> None:
    several = len(answers) > 1
    head = ["dataset"] * several + list(COLUMNS)
    rows = [record for stated, table in answers for record in records(stated, table, several)]
    write_csv(head, [[record[name] for name in head] for record in rows])


def _asked(values: pd.DataFrame, question: Question) -> pd.DataFrame:
    chosen = pd.Series(True, index=values.index)
    for column in ("programme", "scheme", "indicator"):
        wanted = getattr(question, column)
        if wanted is not None:
            chosen &= values[column] == wanted
    columns = [*(name for name in FOLDED if name != "scheme" or question.scheme is None), "dimension"]
    return values[chosen & ((values[columns] != ALL).sum(axis=1) <= 1)].reset_index(drop=True)


def _periods(values: pd.DataFrame, as_of: date) -> list[str]:
    """Return the years, and the periods that somebody stated, that had begun by ``as_of``, the last one last."""
    stated = set(values.loc[values["edition"] != COMPUTED_EDITION, "period"])
    years = {text for text in values["period"].unique() if text and period(str(text)).kind == "year"}
    begun = [text for text in in_order({*stated, *years}) if text and period(text).start <= as_of]
    # Of two that end together the longer one is the one to show.
    return sorted(begun, key=lambda text: (period(text).end, -period(text).start.toordinal()))


def _folded(table: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Return the table with the columns of ``FOLDED`` as dimensions, families of schemes left out."""
    dimension, category = table["dimension"], table["category"]
    keep = pd.Series(True, index=table.index)
    for name in FOLDED:
        own = (table[name] != ALL) & (question.scheme is None or name != "scheme")
        dimension, category = dimension.mask(own, name), category.mask(own, table[name])
        if name == "scheme":
            keep = ~own | ~table[name].isin(_several_schemes())
    return table.assign(dimension=dimension, category=category)[keep].reset_index(drop=True)


def _in_order(table: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    """Return the rows period by period, in the order of the indicators, all programmes together first, totals first."""
    ranks = table.assign(
        _period=pd.factorize(table["period"])[0],
        _indicator=table["indicator"].map({code: place for place, code in enumerate(indicators)}),
        _programme=table["programme"].where(table["programme"] != ALL, ""),
        _dimension=table["dimension"].where(table["dimension"] != ALL, ""),
    )
    order = ranks.sort_values(["_period", "_indicator", "_programme", "_dimension"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _several_schemes() -> set[str]:
    """Return the codes that mean a family: of several schemes, or of one that is called otherwise."""
    schemes = reference.schemes()
    members = [scheme.family for scheme in schemes.values()]
    return {family for family in members if family not in schemes or members.count(family) > 1}


def _without_twins(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with one row a cell: a scheme is told by its own values, which have targets, not by a split of all."""
    own = (table["scheme"] != ALL) | (table["dimension"] != "scheme")
    order = table.assign(_own=~own).sort_values("_own", kind="stable")
    kept = order.drop_duplicates([*KEYS, "scheme"] if own.all() else list(KEYS)).index
    return table.loc[sorted(kept)].reset_index(drop=True)
